import type { QualityAnswer } from './justice-event.js';
import type { JusticeEventResponse } from './justice-event-responses.js';

/** A version as it lies in the ledger. */
export interface EventRow extends Omit<
  JusticeEventResponse,
  'occurredAt' | 'receivedAt' | 'recordedAt' | 'supersededAt' | 'quality'
> {
  occurredAt: Date;
  receivedAt: Date | null;
  recordedAt: Date;
  supersededAt: Date | null;
  quality: Record<string, QualityAnswer> | null;
}

/** Versions `e` with everything that is shown of them. */
export const SHOWN_EVENT = `
  e.id, e.original_id AS "originalId", e.incident_id AS "incidentId", e.kind, e.outcome, e.occurred_at AS "occurredAt",
  e.precision, e.received_at AS "receivedAt", e.recorded_at AS "recordedAt", e.recorded_by AS "recordedBy", e.source,
  e.feed, e.source_reference AS "sourceReference", e.suspect_key AS "suspectKey", e.party_id AS "partyId",
  e.answers_event_id AS "answersEventId", e.answers_rule AS "answersRule", e.channel, e.quality,
  e.supersedes_id AS "supersedesId", e.correction_reason AS "correctionReason", e.withdrawn AS "isWithdrawn",
  e.superseded_at AS "supersededAt"`;

/** An event as it is shown, as a plain object. */
type ShownEvent = Pick<JusticeEventResponse, keyof JusticeEventResponse>;

export function toEventResponse(row: EventRow): ShownEvent {
  return {
    ...row,
    occurredAt: row.occurredAt.toISOString(),
    receivedAt: row.receivedAt?.toISOString() ?? null,
    recordedAt: row.recordedAt.toISOString(),
    supersededAt: row.supersededAt?.toISOString() ?? null,
    quality: Object.entries(row.quality ?? {}).map(([question, answer]) => ({ question, answer })),
  };
}
