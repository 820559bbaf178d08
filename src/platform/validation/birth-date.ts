import type { Day } from '../working-days/calendar-days.js';
import { parseDay } from './day.js';
import { accepted, refused } from './parsed.js';
import type { Parsed } from './parsed.js';

const OLDEST_BELIEVED = 110;
const SYSTEM_DEFAULT: Day = '1900-01-01';

/**
 * A date of birth that can be believed. `ok: false` never makes a row unusable: the date of birth is then unknown, for
 * the reason in `code`, and a person of unknown age is never treated as an adult.
 * Codes: those of `parseDay`, `birth-date-in-future`, `birth-date-is-report-date`, `birth-date-default` (1 January 1900)
 * and `birth-date-too-old` (more than 110 years before the report; POLE itself allows 120).
 *
 * @param reportedOn the day on which the crime was reported, an ISO day
 */
export function parseBirthDate(raw: string, reportedOn: Day): Parsed<Day> {
  const day = parseDay(raw);
  if (!day.ok) return day;
  const bornOn = day.value;
  if (bornOn > reportedOn) return refused('birth-date-in-future', 'The date of birth is after the report.');
  if (bornOn === reportedOn) {
    return refused('birth-date-is-report-date', 'The date of birth is the day of the report.');
  }
  if (bornOn === SYSTEM_DEFAULT) {
    return refused('birth-date-default', '1 January 1900 stands for an unknown date of birth.');
  }
  const oldestBirthday = `${String(Number(bornOn.slice(0, 4)) + OLDEST_BELIEVED).padStart(4, '0')}${bornOn.slice(4)}`;
  if (oldestBirthday < reportedOn) {
    return refused('birth-date-too-old', `The date of birth makes the person over ${OLDEST_BELIEVED}.`);
  }
  return accepted(bornOn);
}
