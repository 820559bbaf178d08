import type { AgeBand } from './age-band.js';

/**
 * Why information may go to an agency without consent: the limbs of the Data Protection Act 2018, schedule 1,
 * paragraph 18 (safeguarding of children and of individuals at risk), sub-paragraph (2).
 */
export const LAWFUL_BASES = [
  'dpa-2018-sch1-18-consent-cannot-be-given',
  'dpa-2018-sch1-18-consent-cannot-reasonably-be-obtained',
  'dpa-2018-sch1-18-asking-would-prejudice-protection',
] as const;
export type LawfulBasis = (typeof LAWFUL_BASES)[number];

/** Whom it protects: sub-paragraph (1)(b). */
export const PROTECTED = ['under-18', 'adult-at-risk'] as const;
export type Protected = (typeof PROTECTED)[number];

/** Whether the paragraph can be about somebody of that age; of unknown age it can be either. */
export function mayProtect(protects: Protected, age: AgeBand): boolean {
  if (age === 'unknown') return true;
  return protects === 'adult-at-risk' ? age === 'adult' : age === 'under-16' || age === 'aged-16-or-17';
}
