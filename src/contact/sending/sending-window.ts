import { Injectable } from '@nestjs/common';
import { instantsOfLondonTime, londonDayOf } from '../../platform/working-days/london-days.js';
import { addDays, type Day, utcMidnight } from '../../platform/working-days/calendar-days.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import type { MessageKind } from '../channels/channel.js';

const MS_PER_HOUR = 3_600_000;
const MS_PER_MINUTE = 60_000;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAYS_AHEAD = 8;

/** Thresholds of the hours between which a kind of message may leave; a letter is printed at any. */
const HOURS = {
  email: ['automaticEmailFromHour', 'automaticEmailUntilHour'],
  sms: ['smsFromHour', 'smsUntilHour'],
  letter: null,
} as const;

/** Times of the week that somebody named as safe, London time. */
export interface SafeWindow {
  days: string[];
  /** `18:00`. */
  from: string;
  to: string;
}

/** Minutes of a day, London time. */
type Span = [from: number, until: number];

/** The hours of the day, London time, at which messages may leave (VAL safe-contact rule SC-6). */
@Injectable()
export class SendingWindow {
  constructor(private readonly thresholds: Thresholds) {}

  /** Null where such a message may leave now, else the instant from which it may; the same day next week where none. */
  opensAt(now: Date, kind: MessageKind = 'email', safe: readonly SafeWindow[] = []): Date | null {
    const today = londonDayOf(now);
    for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
      const day = addDays(today, ahead);
      for (const [from, until] of this.spansOf(day, kind, safe)) {
        const [opens, closes] = [instantOf(day, from), instantOf(day, until)];
        if (now < closes) return now < opens ? opens : null;
      }
    }
    return instantOf(addDays(today, DAYS_AHEAD), 0);
  }

  /** Whether there is any time of the week at which such a message may leave. */
  everOpens(now: Date, kind: MessageKind, safe: readonly SafeWindow[]): boolean {
    const today = londonDayOf(now);
    return WEEKDAYS.some((_, ahead) => this.spansOf(addDays(today, ahead), kind, safe).length > 0);
  }

  /** In the order of the day. */
  private spansOf(day: Day, kind: MessageKind, safe: readonly SafeWindow[]): Span[] {
    const hours = HOURS[kind];
    const open: Span = hours
      ? [this.thresholds.at(hours[0], day) * 60, this.thresholds.at(hours[1], day) * 60]
      : [0, 24 * 60];
    const weekday = WEEKDAYS[new Date(utcMidnight(day)).getUTCDay()]!;
    const named = safe.filter(({ days }) => days.includes(weekday));
    const spans =
      safe.length === 0 ? [open] : named.map(({ from, to }) => both(open, [minutes(from), minutes(to)]));
    return spans.filter(([from, until]) => from < until).sort(([one], [other]) => one - other);
  }
}

function both([from, until]: Span, [otherFrom, otherUntil]: Span): Span {
  return [Math.max(from, otherFrom), Math.min(until, otherUntil)];
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** A time that spring skips begins when the hour after it does. */
function instantOf(day: Day, minute: number): Date {
  const shown = utcMidnight(day) + minute * MS_PER_MINUTE;
  return instantsOfLondonTime(shown)[0] ?? instantsOfLondonTime(shown + MS_PER_HOUR)[0]!;
}
