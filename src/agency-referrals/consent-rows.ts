import type { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { AgeBand } from './age-band.js';
import type { AgencyConsentResponse, GillickResponse } from './consent-responses.js';
import { faultSinceThen, type Giver } from './consent-rule.js';

/** An answer as it lies in the table. */
export interface ConsentRow {
  id: string;
  caseId: string;
  agencyCode: string;
  purpose: string;
  isGiven: boolean;
  givenBy: Giver;
  ageBand: AgeBand;
  askedHow: string;
  askedAt: Date;
  askedBy: string;
  recordedAt: Date;
  recordedBy: string;
  isGillickCompetent: boolean | null;
  gillickAssessedOn: string | null;
  gillickAssessorSealed: string | null;
  gillickReasonsSealed: string | null;
  withdrawnAt: Date | null;
  withdrawnHow: string | null;
}

export type SealedConsentText = 'gillick_assessor_sealed' | 'gillick_reasons_sealed';

/** Where a text of an answer is sealed for. */
export function consentTextPlace(column: SealedConsentText, rowId: string) {
  return { table: 'agency_consent', column, rowId };
}

/** Newest first. */
export function consentsOf(tx: Transaction, caseId: string): Promise<ConsentRow[]> {
  return tx.query<ConsentRow>(OF_CASE, [caseId]);
}

export function consentOf(tx: Transaction, caseId: string, id: string): Promise<ConsentRow | null> {
  return tx.queryOne<ConsentRow>(ONE, [caseId, id]);
}

/** Every answer for an agency and purpose that is known, newest first. */
export function consentsAbout(
  tx: Transaction,
  caseId: string,
  { agencyCode, purpose }: { agencyCode: string; purpose: string },
): Promise<ConsentRow[]> {
  return tx.query<ConsentRow>(ABOUT, [caseId, agencyCode, purpose]);
}

/** @param ageNow of the person, by which an answer of earlier may count no more */
export function toConsentResponse(
  row: ConsentRow,
  agencyLabel: string,
  ageNow: AgeBand,
  encryption: FieldEncryption,
): Pick<AgencyConsentResponse, keyof AgencyConsentResponse> {
  const { id, caseId, agencyCode, purpose, isGiven, givenBy, ageBand, askedHow, askedBy, recordedBy } = row;
  return {
    ...{
      id,
      caseId,
      agencyCode,
      agencyLabel,
      purpose,
      isGiven,
      givenBy,
      ageBand,
      askedHow,
      askedBy,
      recordedBy,
    },
    askedAt: row.askedAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    gillick: gillickOf(row, encryption),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    withdrawnHow: row.withdrawnHow,
    countsNoMoreBecause: faultSinceThen(ageNow, row),
  };
}

function gillickOf(row: ConsentRow, encryption: FieldEncryption): GillickResponse | null {
  if (row.isGillickCompetent === null) return null;
  const opened = (sealed: string | null, column: SealedConsentText) =>
    encryption.open(sealed ?? '', consentTextPlace(column, row.id));
  return {
    isCompetent: row.isGillickCompetent,
    assessor: opened(row.gillickAssessorSealed, 'gillick_assessor_sealed'),
    assessedOn: row.gillickAssessedOn ?? '',
    reasons: opened(row.gillickReasonsSealed, 'gillick_reasons_sealed'),
  };
}

const COLUMNS = `
  id, case_id AS "caseId", agency_code AS "agencyCode", purpose, is_given AS "isGiven", given_by AS "givenBy",
  age_band AS "ageBand", asked_how AS "askedHow", asked_at AS "askedAt", asked_by AS "askedBy",
  recorded_at AS "recordedAt", recorded_by AS "recordedBy", is_gillick_competent AS "isGillickCompetent",
  gillick_assessed_on::text AS "gillickAssessedOn", gillick_assessor_sealed AS "gillickAssessorSealed",
  gillick_reasons_sealed AS "gillickReasonsSealed", withdrawn_at AS "withdrawnAt", withdrawn_how AS "withdrawnHow"`;
const OF_CASE = `SELECT ${COLUMNS} FROM agency_consent WHERE case_id = $1 ORDER BY asked_at DESC, id DESC`;
const ONE = `SELECT ${COLUMNS} FROM agency_consent WHERE case_id = $1 AND id = $2`;
const ABOUT = `
  SELECT ${COLUMNS} FROM agency_consent
   WHERE case_id = $1 AND agency_code = $2 AND purpose = $3
   ORDER BY asked_at DESC, id DESC`;
