import { DateTime } from 'luxon';

const DAY_LENGTH_MS = 86_400_000;
const LONDON = 'Europe/London';
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
/** A period asks for the same days over and over: each is worked out once. */
const isoDays = new Map<number, string>();

/** Days since 1 January 1970 of an ISO day. Throws RangeError where it is no day. */
export function dayNumber(isoDay: string): number {
  const at = Date.parse(`${isoDay}T00:00:00Z`);
  if (Number.isNaN(at) || isoDayOf(at / DAY_LENGTH_MS) !== isoDay)
    throw new RangeError(`No such day: ${isoDay}`);
  return at / DAY_LENGTH_MS;
}

/** The ISO day of a number of days since 1 January 1970. */
export function isoDayOf(day: number): string {
  const known = isoDays.get(day);
  if (known !== undefined) return known;
  const isoDay = new Date(day * DAY_LENGTH_MS).toISOString().slice(0, 10);
  isoDays.set(day, isoDay);
  return isoDay;
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: number): number {
  return ((day + 3) % 7) + 1;
}

/** The calendar year of a day. */
export function yearOf(day: number): number {
  return Number(isoDayOf(day).slice(0, 4));
}

/** The instant of a minute of a London day. */
export function londonInstant(day: number, minuteOfDay: number): Date {
  return DateTime.fromISO(isoDayOf(day), { zone: LONDON }).set(clockTime(minuteOfDay)).toJSDate();
}

/**
 * A date-time as the police write it: London, no offset.
 * The hour after one at night is written as the hour after two: twice a year it does not exist, or exists twice.
 */
export function policeDateTime(day: number, minuteOfDay: number, second = 0): string {
  const { hour, minute } = clockTime(minuteOfDay);
  return `${isoDayOf(day)}T${TWO_DIGITS[hour === 1 ? 2 : hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second]}`;
}

/** The instant of a date-time that `policeDateTime` wrote. */
export function instantOf(policeTime: string): Date {
  return DateTime.fromISO(policeTime, { zone: LONDON }).toJSDate();
}

function clockTime(minuteOfDay: number): { hour: number; minute: number } {
  return { hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 };
}
