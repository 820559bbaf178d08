import type { AgeBand } from './age-band.js';

/** Who said yes or no. */
export const GIVERS = ['self', 'parental-responsibility', 'local-authority'] as const;
export type Giver = (typeof GIVERS)[number];

/** An answer to the question whether an agency may be told. */
export interface ConsentAnswer {
  isGiven: boolean;
  givenBy: Giver;
  /**
   * Whether a child was found to understand this decision, or somebody of 16 or 17 able to take it; null where nobody
   * assessed it.
   */
  isGillickCompetent: boolean | null;
}

/** Why an answer does not count. */
export const CONSENT_FAULTS = {
  'consent-not-the-adults-own': 'An adult consents in person; nobody else does it for them.',
  'consent-not-the-young-persons-own':
    'Somebody of 16 or 17 consents in person; somebody else does only where they were found unable to decide this, and ' +
    'that is recorded with the answer.',
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
 * no is always taken, and so is anybody's no about a child: it tells nobody.
 */
export function faultOfConsent(age: AgeBand, answer: ConsentAnswer): ConsentFault | null {
  const { isGiven, givenBy, isGillickCompetent } = answer;
  if (givenBy !== 'self') {
    if (age === 'adult' || age === 'organisation') return 'consent-not-the-adults-own';
    const isYoungPersonsAlone = age === 'aged-16-or-17' && isGiven && isGillickCompetent !== false;
    return isYoungPersonsAlone ? 'consent-not-the-young-persons-own' : null;
  }
  if (!isGiven || isGillickCompetent === true) return null;
  if (age === 'under-16') return 'consent-not-asked-of-child';
  return age === 'unknown' ? 'age-unknown' : null;
}

/** An answer as it was heard, and whether it was taken back. */
export interface HeardAnswer extends ConsentAnswer {
  /** Of the person when they were asked. */
  ageBand: AgeBand;
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

/** Why an answer of earlier no longer counts at the age that the person has now, or null where it does. */
export function faultSinceThen(age: AgeBand, answer: HeardAnswer): ConsentFault | null {
  // That a child did not understand says nothing of whether they are able to decide from 16 on.
  const isFoundAtThatAge = age !== 'aged-16-or-17' || answer.ageBand === age;
  const isGillickCompetent = isFoundAtThatAge ? answer.isGillickCompetent : null;
  return faultOfConsent(age, { ...answer, isGillickCompetent });
}

type Standing<A> = { answer: A; refusal: null } | { answer: null; refusal: ConsentRefusal };

/**
 * The consent that all answers about one agency and purpose come to (VAL consent rule CSE-7). Whoever decides for
 * themselves is heard alone: an adult, somebody of 16 or 17 who answered, a child found competent for this decision.
 * Of anybody else a local authority's no holds until the authority says otherwise; else the newest answer counts,
 * whoever gave it.
 */
export function standingConsent<A extends HeardAnswer>(age: AgeBand, newestFirst: readonly A[]): Standing<A> {
  const answer = decisiveAnswer(age, newestFirst);
  if (!answer) return { answer: null, refusal: 'nobody-asked' };
  if (isNo(answer)) return { answer: null, refusal: 'answered-no' };
  const refusal = faultSinceThen(age, answer);
  return refusal ? { answer: null, refusal } : { answer, refusal: null };
}

function decisiveAnswer<A extends HeardAnswer>(age: AgeBand, newestFirst: readonly A[]): A | undefined {
  const own = newestFirst.filter(({ givenBy }) => givenBy === 'self');
  if (own[0] && decidesAlone(age, own)) return own[0];
  const authoritys = newestFirst.find(({ givenBy }) => givenBy === 'local-authority');
  return authoritys && isNo(authoritys) ? authoritys : newestFirst[0];
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
