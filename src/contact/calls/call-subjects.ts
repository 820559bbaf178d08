import type { Transaction } from '../../platform/database/transaction.js';
import { Invalid } from '../../platform/problems/problem.js';

/** A number that was called, with what bears on calling it. */
export interface CallPoint {
  safe: 'yes' | 'no' | 'unknown';
  isSuperseded: boolean;
}

/** The number, where one of the record was called. @throws Invalid `unknown-contact-point` */
export async function callPointOf(
  tx: Transaction,
  personId: string,
  pointId: string | undefined,
): Promise<CallPoint | null> {
  if (pointId === undefined) return null;
  const point = await tx.queryOne<CallPoint>(
    `SELECT safe, superseded_at IS NOT NULL AS "isSuperseded" FROM contact_point
      WHERE id = $1 AND person_id = $2 AND kind IN ('mobile-phone', 'home-phone', 'work-phone') FOR UPDATE`,
    [pointId, personId],
  );
  if (!point)
    throw Invalid.field('contactPointId', 'unknown-contact-point', 'The person has no such number.');
  return point;
}

/** The referral that led to a call: a direct one outranks the police transfer. @throws Invalid `unknown-referral` */
export async function leadingReferral(
  tx: Transaction,
  caseId: string,
  named: string | undefined,
): Promise<string> {
  const referral = await tx.queryOne<{ id: string }>(
    `SELECT id FROM referral WHERE case_id = $1 AND ($2::uuid IS NULL OR id = $2)
      ORDER BY pathway = 'athena', first_accepted_at DESC, id DESC LIMIT 1`,
    [caseId, named ?? null],
  );
  if (!referral) throw Invalid.field('referralId', 'unknown-referral', 'The case has no such referral.');
  return referral.id;
}
