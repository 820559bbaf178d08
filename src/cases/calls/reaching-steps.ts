import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { TaskKind } from '../case-opening.js';
import { type FollowUp, FollowUps } from '../follow-ups.js';
import type { SupportCase } from '../support-case.entity.js';

/** Tasks that a call does, whatever comes of it. */
export const DONE_BY_A_CALL: readonly TaskKind[] = ['call-person', 'first-contact'];
/** Tasks that meeting the person does too; a number that is wanted is still wanted then. */
export const DONE_BY_MEETING: readonly TaskKind[] = [...DONE_BY_A_CALL, 'call-back', 'decide-unreached'];
/** Tasks that only reaching the person by a call does. */
export const DONE_BY_REACHING: readonly TaskKind[] = [...DONE_BY_MEETING, 'find-contact-point'];

/** The steps by which a person is reached, each only where somebody may do it, and one decision at a time. */
@Injectable()
export class ReachingSteps {
  constructor(private readonly followUps: FollowUps) {}

  /**
   * Adds a step; answers the kind of the one that is open now, or null where none is wanted. No way is looked for to
   * somebody whom nobody may contact. Whether contact is safe is decided before what becomes of somebody unreached; the
   * one decision takes the other's place, and is then for a second pair of eyes as that is.
   * @param decision the latest on contact with the person
   */
  async add(
    tx: Transaction,
    supportCase: SupportCase,
    step: FollowUp,
    decision: string | null,
  ): Promise<TaskKind | null> {
    if (step.kind === 'find-contact-point' && decision === 'DO_NOT_CONTACT') return null;
    const wanted = await this.oneDecision(tx, supportCase, step);
    await this.followUps.add(tx, supportCase, wanted);
    return wanted.kind;
  }

  private async oneDecision(tx: Transaction, supportCase: SupportCase, step: FollowUp): Promise<FollowUp> {
    const { kind } = step;
    if (kind !== 'decide-safe-contact' && kind !== 'decide-unreached') return step;
    const other = kind === 'decide-unreached' ? 'decide-safe-contact' : 'decide-unreached';
    const passedOn = await this.followUps.end(tx, supportCase, [other], 'passed-on');
    if (passedOn > 0) return { ...step, kind: 'decide-safe-contact', owner: null };
    return kind === 'decide-unreached' ? { ...step, owner: null } : step;
  }
}
