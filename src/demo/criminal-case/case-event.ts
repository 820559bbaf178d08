import type { KnownCrime, KnownVictim } from '../scenario/known-crime.js';

/** Who recorded an event. */
export type Agency = 'police' | 'wcu' | 'cps' | 'court' | 'val';

/** An event of a criminal case as a file says it; what is not said is an empty string. */
export interface CaseEvent {
  /** The source's own id, which the same event keeps. */
  reference: string;
  crime: KnownCrime;
  kind: string;
  source: Agency;
  /** London, without offset; sometimes a day alone. */
  occurred: string;
  received: string;
  outcome: string;
  suspectKey: string;
  victim: KnownVictim | null;
  /** Reference of the event that it answers. */
  answers: string;
  rule: string;
  channel: string;
  reasonsGiven: string;
  understood: string;
  /** Number of the day whose file brings it. */
  sentOn: number;
  lastUpdated: string;
  isWithdrawn: boolean;
}

/** What an event may say beside its kind, its time and who says it. */
export type EventWords = Partial<
  Pick<
    CaseEvent,
    'outcome' | 'suspectKey' | 'victim' | 'rule' | 'channel' | 'reasonsGiven' | 'understood' | 'received'
  >
>;

/** What a victim says, some day later, of having been told of an event. */
export interface VictimsWord {
  /** Number of the day on which they say it. */
  on: number;
  answered: CaseEvent;
  victim: KnownVictim;
  outcome: 'told' | 'not-told' | 'not-sure';
}
