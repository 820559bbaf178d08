import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { addDays, type Day } from '../platform/working-days/calendar-days.js';
import { endOfDayLondon } from '../platform/working-days/london-days.js';
import { CalendarRunsOut } from '../platform/working-days/working-days.js';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import type { ThresholdRow } from '../reference-data/policy/policy-files.js';
import { type ThresholdName, Thresholds } from '../reference-data/thresholds.js';

/** A day that was counted from another, with how. */
export interface CountedDay {
  dueOn: Day;
  /** The end of that day in London. */
  dueAt: Date;
  /** The number that was counted with, and from when it holds; null for the day itself. */
  threshold: string | null;
  calendar: string;
  arithmetic: string;
}

const WORKING_DAYS = 'working days of England and Wales';
/** Banks count as the courts do: the days on which they are closed are the same. */
const BANKING_DAYS = 'banking days: Monday to Friday without bank holidays of England and Wales';

/** Counts deadlines in working days, banking days, days, weeks or months, by the threshold as it holds on the day that starts the clock. */
@Injectable()
export class DeadlineClock {
  constructor(
    private readonly holidays: BankHolidays,
    private readonly thresholds: Thresholds,
  ) {}

  /** Without a threshold the deadline is the day itself. */
  count(from: Day, threshold?: ThresholdName): CountedDay {
    if (threshold === undefined) {
      const arithmetic = `${from}, by the end of the day in London`;
      return {
        dueOn: from,
        dueAt: endOfDayLondon(from),
        threshold: null,
        calendar: 'the same day',
        arithmetic,
      };
    }
    const row = this.thresholds.explain(threshold, from);
    const { dueOn, calendar, arithmetic } = this.counted(from, row);
    const since = row.validFrom === undefined ? '' : `, since ${row.validFrom}`;
    const until = row.validTo === undefined ? '' : `, until ${row.validTo}`;
    const named = `${threshold}: ${row.value} ${row.unit}${since}${until} (${row.source})`;
    return { dueOn, dueAt: endOfDayLondon(dueOn), threshold: named, calendar, arithmetic };
  }

  private counted(from: Day, { value, unit }: ThresholdRow) {
    if (unit === 'working days') return this.inWorkingDays(from, value, WORKING_DAYS);
    if (unit === 'banking days') return this.inWorkingDays(from, value, BANKING_DAYS);
    if (unit === 'months') {
      const dueOn = DateTime.fromISO(from, { zone: 'utc' }).plus({ months: value }).toISODate() ?? from;
      return { dueOn, calendar: 'calendar months', arithmetic: `${from} + ${value} months = ${dueOn}` };
    }
    const dueOn = addDays(from, unit === 'weeks' ? value * 7 : value);
    return { dueOn, calendar: 'calendar days', arithmetic: `${from} + ${value} ${unit} = ${dueOn}` };
  }

  /** Of a day so long ago that its bank holidays are not known, weekdays are counted: the deadline has passed anyway. */
  private inWorkingDays(from: Day, value: number, calendar: string) {
    const workingDays = this.holidays.workingDays();
    try {
      return {
        dueOn: workingDays.addWorkingDays(from, value),
        calendar,
        arithmetic: workingDays.explain(from, value),
      };
    } catch (error) {
      if (!(error instanceof CalendarRunsOut)) throw error;
      const dueOn = addDays(from, Math.ceil((value * 7) / 5));
      const arithmetic = `the bank holidays then are not known: ${value} working days taken as ${dueOn}`;
      return { dueOn, calendar, arithmetic };
    }
  }
}
