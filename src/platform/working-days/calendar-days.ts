/** A day of the Gregorian calendar as ISO text, `YYYY-MM-DD`. Days compare as texts. */
export type Day = string;

const MS_PER_DAY = 86_400_000;
const DAYS_REMEMBERED = 20_000;
const ISO_LENGTH = '2019-04-01T00:00:00.000Z'.length;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const dayByNumber = new Map<number, Day>();

/** How many days a month has, 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Midnight UTC of a day, in milliseconds: for arithmetic on days, not for telling time. */
export function utcMidnight(day: Day): number {
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(midnight)) throw new RangeError('Not a calendar day');
  return midnight;
}

/** The day on which a count of milliseconds since 1970 falls in UTC. @throws RangeError outside years 1 to 9999 */
export function utcDayOf(milliseconds: number): Day {
  const number = Math.floor(milliseconds / MS_PER_DAY);
  const known = dayByNumber.get(number);
  if (known !== undefined) return known;
  if (dayByNumber.size === DAYS_REMEMBERED) dayByNumber.clear();
  const day = writtenDay(milliseconds);
  dayByNumber.set(number, day);
  return day;
}

function writtenDay(milliseconds: number): Day {
  const text = new Date(milliseconds).toISOString();
  if (text.length !== ISO_LENGTH) throw new RangeError('The calendar covers the years 1 to 9999');
  return text.slice(0, 10);
}

/** The day `count` calendar days later, or earlier where negative. */
export function addDays(day: Day, count: number): Day {
  return utcDayOf(utcMidnight(day) + count * MS_PER_DAY);
}

/** How many calendar days `to` is after `from`; negative where it is before. */
export function daysBetween(from: Day, to: Day): number {
  return (utcMidnight(to) - utcMidnight(from)) / MS_PER_DAY;
}

/** Whether a day is a Saturday or a Sunday. */
export function isWeekend(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}

/** A day as people read it: `Thursday 18 April 2019`. */
export function spelledOut(day: Day): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return `${WEEKDAYS[weekdayOf(day)]} ${date} ${MONTHS[month - 1]} ${year}`;
}

function weekdayOf(day: Day): number {
  return new Date(utcMidnight(day)).getUTCDay();
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
