import { Injectable } from '@nestjs/common';
import { NextActions } from '../cases/next-action.js';
import { caseToChange, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';

/** The first step of a case, which is done when a message was sent. */
@Injectable()
export class FirstContact {
  constructor(private readonly nextActions: NextActions) {}

  /** Completes the task of the first contact. Somebody who is to be called (`call-person`) still is. */
  async complete(tx: Transaction, about: Pick<SupportCase, 'id' | 'personId' | 'restricted'>): Promise<void> {
    const completed = await tx.prepared<{ id: string }>(COMPLETE, [about.id, tx.now, tx.actor.subject]);
    for (const { id } of completed) {
      const details = { taskId: id, kind: 'first-contact', outcomeCode: 'done' };
      await recordEvent(tx, about, 'task.completed', details);
    }
    if (completed.length === 0) return;
    const supportCase = await caseToChange(tx, about.id);
    if (!supportCase.closedAt) await this.nextActions.settle(tx, supportCase);
  }
}

const COMPLETE = {
  name: 'contact.complete-first-contact',
  text: `
    UPDATE task SET completed_at = $2, completed_by = $3, outcome_code = 'done', version = version + 1
     WHERE case_id = $1 AND kind = 'first-contact' AND completed_at IS NULL AND cancelled_at IS NULL
    RETURNING id`,
};
