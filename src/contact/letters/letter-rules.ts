import type { LoadedFacts } from '../../victims/contact-safety/load-facts.js';
import { reasonKey, type SafetyDecision } from '../../victims/contact-safety/safety-decision.js';
import type { LetterCircumstances } from './letter-circumstances.js';

/** Why somebody is left out of the letters to those with no needs, beside the reasons of the safety gate. */
export const LETTER_REASONS = {
  CASE_CLOSED: 'The case is closed.',
  REFERRED_DIRECTLY: 'Somebody referred them in person, so they are telephoned.',
  ENHANCED_BASIS: 'There is a basis for enhanced rights.',
  NEED_STATED: 'A need is known.',
  IN_TOUCH: 'They were reached, came to us, or were assessed.',
  REPEAT_VICTIM: 'They are a repeat victim.',
  REPEAT_NOT_KNOWN: 'It is not known whether they are a repeat victim.',
  SERIOUS_CRIME: 'The case belongs to a cohort of serious and organised crime.',
  ALREADY_WRITTEN_TO: 'A message or letter went for the case, or is to go.',
  WRITE_NEVER: 'They want no post.',
  LETTER_NOT_PREFERRED: 'They named the channels they want, and letters are not among them.',
  NO_USABLE_POST: 'No postal address that a machine could use is held.',
  CONTENT_CHANGED: 'The text or address is not as it was listed, or no address that can be printed.',
} as const;
export type LetterReason = keyof typeof LETTER_REASONS;

/** What the circumstances alone say against a letter; empty where they say nothing. */
export function reasonsOfCircumstances(known: LetterCircumstances): LetterReason[] {
  const found: [boolean, LetterReason][] = [
    [!known.isOpen, 'CASE_CLOSED'],
    [known.isReferredDirectly, 'REFERRED_DIRECTLY'],
    [known.hasEnhancedBasis, 'ENHANCED_BASIS'],
    [known.hasStatedNeed, 'NEED_STATED'],
    [known.isInTouch, 'IN_TOUCH'],
    [known.isRepeatVictim === true, 'REPEAT_VICTIM'],
    [known.isRepeatVictim === null, 'REPEAT_NOT_KNOWN'],
    [known.isOfSeriousCrime, 'SERIOUS_CRIME'],
    [known.wasWrittenTo, 'ALREADY_WRITTEN_TO'],
    [known.write === 'never', 'WRITE_NEVER'],
  ];
  return found.filter(([holds]) => holds).map(([, reason]) => reason);
}

/**
 * What the safety gate says against a letter. Stricter than for an email: a reason that a coordinator's confirmation
 * outranks leaves somebody out too, since whoever needed one is not without needs.
 */
export function reasonsOfSafety(facts: LoadedFacts, decision: SafetyDecision): string[] {
  const standing = decision.reasons.filter(({ effect }) =>
    ['do-not-contact', 'human-only', 'recheck'].includes(effect),
  );
  const reasons = [...new Set(standing.map(reasonKey))];
  if (facts.channelOrder.length > 0 && !facts.channelOrder.includes('letter')) {
    reasons.push('LETTER_NOT_PREFERRED');
  }
  if (addressToWriteTo(facts, decision) !== null) return reasons;
  const blocked = decision.contactPoints
    .filter(({ kind }) => kind === 'post')
    .flatMap(({ blockedBy }) => blockedBy.filter(({ code }) => code !== 'HELD_BY_PERSON').map(reasonKey));
  return [...reasons, 'NO_USABLE_POST', ...new Set(blocked)];
}

/** The postal address that a machine may use; of several the one received last: people move. */
export function addressToWriteTo(facts: LoadedFacts, decision: SafetyDecision): string | null {
  const usable = new Set(
    decision.contactPoints.filter((point) => point.isUsableByMachine).map(({ id }) => id),
  );
  const received = (at: string | null) => Date.parse(at ?? '') || 0;
  const [newest] = facts.contactPoints
    .filter(({ id, kind }) => kind === 'post' && usable.has(id))
    .sort(
      (one, other) => received(other.receivedAt) - received(one.receivedAt) || (one.id < other.id ? -1 : 1),
    );
  return newest?.id ?? null;
}
