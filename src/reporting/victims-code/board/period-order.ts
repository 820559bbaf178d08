import { daysBetween } from '../../../platform/working-days/calendar-days.js';
import type { DaySpan } from '../../measures/period.js';

export function holds(one: DaySpan, other: DaySpan): boolean {
  return one.from <= other.from && other.to <= one.to;
}

export function isSamePeriod(one: DaySpan, other: DaySpan): boolean {
  return one.from === other.from && one.to === other.to;
}

/** The smallest of some periods that holds another one; null where none does. */
export function smallestAround<P extends DaySpan>(one: DaySpan, all: readonly P[]): P | null {
  const around = all.filter((other) => !isSamePeriod(one, other) && holds(other, one));
  return around.reduce<P | null>((best, other) => (best && holds(other, best) ? best : other), null);
}

/** All that lies in the largest of some periods that holds another one, or in that itself: sums go no further. */
export function relatedTo<P extends DaySpan>(one: DaySpan, all: readonly P[]): P[] {
  const largest = all.reduce((best, other) => (holds(other, best) ? other : best), one);
  return all.filter((other) => holds(largest, other));
}

/** The periods that another one directly holds. */
export function partsOf<P extends DaySpan>(whole: DaySpan, all: readonly P[]): P[] {
  return all.filter((one) => {
    const around = smallestAround(one, all);
    return around !== null && isSamePeriod(around, whole);
  });
}

/** Whether parts that share no day leave nothing of a period. */
export function isCovered(whole: DaySpan, parts: readonly DaySpan[]): boolean {
  return lengthOf(whole) === parts.reduce((days, part) => days + lengthOf(part), 0);
}

function lengthOf({ from, to }: DaySpan): number {
  return daysBetween(from, to) + 1;
}
