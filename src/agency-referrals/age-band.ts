import { parseDay } from '../platform/validation/day.js';
import type { Day } from '../platform/working-days/calendar-days.js';

/** How old somebody is, as far as it bears on who may consent. An organisation has no age. */
export const AGE_BANDS = ['adult', 'aged-16-or-17', 'under-16', 'unknown', 'organisation'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

/** From which ages on somebody consents alone, and is of full age; in years. */
export interface AgesOfConsent {
  own: number;
  full: number;
}

/**
 * The band on a London day; a birthday counts from its first minute. Born on 29 February, it comes on 1 March of a
 * common year. A day of birth that is not known, is no day, or lies ahead is an unknown age: never an adult's.
 */
export function ageBandOn(day: Day, birth: Day | null, { own, full }: AgesOfConsent): AgeBand {
  if (birth === null || !parseDay(birth).ok || birth > day) return 'unknown';
  if (day >= birthday(birth, full)) return 'adult';
  return day >= birthday(birth, own) ? 'aged-16-or-17' : 'under-16';
}

function birthday(birth: Day, age: number): Day {
  return `${String(Number(birth.slice(0, 4)) + age).padStart(4, '0')}${birth.slice(4)}`;
}
