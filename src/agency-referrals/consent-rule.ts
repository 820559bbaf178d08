import type { AgeBand } from './age-band.js';

/** Who said yes or no. */
export const GIVERS = ['self', 'parental-responsibility', 'local-authority'] as const;
export type Giver = (typeof GIVERS)[number];

/** An answer to the question whether an agency may be told. */
export interface ConsentAnswer {
  isGiven: boolean;
  givenBy: Giver;
  /** Whether a child was found to understand this decision; null where nobody assessed it. */
  isGillickCompetent: boolean | null;
}

/** Why an answer does not count. */
export const CONSENT_FAULTS = {
  'consent-not-the-adults-own': 'An adult consents in person; nobody else does it for them.',
  'consent-not-asked-of-child':
    'A child under 16 consents only where Gillick competence was assessed for this decision: record it, or ask ' +
    'somebody with parental responsibility or the local authority.',
  'age-unknown':
    'Nobody knows how old the person is, so they count as a child: record an assessment of Gillick competence, or ask ' +
    'somebody with parental responsibility or the local authority.',
} as const;
export type ConsentFault = keyof typeof CONSENT_FAULTS;

/**
 * Why an answer does not count for somebody of that age, or null where it does (VAL consent rule CSE-7). A child's own
 * no is always taken.
 */
export function faultOfConsent(age: AgeBand, answer: ConsentAnswer): ConsentFault | null {
  const { isGiven, givenBy, isGillickCompetent } = answer;
  if (givenBy !== 'self')
    return age === 'adult' || age === 'organisation' ? 'consent-not-the-adults-own' : null;
  if (!isGiven || isGillickCompetent === true) return null;
  if (age === 'under-16') return 'consent-not-asked-of-child';
  return age === 'unknown' ? 'age-unknown' : null;
}
