import { Problem } from '../problems/problem.js';
import { addDays, daysBetween, isWeekend, spelledOut } from './calendar-days.js';
import type { Day } from './calendar-days.js';

/** 503: a count needs a day whose bank holidays are not known. The holiday table has to be extended first. */
export class CalendarRunsOut extends Problem {
  constructor(
    readonly neededOn: Day,
    knownFrom: Day | undefined,
    lastKnownOn: Day,
  ) {
    const detail =
      `The bank holidays of ${neededOn} are not known: ` +
      `the table covers ${knownFrom === undefined ? 'days' : knownFrom} to ${lastKnownOn}. Extend it and run again.`;
    super(503, 'calendar-runs-out', 'The calendar of bank holidays ends too early', detail);
    this.message = detail;
  }
}

/**
 * Counts working days of England and Wales: Monday to Friday without bank holidays. The day of the event is day 0.
 * Neither Victims' Code defines the term, so this reading is the service's own, kept in this one place.
 */
export class WorkingDays {
  readonly #knownFrom: Day | undefined;

  /**
   * @param holidays every bank holiday known; the calendar begins with the year of the earliest
   * @param lastKnownOn the last day for which it is known whether it is a bank holiday
   */
  constructor(
    private readonly holidays: ReadonlySet<Day>,
    private readonly lastKnownOn: Day,
  ) {
    let earliest: Day | undefined;
    for (const day of holidays) if (earliest === undefined || day < earliest) earliest = day;
    this.#knownFrom = earliest === undefined ? undefined : `${earliest.slice(0, 4)}-01-01`;
  }

  /** @throws CalendarRunsOut */
  isWorkingDay(day: Day): boolean {
    this.mustKnow(day);
    return !isWeekend(day) && !this.holidays.has(day);
  }

  /**
   * The day on which the n-th working day after `day` falls; `day` itself for 0.
   *
   * @throws CalendarRunsOut where the count leaves the known calendar
   */
  addWorkingDays(day: Day, count: number): Day {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError('Working days are counted from 0 up');
    this.mustKnow(day);
    let reached = day;
    for (let counted = 0; counted < count;) {
      reached = addDays(reached, 1);
      if (this.isWorkingDay(reached)) counted += 1;
    }
    return reached;
  }

  /**
   * How many working days lie after `from` up to and including `to`; negative where `to` is the earlier.
   *
   * @throws CalendarRunsOut
   */
  workingDaysBetween(from: Day, to: Day): number {
    if (to < from) return -this.workingDaysBetween(to, from);
    return daysBetween(from, to) - this.restDays(from, to).length;
  }

  /** `addWorkingDays` as a sentence with its arithmetic, for a deadline that has to explain itself. */
  explain(day: Day, count: number): string {
    const reached = this.addWorkingDays(day, count);
    return `${workingDays(count)} after ${spelledOut(day)} (day 0) is ${spelledOut(reached)}: ${this.arithmetic(day, reached)}`;
  }

  /** `workingDaysBetween` as a sentence with its arithmetic. */
  explainBetween(from: Day, to: Day): string {
    if (to < from) return `${spelledOut(to)} is before day 0: ${this.explainBetween(to, from)}`;
    const count = this.workingDaysBetween(from, to);
    return `${spelledOut(to)} is ${workingDays(count)} after ${spelledOut(from)} (day 0): ${this.arithmetic(from, to)}`;
  }

  private arithmetic(from: Day, to: Day): string {
    const all = daysBetween(from, to);
    const rest = this.restDays(from, to);
    const bankHolidays = rest.filter((day) => !isWeekend(day));
    const weekend = rest.length - bankHolidays.length;
    const named = bankHolidays.length === 0 ? '' : ` (${bankHolidays.map(spelledOut).join(', ')})`;
    return (
      `${plural(all, 'calendar day')} - ${plural(weekend, 'Saturday or Sunday', 'Saturdays and Sundays')} - ` +
      `${plural(bankHolidays.length, 'bank holiday')}${named} = ${all - rest.length}. ` +
      `Calendar: England and Wales, known to ${spelledOut(this.lastKnownOn)}.`
    );
  }

  private restDays(from: Day, to: Day): Day[] {
    this.mustKnow(from);
    this.mustKnow(to);
    const rest: Day[] = [];
    for (let day = from; day < to;) {
      day = addDays(day, 1);
      if (!this.isWorkingDay(day)) rest.push(day);
    }
    return rest;
  }

  private mustKnow(day: Day): void {
    if (day > this.lastKnownOn || (this.#knownFrom !== undefined && day < this.#knownFrom)) {
      throw new CalendarRunsOut(day, this.#knownFrom, this.lastKnownOn);
    }
  }
}

function workingDays(count: number): string {
  return plural(count, 'working day');
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
