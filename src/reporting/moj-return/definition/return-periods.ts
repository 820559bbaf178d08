import { addDays, type Day, daysInMonth } from '../../../platform/working-days/calendar-days.js';
import type { FieldProblem } from '../../../platform/problems/problem.js';
import type { DaySpan } from '../../measures/period.js';
import type { PeriodKind, PeriodKindName } from './return-definition.js';

const FINANCIAL_YEAR_BEGINS = 4;

/** A period with its names, which follow from its days and are never typed. */
export interface NamedPeriod extends DaySpan {
  kind: PeriodKindName;
  /** Such as `2019-20`: the financial year of the first day. */
  financialYear: string;
  /** `Q1` is April to June; null where the period is no quarter. */
  quarter: string | null;
}

/** What does not fit of a period, by field; empty where it is one of its kind. */
export function periodFaults({ months, beginsIn }: PeriodKind, { from, to }: DaySpan): FieldProblem[] {
  const fault = (field: string, code: string, message: string) => [{ field, code, message }];
  if (to < from) return fault('to', 'before-from', 'The last day is before the first.');
  if (months === undefined || beginsIn === undefined) return [];
  const begins = beginsIn.map((month) => String(month).padStart(2, '0'));
  if (!from.endsWith('-01') || !begins.includes(from.slice(5, 7)))
    return fault(
      'from',
      'not-a-period',
      `It begins on the first of one of these months: ${begins.join(', ')}.`,
    );
  const last = lastDayOf(from, months);
  return to === last ? [] : fault('to', 'not-a-period', `It ends on ${last}.`);
}

export function namedPeriod(kind: PeriodKindName, { from, to }: DaySpan): NamedPeriod {
  const month = Number(from.slice(5, 7));
  const year = Number(from.slice(0, 4)) - (month < FINANCIAL_YEAR_BEGINS ? 1 : 0);
  const number = Math.floor(((month - FINANCIAL_YEAR_BEGINS + 12) % 12) / 3) + 1;
  return {
    ...{ from, to, kind },
    financialYear: `${year}-${String((year + 1) % 100).padStart(2, '0')}`,
    quarter: kind === 'quarter' ? `Q${number}` : null,
  };
}

/** The period of the same kind that ends the day before; null for free days. */
export function periodBefore({ months }: PeriodKind, { from }: DaySpan): DaySpan | null {
  if (months === undefined) return null;
  return { from: monthsLater(from, -months), to: addDays(from, -1) };
}

/** The quarters of which a half or a year is made. */
export function quartersOf({ months = 0 }: PeriodKind, { from }: DaySpan): DaySpan[] {
  return Array.from({ length: Math.floor(months / 3) }, (_, index) => {
    const first = monthsLater(from, 3 * index);
    return { from: first, to: lastDayOf(first, 3) };
  });
}

function lastDayOf(first: Day, months: number): Day {
  const month = monthsLater(first, months - 1);
  const days = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
  return `${month.slice(0, 8)}${String(days).padStart(2, '0')}`;
}

/** The first of the month so many months after another first. */
function monthsLater(first: Day, months: number): Day {
  const count = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}
