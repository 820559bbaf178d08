import { DateTime } from 'luxon';
import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { CalendarRunsOut, type WorkingDays } from '../../platform/working-days/working-days.js';
import type { CodeSetting } from '../code/code-files.js';

/**
 * Day 0 of a clock: the London day of its start, or a later one where the setting says that events in the evening or
 * on days of rest count as of the next.
 */
export function dayZeroOf(startedAt: Date, setting: CodeSetting, calendar: WorkingDays): Day {
  const day = londonDayOf(startedAt);
  const shown = DateTime.fromJSDate(startedAt, { zone: 'Europe/London' }).toFormat('HH:mm:ss.SSS');
  const counted = setting.dayEndsAt !== null && shown >= setting.dayEndsAt ? addDays(day, 1) : day;
  if (!setting.startsOnWorkingDay || calendar.isWorkingDay(counted)) return counted;
  return calendar.addWorkingDays(counted, 1);
}

/** The same day so many months later, or the last of that month. */
export function addMonths(day: Day, months: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ months }).toISODate()!;
}

/**
 * From when on something is due soon: so many working days before its last day. Null where the bank holidays of those
 * days are not known, as of a time that ends in many years.
 */
export function soonOf(dueOn: Day, workingDays: number, calendar: WorkingDays): Day | null {
  try {
    return workingDaysBefore(dueOn, workingDays, calendar);
  } catch (error) {
    if (error instanceof CalendarRunsOut) return null;
    throw error;
  }
}

function workingDaysBefore(dueOn: Day, workingDays: number, calendar: WorkingDays): Day {
  let day = dueOn;
  while (!calendar.isWorkingDay(day)) day = addDays(day, -1);
  for (let left = workingDays; left > 0;) {
    day = addDays(day, -1);
    if (calendar.isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** The later of two days; the one that there is, where the other is none. */
export function latest(one: Day, other: Day): Day;
export function latest(one: Day | null, other: Day | null): Day | null;
export function latest(one: Day | null, other: Day | null): Day | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** The earlier of two days; the one that there is, where the other is none. */
export function earliest(one: Day, other: Day): Day;
export function earliest(one: Day | null, other: Day | null): Day | null;
export function earliest(one: Day | null, other: Day | null): Day | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
