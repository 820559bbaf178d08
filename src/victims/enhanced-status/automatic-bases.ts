import type { Day } from '../../platform/working-days/calendar-days.js';
import type { OffenceRule } from '../../reference-data/offence-rules.js';
import type { DangerMarker } from '../contact-safety/danger-markers.js';
import { ageOn } from '../age-on.js';
import type { BasisRule } from './status-policy.js';

/** An offence as a basis may rest on it. */
export interface OffenceFacts extends Pick<OffenceRule, 'category' | 'cohorts'> {
  /** Of each of its codes; `category` is the gravest. */
  categories: readonly string[];
}

/** @param cohorts those of this victim, by their age at the offence */
export function offenceFacts({ category, matchedBy }: OffenceRule, cohorts: readonly string[]): OffenceFacts {
  return { category, categories: matchedBy.map((match) => match.category), cohorts };
}

/** A crime of the case as a basis may rest on it. */
export interface CrimeFacts {
  referralId: string;
  /** First day of the offence, or its last where the first is not known. */
  occurredOn: Day | null;
  offences: readonly OffenceFacts[];
  /** Markers that are raised and were not lifted by a person. */
  markers: readonly DangerMarker[];
}

export interface StatusFacts {
  isOrganisation: boolean;
  /** Null also while it is in doubt. */
  dateOfBirth: Day | null;
  /** Bases of childhood that the birth date gave before it was doubted; a doubt takes none of them away. */
  heldBases: readonly string[];
  today: Day;
  adultAge: number;
  crimes: readonly CrimeFacts[];
}

/**
 * What of the record gives a basis: the birth date (`earlier`: as it was before it was doubted), an offence or a marker,
 * and of which referral.
 */
export interface Because {
  what: 'birth-date' | 'earlier-birth-date' | 'offence' | 'marker';
  /** Category of the offence or name of the marker. */
  name: string | null;
  referralId: string | null;
}

export interface AutomaticBasis {
  rule: BasisRule;
  because: Because[];
}

/** The bases that the record itself gives. A business is no victim under the Code, and a blank gives nothing. */
export function automaticBases(rules: readonly BasisRule[], facts: StatusFacts): AutomaticBasis[] {
  if (facts.isOrganisation || facts.crimes.length === 0) return [];
  return rules
    .map((rule) => ({ rule, because: becauseOf(rule, facts) }))
    .filter(({ because }) => because.length > 0);
}

function becauseOf(rule: BasisRule, facts: StatusFacts): Because[] {
  const { childAt, cohorts = [], categories = [], markers = [] } = rule;
  const ofCrimes = facts.crimes.flatMap(({ referralId, ...crime }) => [
    ...(childAt === 'offence' && isChildOn(crime.occurredOn, facts) ? [birth(referralId)] : []),
    ...crime.offences.flatMap((one): Because[] => {
      const named = one.categories.find((code) => categories.includes(code));
      const isOfCohort = one.cohorts.some((code) => cohorts.includes(code));
      if (named === undefined && !isOfCohort) return [];
      return [{ what: 'offence', name: named ?? one.category, referralId }];
    }),
    ...crime.markers
      .filter((marker) => markers.includes(marker))
      .map((name): Because => ({ what: 'marker', name, referralId })),
  ]);
  if (childAt !== undefined && facts.heldBases.includes(rule.code))
    return [{ what: 'earlier-birth-date', name: null, referralId: null }, ...ofCrimes];
  return childAt === 'now' && isChildOn(facts.today, facts) ? [birth(null), ...ofCrimes] : ofCrimes;
}

function birth(referralId: string | null): Because {
  return { what: 'birth-date', name: null, referralId };
}

function isChildOn(day: Day | null, { dateOfBirth, adultAge }: StatusFacts): boolean {
  const age = day === null ? null : ageOn(dateOfBirth, day);
  return age !== null && age < adultAge;
}
