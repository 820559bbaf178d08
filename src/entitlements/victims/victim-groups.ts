import type { AppliesTo } from '../code/code-files.js';
import type { CodeBook } from '../code/code-book.js';
import type { AgeAtCrime } from './age-at-crime.js';

type Cohorts = Pick<CodeBook, 'specialistCohorts' | 'injuryCohorts' | 'consentFirstCohorts'>;

/** Whom rules take a person for, by the cohorts of the crime and their age at it. */
export function groupsOfPerson(
  cohorts: readonly string[],
  { wasChild, wasAdult }: AgeAtCrime,
  { specialistCohorts, injuryCohorts, consentFirstCohorts }: Cohorts,
): AppliesTo[] {
  const isOfAny = (named: readonly string[]) => cohorts.some((code) => named.includes(code));
  const mayBeInjured = isOfAny(injuryCohorts);
  return [
    ...(['everyone', 'person'] as const),
    isOfAny(consentFirstCohorts) ? 'consent-first' : 'no-consent-needed',
    ...(wasChild ? (['under-18'] as const) : []),
    ...(cohorts.includes('bereaved') ? (['bereaved'] as const) : []),
    ...(isOfAny(specialistCohorts) ? (['specialist'] as const) : []),
    // Whose age nobody knows has both times: one may end sooner, the other later, and neither is denied.
    ...(mayBeInjured && !wasChild ? (['injured-adult'] as const) : []),
    ...(mayBeInjured && !wasAdult ? (['injured-child'] as const) : []),
  ];
}

/** What everyone is told a business is told through the contact whom it named, and else nobody. */
export function groupsOfBusiness(hasNamedContact: boolean): AppliesTo[] {
  return hasNamedContact ? ['everyone', 'no-consent-needed', 'business'] : ['business'];
}
