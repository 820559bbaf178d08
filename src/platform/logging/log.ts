import { Injectable, type LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

/** What a log line may hold beside its event: ids, codes, counts and times. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** JSON lines on standard output. An event has a name and ids; names of people, addresses and free text never come here. */
@Injectable()
export class Log implements LoggerService {
  private readonly sink: Logger;

  constructor(level: string, destination?: DestinationStream) {
    this.sink = pino(
      { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      destination ?? pino.destination(1),
    );
  }

  info(event: string, fields: LogFields = {}): void {
    this.sink.info({ event, ...fields });
  }

  /** Nest's own messages: the framework's words, kept below our events. */
  log(message: unknown): void {
    this.sink.debug({ event: 'framework', message: String(message) });
  }

  warn(event: string, fields: LogFields | string = {}): void {
    this.sink.warn({ event, ...(typeof fields === 'string' ? {} : fields) });
  }

  /** Nest also gives the bare error that kept a module from being put together. */
  error(event: string | Error, fields: LogFields | string = {}): void {
    if (event instanceof Error) return this.error('framework.failed', this.describe(event));
    this.sink.error({ event, ...(typeof fields === 'string' ? {} : fields) });
  }

  /**
   * What may be said of an error: its kind, code, and where it was thrown. Its message is left out, because
   * database errors repeat the values they were given.
   */
  describe(error: unknown): LogFields {
    if (!(error instanceof Error)) return { errorKind: typeof error };
    const { driverError, code } = error as { driverError?: DatabaseFailure; code?: string };
    const driver = driverError ?? (error as DatabaseFailure);
    return {
      errorKind: error.name,
      code: driver.code ?? code,
      table: driver.table,
      constraint: driver.constraint,
      at: framesOf(error),
    };
  }
}

/** What PostgreSQL says of an error without repeating a value. */
interface DatabaseFailure {
  code?: string;
  table?: string;
  constraint?: string;
}

/** The message stands in front of the frames, and may have lines that look like them: it is cut off first. */
function framesOf({ stack = '', message }: Error): string {
  const start = stack.indexOf(message);
  const below = start < 0 ? stack : stack.slice(start + message.length);
  const frames = below.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return frames
    .slice(0, 8)
    .map((line) => line.trim().replace(/file:\/\/\S*?\/(dist|node_modules|src)\//, '$1/'))
    .join(' | ');
}
