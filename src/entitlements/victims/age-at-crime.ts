import type { Day } from '../../platform/working-days/calendar-days.js';
import { ageOn } from '../../victims/age-on.js';

export interface AgeKnown {
  isOrganisation: boolean;
  /** Null also while it is in doubt. */
  dateOfBirth: Day | null;
  occurredOn: Day | null;
  reportedOn: Day;
  /** They were taken for a child of this crime before their birth date was doubted. */
  wasHeldChild: boolean;
}

/** How old somebody was at a crime. Who is of unknown age is proved neither a child nor an adult. */
export interface AgeAtCrime {
  /** Whole years; null where the birth date or the day of the crime is not known. */
  age: number | null;
  wasChild: boolean;
  wasAdult: boolean;
}

/** Who was a child when the crime was reported was one when it happened. */
export function ageAtCrime(known: AgeKnown, adultAge: number): AgeAtCrime {
  const { isOrganisation, dateOfBirth, occurredOn, reportedOn, wasHeldChild } = known;
  if (isOrganisation) return { age: null, wasChild: false, wasAdult: false };
  const age = occurredOn === null ? null : ageOn(dateOfBirth, occurredOn);
  const latestAge = ageOn(dateOfBirth, occurredOn ?? reportedOn);
  return {
    age,
    wasChild: latestAge === null ? wasHeldChild : latestAge < adultAge,
    wasAdult: age !== null && age >= adultAge,
  };
}
