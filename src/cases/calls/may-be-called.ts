import type { Actor } from '../../platform/access/actor.js';
import { Conflict } from '../../platform/problems/problem.js';
import { childCallFacts, type ChildCallFacts, type MadeBy, mustBeSafeOfChild } from './child-contact-rule.js';

/** What bears on calling a person at all, whatever the call is for. */
export interface CallFacts extends ChildCallFacts {
  /** The latest decision on contact; an objection decides from the moment it is recorded. */
  decision: string | null;
}

/** From the 18th birthday on a parent's or carer's number is no longer the way to the person (VAL rule CSE-10). */
const OF_CHILDHOOD =
  'It is somebody else’s number, given while the person was a child: ask the person, and confirm it where they agree.';

/**
 * Whether the person may be called, and by this number.
 * @throws Conflict `do-not-contact`, `contact-point-superseded`, `contact-point-unsafe`, `contact-point-of-childhood`,
 * `child-contact-not-checked`; Invalid `needed-of-child`
 */
export function mustBeCallable(actor: Actor, facts: CallFacts & MadeBy): void {
  const isLeader = actor.roles.includes('team-leader');
  if (facts.decision === 'DO_NOT_CONTACT' && !isLeader)
    throw new Conflict('do-not-contact', 'Nobody may make contact but by a team leader’s decision.');
  if (facts.point?.isSuperseded)
    throw new Conflict('contact-point-superseded', 'A newer number has taken its place.');
  if (facts.point?.isUnsafe)
    throw new Conflict('contact-point-unsafe', 'The number is known as unsafe: confirm it first.');
  if (!facts.mayBeChild && facts.point?.isOfChildhood)
    throw new Conflict('contact-point-of-childhood', OF_CHILDHOOD);
  mustBeSafeOfChild(facts);
}

/** SQL, of a person `p`: the latest decision on contact; an objection decides from the moment it is recorded. */
export const LATEST_DECISION = `
  CASE WHEN p.objected_at IS NOT NULL THEN 'DO_NOT_CONTACT'
       ELSE (SELECT decision FROM contact_decision WHERE person_id = p.id
              ORDER BY decided_at DESC, id DESC LIMIT 1) END`;

/**
 * SQL, for a case `c` of a person `p`.
 * @param day of which the age is taken, and @param adultAge in years: places of the parameters
 */
export function callFacts(day: string, adultAge: string): string {
  return `
    ${childCallFacts(day, adultAge)},
    ${LATEST_DECISION} AS decision`;
}
