import { Injectable } from '@nestjs/common';
import { eventRow } from '../../cases/case-opening.js';
import { belongingTo } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import type { Row, Transaction } from '../../platform/database/transaction.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { RetentionClasses } from '../../reference-data/retention-classes.js';

/** Who goes on with what is handed over: a colleague, or a team's queue. */
export interface Heir {
  subject: string | null;
  team: string;
}

/** A closure whose conditions are met. */
export interface Closing {
  supportCase: SupportCase;
  reason: string;
  isAutomatic: boolean;
  explanation: string | null;
  outcomeAssessmentId: string | null;
  noOutcomeReason: string | null;
  approvalId: string | null;
  approvedBy: string | null;
  handedOver: string[];
  /** Null where nobody needs to be named. */
  heir: Heir | null;
  note: string | null;
}

interface EndedRow {
  id: string;
  caseId: string;
  kind: string;
}

/** Why a message that waited for a case is withdrawn. */
const CASE_CLOSED = 'CASE_CLOSED';

/**
 * Closes cases: nothing of them stays open, no message of theirs leaves any more, and the day is set on which a person
 * looks whether they are kept. The people and the cases are held by whoever calls; a few statements, however many.
 */
@Injectable()
export class CarryOutClosure {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly retention: RetentionClasses,
  ) {}

  async carryOut(tx: Transaction, closings: readonly Closing[]): Promise<void> {
    const caseIds = idsOf(closings);
    await tx.insert(
      'case_closure',
      closings.map((closing) => this.rowOf(tx, closing)),
    );
    const pursued = closings.filter(({ handedOver }) => handedOver.includes('safeguarding-referrals'));
    await handOver(tx, pursued);
    const cancelled = await tx.query<EndedRow>(CANCEL_TASKS, [caseIds, tx.now, idsOf(pursued)]);
    const recalled = await tx.query<EndedRow>(RECALL_MESSAGES, [caseIds, CASE_CLOSED, tx.now]);
    await tx.query(
      `UPDATE case_allocation SET ended_at = $2 WHERE case_id = ANY ($1::uuid[]) AND ended_at IS NULL`,
      [caseIds, tx.now],
    );
    await this.end(tx, closings);
    await tx.insert('case_event', eventsOf(tx, closings, cancelled, recalled));
    for (const reason of new Set(closings.map((closing) => closing.reason))) await note(tx, closings, reason);
  }

  private rowOf(tx: Transaction, closing: Closing): Row {
    const { supportCase, reason, isAutomatic, explanation, outcomeAssessmentId, note: words } = closing;
    const place = closureNotePlace(supportCase.id);
    return {
      ...{ ...belongingTo(supportCase), reason, is_automatic: isAutomatic, explanation },
      ...{ closed_at: tx.now, closed_by: tx.actor.subject, handed_over: closing.handedOver },
      handed_over_to: closing.heir && (closing.heir.subject ?? closing.heir.team),
      ...{ outcome_assessment_id: outcomeAssessmentId, no_outcome_reason: closing.noOutcomeReason },
      ...{ approval_id: closing.approvalId, approved_by: closing.approvedBy },
      note_sealed: words === null ? null : this.encryption.seal(words, place),
    };
  }

  private async end(tx: Transaction, closings: readonly Closing[]): Promise<void> {
    const caseIds = idsOf(closings);
    const classes = await tx.query<{ id: string; code: string }>(
      `SELECT id, retention_class AS code FROM support_case WHERE id = ANY ($1::uuid[])`,
      [caseIds],
    );
    const kept = new Map(classes.map(({ id, code }) => [id, this.retention.describe(code)]));
    await tx.query(CLOSE, [
      ...[caseIds, closings.map(({ reason }) => reason)],
      caseIds.map((id) => kept.get(id)?.legalHold ?? true),
      caseIds.map((id) => kept.get(id)?.reviewAfterMonths ?? 0),
      ...[tx.now, londonDayOf(tx.now)],
    ]);
    for (const { supportCase } of closings) {
      supportCase.closedAt = tx.now;
      supportCase.changed(tx.now);
    }
  }
}

function idsOf(closings: readonly Closing[]): string[] {
  return closings.map(({ supportCase }) => supportCase.id);
}

/** The authority is asked on by whoever was named; a supervisor's task stays with the supervisors of their team. */
async function handOver(tx: Transaction, closings: readonly Closing[]): Promise<void> {
  await tx.query(HAND_OVER, [
    idsOf(closings),
    closings.map(({ heir }) => heir?.subject ?? null),
    closings.map(({ heir, supportCase }) => heir?.team ?? supportCase.allocatedTeam),
  ]);
}

/** Where the note of a closure is sealed for. */
export function closureNotePlace(rowId: string) {
  return { table: 'case_closure', column: 'note_sealed', rowId };
}

function eventsOf(
  tx: Transaction,
  closings: readonly Closing[],
  cancelled: readonly EndedRow[],
  recalled: readonly EndedRow[],
): Row[] {
  const { kind: actorKind, subject } = tx.actor;
  return closings.flatMap(({ supportCase: { id: caseId, personId, restricted }, ...closing }) => {
    const about = { caseId, personId, restricted, at: tx.now, actorKind, subject };
    const { reason, isAutomatic, noOutcomeReason, handedOver, explanation: rule } = closing;
    const handedOverTo = closing.heir && (closing.heir.subject ?? closing.heir.team);
    const ofCase = (rows: readonly EndedRow[]) => rows.filter((row) => row.caseId === caseId);
    return [
      ...ofCase(cancelled).map(({ id, kind }) =>
        eventRow({
          ...about,
          kind: 'task.cancelled',
          details: { taskId: id, kind, outcomeCode: 'case-closed' },
        }),
      ),
      ...ofCase(recalled).map(({ id }) =>
        eventRow({ ...about, kind: 'message.recalled', details: { messageId: id, reasons: [CASE_CLOSED] } }),
      ),
      eventRow({
        ...about,
        kind: 'case.closed',
        details: { reason, isAutomatic, noOutcomeReason, handedOver, handedOverTo, rule },
      }),
    ];
  });
}

function note(tx: Transaction, closings: readonly Closing[], reasonCode: string): Promise<void> {
  const closed = closings.filter(({ reason }) => reason === reasonCode).map(({ supportCase }) => supportCase);
  return tx.audit({
    ...{ action: 'case.close', targetType: 'case', reasonCode },
    targetIds: closed.map(({ id }) => id),
    personIds: closed.map(({ personId }) => personId),
  });
}

const HAND_OVER = `
  UPDATE task t
     SET team = g.team, owner = CASE t.kind WHEN 'chase-safeguarding' THEN g.subject END, version = t.version + 1
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS g(case_id, subject, team)
   WHERE t.case_id = g.case_id AND t.kind IN ('chase-safeguarding', 'escalate-safeguarding')
     AND t.completed_at IS NULL AND t.cancelled_at IS NULL`;

/**
 * Reviews of access stay: they are about who looked, not about the case. So does what is handed over of a safeguarding
 * referral, until the authority answers.
 */
const CANCEL_TASKS = `
  UPDATE task SET cancelled_at = $2, outcome_code = 'case-closed', version = version + 1
   WHERE case_id = ANY ($1::uuid[]) AND completed_at IS NULL AND cancelled_at IS NULL
     AND kind NOT LIKE '%break-glass%'
     AND NOT (case_id = ANY ($3::uuid[]) AND kind IN ('chase-safeguarding', 'escalate-safeguarding'))
  RETURNING id, case_id AS "caseId", kind`;

const RECALL_MESSAGES = `
  UPDATE message SET state = 'recalled', state_reason = $2, next_try_at = NULL, version = version + 1, updated_at = $3
   WHERE case_id = ANY ($1::uuid[]) AND state IN ('planned', 'queued', 'held')
  RETURNING id, case_id AS "caseId", state AS kind`;

/** A person is kept as long as any of their cases. */
const CLOSE = `
  WITH closed AS (
    UPDATE support_case c
       SET closed_at = $5, closure_reason = g.reason, version = c.version + 1, updated_at = $5,
           next_action_due_at = NULL, legal_hold = c.legal_hold OR g.hold,
           review_due_on = ($6::date + make_interval(months => g.months))::date
      FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::int[]) AS g(id, reason, hold, months)
     WHERE c.id = g.id
    RETURNING c.person_id, g.hold, c.review_due_on)
  UPDATE person p
     SET legal_hold = p.legal_hold OR closed.hold, review_due_on = greatest(p.review_due_on, closed.review_due_on)
    FROM closed WHERE p.id = closed.person_id`;
