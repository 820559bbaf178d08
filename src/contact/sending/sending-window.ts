import { Injectable } from '@nestjs/common';
import { instantsOfLondonTime, londonDayOf } from '../../platform/working-days/london-days.js';
import { addDays, utcMidnight } from '../../platform/working-days/calendar-days.js';
import { Thresholds } from '../../reference-data/thresholds.js';

const MS_PER_HOUR = 3_600_000;

/** The hours of the day, London time, at which a machine may send email (VAL safe-contact rule SC-6). */
@Injectable()
export class SendingWindow {
  constructor(private readonly thresholds: Thresholds) {}

  /** Null where email may leave now, else the instant from which it may. */
  opensAt(now: Date): Date | null {
    const today = londonDayOf(now);
    const tomorrow = addDays(today, 1);
    if (now < this.startOf(today)) return this.startOf(today);
    return now < this.hourOf(today, this.thresholds.at('automaticEmailUntilHour', today))
      ? null
      : this.startOf(tomorrow);
  }

  private startOf(day: string): Date {
    return this.hourOf(day, this.thresholds.at('automaticEmailFromHour', day));
  }

  /** An hour that spring skips begins when the next one does. */
  private hourOf(day: string, hour: number): Date {
    const shown = utcMidnight(day) + hour * MS_PER_HOUR;
    return instantsOfLondonTime(shown)[0] ?? instantsOfLondonTime(shown + MS_PER_HOUR)[0]!;
  }
}
