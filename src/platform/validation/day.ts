import { daysInMonth } from '../working-days/calendar-days.js';
import type { Day } from '../working-days/calendar-days.js';
import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A strict ISO 8601 day, `YYYY-MM-DD`, that exists in the calendar, years 0001 to 9999.
 * Refuses with `blank`, `day-format` or `day-not-in-calendar` (30 February, 29 February outside leap years).
 */
export function parseDay(raw: string): Parsed<Day> {
  const text = raw.trim();
  if (text === '') return BLANK;
  if (!ISO_DAY.test(text)) return refused('day-format', 'A day is written YYYY-MM-DD.');
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const date = Number(text.slice(8, 10));
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) {
    return refused('day-not-in-calendar', 'There is no such day in the calendar.');
  }
  return accepted(text);
}
