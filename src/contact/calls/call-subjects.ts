import type { Transaction } from '../../platform/database/transaction.js';
import { Invalid } from '../../platform/problems/problem.js';

/** A number that was called, with what bears on calling it. */
export interface CallPoint {
  /** Known as unsafe; or somebody else answered, or it failed, after anybody confirmed it. */
  isUnsafe: boolean;
  isSuperseded: boolean;
  /** The person's own; else of somebody else, such as a parent. */
  isOwn: boolean;
}

/** The number, where one of the record was called. @throws Invalid `unknown-contact-point` */
export async function callPointOf(
  tx: Transaction,
  personId: string,
  pointId: string | undefined,
): Promise<CallPoint | null> {
  if (pointId === undefined) return null;
  const point = await tx.queryOne<CallPoint>(
    `SELECT safe = 'no' OR coalesce(greatest(third_party_answered_at, failed_at)
              > coalesce(confirmed_at, '-infinity'), false) AS "isUnsafe",
            superseded_at IS NOT NULL AS "isSuperseded",
            belongs_to = 'victim' AS "isOwn" FROM contact_point
      WHERE id = $1 AND person_id = $2 AND kind IN ('mobile-phone', 'home-phone', 'work-phone') FOR UPDATE`,
    [pointId, personId],
  );
  if (!point)
    throw Invalid.field('contactPointId', 'unknown-contact-point', 'The person has no such number.');
  return point;
}

/**
 * The referral that led to a call: a direct one outranks the police transfer, and one of the case itself outranks those
 * of the closed cases that it continues.
 * @throws Invalid `unknown-referral`
 */
export async function leadingReferral(
  tx: Transaction,
  caseId: string,
  named: string | undefined,
): Promise<string> {
  const referral = await tx.queryOne<{ id: string }>(LEADING, [caseId, named ?? null]);
  if (!referral) throw Invalid.field('referralId', 'unknown-referral', 'The case has no such referral.');
  return referral.id;
}

const LEADING = `
  WITH RECURSIVE stays(case_id, back) AS (
    SELECT $1::uuid, 0
     UNION ALL
    SELECT c.reopened_from, s.back + 1 FROM stays s JOIN support_case c ON c.id = s.case_id
     WHERE c.reopened_from IS NOT NULL AND s.back < 50)
  SELECT r.id FROM referral r JOIN stays s ON s.case_id = r.case_id
   WHERE $2::uuid IS NULL OR r.id = $2
   ORDER BY s.back, r.pathway = 'athena', r.first_accepted_at DESC, r.id DESC LIMIT 1`;
