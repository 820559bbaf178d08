import { IANAZone } from 'luxon';

import { utcDayOf, utcMidnight } from './calendar-days.js';
import type { Day } from './calendar-days.js';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;
const HOURS_REMEMBERED = 20_000;

const london = IANAZone.create('Europe/London');
const offsetByHour = new Map<number, number>();

/** The calendar day in London at an instant: 23:30 UTC on a summer's day is already the next. */
export function londonDayOf(instant: Date): Day {
  return utcDayOf(instant.getTime() + londonOffset(instant.getTime()));
}

/** The first instant of a London day: midnight. */
export function startOfDayLondon(day: Day): Date {
  return onlyInstantOf(utcMidnight(day));
}

/** The last millisecond of a London day, 23:59:59.999; a day on which the clocks change has 23 or 25 hours. */
export function endOfDayLondon(day: Day): Date {
  return onlyInstantOf(utcMidnight(day) + MS_PER_DAY - 1);
}

/**
 * The instants at which London's clocks show a time, earliest first: one as a rule, two in the hour that autumn
 * repeats, none in the hour that spring skips. The time is given as if it were UTC, in milliseconds.
 */
export function instantsOfLondonTime(shown: number): Date[] {
  const offsets = [londonOffset(shown - 12 * MS_PER_HOUR), londonOffset(shown + 12 * MS_PER_HOUR)];
  return [...new Set(offsets)]
    .map((offset) => shown - offset)
    .filter((instant) => instant + londonOffset(instant) === shown)
    .sort((one, other) => one - other)
    .map((instant) => new Date(instant));
}

function onlyInstantOf(shown: number): Date {
  return instantsOfLondonTime(shown)[0] ?? new Date(shown - londonOffset(shown));
}

function londonOffset(instant: number): number {
  // Since London has kept standard time its clocks have only changed on a whole hour of UTC.
  const hour = Math.floor(instant / MS_PER_HOUR);
  const known = offsetByHour.get(hour);
  if (known !== undefined) return known;
  if (offsetByHour.size === HOURS_REMEMBERED) offsetByHour.clear();
  const offset = Math.round(london.offset(instant) * MS_PER_MINUTE);
  offsetByHour.set(hour, offset);
  return offset;
}
