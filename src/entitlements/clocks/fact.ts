import type { Day } from '../../platform/working-days/calendar-days.js';

/** Something that happened and that clocks may rest on: a justice event, or what VAL's own records say. */
export interface Fact {
  /** The event's first version; null where it stands in a record of VAL's own. */
  eventId: string | null;
  referralId: string | null;
  kind: string;
  suspectKey: string | null;
  outcome: string | null;
  occurredAt: Date;
  /** When somebody first wrote down that it was so: its source, or the service where that was earlier. */
  recordedAt: Date;
  receivedAt: Date | null;
  source: string;
  answersEventId: string | null;
  /** Kind of the event that it answers. */
  answersKind: string | null;
  answersRule: string | null;
  channel: string | null;
  quality: Readonly<Record<string, string>> | null;
}

export type RightsStatus = 'yes' | 'no' | 'not-assessed';

/** What was known of enhanced rights from one instant until before another. */
export interface StatusStep {
  /** In milliseconds; the first begins at minus infinity and the last ends at infinity. */
  from: number;
  until: number;
  status: RightsStatus;
  bases: readonly string[];
}

/** A victim of one crime, with everything that happened in it and concerns them. */
export interface VictimHistory {
  partyId: string;
  groups: readonly string[];
  /** When the crime happened, or began to; null where that is not known. */
  offenceAt: Date | null;
  bornOn: Day | null;
  facts: readonly Fact[];
  statuses: readonly StatusStep[];
}
