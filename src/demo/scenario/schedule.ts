import { ATHENA_WEEK, DIRECT_WEEK, FILE_MESS } from './assumptions.js';
import { dayNumber, weekdayOf } from './calendar.js';
import type { DirectPathway } from './direct-referral.js';
import { shareOut } from './quotas.js';
import type { Random } from './random.js';

/** How many referrals a period has, by pathway; exact. */
export interface Totals extends Record<DirectPathway, number> {
  athena: number;
}

/** What one day brings. */
export interface ScheduledDay {
  day: number;
  /** A new extract, the one before once more, or none. */
  extract: 'new' | 'again' | 'none';
  /** New keys in the extract. */
  quota: number;
  direct: Record<DirectPathway, number>;
}

/** A period with an extract every day, some of which are the day before's once more. */
export function dailySchedule(from: string, to: string, totals: Totals, random: Random): ScheduledDay[] {
  const days = daysOf(from, to);
  const again = daysSentAgain(days, random);
  const weights = days.map((day) => weekWeight(ATHENA_WEEK, day) * (0.92 + 0.16 * random.next()));
  days.forEach((day, index) => {
    if (!again.has(day)) return;
    weights[index + 1] = (weights[index + 1] ?? 0) + (weights[index] ?? 0);
    weights[index] = 0;
  });
  const quotas = shareOut(totals.athena, weights);
  return withDirect(days, totals, random, (day, index) => ({
    extract: again.has(day) ? 'again' : 'new',
    quota: quotas[index] ?? 0,
  }));
}

/** A period with an extract on these days only. */
export function sparseSchedule(
  from: string,
  to: string,
  extractDays: readonly number[],
  totals: Totals,
  random: Random,
): ScheduledDay[] {
  const quotas = shareOut(
    totals.athena,
    extractDays.map(() => 1),
  );
  return withDirect(daysOf(from, to), totals, random, (day) => {
    const at = extractDays.indexOf(day);
    return { extract: at < 0 ? 'none' : 'new', quota: quotas[at] ?? 0 };
  });
}

function withDirect(
  days: readonly number[],
  totals: Totals,
  random: Random,
  extractOf: (day: number, index: number) => Pick<ScheduledDay, 'extract' | 'quota'>,
): ScheduledDay[] {
  const weights = (): number[] => days.map((day) => weekWeight(DIRECT_WEEK, day) * (0.5 + random.next()));
  const internal = shareOut(totals.internal, weights());
  const self = shareOut(totals.self, weights());
  const other = shareOut(totals.other, weights());
  return days.map((day, index) => ({
    day,
    ...extractOf(day, index),
    direct: { internal: internal[index] ?? 0, self: self[index] ?? 0, other: other[index] ?? 0 },
  }));
}

function daysOf(from: string, to: string): number[] {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (last < first) throw new RangeError(`The period ends (${to}) before it begins (${from})`);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Never the first two days nor the last two, and never two in a row. */
function daysSentAgain(days: readonly number[], random: Random): ReadonlySet<number> {
  const wanted = Math.round(days.length * FILE_MESS.sentAgain);
  const chosen = new Set<number>();
  for (const day of random.shuffled(days.slice(2, -2))) {
    if (chosen.size < wanted && !chosen.has(day - 1) && !chosen.has(day + 1)) chosen.add(day);
  }
  return chosen;
}

function weekWeight(week: readonly number[], day: number): number {
  return week[weekdayOf(day) - 1] ?? 1;
}
