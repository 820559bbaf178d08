import { Injectable } from '@nestjs/common';
import { serviceActor } from '../../platform/access/actor.js';
import { isKeyMissing } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Job } from '../../platform/queues/job.decorator.js';
import type { JobIds } from '../../platform/queues/job.decorator.js';
import { IntakeFiles } from '../intake-files.js';
import type { FileOfRows } from '../row-content.js';
import { TakeIn } from '../take-in.js';
import type { EventRecord } from './event-record.js';
import { EventRowReader } from './read-event-row.js';
import { SAID_COLUMNS, saidBefore, type SaidColumns } from './said-of-row.js';
import { type EventDisposed, TakeInEvents } from './take-in-events.js';

interface AwaitingRow extends FileOfRows, SaidColumns {
  fileId: string;
  row: number;
  receivedAt: Date;
  sealed: string;
}

const ROWS_AT_ONCE = 1000;

/** Rows that were set aside because their crime, its victim or what they answer was not known yet. */
@Injectable()
export class AwaitingRows {
  constructor(
    private readonly database: Database,
    private readonly files: IntakeFiles,
    private readonly reader: EventRowReader,
    private readonly takeInEvents: TakeInEvents,
    private readonly takeIn: TakeIn,
  ) {}

  /** Takes in what waited for the crimes of people who were referred. */
  @Job('release-justice-events')
  async run({ personIds }: JobIds): Promise<void> {
    await this.database.inTransaction(serviceActor('intake', 'justice-events'), async (tx) => {
      const crimes = await tx.query<{ id: string; force: string | null; reference: string | null }>(
        `SELECT DISTINCT i.id, i.force, i.crime_reference AS reference FROM party y JOIN incident i ON i.id = y.incident_id
          WHERE y.person_id = ANY ($1::uuid[])`,
        [[personIds ?? []].flat()],
      );
      const named = crimes.flatMap(({ force, reference }) =>
        force && reference ? [{ force, reference }] : [],
      );
      await this.release(
        tx,
        named,
        crimes.map(({ id }) => id),
      );
    });
  }

  /** Judges the rows that wait for these crimes again. What is still held stays held, for what it is held for now. */
  async releaseOf(tx: Transaction, crimes: readonly EventRecord['crime'][]): Promise<void> {
    await this.release(tx, crimes, []);
  }

  private async release(
    tx: Transaction,
    crimes: readonly EventRecord['crime'][],
    incidentIds: readonly string[],
  ): Promise<void> {
    if (crimes.length + incidentIds.length === 0) return;
    await this.takeIn.waitForTurn(tx);
    const references = [crimes.map(({ force }) => force), crimes.map(({ reference }) => reference)];
    const known = [...references, ROWS_AT_ONCE, incidentIds];
    let rows: AwaitingRow[] = [];
    do {
      const last = rows.at(-1);
      const after = [last?.receivedAt ?? null, last?.fileId ?? null, last?.row ?? null];
      rows = await tx.query<AwaitingRow>(AWAITING, [...known, ...after]);
      await this.judgeAgain(tx, rows);
    } while (rows.length === ROWS_AT_ONCE);
  }

  private async judgeAgain(tx: Transaction, rows: readonly AwaitingRow[]): Promise<void> {
    const arrivals = rows.flatMap((row) => {
      const record = this.recordOf(row, tx.now);
      return record ? [{ ...row, record, said: saidBefore(row) ?? undefined }] : [];
    });
    if (arrivals.length === 0) return;
    const outcomes = await this.takeInEvents.arrivals(tx, arrivals);
    await writeAgain(
      tx,
      outcomes.map((outcome, index) => ({ ...arrivals[index]!, outcome })),
    );
  }

  /** Null of a row that is damaged: it waits for a person. */
  private recordOf(row: AwaitingRow, now: Date): EventRecord | null {
    try {
      const content = this.files.open(row.sealed, row.fileId, row.row);
      return content && this.reader.read(row, content, now, row.saidReasonCode !== null).record;
    } catch (error) {
      if (isKeyMissing(error)) return null;
      throw error;
    }
  }
}

/** Rows wait for the crime that they name, and for the one that a person said they are of. */
const AWAITING = `
  WITH known AS (SELECT DISTINCT force, reference FROM unnest($1::text[], $2::text[]) AS given(force, reference)),
  waiting AS (
    SELECT r.file_id, r.row_number FROM known
      JOIN intake_row r ON r.awaited_force = known.force AND r.awaited_crime_reference = known.reference
                       AND r.disposition = 'quarantined' AND r.decision IS NULL
    UNION
    SELECT r.file_id, r.row_number
      FROM (SELECT unnest($4::uuid[]) AS id
            UNION SELECT i.id FROM known JOIN incident i ON i.force = known.force AND i.crime_reference = known.reference) said
      JOIN intake_row r ON r.said_incident_id = said.id AND r.decision IS NULL AND r.awaited_force IS NOT NULL)
  SELECT r.file_id AS "fileId", r.row_number AS row, r.content_sealed AS sealed, ${SAID_COLUMNS}, f.feed, f.columns,
         f.received_by AS "receivedBy", f.received_at AS "receivedAt"
    FROM waiting w
    JOIN intake_row r ON r.file_id = w.file_id AND r.row_number = w.row_number
                     AND r.disposition = 'quarantined' AND r.decision IS NULL
    JOIN intake_file f ON f.id = r.file_id
   WHERE $5::timestamptz IS NULL OR (f.received_at, r.file_id, r.row_number) > ($5, $6::uuid, $7::integer)
   ORDER BY f.received_at, r.file_id, r.row_number LIMIT $3`;

async function writeAgain(
  tx: Transaction,
  rows: readonly { fileId: string; row: number; outcome: EventDisposed }[],
): Promise<void> {
  const given = rows.map(({ fileId, row, outcome }) => ({
    file: fileId,
    row,
    released: outcome.disposition !== 'quarantined',
    reason: outcome.reasonCode,
    field: outcome.field,
    person: outcome.personId,
    event: outcome.justiceEventId,
    force: outcome.awaits?.force ?? null,
    reference: outcome.awaits?.reference ?? null,
  }));
  await tx.query(WRITE_AGAIN, [
    JSON.stringify(given),
    tx.actor.subject,
    tx.now,
    rows.map(({ fileId }) => fileId),
  ]);
}

const WRITE_AGAIN = `
  UPDATE intake_row r
     SET decision = CASE WHEN g.released THEN 'released' END, decided_by = CASE WHEN g.released THEN $2 END,
         decided_at = CASE WHEN g.released THEN $3::timestamptz END,
         content_sealed = CASE WHEN NOT g.released THEN r.content_sealed END,
         reason_code = coalesce(g.reason, r.reason_code), field = coalesce(g.field, r.field), person_id = g.person,
         restricted = coalesce((SELECT p.restricted FROM person p WHERE p.id = g.person), false),
         justice_event_id = g.event, awaited_force = g.force, awaited_crime_reference = g.reference
    FROM jsonb_to_recordset($1::jsonb) AS g(file uuid, row integer, released boolean, reason text, field text,
           person uuid, event uuid, force text, reference text)
   WHERE r.file_id = g.file AND r.row_number = g.row AND r.file_id = ANY ($4::uuid[])`;
