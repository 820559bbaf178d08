import { londonDayOf } from '../../platform/working-days/london-days.js';
import type { Day } from '../../platform/working-days/calendar-days.js';

/** How sure a fact is. `unverified`: written by us and confirmed by nobody; it is kept but never used. */
export type FactStatus = 'certain' | 'likely' | 'unknown' | 'ours' | 'unverified';

/** First and last day on which a row holds; without one it holds as far back, or on, as anybody asks. */
export interface Dated {
  validFrom?: Day;
  validTo?: Day;
}

/** The first day of rows that have none: earlier than any record the service can meet. */
export const AS_FAR_BACK_AS_ASKED: Day = '1900-01-01';

export function holdsOn({ validFrom, validTo }: Dated, day: Day): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo);
}

/** Whether two rows hold on a common day. */
export function overlap(one: Dated, other: Dated): boolean {
  return startsBeforeEndOf(one, other) && startsBeforeEndOf(other, one);
}

/** The London day of an instant; a day stays as it is. */
export function dayOf(when: Day | Date): Day {
  return typeof when === 'string' ? when : londonDayOf(when);
}

function startsBeforeEndOf({ validFrom }: Dated, { validTo }: Dated): boolean {
  return validFrom === undefined || validTo === undefined || validFrom <= validTo;
}
