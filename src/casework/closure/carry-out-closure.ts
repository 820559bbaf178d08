import { Injectable } from '@nestjs/common';
import { eventRow } from '../../cases/case-opening.js';
import { belongingTo, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { RetentionClasses } from '../../reference-data/retention-classes.js';

/** A closure whose conditions are met. */
export interface Closing {
  reason: string;
  isAutomatic: boolean;
  explanation: string | null;
  outcomeAssessmentId: string | null;
  noOutcomeReason: string | null;
  approvalId: string | null;
  approvedBy: string | null;
  handedOver: string[];
  note: string | null;
}

/** Why a message that waited for a case is withdrawn. */
const CASE_CLOSED = 'CASE_CLOSED';

/**
 * Closes a case: nothing of it stays open, no message of it leaves any more, and the day is set on which a person looks
 * whether it is kept. The person and the case are held by whoever calls.
 */
@Injectable()
export class CarryOutClosure {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly retention: RetentionClasses,
  ) {}

  async carryOut(tx: Transaction, supportCase: SupportCase, closing: Closing): Promise<void> {
    const { id: caseId, personId } = supportCase;
    await tx.insert('case_closure', [this.rowOf(tx, supportCase, closing)]);
    const cancelled = await tx.query<{ id: string; kind: string }>(CANCEL_TASKS, [caseId, tx.now]);
    const recalled = await tx.query<{ id: string }>(RECALL_MESSAGES, [caseId, CASE_CLOSED, tx.now]);
    await tx.query(`UPDATE case_allocation SET ended_at = $2 WHERE case_id = $1 AND ended_at IS NULL`, [
      caseId,
      tx.now,
    ]);
    await this.end(tx, supportCase, closing.reason);
    await this.tell(tx, supportCase, cancelled, recalled);
    const { reason, isAutomatic, noOutcomeReason, handedOver, explanation } = closing;
    const details = { reason, isAutomatic, noOutcomeReason, handedOver, rule: explanation };
    await recordEvent(tx, supportCase, 'case.closed', details);
    await tx.audit({
      ...{ action: 'case.close', targetType: 'case', targetIds: [caseId], personIds: [personId] },
      reasonCode: reason,
    });
  }

  private rowOf(tx: Transaction, supportCase: SupportCase, closing: Closing) {
    const { reason, isAutomatic, explanation, outcomeAssessmentId, noOutcomeReason, note } = closing;
    const place = closureNotePlace(supportCase.id);
    return {
      ...{ ...belongingTo(supportCase), reason, is_automatic: isAutomatic, explanation },
      ...{ closed_at: tx.now, closed_by: tx.actor.subject, handed_over: closing.handedOver },
      ...{ outcome_assessment_id: outcomeAssessmentId, no_outcome_reason: noOutcomeReason },
      ...{ approval_id: closing.approvalId, approved_by: closing.approvedBy },
      note_sealed: note === null ? null : this.encryption.seal(note, place),
    };
  }

  private async end(tx: Transaction, supportCase: SupportCase, reason: string): Promise<void> {
    const row = await tx.queryOne<{ retentionClass: string }>(
      `SELECT retention_class AS "retentionClass" FROM support_case WHERE id = $1`,
      [supportCase.id],
    );
    const kept = this.retention.describe(row!.retentionClass);
    const keeping = [kept?.legalHold ?? true, londonDayOf(tx.now), kept?.reviewAfterMonths ?? 0];
    supportCase.closedAt = tx.now;
    supportCase.changed(tx.now);
    await tx.query(CLOSE, [supportCase.id, tx.now, reason, supportCase.version, ...keeping]);
    await tx.query(KEEP_PERSON, [supportCase.personId, ...keeping]);
  }

  private async tell(
    tx: Transaction,
    { id: caseId, personId, restricted }: SupportCase,
    tasks: { id: string; kind: string }[],
    messages: { id: string }[],
  ): Promise<void> {
    const { kind: actorKind, subject } = tx.actor;
    const about = { caseId, personId, restricted, at: tx.now, actorKind, subject };
    await tx.insert('case_event', [
      ...tasks.map(({ id, kind }) =>
        eventRow({
          ...about,
          kind: 'task.cancelled',
          details: { taskId: id, kind, outcomeCode: 'case-closed' },
        }),
      ),
      ...messages.map(({ id }) =>
        eventRow({ ...about, kind: 'message.recalled', details: { messageId: id, reasons: [CASE_CLOSED] } }),
      ),
    ]);
  }
}

/** Where the note of a closure is sealed for. */
export function closureNotePlace(rowId: string) {
  return { table: 'case_closure', column: 'note_sealed', rowId };
}

/** Reviews of access stay: they are about who looked, not about the case. */
const CANCEL_TASKS = `
  UPDATE task SET cancelled_at = $2, outcome_code = 'case-closed', version = version + 1
   WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL AND kind NOT LIKE '%break-glass%'
  RETURNING id, kind`;

const RECALL_MESSAGES = `
  UPDATE message SET state = 'recalled', state_reason = $2, next_try_at = NULL, version = version + 1, updated_at = $3
   WHERE case_id = $1 AND state IN ('planned', 'queued', 'held') RETURNING id`;

const CLOSE = `
  UPDATE support_case SET closed_at = $2, closure_reason = $3, version = $4, updated_at = $2, next_action_due_at = NULL,
         legal_hold = legal_hold OR $5, review_due_on = ($6::date + make_interval(months => $7))::date
   WHERE id = $1`;

/** A person is kept as long as any of their cases. */
const KEEP_PERSON = `
  UPDATE person SET legal_hold = legal_hold OR $2,
         review_due_on = greatest(review_due_on, ($3::date + make_interval(months => $4))::date)
   WHERE id = $1`;
