import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../platform/http/paging.js';
import type { CaseEventResponse } from './case-responses.js';
import { caseSeen } from './seen-case.js';

interface EventRow extends Omit<CaseEventResponse, 'occurredAt' | 'recordedAt'> {
  occurredAt: Date;
  recordedAt: Date;
}

/** What happened in a case, newest first. */
@Injectable()
export class CaseTimeline {
  constructor(private readonly database: Database) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  page(actor: Actor, caseId: string, query: PageQuery): Promise<Page<CaseEventResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<EventRow>(PAGE, [caseId, at, id, query.limit + 1]);
      await tx.audit({
        action: 'case.timeline-read',
        targetType: 'case',
        targetIds: [caseId],
        personIds: [personId],
      });
      return pageOf(rows, query.limit, (row) => [row.occurredAt.toISOString(), row.id], shown);
    });
  }
}

function shown(row: EventRow): CaseEventResponse {
  return { ...row, occurredAt: row.occurredAt.toISOString(), recordedAt: row.recordedAt.toISOString() };
}

const PAGE = `
  SELECT id, kind, occurred_at AS "occurredAt", recorded_at AS "recordedAt", actor_kind AS "actorKind", subject, details
    FROM case_event
   WHERE case_id = $1 AND ($2::timestamptz IS NULL OR (occurred_at, id) < ($2, $3::uuid))
   ORDER BY occurred_at DESC, id DESC LIMIT $4`;
