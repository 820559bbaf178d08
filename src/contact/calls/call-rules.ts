import type { Actor } from '../../platform/access/actor.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, Invalid } from '../../platform/problems/problem.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { Thresholds } from '../../reference-data/thresholds.js';
import type { SeenPerson } from '../../victims/seen-person.js';
import type { RecordAttemptRequest } from './call-requests.js';
import { RESULT_RULES } from './call-results.js';
import { type ChildCallFacts, childCallFacts, mustBeSafeOfChild } from './child-contact-rule.js';
import type { CallPoint } from './call-subjects.js';

/** What was tried in a case before. */
export interface SoFar extends ChildCallFacts {
  counted: number;
  isReached: boolean;
  /** Contact from the person's side, or a call that reached them: what a call can be agreed in. */
  hasSpoken: boolean;
  decision: string | null;
  most: number;
}

/** Answers that contradict each other. @throws Invalid */
export function mustFitTogether({ result, safeToTalk, wantsSupport }: RecordAttemptRequest): void {
  const rule = RESULT_RULES[result];
  if (!rule.safeToTalk.includes(safeToTalk)) {
    const allowed = rule.safeToTalk.join(' or ');
    throw Invalid.field('safeToTalk', 'does-not-fit-result', `With this result the answer is ${allowed}.`);
  }
  if (wantsSupport !== undefined && !rule.isReached)
    throw Invalid.field('wantsSupport', 'not-reached', 'Only somebody who was reached can say so.');
}

/** @throws Conflict with the code that says why the call is not one that could be made; Invalid `needed-of-child` */
export function mustBeAllowed(
  actor: Actor,
  { purpose }: RecordAttemptRequest,
  facts: SoFar & { person: SeenPerson; point: CallPoint | null },
): void {
  const isLeader = actor.roles.includes('team-leader');
  if (facts.decision === 'DO_NOT_CONTACT' && !isLeader)
    throw new Conflict('do-not-contact', 'Nobody may make contact but by a team leader’s decision.');
  if (facts.point?.isSuperseded)
    throw new Conflict('contact-point-superseded', 'A newer number has taken its place.');
  if (facts.point?.isUnsafe)
    throw new Conflict('contact-point-unsafe', 'The number is known as unsafe: confirm it first.');
  mustBeSafeOfChild(facts);
  if (purpose !== 'first-contact') {
    if (!facts.hasSpoken)
      throw new Conflict('nothing-agreed', 'Nobody has spoken to the person yet: this is a first contact.');
    return;
  }
  if (facts.isReached)
    throw new Conflict('already-reached', 'The person was reached: further calls are agreed ones.');
  if (facts.counted >= facts.most)
    throw new Conflict('attempts-used-up', `${facts.most} attempts were made: a decision is due.`);
}

export async function attemptsSoFar(tx: Transaction, caseId: string, thresholds: Thresholds): Promise<SoFar> {
  const today = londonDayOf(tx.now);
  const adultAge = thresholds.at('adultAge', today);
  const row = await tx.queryOne<Omit<SoFar, 'most'>>(SO_FAR, [caseId, today, adultAge]);
  return { ...row!, most: thresholds.at('contactAttemptsMost', today) };
}

const SO_FAR = `
  SELECT (SELECT count(number)::int FROM contact_attempt WHERE case_id = c.id) AS counted,
         EXISTS (SELECT FROM contact_attempt WHERE case_id = c.id AND is_reached) AS "isReached",
         EXISTS (SELECT FROM contact_attempt WHERE case_id = c.id AND is_reached)
           OR EXISTS (SELECT FROM inbound_contact WHERE case_id = c.id) AS "hasSpoken",
         ${childCallFacts('$2', '$3')},
         -- an objection counts from the moment it is recorded, before anything is decided on it
         CASE WHEN p.objected_at IS NOT NULL THEN 'DO_NOT_CONTACT'
              ELSE (SELECT decision FROM contact_decision WHERE person_id = c.person_id
                     ORDER BY decided_at DESC, id DESC LIMIT 1) END AS decision
    FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`;
