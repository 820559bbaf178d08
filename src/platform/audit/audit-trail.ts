import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Database } from '../database/database.js';
import { type Page, pageOf, readCursor } from '../http/paging.js';
import type { AuditEntryResponse, AuditQuery } from './audit-requests.js';

/** The audit as a list, newest first. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: Database) {}

  /** One page; looking is itself audited, with the ids that were shown and the person who was asked about. */
  async page(actor: Actor, query: AuditQuery): Promise<Page<AuditEntryResponse>> {
    const [at, id] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const rows = await tx.query<AuditEntryResponse>(PAGE, [
        ...[query.personId ?? null, query.subject ?? null, query.action ?? null],
        ...[query.from ?? null, query.to ?? null, at ?? null, id ?? null, query.limit + 1],
      ]);
      const page = pageOf(
        rows,
        query.limit,
        (row) => [row.occurredAt, row.id],
        (row) => row,
      );
      await tx.audit({
        action: 'audit.read',
        targetType: 'audit',
        targetIds: page.items.map((item) => item.id),
        personIds: query.personId ? [query.personId] : [],
      });
      return page;
    });
  }
}

const PAGE = `
  SELECT id, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "occurredAt",
         actor_kind AS "actorKind", subject, roles, action, audit_class AS "auditClass",
         target_type AS "targetType", target_ids AS "targetIds", person_ids AS "personIds", fields,
         reason_code AS "reasonCode", request_id AS "requestId"
    FROM audit_entry
   WHERE ($1::uuid IS NULL OR person_ids @> ARRAY[$1::uuid])
     AND ($2::text IS NULL OR subject = $2)
     AND ($3::text IS NULL OR action = $3)
     AND ($4::timestamptz IS NULL OR occurred_at >= $4)
     AND ($5::timestamptz IS NULL OR occurred_at < $5)
     AND ($6::timestamptz IS NULL OR (occurred_at, id) < ($6, $7::uuid))
   ORDER BY occurred_at DESC, id DESC
   LIMIT $8`;
