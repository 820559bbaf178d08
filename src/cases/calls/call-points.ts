import type { Transaction } from '../../platform/database/transaction.js';
import { Invalid } from '../../platform/problems/problem.js';
import { type SeenPerson, safetyChanged } from '../../victims/seen-person.js';
import { type CallResult, ruleOf, type SafeToTalk } from './call-results.js';

/** A number that was called, with what bears on calling it. */
export interface CallPoint {
  id: string;
  /** Known as unsafe; or somebody else answered, or it failed, after anybody confirmed it. */
  isUnsafe: boolean;
  isSuperseded: boolean;
  /** The person's own; else of somebody else, such as a parent. */
  isOwn: boolean;
}

/** Numbers of the person, held until the end of the transaction; one that is not theirs is missing. */
export function callPointsOf(
  tx: Transaction,
  personId: string,
  ids: readonly string[],
): Promise<CallPoint[]> {
  return tx.query<CallPoint>(POINTS, [ids, personId]);
}

/** The number, where one of the record was called. @throws Invalid `unknown-contact-point` */
export async function callPointOf(
  tx: Transaction,
  personId: string,
  pointId: string | undefined,
): Promise<CallPoint | null> {
  if (pointId === undefined) return null;
  const [point] = await callPointsOf(tx, personId, [pointId]);
  if (!point)
    throw Invalid.field('contactPointId', 'unknown-contact-point', 'The person has no such number.');
  return point;
}

/** What a call showed of the number that was called bears on every later contact. */
export async function showOfNumber(
  tx: Transaction,
  person: SeenPerson,
  point: CallPoint | null,
  { result, safeToTalk }: { result: CallResult; safeToTalk: SafeToTalk },
): Promise<void> {
  const { numberIs } = ruleOf(result, safeToTalk);
  if (numberIs === 'usable' || point === null) return;
  const column = numberIs === 'somebody-elses' ? 'failed_at' : 'third_party_answered_at';
  await tx.query(
    `UPDATE contact_point SET ${column} = $2, version = version + 1, updated_at = $2 WHERE id = $1`,
    [point.id, tx.now],
  );
  await safetyChanged(tx, person, {
    kind: 'contact-point.called',
    details: { contactPointId: point.id, result },
  });
}

const POINTS = `
  SELECT id, safe = 'no' OR coalesce(greatest(third_party_answered_at, failed_at)
           > coalesce(confirmed_at, '-infinity'), false) AS "isUnsafe",
         superseded_at IS NOT NULL AS "isSuperseded",
         belongs_to = 'victim' AS "isOwn" FROM contact_point
   WHERE id = ANY ($1::uuid[]) AND person_id = $2 AND kind IN ('mobile-phone', 'home-phone', 'work-phone')
   ORDER BY id FOR UPDATE`;
