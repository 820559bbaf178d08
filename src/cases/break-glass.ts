import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, NotFound } from '../platform/problems/problem.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { eventRow, taskRow } from './case-opening.js';
import { NextActions } from './next-action.js';
import type { BreakGlassResponse } from './restriction-responses.js';
import { belongingTo } from './seen-case.js';
import { SupportCase } from './support-case.entity.js';

interface Opening {
  grantId: string;
  reason: string;
  expiresAt: Date;
  reviewDueAt: Date;
}

const HOUR_MS = 3_600_000;

/**
 * Emergency access to a restricted case, for some hours, with a reason that a second person reviews.
 *
 * It runs with the service's own reach, because for the caller the case does not exist. An id or reference that is
 * nobody's answers 404. A case that is not restricted answers 409, which tells nothing: the caller sees it anyway. That
 * a restricted case exists is learned only by opening it, which leaves the reason, the audit and the review behind.
 */
@Injectable()
export class BreakGlass {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly thresholds: Thresholds,
    private readonly nextActions: NextActions,
  ) {}

  /** @throws NotFound; Conflict `not-restricted`, `already-a-member`, `already-open` */
  openById(actor: Actor, id: string, reason: string): Promise<BreakGlassResponse> {
    return this.open(actor, { id }, reason);
  }

  /** @throws as `openById` does */
  openByReference(actor: Actor, reference: string, reason: string): Promise<BreakGlassResponse> {
    return this.open(actor, { reference: reference.toUpperCase() }, reason);
  }

  private open(
    actor: Actor,
    where: { id: string } | { reference: string },
    reason: string,
  ): Promise<BreakGlassResponse> {
    return this.database.inTransaction(onBehalfOf(actor, 'worker'), async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const supportCase = await tx.manager.findOne(SupportCase, { where, lock });
      if (!supportCase) throw new NotFound('case');
      await mustNeedIt(tx, supportCase);
      const grantId = newId();
      const until = this.endsOf(tx.now);
      await this.insertGrant(tx, supportCase, { grantId, reason, ...until });
      await tx.insert('task', [reviewTask(tx, supportCase, { grantId, dueAt: until.reviewDueAt })]);
      if (!supportCase.closedAt) await this.nextActions.settle(tx, supportCase);
      const { id: caseId, personId } = supportCase;
      const about = { targetType: 'case', targetIds: [caseId], personIds: [personId] };
      await tx.audit({ action: 'case.break-glass', ...about, reasonCode: 'emergency' });
      const { expiresAt, reviewDueAt } = until;
      return { grantId, caseId, expiresAt: expiresAt.toISOString(), reviewDueAt: reviewDueAt.toISOString() };
    });
  }

  private endsOf(now: Date): { expiresAt: Date; reviewDueAt: Date } {
    const after = (hours: number) => new Date(now.getTime() + hours * HOUR_MS);
    return {
      expiresAt: after(this.thresholds.at('breakGlassHours', now)),
      reviewDueAt: after(this.thresholds.at('breakGlassReviewHours', now)),
    };
  }

  private async insertGrant(
    tx: Transaction,
    supportCase: SupportCase,
    { grantId, reason, ...until }: Opening,
  ): Promise<void> {
    const { subject } = tx.actor;
    const reason_sealed = this.encryption.seal(reason, breakGlassReasonPlace(grantId));
    const grant = {
      subject,
      kind: 'break-glass',
      reason_code: 'emergency',
      granted_by: subject,
      granted_at: tx.now,
    };
    const ends = { expires_at: until.expiresAt, review_due_at: until.reviewDueAt };
    await tx.insert('access_grant', [
      { id: grantId, ...belongingTo(supportCase), ...grant, reason_sealed, ...ends },
    ]);
    const { id: caseId, personId, restricted } = supportCase;
    const by = { at: tx.now, actorKind: 'user', subject };
    const details = { grantId, expiresAt: until.expiresAt.toISOString() };
    await tx.insert('case_event', [
      eventRow({ caseId, personId, restricted, kind: 'break-glass.used', ...by, details }),
    ]);
  }
}

/** Where the reason of an emergency access is sealed for. */
export function breakGlassReasonPlace(rowId: string) {
  return { table: 'access_grant', column: 'reason_sealed', rowId };
}

async function mustNeedIt(tx: Transaction, { restricted, personId }: SupportCase): Promise<void> {
  if (!restricted) throw new Conflict('not-restricted', 'The case is not restricted: you see it as it is.');
  const held = await tx.queryOne<{ kind: string }>(
    `SELECT kind FROM access_grant
      WHERE person_id = $1 AND subject = $2 AND withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
      ORDER BY kind DESC LIMIT 1`,
    [personId, tx.actor.subject, tx.now],
  );
  if (held?.kind === 'member') throw new Conflict('already-a-member', 'You are a member of this case.');
  if (held) throw new Conflict('already-open', 'Your emergency access has not ended yet.');
}

function reviewTask(
  tx: Transaction,
  supportCase: SupportCase,
  { grantId, dueAt }: { grantId: string; dueAt: Date },
) {
  const { id: caseId, personId, restricted, allocatedTeam: team } = supportCase;
  const about = {
    caseId,
    person_id: personId,
    restricted,
    team,
    source: 'access',
    sourceId: grantId,
  } as const;
  return taskRow({ ...about, kind: 'review-break-glass', dueAt, at: tx.now, by: tx.actor.subject });
}
