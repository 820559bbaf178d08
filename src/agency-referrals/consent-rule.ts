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

/** An answer as it was heard, and whether it was taken back. */
export interface HeardAnswer extends ConsentAnswer {
  withdrawnAt: Date | null;
}

/** Why no answer allows that the agency is told. */
export const CONSENT_REFUSALS = {
  'nobody-asked': 'Nobody was asked about this agency and purpose by then.',
  'answered-no':
    'The answer that counts is a no, or was taken back. Nobody else’s yes outranks the own no of somebody who decides ' +
    'for themselves.',
  ...CONSENT_FAULTS,
} as const;
export type ConsentRefusal = keyof typeof CONSENT_REFUSALS;

type Standing<A> = { answer: A; refusal: null } | { answer: null; refusal: ConsentRefusal };

/**
 * The consent that all answers about one agency and purpose come to (VAL consent rule CSE-7). Whoever decides for
 * themselves is heard alone: an adult, somebody of 16 or 17 who answered, a child found competent for this decision.
 * Of anybody else the newest answer counts, whoever gave it.
 */
export function standingConsent<A extends HeardAnswer>(age: AgeBand, newestFirst: readonly A[]): Standing<A> {
  const own = newestFirst.filter(({ givenBy }) => givenBy === 'self');
  const answer = (decidesAlone(age, own) ? own[0] : undefined) ?? newestFirst[0];
  if (!answer) return { answer: null, refusal: 'nobody-asked' };
  if (isNo(answer)) return { answer: null, refusal: 'answered-no' };
  const refusal = faultOfConsent(age, answer);
  return refusal ? { answer: null, refusal } : { answer, refusal: null };
}

function decidesAlone(age: AgeBand, own: readonly HeardAnswer[]): boolean {
  if (age === 'adult' || age === 'organisation' || age === 'aged-16-or-17') return true;
  const [newest] = own;
  // Somebody of unknown age may be of an age at which nobody speaks for them: their no is never outranked.
  if (age === 'unknown' && newest && isNo(newest)) return true;
  return own.find(({ isGillickCompetent }) => isGillickCompetent !== null)?.isGillickCompetent === true;
}

function isNo({ isGiven, withdrawnAt }: HeardAnswer): boolean {
  return !isGiven || withdrawnAt !== null;
}
