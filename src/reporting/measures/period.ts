import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { startOfDayLondon } from '../../platform/working-days/london-days.js';

/** First and last London day. */
export interface DaySpan {
  from: Day;
  to: Day;
}

/** From the first instant of its first London day to the first after its last. */
export interface Period {
  start: Date;
  end: Date;
}

export function periodOf({ from, to }: DaySpan): Period {
  return { start: startOfDayLondon(from), end: startOfDayLondon(addDays(to, 1)) };
}
