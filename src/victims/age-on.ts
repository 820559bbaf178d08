import { type Day, daysInMonth } from '../platform/working-days/calendar-days.js';

/** The day on which somebody reaches an age. Born on 29 February, it is 1 March of a common year. */
export function birthdayOf(birth: Day, age: number): Day {
  const year = Number(birth.slice(0, 4)) + age;
  const isMissing = birth.endsWith('-02-29') && daysInMonth(year, 2) === 28;
  return `${String(year).padStart(4, '0')}${isMissing ? '-03-01' : birth.slice(4)}`;
}

/** Whole years of age on a day; null where the birth date is not known or lies after the day. */
export function ageOn(birth: Day | null, day: Day): number | null {
  if (birth === null || birth > day) return null;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
