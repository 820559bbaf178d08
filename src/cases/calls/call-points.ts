import type { Transaction } from '../../platform/database/transaction.js';
import { Invalid } from '../../platform/problems/problem.js';
import { FULL_AGE } from '../../victims/contact-safety/full-age.js';
import { joinFormer } from '../../victims/contact-safety/former-points.js';
import { type SeenPerson, safetyChanged } from '../../victims/seen-person.js';
import { type CallResult, ruleOf, type SafeToTalk } from './call-results.js';

/** A number that was called, with what bears on calling it. */
export interface CallPoint {
  id: string;
  /** Known as unsafe; or somebody else answered, or it failed, after anybody confirmed it: also where a former row says so. */
  isUnsafe: boolean;
  isSuperseded: boolean;
  /** By the record the person's own; else of somebody else, such as a parent. */
  isOwn: boolean;
  /** A coordinator said whose it is; not where a sender alone did, who may have written down a parent's as the child's. */
  isWhoseKnown: boolean;
  /** Of somebody else, and nobody confirmed it since the person came of age. */
  isOfChildhood: boolean;
}

/** Numbers of the person, held until the end of the transaction; one that is not theirs is missing. */
export function callPointsOf(
  tx: Transaction,
  personId: string,
  ids: readonly string[],
): Promise<CallPoint[]> {
  return tx.query<CallPoint>(POINTS, [ids, personId, FULL_AGE]);
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

/** SQL, of a contact point `t` of a person `p`. @param fullAge in years: place of the parameter */
export function ofChildhood(fullAge: string): string {
  return `
    (t.belongs_to <> 'victim' AND p.birth_date_doubt IS NULL AND coalesce(p.date_of_birth
      > (coalesce(t.confirmed_at, t.created_at) AT TIME ZONE 'Europe/London')::date - make_interval(years => ${fullAge}), false))`;
}

const IS_UNSAFE = `
  (t.safe = 'no' OR (t.confirmed_at IS NULL AND coalesce(former.was_unsafe, false))
    OR coalesce(greatest(t.third_party_answered_at, t.failed_at, former.third_party_answered_at, former.failed_at)
      > coalesce(t.confirmed_at, '-infinity'), false))`;
/** A coordinator writes nothing down, and confirms nothing, without saying whose it is. */
const IS_WHOSE_KNOWN = `(t.source = 'coordinator' OR t.confirmed_at IS NOT NULL)`;
const IS_NUMBER = `t.kind IN ('mobile-phone', 'home-phone', 'work-phone')`;

/** SQL, of a person `p`: a number that could be called is known as their own. */
export const HAS_OWN_NUMBER = `
  EXISTS (SELECT FROM contact_point t ${joinFormer('t')}
           WHERE t.person_id = p.id AND ${IS_NUMBER} AND t.belongs_to = 'victim' AND t.superseded_at IS NULL
             AND ${IS_WHOSE_KNOWN} AND NOT ${IS_UNSAFE})`;

const POINTS = `
  SELECT t.id, ${IS_UNSAFE} AS "isUnsafe",
         t.superseded_at IS NOT NULL AS "isSuperseded",
         t.belongs_to = 'victim' AS "isOwn",
         ${IS_WHOSE_KNOWN} AS "isWhoseKnown", ${ofChildhood('$3')} AS "isOfChildhood"
    FROM contact_point t JOIN person p ON p.id = t.person_id ${joinFormer('t')}
   WHERE t.id = ANY ($1::uuid[]) AND t.person_id = $2 AND ${IS_NUMBER}
   ORDER BY t.id FOR UPDATE OF t`;
