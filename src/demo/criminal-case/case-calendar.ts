import { isoDayOf, londonInstant } from '../scenario/calendar.js';
import { namesInDirectReferrals } from '../scenario/scenario.js';
import type { PeriodDay } from '../scenario/service-period.js';
import { Random, type Seed } from '../scenario/random.js';
import type { VictimsWord } from './case-event.js';
import { criminalCase } from './criminal-case.js';
import { writeEvents } from './event-rows.js';
import { type SentRow, sentRows } from './events-sent.js';

const FILE_ARRIVES = 5 * 60 + 45;

/** What a day brings of criminal cases. */
export interface CaseDay {
  file: { name: string; csv: string; at: Date } | null;
  words: readonly VictimsWord[];
}

/** Every criminal case of a period, as it reaches the service day by day. */
export class CaseCalendar {
  private readonly rows = new Map<string, SentRow[]>();
  private readonly words = new Map<string, VictimsWord[]>();

  constructor(
    private readonly seed: Seed,
    days: readonly PeriodDay[],
  ) {
    const direct = namesInDirectReferrals(days);
    for (const crime of days.flatMap(({ crimes }) => crimes)) {
      const log = criminalCase(seed, crime, direct.has(crime.reference));
      if (!log) continue;
      sentRows(seed, log.events).forEach((row) => under(this.rows, row));
      log.words.forEach((word) => under(this.words, word));
    }
  }

  /** @param on ISO day */
  day(on: string): CaseDay {
    return { file: this.fileOf(on), words: this.words.get(on) ?? [] };
  }

  /** Rows come in the order in which they were written down, now and then in none. */
  private fileOf(on: string): CaseDay['file'] {
    const sent = this.rows.get(on);
    if (!sent) return null;
    const rows = sent.map(({ row }) => row);
    const random = Random.stream(this.seed, 'event-file', on);
    const inOrder = random.chance(0.85) ? rows : random.shuffled(rows);
    return {
      name: `justice-events-${on}.csv`,
      csv: writeEvents(inOrder, `JEV-${on.replaceAll('-', '')}`),
      at: londonInstant(dayOf(sent), FILE_ARRIVES),
    };
  }
}

function under<T extends { on: number }>(map: Map<string, T[]>, item: T): void {
  const day = isoDayOf(item.on);
  const held = map.get(day);
  if (held) held.push(item);
  else map.set(day, [item]);
}

function dayOf([first]: readonly SentRow[]): number {
  return first!.on;
}
