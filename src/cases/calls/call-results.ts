import { Invalid } from '../../platform/problems/problem.js';
import type { TaskKind } from '../case-opening.js';

/** What came of a call, whatever it was for (VAL needs-assessment rule NA-1a). */
export const CALL_RESULTS = [
  'answered-victim',
  'answered-agreed-contact',
  'answered-other',
  'engaged',
  'no-answer',
  'voicemail-not-left',
  'voicemail-left-as-agreed',
  'wrong-number',
  'unsafe-stopped',
  'declined',
] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/** The answer to "is it safe to speak?", asked before anything else. */
export const SAFE_TO_TALK = ['yes', 'no', 'not-asked-no-answer'] as const;
export type SafeToTalk = (typeof SAFE_TO_TALK)[number];

/** What can come of a call alone, not of a meeting. */
const OF_A_CALL: readonly CallResult[] = [
  'engaged',
  'voicemail-not-left',
  'voicemail-left-as-agreed',
  'wrong-number',
];

/** What a result says and brings about. */
export interface ResultRule {
  /** The victim, or whoever they agreed on, was spoken to. */
  isReached: boolean;
  /** An attempt to reach the person by their own safe channel: what the three are counted of. */
  isCounted: boolean;
  /** Answers to "is it safe to speak?" that go with it: nothing is talked about where it was not safe. */
  safeToTalk: readonly SafeToTalk[];
  /** What the call showed of the number. */
  numberIs: 'usable' | 'somebody-elses' | 'unsafe';
  /** What a coordinator has to do next, where the attempts are not used up. */
  next: TaskKind | null;
}

const UNANSWERED: ResultRule = {
  isReached: false,
  isCounted: true,
  safeToTalk: ['not-asked-no-answer'],
  numberIs: 'usable',
  next: 'call-person',
};
const REACHED: ResultRule = {
  isReached: true,
  isCounted: true,
  safeToTalk: ['yes'],
  numberIs: 'usable',
  next: null,
};
const UNSAFE: ResultRule = {
  isReached: false,
  isCounted: true,
  safeToTalk: ['no', 'not-asked-no-answer'],
  numberIs: 'unsafe',
  next: 'decide-safe-contact',
};
const WRONG_NUMBER: ResultRule = {
  isReached: false,
  isCounted: false,
  safeToTalk: ['no', 'not-asked-no-answer'],
  numberIs: 'somebody-elses',
  next: 'find-contact-point',
};

/**
 * The rule of each result. Somebody else answering may end attempts as unsafe: 14 of 118 referrals in the Cleveland dip
 * sample of January 2015 were suspended after another person answered. That a wrong number is no attempt is our reading.
 */
export const RESULT_RULES: Record<CallResult, ResultRule> = {
  'answered-victim': REACHED,
  'answered-agreed-contact': REACHED,
  'answered-other': UNSAFE,
  engaged: UNANSWERED,
  'no-answer': UNANSWERED,
  'voicemail-not-left': UNANSWERED,
  'voicemail-left-as-agreed': UNANSWERED,
  'wrong-number': WRONG_NUMBER,
  // Whoever could speak at first may have had to stop.
  'unsafe-stopped': { ...UNSAFE, safeToTalk: SAFE_TO_TALK },
  declined: { ...UNSAFE, safeToTalk: ['yes', 'no'], numberIs: 'usable', next: 'decide-closure' },
};

/** The rule of a call: who declined while it was not safe to speak may have been made to. */
export function ruleOf(result: CallResult, safeToTalk: SafeToTalk): ResultRule {
  return result === 'declined' && safeToTalk === 'no' ? UNSAFE : RESULT_RULES[result];
}

/**
 * Whether a call showed that the number is unsafe, or somebody else's. Such a call is written down whatever has come to
 * speak against calling while it was made: the number would stay open otherwise.
 */
export function showsDanger(made: { result: CallResult; safeToTalk: SafeToTalk }): boolean {
  return ruleOf(made.result, made.safeToTalk).numberIs !== 'usable';
}

/** A meeting calls no number. @throws Invalid `needs-a-call` where the result or the number is that of a call */
export function mustFitMeeting(result: CallResult, contactPointId: string | undefined): void {
  if (contactPointId !== undefined)
    throw Invalid.field('contactPointId', 'needs-a-call', 'No number was called where the person was met.');
  if (OF_A_CALL.includes(result))
    throw Invalid.field('result', 'needs-a-call', 'Only a call can end so: the person was met.');
}

/** @throws Invalid `does-not-fit-result` where the answer to "is it safe to speak?" contradicts the result */
export function mustFitResult(result: CallResult, safeToTalk: SafeToTalk): void {
  const fitting = RESULT_RULES[result].safeToTalk;
  if (fitting.includes(safeToTalk)) return;
  const message = `With this result the answer is ${fitting.join(' or ')}.`;
  throw Invalid.field('safeToTalk', 'does-not-fit-result', message);
}
