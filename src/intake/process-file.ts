import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import { isKeyMissing, SealedValueUnreadable } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/health/metrics.js';
import { Log } from '../platform/logging/log.js';
import { Job } from '../platform/queues/job.decorator.js';
import type { JobIds } from '../platform/queues/job.decorator.js';
import { ChunkOfRows } from './chunk-of-rows.js';
import { IntakeFiles } from './intake-files.js';
import type { RowsAhead } from './rows-ahead.js';

/** Rows that get their disposition in one transaction. */
const MOST_ROWS = 1000;

/** Works accepted files through: chunk after chunk, each in one transaction, going on where it was left. */
@Injectable()
export class FileProcessor implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly chunk: ChunkOfRows,
    private readonly files: IntakeFiles,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  /** The process ends: the rest of the file waits for the next one. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  @Job('process-intake-file')
  async run({ fileId }: JobIds): Promise<void> {
    await this.process(String(fileId));
  }

  /**
   * Gives every waiting row of a file its disposition. Where another process works on the file, or it is finished,
   * nothing happens. A row that the database will not take is set aside for a person, and stops no other. Where the
   * process ends first, the file is announced again, so that the next one goes on at once.
   * @throws SealedValueUnreadable where a key is missing
   */
  async process(fileId: string): Promise<void> {
    let most = MOST_ROWS;
    let hasMore = true;
    let ahead = this.chunk.readAhead();
    while (hasMore && !this.isStopping) {
      try {
        hasMore = await this.work(fileId, most, false, ahead);
        most = Math.min(MOST_ROWS, most * 10);
      } catch (error) {
        ahead.giveUp();
        if (isKeyMissing(error)) this.tellOfKey(fileId, error);
        if (!isAboutContent(error)) throw error;
        this.log.error('intake.chunk-refused', { fileId, rows: most, ...this.log.describe(error) });
        ahead = this.chunk.readAhead();
        if (most === 1) hasMore = await this.work(fileId, 1, true, ahead);
        else most = Math.ceil(most / 10);
      }
    }
    ahead.giveUp();
    if (hasMore) await this.files.announceAgain(fileId);
  }

  /** A key that is missing is a fault of the deployment: no row is held for it, and the file waits for the key. */
  private tellOfKey(fileId: string, { keyId, place }: SealedValueUnreadable): void {
    const { table, column } = place;
    this.log.error('crypto.key-missing', { keyId, table, column, fileId });
  }

  private async work(fileId: string, most: number, isSetAside: boolean, ahead: RowsAhead): Promise<boolean> {
    const worked = await this.database.inTransaction(serviceActor('intake', 'intake'), (tx) =>
      this.chunk.work(tx, fileId, most, isSetAside, ahead),
    );
    if (!worked) return false;
    for (const [disposition, count] of Object.entries(worked.counts))
      this.metrics.intakeRows.inc({ disposition }, count);
    if (!worked.hasMore) this.log.info('intake.file-finished', { fileId });
    return worked.hasMore;
  }
}

/** Data exceptions, broken constraints, damage, and faults of our own: another try of the same rows ends the same way. */
function isAboutContent(error: unknown): boolean {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  if (error instanceof SealedValueUnreadable) return !isKeyMissing(error);
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return /^2[23]/.test(driverError?.code ?? code ?? '');
}
