import type { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict, NotFound, StaleEdit } from '../platform/problems/problem.js';
import { mayBecome } from '../platform/state-table.js';
import type { AgencyReferralResponse } from './referral-responses.js';
import { AGENCY_REFERRAL_TABLE, type AgencyReferralState } from './referral-states.js';

/** A referral to an agency as it lies in the table. */
export interface AgencyReferralRow {
  id: string;
  caseId: string;
  kind: string;
  agencyCode: string;
  purpose: string;
  consentId: string | null;
  lawfulBasis: string | null;
  protects: string | null;
  state: AgencyReferralState;
  sentAt: Date;
  sentBy: string;
  acknowledgementDueAt: Date | null;
  acknowledgedAt: Date | null;
  decidedAt: Date | null;
  declineReason: string | null;
  firstAppointmentOn: string | null;
  closedAt: Date | null;
  outcomeCode: string | null;
  noteSealed: string | null;
  version: number;
}

export function referralNotePlace(rowId: string) {
  return { table: 'agency_referral', column: 'note_sealed', rowId };
}

/** Newest first. */
export function referralsOf(tx: Transaction, caseId: string): Promise<AgencyReferralRow[]> {
  return tx.query<AgencyReferralRow>(OF_CASE, [caseId]);
}

export function referralOf(tx: Transaction, caseId: string, id: string): Promise<AgencyReferralRow | null> {
  return tx.queryOne<AgencyReferralRow>(ONE, [caseId, id]);
}

/**
 * A referral that is about to come to another state; its case is held.
 * @throws NotFound; StaleEdit; Conflict `agency-referral-ended`, `not-from-this-state`
 */
export async function referralToMove(
  tx: Transaction,
  caseId: string,
  id: string,
  { version, to }: { version: number; to: AgencyReferralState },
): Promise<AgencyReferralRow> {
  const row = await referralOf(tx, caseId, id);
  if (!row) throw new NotFound('agency referral');
  if (row.version !== version) throw new StaleEdit();
  if (mayBecome(AGENCY_REFERRAL_TABLE, row.state, to)) return row;
  if (AGENCY_REFERRAL_TABLE[row.state].length === 0)
    throw new Conflict('agency-referral-ended', `The referral has ended: it is ${row.state}.`);
  throw new Conflict('not-from-this-state', `A referral that is ${row.state} does not become ${to}.`);
}

/** The last instant that is known of a referral. */
export function lastOf({ sentAt, acknowledgedAt, decidedAt }: AgencyReferralRow): Date {
  return decidedAt ?? acknowledgedAt ?? sentAt;
}

export function toReferralResponse(
  { noteSealed, ...row }: AgencyReferralRow,
  agencyLabel: string,
  encryption: FieldEncryption,
): Pick<AgencyReferralResponse, keyof AgencyReferralResponse> {
  const text = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...row,
    agencyLabel,
    sentAt: row.sentAt.toISOString(),
    acknowledgementDueAt: text(row.acknowledgementDueAt),
    acknowledgedAt: text(row.acknowledgedAt),
    decidedAt: text(row.decidedAt),
    closedAt: text(row.closedAt),
    note: noteSealed === null ? null : encryption.open(noteSealed, referralNotePlace(row.id)),
  };
}

const COLUMNS = `
  id, case_id AS "caseId", kind, agency_code AS "agencyCode", purpose, consent_id AS "consentId",
  lawful_basis AS "lawfulBasis", protects, state, sent_at AS "sentAt", sent_by AS "sentBy",
  acknowledgement_due_at AS "acknowledgementDueAt", acknowledged_at AS "acknowledgedAt", decided_at AS "decidedAt",
  decline_reason AS "declineReason", first_appointment_on::text AS "firstAppointmentOn", closed_at AS "closedAt",
  outcome_code AS "outcomeCode", note_sealed AS "noteSealed", version`;
const OF_CASE = `SELECT ${COLUMNS} FROM agency_referral WHERE case_id = $1 ORDER BY sent_at DESC, id DESC`;
const ONE = `SELECT ${COLUMNS} FROM agency_referral WHERE case_id = $1 AND id = $2`;
