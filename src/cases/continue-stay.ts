import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { daysBetween } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { Teams } from '../reference-data/teams.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { openCase, type OpenedCase, type TaskKind } from './case-opening.js';
import { FollowUps } from './follow-ups.js';
import type { PriorityReason } from './priority.js';
import { caseToChange, recordEvent } from './seen-case.js';
import type { SupportCase } from './support-case.entity.js';

/** Code of the list `reopening-reasons`. */
export const NEWS_OF_DANGER = 'news-of-danger';

interface LastStay {
  id: string;
  personId: string;
  restricted: boolean;
  closedAt: Date;
  priority: number;
  priorityReasons: PriorityReason[];
  cohorts: string[];
  retentionClass: string;
}

/** What came to light, and what somebody is asked to do about it. */
export interface News {
  /** Those that the news adds. */
  cohorts: readonly string[];
  task: { kind: TaskKind; sourceId: string };
  /** Code of the list `reopening-reasons`; news of danger where not given. */
  reason?: string;
}

/** Begins a new case that continues the last closed one, where news of danger comes about somebody who has none open. */
@Injectable()
export class ContinueStay {
  constructor(
    private readonly followUps: FollowUps,
    private readonly thresholds: Thresholds,
    private readonly teams: Teams,
  ) {}

  /**
   * What was known of the closed case stays known. The person is held by whoever calls, and has no open case.
   * Null where nothing is there to continue.
   */
  async begin(
    tx: Transaction,
    personId: string,
    { cohorts: added, task, reason = NEWS_OF_DANGER }: News,
  ): Promise<SupportCase | null> {
    const last = await tx.queryOne<LastStay>(LAST_STAY, [personId]);
    if (!last) return null;
    const cohorts = [...new Set([...last.cohorts, ...added])].sort();
    const opened = this.openingOf(tx, last, cohorts);
    await tx.insert('support_case', [{ ...opened.supportCase, reopened_from: last.id }]);
    await tx.insert('case_allocation', [opened.allocation]);
    await tx.insert('task', [
      { ...opened.task, kind: task.kind, source: 'casework', source_id: task.sourceId },
    ]);
    await this.link(tx, last, opened, reason);
    return caseToChange(tx, opened.caseId);
  }

  private openingOf(tx: Transaction, last: LastStay, cohorts: string[]): OpenedCase {
    const { kind: actorKind, subject } = tx.actor;
    const { personId, restricted, priority: points, priorityReasons: reasons, retentionClass } = last;
    return openCase({
      ...{ personId, restricted, at: tx.now, actorKind, subject, retentionClass },
      ...{ priority: { points, reasons }, cohorts: last.cohorts, team: this.teams.forCohorts(cohorts) },
      ...{ isToBeCalled: true },
      firstStepDueAt: this.followUps.workingDaysAfter(tx.now, 'callPersonWorkingDays').dueAt,
    });
  }

  private async link(tx: Transaction, last: LastStay, { caseId }: OpenedCase, reason: string): Promise<void> {
    const { personId, restricted } = last;
    const today = londonDayOf(tx.now);
    await tx.insert('case_reopening', [
      {
        ...{ case_id: caseId, person_id: personId, restricted, from_case_id: last.id },
        ...{ reason, reopened_at: tx.now, reopened_by: tx.actor.subject },
        days_since_closure: Math.max(0, daysBetween(londonDayOf(last.closedAt), today)),
        window_days: this.thresholds.at('reopeningWindowDays', today),
      },
    ]);
    await recordEvent(tx, last, 'case.reopened', { reopenedAs: caseId, reason });
    const opened = { id: caseId, personId, restricted };
    await recordEvent(tx, opened, 'case.opened', { reopenedFrom: last.id, reason });
    await tx.announce('case.reopened', { caseId });
  }
}

const LAST_STAY = `
  SELECT c.id, c.person_id AS "personId", c.restricted, c.closed_at AS "closedAt", c.priority,
         c.priority_reasons AS "priorityReasons", c.cohorts, c.retention_class AS "retentionClass"
    FROM support_case c
   WHERE c.person_id = $1 AND c.closed_at IS NOT NULL
     AND NOT EXISTS (SELECT FROM support_case l WHERE l.reopened_from = c.id)
   ORDER BY c.closed_at DESC, c.id DESC LIMIT 1 FOR UPDATE OF c`;
