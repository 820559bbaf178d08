import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** One email that the sink has taken over: from then on it is the sink's to deliver. */
export interface TakenEmail {
  messageId: string;
  attempt: number;
  recipients: string[];
  source: string;
}

/** How the sink behaves; without anything it accepts everything at once. */
export interface SinkManners {
  /** How long the sink keeps an email before it answers. */
  answersAfterMs?: () => number;
  /** Told of each email as soon as it is taken, before the sender hears of it. */
  onTaken?: () => void;
  /** The reply to a recipient; null accepts it. */
  refusal?: (recipient: string) => { responseCode: number; message: string } | null;
}

const REFERENCE = /^message-id:\s*<([0-9a-f-]{36})\.(\d+)[@>]/im;

/** A mail relay on this machine that speaks SMTP, delivers nothing, and remembers what it was given. */
export class SmtpSink {
  readonly taken: TakenEmail[] = [];
  /** Recipients that were refused. */
  readonly refused: string[] = [];
  private readonly server: SMTPServer;

  private constructor(private readonly manners: SinkManners) {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onRcptTo: ({ address }, _session, answer) => answer(this.refusalOf(address)),
      onData: (stream, session, answer) => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        this.take(stream, recipients).then(() => answer(), answer);
      },
    });
    // A client that was killed in the middle is no fault of the sink.
    this.server.on('error', () => undefined);
  }

  static async open(manners: SinkManners = {}): Promise<SmtpSink> {
    const sink = new SmtpSink(manners);
    const listening = sink.server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    return sink;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** Ids of messages that were taken more than once. */
  takenTwice(): string[] {
    const ids = this.taken.map(({ messageId }) => messageId);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  }

  close(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()));
  }

  /** What was read to its end is taken, whether or not the sender lives to hear it. */
  private async take(stream: SMTPServerDataStream, recipients: string[]): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    const source = Buffer.concat(parts).toString('utf8');
    const [, messageId = 'without a reference', attempt = '0'] = REFERENCE.exec(source) ?? [];
    this.taken.push({ messageId, attempt: Number(attempt), recipients, source });
    this.manners.onTaken?.();
    await pause(this.manners.answersAfterMs?.() ?? 0);
  }

  private refusalOf(recipient: string): Error | null {
    const refusal = this.manners.refusal?.(recipient);
    if (!refusal) return null;
    this.refused.push(recipient);
    return Object.assign(new Error(refusal.message), { responseCode: refusal.responseCode });
  }
}
