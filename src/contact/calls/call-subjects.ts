import type { Transaction } from '../../platform/database/transaction.js';
import { Invalid } from '../../platform/problems/problem.js';

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
