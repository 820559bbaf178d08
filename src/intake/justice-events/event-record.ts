import type { EventContent } from '../../victims/justice-events/justice-event.js';
import type { RowFault } from '../cells.js';

/** One row about a criminal case, checked and normalised; it names crime, victim and answered event as its source does. */
export interface EventRecord {
  feed: string;
  /** The source's own id of the event: what makes two rows the same event within a feed. */
  reference: string;
  lastUpdatedAt: Date;
  crime: { force: string; reference: string };
  /** Ids of the victim whom it concerns. */
  victim: { victimOnCrimeId: string | null; personId: string | null };
  /** The reference of the event that it answers. */
  answersReference: string | null;
  withdrawn: boolean;
  content: Omit<EventContent, 'partyId' | 'answersEventId'>;
  /** SHA-256 of all that was received but the time of its last update. */
  contentSha256: string;
}

/** A row of a file of justice events, read: a record, or the reason why it is none. */
export type ReadEvent =
  | { record: EventRecord; fault: null }
  /** With the hash of what was received; null where its cells cannot be told apart. */
  | { record: null; fault: RowFault; contentSha256: string | null };
