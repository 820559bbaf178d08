import type { Day } from '../platform/working-days/calendar-days.js';

/** Whole years of age on a day; null where the birth date is not known or lies after the day. */
export function ageOn(birth: Day | null, day: Day): number | null {
  if (birth === null || birth > day) return null;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
