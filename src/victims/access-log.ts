import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../platform/http/paging.js';
import type { AccessLogEntryResponse } from './access-log.responses.js';
import { personSeen } from './seen-person.js';

/** Who saw or changed what is held of a person. */
@Injectable()
export class AccessLog {
  constructor(private readonly database: Database) {}

  /** Newest first; looking at it is itself an entry. Other people of the same entry are never named. @throws NotFound */
  page(actor: Actor, personId: string, query: PageQuery): Promise<Page<AccessLogEntryResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      await personSeen(tx, personId);
      const rows = await tx.query<AccessLogEntryResponse>(PAGE, [personId, at, id, query.limit + 1]);
      await tx.audit({
        action: 'access-log.read',
        targetType: 'person',
        targetIds: [personId],
        personIds: [personId],
      });
      return pageOf(
        rows,
        query.limit,
        (row) => [row.occurredAt, row.id],
        (row) => row,
      );
    });
  }
}

const PAGE = `
  SELECT e.id, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt",
         e.actor_kind AS "actorKind", e.subject, s.display_name AS "displayName", e.roles, e.action, e.fields,
         e.reason_code AS "reasonCode"
    FROM audit_entry e LEFT JOIN staff_member s ON s.subject = e.subject
   WHERE e.person_ids @> ARRAY[$1::uuid] AND ($2::timestamptz IS NULL OR (e.occurred_at, e.id) < ($2, $3::uuid))
   ORDER BY e.occurred_at DESC, e.id DESC LIMIT $4`;
