import { Injectable } from '@nestjs/common';
import { type OpenedCase, openCase } from '../../cases/case-opening.js';
import { FollowUps, type ExplainedDue } from '../../cases/follow-ups.js';
import { caseSeen, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { PriorityReason } from '../../cases/priority.js';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, Invalid } from '../../platform/problems/problem.js';
import { daysBetween } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { personToChange } from '../../victims/seen-person.js';
import type { ReopenCaseRequest } from './closure-requests.js';
import type { ReopenedCaseResponse } from './closure-responses.js';
import { againstReopening, REOPENING_REASONS, type ReopeningFacts } from './reopening-rule.js';

interface ClosedCase extends ReopeningFacts {
  priority: number;
  priorityReasons: PriorityReason[];
  cohorts: string[];
  retentionClass: string;
}

/** Begins support again after a case was closed: a new case that is linked to the closed one, with its old team. */
@Injectable()
export class ReopenCase {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly codeLists: CodeLists,
    private readonly thresholds: Thresholds,
    private readonly followUps: FollowUps,
  ) {}

  /** @throws NotFound; Invalid `unknown-reason`; Conflict `case-open`, `reopened-before`, `person-has-open-case` */
  reopen(actor: Actor, caseId: string, request: ReopenCaseRequest): Promise<ReopenedCaseResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      await personToChange(tx, (await caseSeen(tx, caseId)).personId);
      const closed = await caseToChange(tx, caseId);
      const before = (await tx.queryOne<ClosedCase>(CLOSED, [caseId]))!;
      if (!this.codeLists.has('reopening-reasons', request.reason, tx.now))
        throw Invalid.field('reason', 'unknown-reason', 'There is no such reason for reopening.');
      const against = againstReopening(before);
      if (against) throw new Conflict(against, REOPENING_REASONS[against]);
      const due = this.followUps.workingDaysAfter(tx.now, 'callPersonWorkingDays');
      const opened = openingOf(tx, closed, before, due);
      await insertCase(tx, opened, caseId);
      const counted = await this.link(tx, closed, opened, request);
      await tell(tx, closed, opened, request.reason);
      await tx.announce('case.reopened', { caseId: opened.caseId });
      return {
        ...{ caseId: opened.caseId, reference: opened.supportCase.reference as string, reopenedFrom: caseId },
        ...{ reason: request.reason, team: closed.allocatedTeam, version: 1, ...counted },
        ...{ nextActionDueAt: due.dueAt.toISOString(), nextActionExplanation: due.explanation },
      };
    });
  }

  private async link(
    tx: Transaction,
    closed: SupportCase,
    { caseId }: OpenedCase,
    { reason, note }: ReopenCaseRequest,
  ): Promise<Pick<ReopenedCaseResponse, 'daysSinceClosure' | 'windowDays'>> {
    const today = londonDayOf(tx.now);
    const daysSinceClosure = Math.max(0, daysBetween(londonDayOf(closed.closedAt!), today));
    const windowDays = this.thresholds.at('reopeningWindowDays', today);
    const place = { table: 'case_reopening', column: 'note_sealed', rowId: caseId };
    await tx.insert('case_reopening', [
      {
        ...{ case_id: caseId, person_id: closed.personId, restricted: closed.restricted },
        ...{ from_case_id: closed.id, reason, reopened_at: tx.now, reopened_by: tx.actor.subject },
        ...{ days_since_closure: daysSinceClosure, window_days: windowDays },
        note_sealed: note === undefined ? null : this.encryption.seal(note, place),
      },
    ]);
    return { daysSinceClosure, windowDays };
  }
}

function openingOf(tx: Transaction, closed: SupportCase, before: ClosedCase, due: ExplainedDue): OpenedCase {
  const { kind: actorKind, subject } = tx.actor;
  return openCase({
    ...{ personId: closed.personId, restricted: closed.restricted, at: tx.now, actorKind, subject },
    priority: { points: before.priority, reasons: before.priorityReasons },
    ...{ cohorts: before.cohorts, team: closed.allocatedTeam, retentionClass: before.retentionClass },
    ...{ isToBeCalled: true, firstStepDueAt: due.dueAt },
  });
}

/** @throws Conflict `person-has-open-case` where a referral opened one at the same moment */
async function insertCase(tx: Transaction, opened: OpenedCase, reopenedFrom: string): Promise<void> {
  try {
    await tx.insert('support_case', [{ ...opened.supportCase, reopened_from: reopenedFrom }]);
  } catch (error) {
    const { constraint } = (error as { driverError?: { constraint?: string } }).driverError ?? {};
    if (constraint !== 'support_case_one_open') throw error;
    throw new Conflict('person-has-open-case', REOPENING_REASONS['person-has-open-case']);
  }
  await tx.insert('case_allocation', [opened.allocation]);
  await tx.insert('task', [{ ...opened.task, source: 'casework' }]);
}

async function tell(
  tx: Transaction,
  closed: SupportCase,
  { caseId }: OpenedCase,
  reason: string,
): Promise<void> {
  const { id: fromCaseId, personId, restricted, allocatedTeam: team } = closed;
  await recordEvent(tx, closed, 'case.reopened', { reopenedAs: caseId, reason });
  const opened = { id: caseId, personId, restricted };
  await recordEvent(tx, opened, 'case.opened', { reopenedFrom: fromCaseId, reason, team });
  await tx.audit({
    ...{ action: 'case.reopen', targetType: 'case', targetIds: [caseId, fromCaseId] },
    ...{ personIds: [personId], reasonCode: reason },
  });
}

const CLOSED = `
  SELECT c.closed_at IS NOT NULL AS "isClosed", c.priority, c.priority_reasons AS "priorityReasons", c.cohorts,
         c.retention_class AS "retentionClass",
         EXISTS (SELECT FROM support_case l WHERE l.reopened_from = c.id) AS "isReopened",
         EXISTS (SELECT FROM support_case o WHERE o.person_id = c.person_id AND o.closed_at IS NULL) AS "hasOpenCase"
    FROM support_case c WHERE c.id = $1`;
