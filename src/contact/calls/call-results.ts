import type { TaskKind } from '../../cases/case-opening.js';

/** What came of a call (VAL needs-assessment rule NA-1a). */
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

export const SAFE_TO_TALK = ['yes', 'no', 'not-asked-no-answer'] as const;
export type SafeToTalk = (typeof SAFE_TO_TALK)[number];

/** What a result says and brings about. */
export interface ResultRule {
  /** The victim, or whoever they agreed on, was spoken to. */
  isReached: boolean;
  /** An attempt to reach the person by their own safe channel: what the three are counted of. */
  isCounted: boolean;
  /** Answers to "is it safe to speak?" that go with it. */
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
  'wrong-number': { ...UNANSWERED, isCounted: false, numberIs: 'somebody-elses', next: 'find-contact-point' },
  'unsafe-stopped': UNSAFE,
  declined: { ...UNSAFE, safeToTalk: ['yes', 'no'], numberIs: 'usable', next: 'decide-closure' },
};

/** The rule of a call: who declined while it was not safe to speak may have been made to. */
export function ruleOf(result: CallResult, safeToTalk: SafeToTalk): ResultRule {
  return result === 'declined' && safeToTalk === 'no' ? UNSAFE : RESULT_RULES[result];
}

/** What is to be done after a first contact. @param isLast the attempts are used up */
export function nextAfter(rule: ResultRule, wantsSupport: boolean | null, isLast: boolean): TaskKind {
  const { isReached, next } = rule;
  if (isReached) return wantsSupport === false ? 'decide-closure' : 'assess-needs';
  return isLast && next === 'call-person' ? 'decide-unreached' : next!;
}
