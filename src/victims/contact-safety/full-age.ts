import { DateTime } from 'luxon';
import { parseDay } from '../../platform/validation/day.js';
import type { LondonDay } from './safety-facts.js';

/** In years; from the birthday's first minute in London on. */
export const FULL_AGE = 18;

/** Whether the text is a day that the calendar has. */
export function isDay(day: unknown): day is LondonDay {
  return typeof day === 'string' && parseDay(day).ok && day.length === 10;
}

/**
 * Whether someone born on `birth` is 18 or over on `day`. Born on 29 February, full age comes on 1 March of a common
 * year. Days that the calendar does not have, or a birth after the day, are no full age.
 */
export function isOfFullAgeOn(birth: LondonDay | null, day: LondonDay | null): boolean {
  if (!isDay(birth) || !isDay(day)) return false;
  return day >= eighteenthBirthday(birth);
}

/** The first day of full age of someone who has come to it by `day`; null where they have not, or nobody knows. */
export function fullAgeReachedOn(birth: LondonDay | null, day: LondonDay | null): LondonDay | null {
  return birth !== null && isOfFullAgeOn(birth, day) ? eighteenthBirthday(birth) : null;
}

function eighteenthBirthday(birth: LondonDay): LondonDay {
  const birthday = `${String(Number(birth.slice(0, 4)) + FULL_AGE).padStart(4, '0')}${birth.slice(4)}`;
  // 18 years after a leap year is never one.
  return birthday.replace('-02-29', '-03-01');
}

/** Whole days from one day to another, negative where the other comes first; NaN where either is no day. */
export function daysBetween(from: LondonDay | null, to: LondonDay): number {
  if (!isDay(from) || !isDay(to)) return Number.NaN;
  const start = DateTime.fromISO(from, { zone: 'utc' });
  return DateTime.fromISO(to, { zone: 'utc' }).diff(start, 'days').days;
}
