import { Injectable } from '@nestjs/common';
import { instantsOfLondonTime, londonDayOf } from '../../platform/working-days/london-days.js';
import { addDays, utcMidnight } from '../../platform/working-days/calendar-days.js';
import { type ThresholdName, Thresholds } from '../../reference-data/thresholds.js';
import type { MessageKind } from '../channels/channel.js';

const MS_PER_HOUR = 3_600_000;

/** Thresholds of the hours between which a kind of message may leave; a letter is printed at any. */
const HOURS = {
  email: ['automaticEmailFromHour', 'automaticEmailUntilHour'],
  sms: ['smsFromHour', 'smsUntilHour'],
  letter: null,
} as const;

/** The hours of the day, London time, at which messages may leave (VAL safe-contact rule SC-6). */
@Injectable()
export class SendingWindow {
  constructor(private readonly thresholds: Thresholds) {}

  /** Null where such a message may leave now, else the instant from which it may. */
  opensAt(now: Date, kind: MessageKind = 'email'): Date | null {
    const hours = HOURS[kind];
    if (!hours) return null;
    const [from, until] = hours;
    const today = londonDayOf(now);
    const opens = this.at(today, from);
    if (now < opens) return opens;
    return now < this.at(today, until) ? null : this.at(addDays(today, 1), from);
  }

  private at(day: string, threshold: ThresholdName): Date {
    return this.hourOf(day, this.thresholds.at(threshold, day));
  }

  /** An hour that spring skips begins when the next one does. */
  private hourOf(day: string, hour: number): Date {
    const shown = utcMidnight(day) + hour * MS_PER_HOUR;
    return instantsOfLondonTime(shown)[0] ?? instantsOfLondonTime(shown + MS_PER_HOUR)[0]!;
  }
}
