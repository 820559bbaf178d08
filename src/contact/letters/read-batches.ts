import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../../platform/http/paging.js';
import { NotFound } from '../../platform/problems/problem.js';
import { Suppressors } from '../../reference-data/suppressors.js';
import { DISPLAY_NAME } from '../../victims/display-name.js';
import type {
  BatchItemResponse,
  BatchReason,
  BatchResponse,
  BatchSummaryResponse,
} from './batch-responses.js';
import { LETTER_REASONS } from './letter-rules.js';

type BatchRow = Omit<BatchSummaryResponse, 'leftOut' | 'createdAt' | 'approvedAt' | 'rejectedAt'> & {
  leftOut: Record<string, number>;
  createdAt: Date;
  approvedAt: Date | null;
  rejectedAt: Date | null;
};
type Summary = Pick<BatchSummaryResponse, keyof BatchSummaryResponse>;
type ItemRow = Omit<BatchItemResponse, 'leftOutBecause'> & { reasons: string[] };

/** Batches of letters, and who is on their lists. */
@Injectable()
export class ReadBatches {
  constructor(
    private readonly database: Database,
    private readonly suppressors: Suppressors,
  ) {}

  /** Newest first, without their lists. */
  page(actor: Actor, query: PageQuery): Promise<Page<BatchSummaryResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const rows = await tx.query<BatchRow>(PAGE, [at, id, query.limit + 1]);
      const targetIds = rows.slice(0, query.limit).map((row) => row.id);
      await tx.audit({ action: 'message-batch.list', targetType: 'message-batch', targetIds, personIds: [] });
      const keys = (row: BatchRow) => [row.createdAt.toISOString(), row.id];
      return pageOf(rows, query.limit, keys, (row) => this.summary(row));
    });
  }

  /** @throws NotFound */
  read(actor: Actor, id: string, query: PageQuery): Promise<BatchResponse> {
    return this.database.inTransaction(actor, (tx) => this.readIn(tx, id, query, 'message-batch.read'));
  }

  /** The same within a transaction of somebody else's, audited there. @throws NotFound */
  async readIn(tx: Transaction, id: string, query: PageQuery, action: string): Promise<BatchResponse> {
    const batch = await tx.queryOne<BatchRow>(ONE, [id]);
    if (!batch) throw new NotFound('message batch');
    const [after = null] = readCursor(query.after, ['id']) ?? [];
    const rows = await tx.query<ItemRow>(ITEMS, [id, after, query.limit + 1]);
    const personIds = rows.slice(0, query.limit).map(({ personId }) => personId);
    await tx.audit({ action, targetType: 'message-batch', targetIds: [id], personIds });
    const page = pageOf(
      rows,
      query.limit,
      ({ caseId }) => [caseId],
      ({ reasons, ...item }) => ({ ...item, leftOutBecause: reasons.map((reason) => this.inWords(reason)) }),
    );
    return { ...this.summary(batch), ...page };
  }

  private summary({ leftOut, createdAt, approvedAt, rejectedAt, ...row }: BatchRow): Summary {
    const counted = Object.entries(leftOut).map(([reason, people]) => ({ ...this.inWords(reason), people }));
    return {
      ...row,
      leftOut: counted.sort(
        (one, other) => other.people - one.people || one.reason.localeCompare(other.reason),
      ),
      createdAt: createdAt.toISOString(),
      approvedAt: approvedAt?.toISOString() ?? null,
      rejectedAt: rejectedAt?.toISOString() ?? null,
    };
  }

  private inWords(reason: string): Pick<BatchReason, keyof BatchReason> {
    const [code = ''] = reason.split(':');
    const ours: Record<string, string> = LETTER_REASONS;
    return { reason, sentence: ours[code] ?? this.suppressors.describe(code)?.sentence ?? code };
  }
}

/** Lists are counted as the reader may see them: of hidden people nothing is told. */
const COLUMNS = `
  b.id, b.kind, b.state, b.accepted_from::text AS "acceptedFrom", b.accepted_to::text AS "acceptedTo",
  b.at_most AS "atMost", i.selected, i.queued, i.left_out AS "leftOutSince", b.looked_at AS "lookedAt",
  b.not_looked_at AS "notLookedAt", b.left_out AS "leftOut", b.created_at AS "createdAt", b.created_by AS "createdBy",
  b.approved_at AS "approvedAt", b.approved_by AS "approvedBy", b.rejected_at AS "rejectedAt",
  b.rejected_by AS "rejectedBy", b.rejection_reason AS "rejectionReason", b.version`;

const FROM = `
  FROM message_batch b
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS selected, count(*) FILTER (WHERE m.outcome = 'queued')::int AS queued,
           count(*) FILTER (WHERE m.outcome = 'left-out')::int AS left_out
      FROM message_batch_item m WHERE m.batch_id = b.id) i`;

const ONE = `SELECT ${COLUMNS} ${FROM} WHERE b.id = $1`;

const PAGE = `
  SELECT ${COLUMNS} ${FROM}
   WHERE $1::timestamptz IS NULL OR (b.created_at, b.id) < ($1, $2::uuid)
   ORDER BY b.created_at DESC, b.id DESC LIMIT $3`;

const ITEMS = `
  SELECT i.case_id AS "caseId", c.reference AS "caseReference", i.person_id AS "personId",
         ${DISPLAY_NAME} AS "personName", i.outcome, i.reasons, i.message_id AS "messageId",
         m.state AS "messageState"
    FROM message_batch_item i
    JOIN support_case c ON c.id = i.case_id
    JOIN person p ON p.id = i.person_id
    LEFT JOIN message m ON m.id = i.message_id
   WHERE i.batch_id = $1 AND ($2::uuid IS NULL OR i.case_id > $2::uuid)
   ORDER BY i.case_id LIMIT $3`;
