import { type CallPoint } from '../../cases/calls/call-points.js';
import { mustFitResult, RESULT_RULES, showsDanger } from '../../cases/calls/call-results.js';
import { callFacts, type CallFacts, mustBeCallable } from '../../cases/calls/may-be-called.js';
import type { Actor } from '../../platform/access/actor.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, Invalid } from '../../platform/problems/problem.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { Thresholds } from '../../reference-data/thresholds.js';
import type { RecordAttemptRequest } from './call-requests.js';

/** What was tried in a case before. */
export interface SoFar extends CallFacts {
  counted: number;
  isReached: boolean;
  /** Contact from the person's side, or a call that reached them: what a call can be agreed in. */
  hasSpoken: boolean;
  most: number;
}

/** Answers that contradict each other. @throws Invalid */
export function mustFitTogether({ result, safeToTalk, wantsSupport }: RecordAttemptRequest): void {
  mustFitResult(result, safeToTalk);
  if (wantsSupport !== undefined && !RESULT_RULES[result].isReached)
    throw Invalid.field('wantsSupport', 'not-reached', 'Only somebody who was reached can say so.');
}

/**
 * A call that showed danger is never refused.
 * @throws Conflict with the code that says why the call is not one that could be made; Invalid `needed-of-child`
 */
export function mustBeAllowed(
  actor: Actor,
  request: RecordAttemptRequest,
  facts: SoFar & { point: CallPoint | null },
): void {
  if (showsDanger(request)) return;
  mustBeCallable(actor, facts);
  if (request.purpose !== 'first-contact') {
    if (!facts.hasSpoken)
      throw new Conflict('nothing-agreed', 'Nobody has spoken to the person yet: this is a first contact.');
    return;
  }
  if (facts.isReached)
    throw new Conflict('already-reached', 'The person was reached: further calls are agreed ones.');
  if (facts.counted >= facts.most)
    throw new Conflict('attempts-used-up', `${facts.most} attempts were made: a decision is due.`);
}

/** Which of the attempts a call is; null where it is none that counts, or none was left. */
export function attemptNumber(
  { purpose, result }: RecordAttemptRequest,
  { counted, isReached, most }: SoFar,
): number | null {
  const isAttempt = purpose === 'first-contact' && RESULT_RULES[result].isCounted;
  return isAttempt && !isReached && counted < most ? counted + 1 : null;
}

export async function attemptsSoFar(tx: Transaction, caseId: string, thresholds: Thresholds): Promise<SoFar> {
  const today = londonDayOf(tx.now);
  const adultAge = thresholds.at('adultAge', today);
  const [row] = await tx.prepared<Omit<SoFar, 'most'>>(SO_FAR, [caseId, today, adultAge]);
  return { ...row!, most: thresholds.at('contactAttemptsMost', today) };
}

const SO_FAR = {
  name: 'calls.so-far',
  isPlannedOnce: true,
  text: `
  SELECT (SELECT count(number)::int FROM contact_attempt WHERE case_id = c.id) AS counted,
         EXISTS (SELECT FROM contact_attempt WHERE case_id = c.id AND is_reached) AS "isReached",
         EXISTS (SELECT FROM contact_attempt WHERE case_id = c.id AND is_reached)
           OR EXISTS (SELECT FROM inbound_contact WHERE case_id = c.id) AS "hasSpoken",
         ${callFacts('$2', '$3')}
    FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`,
};
