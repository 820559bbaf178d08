import { Injectable } from '@nestjs/common';
import { mustHoldNoAddress } from '../cases/address-in-text.js';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { Conflict } from '../platform/problems/problem.js';
import type { WriteExitStrategyRequest } from './course-requests.js';
import type { ExitStrategyResponse } from './course-responses.js';
import { type PlanRow, planToChange } from './plan-rows.js';
import { PlanSteps } from './plan-steps.js';
import { PlanTexts } from './plan-texts.js';
import { ReadParts } from './read-parts.js';

/** Ends a plan with its exit strategy, which is the only way to end one. */
@Injectable()
export class EndPlan {
  constructor(
    private readonly database: Database,
    private readonly texts: PlanTexts,
    private readonly steps: PlanSteps,
    private readonly parts: ReadParts,
  ) {}

  /**
   * @throws NotFound; Invalid `in-the-future`, `before-the-plan`; Unprocessable `address-in-text`;
   * Conflict `case-closed`, `plan-ended`, `goals-open`
   */
  end(actor: Actor, caseId: string, request: WriteExitStrategyRequest): Promise<ExitStrategyResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId);
      const { reason, achieved, whatNext, reEntry, safeWayToContact } = request;
      if (await tx.queryOne(OPEN_GOAL, [plan.id]))
        throw new Conflict('goals-open', 'Say of each goal first how it stands in the end.');
      const notBefore = { at: plan.createdAt, code: 'before-the-plan' } as const;
      const writtenAt = happenedAt(tx, request.writtenAt, 'writtenAt', notBefore);
      await mustHoldNoAddress(tx, supportCase, { whatNext, reEntry, safeWayToContact });
      const row = this.rowOf(plan.id, request);
      const written = { written_at: writtenAt, written_by: actor.subject, recorded_at: tx.now };
      await tx.insert('exit_strategy', [{ ...row, ...belongingTo(supportCase), ...written }]);
      await tx.query(END, [plan.id, writtenAt, tx.now]);
      await recordEvent(tx, supportCase, 'support-plan.ended', { planId: plan.id, reason, achieved });
      await this.endSteps(tx, supportCase, plan);
      const target = { targetType: 'support-plan', targetIds: [plan.id], personIds: [supportCase.personId] };
      await tx.audit({ action: 'support-plan.end', ...target, reasonCode: reason });
      return (await this.parts.exitStrategy(tx, plan.id))!;
    });
  }

  private rowOf(planId: string, request: WriteExitStrategyRequest): Row {
    const { reason, achieved, whatNext, reEntry, safeWayToContact } = request;
    const contact = 'exit_strategy.safe_way_to_contact_sealed';
    return {
      ...{ plan_id: planId, reason, achieved },
      what_next_sealed: this.texts.seal(whatNext, 'exit_strategy.what_next_sealed', planId),
      re_entry_sealed: this.texts.seal(reEntry, 'exit_strategy.re_entry_sealed', planId),
      safe_way_to_contact_sealed: this.texts.seal(safeWayToContact, contact, planId),
    };
  }

  /** What is open of the plan ends with it; the case itself keeps a next step. */
  private async endSteps(tx: Transaction, supportCase: SupportCase, plan: PlanRow): Promise<void> {
    const dropped = await tx.query<{ id: string; actionCode: string }>(DROP, [
      plan.id,
      tx.actor.subject,
      tx.now,
    ]);
    for (const { id, actionCode } of dropped) {
      const details = { actionId: id, actionCode, reason: 'plan-ended' };
      await recordEvent(tx, supportCase, 'plan-action.dropped', details);
      await this.steps.end(tx, supportCase, 'plan-action', id, 'not-needed');
    }
    await this.steps.end(tx, supportCase, 'plan-check-in', plan.id, 'not-needed');
    await this.steps.end(tx, supportCase, 'plan-review', plan.id, 'not-needed');
    await this.steps.settle(tx, supportCase);
  }
}

const OPEN_GOAL = `SELECT id FROM plan_goal WHERE plan_id = $1 AND state = 'open' LIMIT 1`;
const END = `
  UPDATE support_plan
     SET state = 'ended', ended_at = $2, ended_by = id, next_check_in_at = NULL, version = version + 1, updated_at = $3
   WHERE id = $1`;
const DROP = `
  UPDATE plan_action SET state = 'dropped', drop_reason = 'plan-ended', ended_by = $2, version = version + 1, updated_at = $3
   WHERE plan_id = $1 AND state = 'open'
  RETURNING id, action_code AS "actionCode"`;
