import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { endOfDayLondon, londonDayOf } from '../platform/working-days/london-days.js';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { taskRow } from './case-opening.js';
import type { SupportCase } from './support-case.entity.js';
import { recordEvent } from './seen-case.js';

/** When a case is next due, and why then. */
export interface NextAction {
  dueAt: Date;
  because: 'earliest-open-task' | 'follow-up-review-added';
  /** How the day of an added review was counted; null where a task was there. */
  explanation: string | null;
}

/** Keeps every open case with a next step: due with its earliest open task, and never without one. */
@Injectable()
export class NextActions {
  constructor(
    private readonly holidays: BankHolidays,
    private readonly thresholds: Thresholds,
  ) {}

  /** Puts the case's due time right after its tasks changed. Where none is open, a review is added. */
  async settle(tx: Transaction, supportCase: SupportCase): Promise<NextAction> {
    const next = (await this.earliest(tx, supportCase.id)) ?? (await this.addReview(tx, supportCase));
    tx.leave(
      `UPDATE support_case SET next_action_due_at = $2, updated_at = $3 WHERE id = $1 AND closed_at IS NULL`,
      [supportCase.id, next.dueAt, tx.now],
    );
    return next;
  }

  private async earliest(tx: Transaction, caseId: string): Promise<NextAction | null> {
    const row = await tx.queryOne<{ due: Date | null }>(
      `SELECT min(due_at) AS due FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL`,
      [caseId],
    );
    return row?.due ? { dueAt: row.due, because: 'earliest-open-task', explanation: null } : null;
  }

  private async addReview(tx: Transaction, supportCase: SupportCase): Promise<NextAction> {
    const { id: caseId, personId, restricted, allocatedTo, allocatedTeam: team } = supportCase;
    const today = londonDayOf(tx.now);
    const { value, unit } = this.thresholds.explain('followUpReviewWorkingDays', today);
    const dueAt = endOfDayLondon(this.holidays.workingDays().addWorkingDays(today, value));
    const taskId = newId();
    const about = {
      id: taskId,
      caseId,
      person_id: personId,
      restricted,
      team,
      at: tx.now,
      by: tx.actor.subject,
    };
    const row = taskRow({ ...about, kind: 'follow-up-review', source: 'casework', sourceId: null, dueAt });
    await tx.insert('task', [{ ...row, owner: allocatedTo }]);
    await recordEvent(tx, supportCase, 'task.added', { taskId, kind: 'follow-up-review' });
    const explanation = `followUpReviewWorkingDays: ${value} ${unit} of England and Wales after ${today}, end of day in London`;
    return { dueAt, because: 'follow-up-review-added', explanation };
  }
}
