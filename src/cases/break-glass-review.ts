import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type Page, pageOf, readCursor } from '../platform/http/paging.js';
import { Conflict, NotFound } from '../platform/problems/problem.js';
import { breakGlassReasonPlace } from './break-glass.js';
import { NextActions } from './next-action.js';
import type { BreakGlassQuery, ReviewRequest } from './restriction-requests.js';
import type { BreakGlassItemResponse, ReviewedResponse } from './restriction-responses.js';
import { caseToChange, recordEvent } from './seen-case.js';

type Moment = 'grantedAt' | 'expiresAt' | 'reviewDueAt';
type GrantRow = Omit<BreakGlassItemResponse, Moment | 'reviewedAt' | 'reason' | 'isOverdue'> &
  Record<Moment, Date> & { personId: string; reasonSealed: string; reviewedAt: Date | null };

/** The second person's look at every emergency access. */
@Injectable()
export class BreakGlassReview {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly nextActions: NextActions,
  ) {}

  /** Emergency accesses to cases that the actor may see, the one due first first. */
  page(actor: Actor, query: BreakGlassQuery): Promise<Page<BreakGlassItemResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const rows = await tx.query<GrantRow>(PAGE, [query.reviewed ?? null, at, id, query.limit + 1]);
      const keys = (row: GrantRow) => [row.reviewDueAt.toISOString(), row.grantId];
      const page = pageOf(rows, query.limit, keys, (row) => this.shown(row, tx.now));
      await tx.audit({
        action: 'break-glass.listed',
        targetType: 'access-grant',
        targetIds: page.items.map(({ grantId }) => grantId),
        personIds: rows.slice(0, query.limit).map(({ personId }) => personId),
      });
      return page;
    });
  }

  /** What was not justified ends at once. @throws NotFound; Conflict `needs-second-person`, `already-reviewed` */
  review(actor: Actor, caseId: string, grantId: string, request: ReviewRequest): Promise<ReviewedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      await mustBeReviewable(tx, caseId, grantId);
      const { outcome, note } = request;
      const place = { table: 'access_grant', column: 'review_note_sealed', rowId: grantId };
      const sealed = note === undefined ? null : this.encryption.seal(note, place);
      await tx.query(REVIEW, [grantId, actor.subject, tx.now, outcome, sealed]);
      await tx.query(END_TASKS, [caseId, grantId, tx.now, actor.subject]);
      await recordEvent(tx, supportCase, 'break-glass.reviewed', { grantId, outcome });
      if (!supportCase.closedAt) await this.nextActions.settle(tx, supportCase);
      const about = { targetType: 'access-grant', targetIds: [grantId], personIds: [supportCase.personId] };
      await tx.audit({ action: 'break-glass.review', ...about, reasonCode: outcome });
      return { grantId, outcome, reviewedBy: actor.subject, reviewedAt: tx.now.toISOString() };
    });
  }

  private shown({ reasonSealed, personId: _personId, ...row }: GrantRow, now: Date): BreakGlassItemResponse {
    return {
      ...row,
      reason: this.encryption.open(reasonSealed, breakGlassReasonPlace(row.grantId)),
      grantedAt: row.grantedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      reviewDueAt: row.reviewDueAt.toISOString(),
      isOverdue: row.reviewedAt === null && row.reviewDueAt < now,
      reviewedAt: row.reviewedAt?.toISOString() ?? null,
    };
  }
}

async function mustBeReviewable(tx: Transaction, caseId: string, grantId: string): Promise<void> {
  const grant = await tx.queryOne<{ subject: string; isReviewed: boolean }>(
    `SELECT subject, reviewed_at IS NOT NULL AS "isReviewed" FROM access_grant
      WHERE id = $1 AND case_id = $2 AND kind = 'break-glass' FOR UPDATE`,
    [grantId, caseId],
  );
  if (!grant) throw new NotFound('emergency access');
  if (grant.subject === tx.actor.subject)
    throw new Conflict('needs-second-person', 'Somebody else reviews your access.');
  if (grant.isReviewed) throw new Conflict('already-reviewed', 'The access was reviewed already.');
}

const PAGE = `
  SELECT g.id AS "grantId", g.case_id AS "caseId", g.person_id AS "personId", c.reference AS "caseReference", g.subject,
         s.display_name AS "displayName", g.reason_sealed AS "reasonSealed", g.granted_at AS "grantedAt",
         g.expires_at AS "expiresAt", g.review_due_at AS "reviewDueAt", g.reviewed_at AS "reviewedAt",
         g.reviewed_by AS "reviewedBy", g.review_outcome AS outcome
    FROM access_grant g
    JOIN support_case c ON c.id = g.case_id
    LEFT JOIN staff_member s ON s.subject = g.subject
   WHERE g.kind = 'break-glass' AND ($1::boolean IS NULL OR (g.reviewed_at IS NOT NULL) = $1)
     AND ($2::timestamptz IS NULL OR (g.review_due_at, g.id) > ($2, $3::uuid))
   ORDER BY g.review_due_at, g.id LIMIT $4`;

const REVIEW = `
  UPDATE access_grant
     SET reviewed_by = $2, reviewed_at = $3, review_outcome = $4, review_note_sealed = $5,
         withdrawn_at = CASE WHEN $4 = 'not-justified' THEN coalesce(withdrawn_at, $3) ELSE withdrawn_at END
   WHERE id = $1`;

const END_TASKS = `
  UPDATE task SET completed_at = $3, completed_by = $4, outcome_code = 'done', version = version + 1
   WHERE case_id = $1 AND source = 'access' AND source_id = $2 AND completed_at IS NULL AND cancelled_at IS NULL`;
