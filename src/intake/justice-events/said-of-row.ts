import type { Transaction } from '../../platform/database/transaction.js';
import type { RowPlace } from '../rows-set-aside.js';
import type { Said } from './judge-event.js';

/** The columns of a row `r` that hold what a person said of it, while it was held for something else as well. */
export const SAID_COLUMNS = `r.said_reason_code AS "saidReasonCode", r.said_incident_id AS "saidIncidentId",
         r.said_party_id AS "saidPartyId", r.said_event_kind AS "saidEventKind"`;

export interface SaidColumns {
  saidReasonCode: string | null;
  saidIncidentId: string | null;
  saidPartyId: string | null;
  saidEventKind: string | null;
}

/** What was said of a row before; null where nobody said anything. */
export function saidBefore(row: SaidColumns): Said | null {
  if (row.saidReasonCode === null) return null;
  return {
    reasonCode: row.saidReasonCode,
    incidentId: row.saidIncidentId ?? undefined,
    partyId: row.saidPartyId ?? undefined,
    eventKind: row.saidEventKind ?? undefined,
  };
}

/** What a person says now, and what was said before of what they leave out. The row is held by whoever decides on it. */
export async function saidInAll(tx: Transaction, { fileId, row }: RowPlace, now: Said): Promise<Said> {
  const found = await tx.queryOne<SaidColumns>(
    `SELECT ${SAID_COLUMNS} FROM intake_row r WHERE r.file_id = $1 AND r.row_number = $2`,
    [fileId, row],
  );
  const before = found && saidBefore(found);
  return {
    reasonCode: now.reasonCode,
    incidentId: now.incidentId ?? before?.incidentId,
    partyId: now.partyId ?? before?.partyId,
    eventKind: now.eventKind ?? before?.eventKind,
  };
}

/** Keeps what was said with a row that stays held. */
export async function keepSaid(tx: Transaction, { fileId, row }: RowPlace, said: Said): Promise<void> {
  await tx.query(
    `UPDATE intake_row SET said_reason_code = $3, said_incident_id = $4, said_party_id = $5, said_event_kind = $6
      WHERE file_id = $1 AND row_number = $2`,
    [fileId, row, said.reasonCode, said.incidentId ?? null, said.partyId ?? null, said.eventKind ?? null],
  );
}
