import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { TaskKind } from '../case-opening.js';
import { type FollowUp, FollowUps } from '../follow-ups.js';
import { recordEvent } from '../seen-case.js';
import type { SupportCase } from '../support-case.entity.js';

/** Tasks that a call does, whatever comes of it. */
export const DONE_BY_A_CALL: readonly TaskKind[] = ['call-person', 'first-contact'];
/** Tasks that meeting the person does too; a number that is wanted is still wanted then. */
export const DONE_BY_MEETING: readonly TaskKind[] = [...DONE_BY_A_CALL, 'call-back', 'decide-unreached'];
/** Tasks that only reaching the person by a call does. */
export const DONE_BY_REACHING: readonly TaskKind[] = [...DONE_BY_MEETING, 'find-contact-point'];

/** Decisions on contact, of which a case has one at a time, by which comes first. */
const DECISIONS: readonly TaskKind[] = ['decide-safe-contact', 'decide-unreached'];

/** A step that is open, and when it is due. */
export type OpenStep = Pick<FollowUp, 'kind' | 'dueAt'>;

interface OpenDecision extends OpenStep {
  id: string;
}

/** The steps by which a person is reached, each only where somebody may do it, and one decision at a time. */
@Injectable()
export class ReachingSteps {
  constructor(private readonly followUps: FollowUps) {}

  /**
   * Adds a step; answers the one that is open now, or null where none is wanted. No way is looked for to somebody whom
   * nobody may contact. Whether contact is safe is decided before what becomes of somebody unreached; the one decision
   * takes the other's place, and is then for a second pair of eyes as that is. None is put off, and none loses its owner.
   * @param decision the latest on contact with the person
   */
  async add(
    tx: Transaction,
    supportCase: SupportCase,
    step: FollowUp,
    decision: string | null,
  ): Promise<OpenStep | null> {
    if (step.kind === 'find-contact-point' && decision === 'DO_NOT_CONTACT') return null;
    if (isDecision(step)) return this.addDecision(tx, supportCase, step);
    await this.followUps.add(tx, supportCase, step);
    return step;
  }

  private async addDecision(tx: Transaction, supportCase: SupportCase, step: FollowUp): Promise<OpenStep> {
    const open = await tx.queryOne<OpenDecision>(OPEN_DECISION, [supportCase.id, DECISIONS]);
    if (open?.kind === step.kind) return this.putForward(tx, supportCase, open, step.dueAt);
    if (open?.kind === 'decide-safe-contact') return open;
    if (open) await this.followUps.end(tx, supportCase, [open.kind], 'passed-on');
    const dueAt = open && open.dueAt < step.dueAt ? open.dueAt : step.dueAt;
    const isForOthers = open !== null || step.kind === 'decide-unreached';
    const wanted = { ...step, dueAt, owner: isForOthers ? null : step.owner };
    await this.followUps.add(tx, supportCase, wanted);
    return wanted;
  }

  private async putForward(
    tx: Transaction,
    supportCase: SupportCase,
    open: OpenDecision,
    dueAt: Date,
  ): Promise<OpenStep> {
    if (open.dueAt <= dueAt) return open;
    await tx.query('UPDATE task SET due_at = $2, version = version + 1 WHERE id = $1', [open.id, dueAt]);
    await recordEvent(tx, supportCase, 'task.moved', { taskId: open.id, kind: open.kind });
    return { ...open, dueAt };
  }
}

function isDecision({ kind }: FollowUp): boolean {
  return DECISIONS.includes(kind);
}

/** The one that is decided first leads. */
const OPEN_DECISION = `
  SELECT id, kind, due_at AS "dueAt" FROM task
   WHERE case_id = $1 AND kind = ANY ($2::text[]) AND completed_at IS NULL AND cancelled_at IS NULL
   ORDER BY array_position($2::text[], kind), due_at, id LIMIT 1 FOR UPDATE`;
