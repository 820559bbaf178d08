import { Injectable } from '@nestjs/common';
import { isKeyMissing } from '../platform/crypto/field-encryption.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { ReadRow } from './read-row.js';
import { ReadingThread } from './reading-thread.js';
import { type FileOfWaitingRows, heldFor, UNREADABLE, type WaitingRow, WaitingRows } from './waiting-rows.js';

/** A file that is worked, as the transaction that holds it finds it. */
export interface FileInWork extends FileOfWaitingRows {
  processedCount: number;
}

/** The next rows of a file, and what they read. */
export interface ReadChunk {
  rows: WaitingRow[];
  readings: ReadRow[];
}

/** Rows that are being read before their turn, and everything on which it depends that they are still the next ones. */
interface Ahead {
  rows: WaitingRow[];
  processedCount: number;
  most: number;
  day: Day;
  /** Null where it failed: then the rows are read anew, and fail again in their own transaction. */
  readings: Promise<ReadRow[] | null>;
}

/** Finds and reads the waiting rows of files. */
@Injectable()
export class RowReading {
  constructor(
    private readonly waiting: WaitingRows,
    private readonly thread: ReadingThread,
  ) {}

  find(tx: Transaction, file: FileInWork, after: number, most: number): Promise<WaitingRow[]> {
    return tx.query<WaitingRow>(
      `SELECT row_number AS number, content_sealed AS sealed FROM intake_row
        WHERE file_id = $1 AND disposition IS NULL AND row_number > $2 ORDER BY row_number LIMIT $3`,
      [file.id, after, most],
    );
  }

  /** A row whose content is damaged is one for a person. @throws SealedValueUnreadable where a key is missing */
  read(file: FileInWork, row: WaitingRow, now: Date): ReadRow {
    return this.waiting.read(file, row, now);
  }

  /** Sees to it that rows can soon be read elsewhere. */
  prepareElsewhere(): void {
    this.thread.prepare();
  }

  /** Reads rows in another thread. Null where that failed: read here, they fail again or do not. */
  readElsewhere(file: FileInWork, rows: WaitingRow[], now: Date): Promise<ReadRow[] | null> {
    return this.thread.read(file, rows, now);
  }

  /** The next rows, for a person: of what they say only the hash is asked for, as far as it can be told. */
  async findToSetAside(tx: Transaction, file: FileInWork, most: number): Promise<ReadChunk> {
    const rows = await this.find(tx, file, 0, most);
    return { rows, readings: rows.map((row) => this.setAside(file, row, tx.now)) };
  }

  private setAside(file: FileInWork, row: WaitingRow, now: Date): ReadRow {
    try {
      const reading = this.read(file, row, now);
      if (reading.fault?.reasonCode === UNREADABLE) return reading;
      return heldFor('row-not-processable', (reading.record ?? reading).contentSha256);
    } catch (error) {
      if (isKeyMissing(error)) throw error;
      return heldFor('row-not-processable', null);
    }
  }
}

/**
 * Reads the rows of one file a chunk ahead, in a thread of its own, while this one works the chunk before. A row reads
 * the same at any instant of a London day, and what waits sealed never changes; so what was read ahead holds as long as
 * exactly the expected rows have been worked since.
 */
export class RowsAhead {
  private ahead: Ahead | null = null;
  private isGivenUp = false;

  constructor(private readonly reading: RowReading) {}

  /** The next rows of a file that this transaction holds; reading of those after them begins. */
  async next(tx: Transaction, file: FileInWork, most: number): Promise<ReadChunk> {
    const { ahead } = this;
    const isExpected =
      ahead !== null &&
      ahead.processedCount === file.processedCount &&
      ahead.most === most &&
      ahead.day === londonDayOf(tx.now);
    const rows = isExpected ? ahead.rows : await this.reading.find(tx, file, 0, most);
    if (!this.isGivenUp && rows.length === most) this.reading.prepareElsewhere();
    const readings =
      (isExpected ? await ahead.readings : null) ?? rows.map((row) => this.reading.read(file, row, tx.now));
    await this.begin(tx, file, rows, most);
    return { rows, readings };
  }

  /** Stops reading. */
  giveUp(): void {
    this.isGivenUp = true;
    this.ahead = null;
  }

  private async begin(tx: Transaction, file: FileInWork, before: WaitingRow[], most: number): Promise<void> {
    this.ahead = null;
    if (this.isGivenUp || before.length < most) return;
    const rows = await this.reading.find(tx, file, before.at(-1)!.number, most);
    if (rows.length === 0) return;
    const readings = this.reading.readElsewhere(file, rows, tx.now);
    const processedCount = file.processedCount + before.length;
    this.ahead = { rows, processedCount, most, day: londonDayOf(tx.now), readings };
  }
}
