import { Injectable } from '@nestjs/common';
import { NextActions } from '../cases/next-action.js';
import { recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';

/** The first step of a case, which is done when a message was sent. */
@Injectable()
export class FirstContact {
  constructor(private readonly nextActions: NextActions) {}

  /** Completes the task of the first contact. Somebody who is to be called (`call-person`) still is. */
  async complete(tx: Transaction, supportCase: SupportCase): Promise<void> {
    const completed = await tx.query<{ id: string }>(
      `UPDATE task SET completed_at = $2, completed_by = $3, outcome_code = 'done', version = version + 1
        WHERE case_id = $1 AND kind = 'first-contact' AND completed_at IS NULL AND cancelled_at IS NULL
        RETURNING id`,
      [supportCase.id, tx.now, tx.actor.subject],
    );
    for (const { id } of completed) {
      await recordEvent(tx, supportCase, 'task.completed', {
        taskId: id,
        kind: 'first-contact',
        outcomeCode: 'done',
      });
    }
    if (completed.length > 0 && !supportCase.closedAt) await this.nextActions.settle(tx, supportCase);
  }
}
