/** Who says that something happened. Between them the agencies answer for a duty; a victim's word never does. */
export const EVENT_SOURCES = [
  'police',
  'wcu',
  'cps',
  'court',
  'probation',
  'cica',
  'victim',
  'val',
  'other',
] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

export const QUALITY_ANSWERS = ['yes', 'no', 'unknown'] as const;
export type QualityAnswer = (typeof QUALITY_ANSWERS)[number];

/** Why an event is said otherwise than before. */
export const CORRECTION_REASONS = [
  'entered-in-error',
  'source-corrected',
  'did-not-happen',
  'duplicate',
] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

/** What an event says: codes, times and ids. */
export interface EventContent {
  kind: string;
  outcome: string | null;
  /** When it happened; where only the London day is known, its midnight. */
  occurredAt: Date;
  precision: 'instant' | 'day';
  /** When whoever has to act on it got it. */
  receivedAt: Date | null;
  source: EventSource;
  suspectKey: string | null;
  /** The victim whom it concerns, where it concerns one. */
  partyId: string | null;
  /** Of a telling: the first version of the event that it answers. */
  answersEventId: string | null;
  answersRule: string | null;
  channel: string | null;
  quality: Readonly<Record<string, QualityAnswer>> | null;
}

/** A version of an event as it is held. */
export interface HeldEvent extends EventContent {
  id: string;
  incidentId: string;
  originalId: string;
  feed: string | null;
  sourceReference: string | null;
  sourceUpdatedAt: Date | null;
  withdrawn: boolean;
  importId: string | null;
}

/** The columns of a held event `e`. */
export const HELD_EVENT = `
  e.id, e.incident_id AS "incidentId", e.original_id AS "originalId", e.kind, e.outcome, e.occurred_at AS "occurredAt",
  e.precision, e.received_at AS "receivedAt", e.source, e.suspect_key AS "suspectKey", e.party_id AS "partyId",
  e.answers_event_id AS "answersEventId", e.answers_rule AS "answersRule", e.channel, e.quality, e.feed,
  e.source_reference AS "sourceReference", e.source_updated_at AS "sourceUpdatedAt", e.withdrawn,
  e.import_id AS "importId"`;

/** Whether two events say the same. */
export function sayTheSame(one: EventContent, other: EventContent): boolean {
  return JSON.stringify(wordsOf(one)) === JSON.stringify(wordsOf(other));
}

function wordsOf(event: EventContent): unknown[] {
  const quality = Object.entries(event.quality ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...[event.kind, event.outcome, event.occurredAt.getTime(), event.precision, event.receivedAt?.getTime()],
    ...[event.source, event.suspectKey, event.partyId, event.answersEventId, event.answersRule],
    ...[event.channel, quality],
  ];
}
