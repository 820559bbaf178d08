import { addDays, type Day, daysInMonth } from '../../../platform/working-days/calendar-days.js';
import { Unprocessable } from '../../../platform/problems/problem.js';
import type { DaySpan } from '../../measures/period.js';

export const PERIOD_KINDS = ['month', 'quarter', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, year: 12 };

/** What is wrong with a period that is no whole month, quarter or year. */
export interface NotWhole {
  field: 'from' | 'to';
  message: string;
}

/**
 * What kind of period this is, or which of its days does not fit.
 *
 * @param yearStartsInMonth 1 to 12; quarters begin with it and every three months from it
 */
export function wholePeriod({ from, to }: DaySpan, yearStartsInMonth: number): PeriodKind | NotWhole {
  if (!from.endsWith('-01'))
    return { field: 'from', message: 'A period begins on the first day of a month.' };
  const ends = kindsFrom(from, yearStartsInMonth).map((kind) => ({ kind, to: endOf(from, kind) }));
  const found = ends.find((end) => end.to === to);
  if (found) return found.kind;
  const possible = ends.map((end) => `${end.to} (${end.kind})`).join(', ');
  return { field: 'to', message: `A period that begins on ${from} ends on ${possible}.` };
}

/** As `wholePeriod`. @throws Unprocessable naming the day that does not fit */
export function kindOf(span: DaySpan, yearStartsInMonth: number): PeriodKind {
  const kind = wholePeriod(span, yearStartsInMonth);
  if (typeof kind !== 'string') throw notFit(kind.field, 'not-a-whole-period', kind.message);
  return kind;
}

/** The refusal of a period, naming its day. */
export function notFit(field: NotWhole['field'], code: string, message: string): Unprocessable {
  return new Unprocessable('period-not-fit', message, [{ field, code, message }]);
}

/** The year that a day belongs to. */
export function yearAround(day: Day, yearStartsInMonth: number): DaySpan {
  const [year, month] = partsOf(day);
  const from = firstOf(month < yearStartsInMonth ? year - 1 : year, yearStartsInMonth);
  return { from, to: endOf(from, 'year') };
}

function kindsFrom(from: Day, yearStartsInMonth: number): PeriodKind[] {
  const into = (partsOf(from)[1] - yearStartsInMonth + 12) % 12;
  return PERIOD_KINDS.filter((kind) => into % MONTHS[kind] === 0);
}

function endOf(from: Day, kind: PeriodKind): Day {
  const [year, month] = partsOf(from);
  const last = month - 1 + MONTHS[kind] - 1;
  const [endYear, endMonth] = [year + Math.floor(last / 12), (last % 12) + 1];
  return addDays(firstOf(endYear, endMonth), daysInMonth(endYear, endMonth) - 1);
}

function firstOf(year: number, month: number): Day {
  return `${year}-${String(month).padStart(2, '0')}-01`;
}

function partsOf(day: Day): [year: number, month: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
}
