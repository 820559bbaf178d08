import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { isKeyMissing } from '../platform/crypto/field-encryption.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { IntakeFiles } from './intake-files.js';
import type { ReadRow } from './read-row.js';
import { type FileOfRows, RowContents } from './row-content.js';

/** A file that is worked, as the transaction that holds it finds it. */
export interface FileInWork extends FileOfRows {
  id: string;
  processedCount: number;
}

export interface WaitingRow {
  number: number;
  sealed: string;
}

/** The next rows of a file, and what they read. */
export interface ReadChunk {
  rows: WaitingRow[];
  readings: ReadRow[];
}

/** Why a row is held whose sealed content is damaged. */
export const UNREADABLE = 'content-unreadable';

/** Rows read between two turns of the event loop: about a millisecond, so that no answer of the database waits. */
const ROWS_A_TURN = 4;

/** Rows that are being read before their turn, and everything on which it depends that they are still the next ones. */
interface Ahead {
  rows: WaitingRow[];
  processedCount: number;
  most: number;
  day: Day;
  /** Null where it was given up or failed: then the rows are read anew, and fail again in their own transaction. */
  readings: Promise<ReadRow[] | null>;
}

/** Finds and reads the waiting rows of files. */
@Injectable()
export class RowReading {
  constructor(
    private readonly files: IntakeFiles,
    private readonly contents: RowContents,
  ) {}

  find(tx: Transaction, file: FileInWork, after: number, most: number): Promise<WaitingRow[]> {
    return tx.query<WaitingRow>(
      `SELECT row_number AS number, content_sealed AS sealed FROM intake_row
        WHERE file_id = $1 AND disposition IS NULL AND row_number > $2 ORDER BY row_number LIMIT $3`,
      [file.id, after, most],
    );
  }

  /** A row whose content is damaged is one for a person. @throws SealedValueUnreadable where a key is missing */
  read(file: FileInWork, { sealed, number }: WaitingRow, now: Date): ReadRow {
    const content = this.files.open(sealed, file.id, number);
    return content === null ? heldFor(UNREADABLE, null) : this.contents.read(file, content, now);
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
 * Reads the rows of one file a chunk ahead, while the database writes the chunk before. A row reads the same at any
 * instant of a London day, and what waits sealed never changes; so what was read ahead holds as long as exactly the
 * expected rows have been worked since.
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
    const readings = this.readInTurns(file, rows, tx.now).catch(() => null);
    const processedCount = file.processedCount + before.length;
    this.ahead = { rows, processedCount, most, day: londonDayOf(tx.now), readings };
  }

  private async readInTurns(file: FileInWork, rows: WaitingRow[], now: Date): Promise<ReadRow[] | null> {
    const readings: ReadRow[] = [];
    for (const row of rows) {
      if (readings.length % ROWS_A_TURN === 0) await turn();
      if (this.isGivenUp) return null;
      readings.push(this.reading.read(file, row, now));
    }
    return readings;
  }
}

function heldFor(reasonCode: string, contentSha256: string | null): ReadRow {
  return { record: null, fault: { disposition: 'quarantined', reasonCode, field: null }, contentSha256 };
}
