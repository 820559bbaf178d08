import type { Day } from '../working-days/calendar-days.js';
import { instantsOfLondonTime, startOfDayLondon } from '../working-days/london-days.js';
import { parseDay } from './day.js';
import { BLANK, accepted, refused } from './parsed.js';
import type { Parsed, Refused } from './parsed.js';

const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/;
const MS_PER_MINUTE = 60_000;
const WIDEST_OFFSET = 14 * 60;

const FORMAT = refused(
  'instant-format',
  'A date and time is written YYYY-MM-DDThh:mm:ss with Z or an offset.',
);
const NO_SUCH_TIME = refused('instant-not-on-clock', 'There is no such time or offset on a clock.');

/** An instant from a police system; where only a day was given, the start of that day in London. */
export interface PoliceInstant {
  at: Date;
  dayOnly: boolean;
}

/**
 * An instant as the API takes it, RFC 3339: `T`, seconds and an offset are needed.
 * Refuses with `blank`, `instant-format`, `instant-not-on-clock`, `instant-without-offset` or a code of `parseDay`.
 */
export function parseInstant(raw: string): Parsed<Date> {
  const written = readDateTime(raw.trim(), 'T');
  if (!written.ok) return written;
  const { shown, offset, hasSeconds } = written.value;
  if (offset === null)
    return refused('instant-without-offset', 'The time needs Z or an offset such as +01:00.');
  return hasSeconds ? accepted(new Date(shown - offset)) : FORMAT;
}

/**
 * An ISO date-time from a police extract; a space may stand for the `T` and seconds may be missing.
 * Without an offset it is London's clock: the hour that autumn repeats means its first pass (summer time), and an hour
 * that spring skips is refused with `instant-skipped-by-clocks`, since nobody can have seen it.
 *
 * @param allowed whether a day alone will do; otherwise it is refused as `instant-format`
 */
export function parsePoliceInstant(raw: string, allowed: { dayOnly?: boolean } = {}): Parsed<PoliceInstant> {
  const text = raw.trim();
  if (allowed.dayOnly && text.length === 10) return startOf(text);
  const written = readDateTime(text, 'T ');
  if (!written.ok) return written;
  const { shown, offset } = written.value;
  if (offset !== null) return accepted({ at: new Date(shown - offset), dayOnly: false });
  const [first] = instantsOfLondonTime(shown);
  if (!first) {
    return refused('instant-skipped-by-clocks', 'London skipped that hour when the clocks went forward.');
  }
  return accepted({ at: first, dayOnly: false });
}

function startOf(text: string): Parsed<PoliceInstant> {
  const day = parseDay(text);
  return day.ok ? accepted({ at: startOfDayLondon(day.value), dayOnly: true }) : day;
}

interface WrittenTime {
  /** What the clock showed, in milliseconds as if it were UTC. */
  shown: number;
  /** Milliseconds ahead of UTC, where given. */
  offset: number | null;
  hasSeconds: boolean;
}

function readDateTime(text: string, separators: string): Parsed<WrittenTime> {
  if (text === '') return BLANK;
  const parts = TIME.exec(text.slice(11));
  if (!parts || !separators.includes(text.charAt(10))) return FORMAT;
  const day = parseDay(text.slice(0, 10));
  if (!day.ok) return day.code === 'day-format' ? FORMAT : day;
  const [, hour, minute, second, fraction = '', zone] = parts;
  const offset = zone === undefined ? null : offsetOf(zone);
  const timeOfDay = milliseconds(hour!, minute!, second ?? '00', fraction);
  if (typeof timeOfDay !== 'number' || (offset !== null && typeof offset !== 'number')) return NO_SUCH_TIME;
  return accepted({ shown: midnight(day.value) + timeOfDay, offset, hasSeconds: second !== undefined });
}

function milliseconds(hour: string, minute: string, second: string, fraction: string): number | Refused {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NO_SUCH_TIME;
  const whole = (Number(hour) * 60 + Number(minute)) * MS_PER_MINUTE + Number(second) * 1000;
  return whole + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

function offsetOf(zone: string): number | Refused {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  if (minutes > WIDEST_OFFSET || Number(zone.slice(4, 6)) > 59) return NO_SUCH_TIME;
  return (zone.startsWith('-') ? -minutes : minutes) * MS_PER_MINUTE;
}

function midnight(day: Day): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}
