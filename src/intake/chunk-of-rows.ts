import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { Log } from '../platform/logging/log.js';
import { ChunkOfEvents } from './justice-events/chunk-of-events.js';
import type { ReadRow } from './read-row.js';
import type { Disposed, Disposition } from './referral-record.js';
import { type Quality, RowQuality } from './row-quality.js';
import { type Outcome, withoutRepeats } from './rows-set-aside.js';
import { type FileInWork, RowReading, RowsAhead } from './rows-ahead.js';
import { TakeIn } from './take-in.js';
import { UNREADABLE, type WaitingRow } from './waiting-rows.js';

interface WaitingFile extends FileInWork {
  receivedAt: Date;
  rowCount: number;
  quality: Partial<Quality>;
}

/** What a chunk came to. */
export interface WorkedChunk {
  counts: Partial<Record<Disposition, number>>;
  hasMore: boolean;
}

const NOBODY: Omit<Disposed, 'disposition'> = {
  reasonCode: null,
  field: null,
  referralId: null,
  caseId: null,
  personId: null,
};

/** The next rows of a file, from sealed cells to dispositions. */
@Injectable()
export class ChunkOfRows {
  constructor(
    private readonly reading: RowReading,
    private readonly quality: RowQuality,
    private readonly takeIn: TakeIn,
    private readonly events: ChunkOfEvents,
    private readonly log: Log,
  ) {}

  /** Reads the rows of one file ahead, from chunk to chunk. */
  readAhead(): RowsAhead {
    return new RowsAhead(this.reading);
  }

  /**
   * Works at most so many waiting rows. Null where the file is finished or another process holds it.
   * @param isSetAside leaves the rows to a person
   * @throws SealedValueUnreadable where a key is missing
   */
  async work(
    tx: Transaction,
    fileId: string,
    most: number,
    isSetAside: boolean,
    ahead = this.readAhead(),
  ): Promise<WorkedChunk | null> {
    const file = await this.hold(tx, fileId);
    if (!file) return null;
    if (this.events.areIn(file))
      return this.count(tx, file, [], await this.events.work(tx, file, most, isSetAside));
    const { rows, readings } = isSetAside
      ? await this.reading.findToSetAside(tx, file, most)
      : await ahead.next(tx, file, most);
    const outcomes = await this.dispose(tx, file, rows, readings);
    await this.write(tx, file, rows, outcomes);
    return this.count(tx, file, readings, outcomes);
  }

  private hold(tx: Transaction, fileId: string): Promise<WaitingFile | null> {
    return tx.queryOne<WaitingFile>(
      `SELECT id, feed, columns, received_by AS "receivedBy", received_at AS "receivedAt", row_count AS "rowCount",
              processed_count AS "processedCount", quality
         FROM intake_file WHERE id = $1 AND state = 'accepted' FOR UPDATE SKIP LOCKED`,
      [fileId],
    );
  }

  private async dispose(
    tx: Transaction,
    file: WaitingFile,
    rows: WaitingRow[],
    readings: ReadRow[],
  ): Promise<Outcome[]> {
    const arrivals = readings.flatMap(({ record }, index) =>
      record ? [{ record, fileId: file.id, rowNumber: rows[index]!.number }] : [],
    );
    // Also for rows of which none arrives: what another file sets aside just now is seen.
    await this.takeIn.waitForTurn(tx);
    const taken = arrivals.length > 0 ? await this.takeIn.arrivals(tx, arrivals) : [];
    const disposed = readings.map((reading, index) => {
      const row = rows[index]!.number;
      if (reading.fault?.reasonCode === UNREADABLE)
        this.log.error('intake.row-unreadable', { fileId: file.id, row });
      const { contentSha256 } = reading.record ?? reading;
      const became = reading.record ? taken.shift()! : { ...NOBODY, ...reading.fault };
      const outcome: Outcome = { ...became, contentSha256, sameAs: null };
      return { fileId: file.id, row, outcome };
    });
    return withoutRepeats(tx, file.feed, disposed);
  }

  /**
   * What has become a version, or needs nobody's decision, is not kept a second time. Rows are named twice, and who is
   * restricted is asked once: a table that nobody has analyzed yet would else be read whole, for the chunk or each row.
   */
  private async write(
    tx: Transaction,
    file: WaitingFile,
    rows: WaitingRow[],
    outcomes: Outcome[],
  ): Promise<void> {
    const column = (pick: (outcome: Outcome) => string | number | null) => outcomes.map(pick);
    await tx.query(
      `UPDATE intake_row r
          SET disposition = g.disposition, reason_code = g.reason, field = g.field, referral_id = g.referral, case_id = g.case_,
              person_id = g.person,
              restricted = coalesce(g.person = ANY (ARRAY(SELECT id FROM person WHERE id = ANY ($8::uuid[]) AND restricted)), false),
              content_sealed = CASE g.disposition WHEN 'quarantined' THEN r.content_sealed END,
              content_sha256 = CASE g.disposition WHEN 'quarantined' THEN g.content END,
              same_file_id = g.same_file, same_row_number = g.same_row
         FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[],
                     $10::uuid[], $11::integer[])
                AS g(number, disposition, reason, field, referral, case_, person, content, same_file, same_row)
        WHERE r.file_id = $1 AND r.row_number = g.number AND r.row_number = ANY ($2::integer[])`,
      [
        file.id,
        rows.map(({ number }) => number),
        column((outcome) => outcome.disposition),
        column((outcome) => outcome.reasonCode),
        column((outcome) => outcome.field),
        column((outcome) => outcome.referralId),
        column((outcome) => outcome.caseId),
        column((outcome) => outcome.personId),
        column((outcome) => outcome.contentSha256),
        column((outcome) => outcome.sameAs?.fileId ?? null),
        column((outcome) => outcome.sameAs?.row ?? null),
      ],
    );
  }

  private async count(
    tx: Transaction,
    file: WaitingFile,
    readings: ReadRow[],
    outcomes: Outcome[],
  ): Promise<WorkedChunk> {
    const counts: Partial<Record<Disposition, number>> = {};
    for (const { disposition } of outcomes) counts[disposition] = (counts[disposition] ?? 0) + 1;
    const records = readings.flatMap(({ record }) => record ?? []);
    const hasMore = file.processedCount + outcomes.length < file.rowCount;
    await tx.query(
      `UPDATE intake_file
          SET processed_count = processed_count + $2, created_count = created_count + $3, joined_count = joined_count + $4,
              updated_count = updated_count + $5, unchanged_count = unchanged_count + $6,
              quarantined_count = quarantined_count + $7, rejected_count = rejected_count + $8, quality = $9, progress_at = $10,
              state = CASE WHEN $11 THEN state ELSE 'finished' END, finished_at = CASE WHEN $11 THEN NULL ELSE $10::timestamptz END
        WHERE id = $1`,
      [
        file.id,
        outcomes.length,
        ...DISPOSITIONS.map((disposition) => counts[disposition] ?? 0),
        this.quality.add(file.quality, records, file.receivedAt),
        tx.now,
        hasMore,
      ],
    );
    return { counts, hasMore };
  }
}

const DISPOSITIONS: Disposition[] = ['created', 'joined', 'updated', 'unchanged', 'quarantined', 'rejected'];
