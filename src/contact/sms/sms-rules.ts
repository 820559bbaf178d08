import type { LoadedFacts } from '../../victims/contact-safety/load-facts.js';
import { reasonKey, type SafetyDecision } from '../../victims/contact-safety/safety-decision.js';

/** What bears on an SMS, beside the facts of safety. */
export interface SmsCircumstances {
  isCaseOpen: boolean;
  /** What the person said about SMS; null where nobody asked. */
  sms: 'never' | 'plain-only' | 'ok' | null;
}

/** Why an SMS is refused, as its request is told. */
export const SMS_REFUSALS = {
  'case-closed': 'The case is closed.',
  'do-not-contact': 'Nobody may make contact.',
  'contact-point-superseded': 'A newer contact point has replaced the number.',
  'contact-point-unsafe': 'The number is not known to be safe, to work, or to be theirs.',
  'not-a-uk-mobile': 'It is not the number of a mobile telephone of the United Kingdom.',
  'sms-not-wanted': 'The person wants no SMS.',
  'contact-point-not-confirmed': 'No machine may use the number, and nobody has confirmed that it is safe.',
  'no-safe-time': 'No time that the person named as safe lies in the hours for SMS.',
  'sms-not-set-up': 'This service was set up without SMS.',
  'template-not-in-force': 'There is no such text in force.',
  'already-waiting': 'An SMS with this text waits for the number already.',
} as const;
export type SmsRefusal = keyof typeof SMS_REFUSALS;

/** A reason with the code that a request is told and those that the message's row keeps. */
export interface AgainstSms {
  code: SmsRefusal;
  reasons: string[];
}

/** What a coordinator's word for a number does not weigh: who holds it is a child, restricted, or a suspect's too. */
const BEYOND_A_WORD: string[] = [
  'SUP_CHILD',
  'SUP_RESTRICTED',
  'SUP_NOTE',
  'SUP_SHARED',
  'SUP_SUSPECT',
  'RECORD_UNREADABLE',
];

/** What speaks against an SMS on a coordinator's word; null where nothing does. */
export function againstSms(
  facts: LoadedFacts,
  decision: SafetyDecision,
  contactPointId: string,
  { isCaseOpen, sms }: SmsCircumstances,
): AgainstSms | null {
  if (!isCaseOpen) return { code: 'case-closed', reasons: ['CASE_CLOSED'] };
  const point = facts.contactPoints.find(({ id }) => id === contactPointId);
  const judged = decision.contactPoints.find(({ id }) => id === contactPointId);
  const forbidden = decision.reasons.filter(({ effect }) => effect === 'do-not-contact');
  if (decision.decision === 'DO_NOT_CONTACT')
    return { code: 'do-not-contact', reasons: [...new Set(forbidden.map(reasonKey))] };
  if (!point || !judged || point.isSuperseded)
    return { code: 'contact-point-superseded', reasons: ['CONTACT_POINT_SUPERSEDED'] };
  const own = judged.blockedBy.filter(({ code }) => code !== 'HELD_BY_PERSON');
  if (own.length > 0) return { code: 'contact-point-unsafe', reasons: [...new Set(own.map(reasonKey))] };
  if (sms === 'never') return { code: 'sms-not-wanted', reasons: ['SMS_NEVER'] };
  const isConfirmed = point.safe === 'yes' && point.confirmedAt !== null;
  if (judged.isUsableByMachine) return null;
  const graver = decision.reasons.filter(
    ({ code, isOutranked }) => BEYOND_A_WORD.includes(code) && !isOutranked,
  );
  if (isConfirmed && graver.length > 0)
    return { code: 'contact-point-unsafe', reasons: [...new Set(graver.map(reasonKey))] };
  if (isConfirmed) return null;
  return { code: 'contact-point-not-confirmed', reasons: ['CONTACT_POINT_NOT_CONFIRMED'] };
}

/**
 * The same when the SMS is claimed. A danger that came after the coordinator asked, they have not weighed: it stops the
 * SMS unless they confirmed the number since.
 */
export function againstSmsNow(
  facts: LoadedFacts,
  decision: SafetyDecision,
  message: { contactPointId: string; safetyVersion: number },
  known: SmsCircumstances,
): string[] {
  const against = againstSms(facts, decision, message.contactPointId, known);
  if (against) return against.reasons;
  const judged = decision.contactPoints.find(({ id }) => id === message.contactPointId);
  const wasWeighed = facts.safetyVersion === message.safetyVersion || judged?.isUsableByMachine === true;
  return wasWeighed ? [] : ['SAFETY_CHANGED'];
}
