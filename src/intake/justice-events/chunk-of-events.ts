import { Injectable } from '@nestjs/common';
import { isKeyMissing } from '../../platform/crypto/field-encryption.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Log } from '../../platform/logging/log.js';
import { IntakeFiles } from '../intake-files.js';
import type { FileOfRows } from '../row-content.js';
import { type Outcome, withoutRepeats } from '../rows-set-aside.js';
import { UNREADABLE, type WaitingRow } from '../waiting-rows.js';
import type { ReadEvent } from './event-record.js';
import { EventRowReader } from './read-event-row.js';
import { AwaitingRows } from './release-awaiting.js';
import { type EventDisposed, NOTHING, TakeInEvents } from './take-in-events.js';

/** A file of justice events that a transaction holds. */
interface EventFile extends FileOfRows {
  id: string;
}

/** The next rows of a file of justice events, from sealed cells to dispositions. */
@Injectable()
export class ChunkOfEvents {
  constructor(
    private readonly files: IntakeFiles,
    private readonly reader: EventRowReader,
    private readonly takeIn: TakeInEvents,
    private readonly awaiting: AwaitingRows,
    private readonly log: Log,
  ) {}

  /** Whether a file's rows are justice events. */
  areIn({ feed }: FileOfRows): boolean {
    return this.reader.takes(feed);
  }

  /**
   * Works at most so many waiting rows, and then what waited for them.
   * @param isSetAside leaves the rows to a person
   * @throws SealedValueUnreadable where a key is missing
   */
  async work(tx: Transaction, file: EventFile, most: number, isSetAside: boolean): Promise<Outcome[]> {
    const rows = await tx.query<WaitingRow>(
      `SELECT row_number AS number, content_sealed AS sealed FROM intake_row
        WHERE file_id = $1 AND disposition IS NULL ORDER BY row_number LIMIT $2`,
      [file.id, most],
    );
    const readings = rows.map((row) =>
      isSetAside ? this.setAside(file, row, tx.now) : this.read(file, row, tx.now),
    );
    const disposed = await this.dispose(tx, file, readings);
    const outcomes = await withoutRepeats(
      tx,
      file.feed,
      disposed.map((one, index) => ({
        fileId: file.id,
        row: rows[index]!.number,
        outcome: { ...one, contentSha256: hashOf(readings[index]!), sameAs: null },
      })),
    );
    await write(tx, file.id, rows, outcomes, disposed);
    await this.awaiting.releaseOf(
      tx,
      readings.flatMap(({ record }, index) => (isTaken(disposed[index]!) && record ? record.crime : [])),
    );
    return outcomes;
  }

  private async dispose(
    tx: Transaction,
    file: EventFile,
    readings: readonly ReadEvent[],
  ): Promise<EventDisposed[]> {
    const arrivals = readings.flatMap(({ record }) => (record ? [{ record, fileId: file.id }] : []));
    const taken = await this.takeIn.arrivals(tx, arrivals);
    return readings.map(({ record, fault }) => (record ? taken.shift()! : { ...NOTHING, ...fault }));
  }

  private read(file: EventFile, { number, sealed }: WaitingRow, now: Date): ReadEvent {
    const content = this.files.open(sealed, file.id, number);
    if (content !== null) return this.reader.read(file, content, now);
    this.log.error('intake.row-unreadable', { fileId: file.id, row: number });
    return heldFor(UNREADABLE, null);
  }

  private setAside(file: EventFile, row: WaitingRow, now: Date): ReadEvent {
    try {
      return heldFor('row-not-processable', hashOf(this.read(file, row, now)));
    } catch (error) {
      if (isKeyMissing(error)) throw error;
      return heldFor('row-not-processable', null);
    }
  }
}

function heldFor(reasonCode: string, contentSha256: string | null): ReadEvent {
  return { record: null, fault: { disposition: 'quarantined', reasonCode, field: null }, contentSha256 };
}

function hashOf(reading: ReadEvent): string | null {
  return (reading.record ?? reading).contentSha256;
}

function isTaken({ disposition }: EventDisposed): boolean {
  return disposition === 'created' || disposition === 'updated';
}

/** What has become an event, or needs nobody's decision, is not kept a second time. */
async function write(
  tx: Transaction,
  fileId: string,
  rows: readonly WaitingRow[],
  outcomes: readonly Outcome[],
  disposed: readonly EventDisposed[],
): Promise<void> {
  const given = outcomes.map((outcome, index) => {
    const { justiceEventId, awaits } = disposed[index]!;
    const isHeld = outcome.disposition === 'quarantined';
    return {
      number: rows[index]!.number,
      disposition: outcome.disposition,
      reason: outcome.reasonCode,
      field: outcome.field,
      person: outcome.personId,
      event: justiceEventId,
      content: isHeld ? outcome.contentSha256 : null,
      force: isHeld ? (awaits?.force ?? null) : null,
      reference: isHeld ? (awaits?.reference ?? null) : null,
      same_file: outcome.sameAs?.fileId ?? null,
      same_row: outcome.sameAs?.row ?? null,
    };
  });
  await tx.query(WRITE, [fileId, rows.map(({ number }) => number), JSON.stringify(given)]);
}

const WRITE = `
  UPDATE intake_row r
     SET disposition = g.disposition, reason_code = g.reason, field = g.field, person_id = g.person,
         restricted = coalesce((SELECT p.restricted FROM person p WHERE p.id = g.person), false),
         justice_event_id = g.event, awaited_force = g.force, awaited_crime_reference = g.reference,
         content_sealed = CASE g.disposition WHEN 'quarantined' THEN r.content_sealed END, content_sha256 = g.content,
         same_file_id = g.same_file, same_row_number = g.same_row
    FROM jsonb_to_recordset($3::jsonb) AS g(number integer, disposition text, reason text, field text, person uuid,
           event uuid, content text, force text, reference text, same_file uuid, same_row integer)
   WHERE r.file_id = $1 AND r.row_number = g.number AND r.row_number = ANY ($2::integer[])`;
