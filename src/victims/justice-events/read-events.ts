import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { type Page, pageOf, readCursor } from '../../platform/http/paging.js';
import { NotFound } from '../../platform/problems/problem.js';
import { EventNotes } from './event-notes.js';
import type { JusticeEventsQuery } from './justice-event-requests.js';
import type { JusticeEventDetailResponse, JusticeEventResponse } from './justice-event-responses.js';
import { isSeen } from './requested-event.js';
import { type EventRow, SHOWN_EVENT, toEventResponse } from './shown-event.js';

/** What happened in a criminal case, as far as the actor may see the people whom it concerns. */
@Injectable()
export class ReadEvents {
  constructor(
    private readonly database: Database,
    private readonly notes: EventNotes,
  ) {}

  /** Newest first, in their newest versions. @throws NotFound also where the actor may see nobody of the crime */
  list(actor: Actor, incidentId: string, query: JusticeEventsQuery): Promise<Page<JusticeEventResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const personIds = await peopleSeen(tx, incidentId);
      const rows = await tx.query<EventRow>(LIST, [
        ...[incidentId, query.kind ?? null, query.since ?? null],
        ...[at, id, query.limit + 1],
      ]);
      await audit(tx, rows.slice(0, query.limit), personIds);
      return pageOf(rows, query.limit, (row) => [row.occurredAt.toISOString(), row.id], toEventResponse);
    });
  }

  /** One event by any of its versions, with all of them. @throws NotFound */
  read(actor: Actor, incidentId: string, eventId: string): Promise<JusticeEventDetailResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const personIds = await peopleSeen(tx, incidentId);
      const rows = await tx.query<EventRow & { noteSealed: string | null }>(VERSIONS, [eventId, incidentId]);
      const asked = rows.find(({ id }) => id === eventId);
      if (!asked) throw new NotFound('justice event');
      await audit(tx, rows, personIds);
      const { noteSealed: _, ...event } = asked;
      return {
        ...toEventResponse(event),
        versions: rows.map(({ noteSealed, ...row }) => ({
          ...toEventResponse(row),
          note: this.notes.open(row.id, noteSealed),
        })),
      };
    });
  }
}

/** One version as it is shown. */
export async function versionShown(tx: Transaction, id: string): Promise<JusticeEventResponse> {
  const row = await tx.queryOne<EventRow>(`SELECT ${SHOWN_EVENT} FROM justice_event e WHERE e.id = $1`, [id]);
  return toEventResponse(row!);
}

/** The people of a crime whom the transaction sees. @throws NotFound where there is nobody */
async function peopleSeen(tx: Transaction, incidentId: string): Promise<string[]> {
  if (!(await isSeen(tx, incidentId))) throw new NotFound('incident');
  const rows = await tx.query<{ personId: string }>(
    `SELECT DISTINCT person_id AS "personId" FROM party WHERE incident_id = $1 AND role IN ('victim', 'family-member')`,
    [incidentId],
  );
  return rows.map(({ personId }) => personId);
}

async function audit(tx: Transaction, rows: readonly EventRow[], personIds: string[]): Promise<void> {
  await tx.audit({
    action: 'justice-event.read',
    targetType: 'justice-event',
    targetIds: [...new Set(rows.map(({ id }) => id))],
    personIds,
  });
}

const LIST = `
  SELECT ${SHOWN_EVENT} FROM current_justice_event e
   WHERE e.incident_id = $1 AND ($2::text IS NULL OR e.kind = $2)
     AND ($3::timestamptz IS NULL OR e.occurred_at >= $3)
     AND ($4::timestamptz IS NULL OR (e.occurred_at, e.id) < ($4, $5::uuid))
   ORDER BY e.occurred_at DESC, e.id DESC LIMIT $6`;

const VERSIONS = `
  SELECT ${SHOWN_EVENT}, n.text_sealed AS "noteSealed"
    FROM justice_event asked
    JOIN justice_event e ON e.original_id = asked.original_id AND e.incident_id = asked.incident_id
    LEFT JOIN justice_event_note n ON n.event_id = e.id
   WHERE asked.id = $1 AND asked.incident_id = $2 ORDER BY e.recorded_at, e.id`;
