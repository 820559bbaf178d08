import { isoDayOf, policeDateTime } from '../scenario/calendar.js';
import type { KnownCrime } from '../scenario/known-crime.js';
import type { Random } from '../scenario/random.js';
import { FILE_ROWS } from './assumptions.js';
import type { Agency, CaseEvent, EventWords, VictimsWord } from './case-event.js';

/** What happens in one criminal case. Days are numbers; nobody looks at when the period ends. */
export class CaseLog {
  readonly events: CaseEvent[] = [];
  readonly words: VictimsWord[] = [];

  constructor(
    readonly crime: KnownCrime,
    readonly random: Random,
  ) {}

  /** Something happened by day. */
  happened(kind: string, source: Agency, day: number, words: EventWords = {}): CaseEvent {
    const minute = this.random.between(9 * 60, 14 * 60);
    const isDayAlone = !words.received && this.random.chance(FILE_ROWS.dayAlone);
    const occurred = isDayAlone ? isoDayOf(day) : policeDateTime(day, minute);
    return this.write({ kind, source, day, occurred, words, answers: null });
  }

  /** Something was told, offered or asked, in the afternoon or the evening. */
  told(
    kind: string,
    source: Agency,
    day: number,
    answers: CaseEvent | null,
    words: EventWords = {},
  ): CaseEvent {
    const occurred = policeDateTime(day, this.random.between(15 * 60, 19 * 60 + 59));
    return this.write({ kind, source, day, occurred, words, answers });
  }

  private write(said: {
    kind: string;
    source: Agency;
    day: number;
    occurred: string;
    words: EventWords;
    answers: CaseEvent | null;
  }): CaseEvent {
    const { kind, source, day, occurred, words, answers } = said;
    const toldOf = this.random.weighted<number>(FILE_ROWS.daysToFile);
    const sentOn = Math.max(day + 1 + toldOf, answers?.sentOn ?? 0);
    const event: CaseEvent = {
      ...{ reference: `INVENTED-${this.crime.reference.replaceAll('/', '-')}-${this.events.length + 1}` },
      ...{ crime: this.crime, kind, source, occurred, received: '', outcome: '', suspectKey: '' },
      ...{ victim: null, answers: answers?.reference ?? '', rule: '', channel: '' },
      ...{ reasonsGiven: '', understood: '', sentOn, isWithdrawn: false },
      lastUpdated: policeDateTime(sentOn - 1, 21 * 60),
      ...words,
    };
    this.events.push(event);
    return event;
  }
}
