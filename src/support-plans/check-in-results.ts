/** The answer to "is it safe to speak?", asked before anything else. */
export const SAFE_TO_TALK = ['yes', 'no', 'not-asked-no-answer'] as const;
export type SafeToTalk = (typeof SAFE_TO_TALK)[number];

/** What came of a check-in; the codes are those of every call. */
export const CHECK_IN_RESULTS = [
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
export type CheckInResult = (typeof CHECK_IN_RESULTS)[number];

const SPOKEN: readonly SafeToTalk[] = ['yes'];
const ANSWERED: readonly SafeToTalk[] = ['yes', 'no'];
const STRANGER: readonly SafeToTalk[] = ['no', 'not-asked-no-answer'];
const NOBODY: readonly SafeToTalk[] = ['not-asked-no-answer'];

/** With which answers a result can go together: nothing is talked about where it was not safe. */
const FITTING: Record<CheckInResult, readonly SafeToTalk[]> = {
  'answered-victim': SPOKEN,
  'answered-agreed-contact': SPOKEN,
  declined: ANSWERED,
  'unsafe-stopped': ANSWERED,
  'answered-other': STRANGER,
  'wrong-number': STRANGER,
  engaged: NOBODY,
  'no-answer': NOBODY,
  'voicemail-not-left': NOBODY,
  'voicemail-left-as-agreed': NOBODY,
};

/** The answers that a result goes together with. */
export function fittingAnswers(result: CheckInResult): readonly SafeToTalk[] {
  return FITTING[result];
}

/** Whether the person was spoken to. */
export function isReached(result: CheckInResult): boolean {
  return result === 'answered-victim' || result === 'answered-agreed-contact';
}

/** Whether somebody has to look at how contact can be made safely. */
export function isWarning(result: CheckInResult): boolean {
  return result === 'unsafe-stopped' || result === 'answered-other';
}
