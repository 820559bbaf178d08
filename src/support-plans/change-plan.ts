import { Injectable } from '@nestjs/common';
import { plannedAt } from '../cases/happened-at.js';
import { recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { TaskOutcome } from '../cases/task.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { ownerOf } from './open-plan.js';
import type { ChangePlanRequest } from './plan-requests.js';
import type { SupportPlanResponse } from './plan-responses.js';
import { dayToCome, type PlanRow, planToChange } from './plan-rows.js';
import { PlanSteps } from './plan-steps.js';
import { ReadParts } from './read-parts.js';
import { ReadPlan } from './read-plan.js';

/** Gives a plan to somebody else, or moves its next dates; none of the three can be taken away. */
@Injectable()
export class ChangePlan {
  constructor(
    private readonly database: Database,
    private readonly steps: PlanSteps,
    private readonly parts: ReadParts,
    private readonly plans: ReadPlan,
  ) {}

  /** @throws NotFound; StaleEdit; Invalid; Conflict `case-closed`, `plan-ended`, `not-a-member` */
  change(
    actor: Actor,
    caseId: string,
    request: ChangePlanRequest,
    version: number,
  ): Promise<SupportPlanResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId, version);
      const { nextCheckInAt: at, reviewDueOn: on } = request;
      const owner = request.owner === undefined ? plan.owner : await ownerOf(tx, supportCase, request.owner);
      const nextCheckInAt = at === undefined ? plan.nextCheckInAt! : plannedAt(tx, at, 'nextCheckInAt');
      const reviewDueOn = on === undefined ? plan.reviewDueOn : dayToCome(tx, on, 'reviewDueOn');
      await tx.query(CHANGE, [plan.id, owner, nextCheckInAt, reviewDueOn, tx.now]);
      const details = { planId: plan.id, owner, fields: Object.keys(request) };
      await recordEvent(tx, supportCase, 'support-plan.changed', details);
      await this.restep(tx, supportCase, plan, { ...plan, owner, nextCheckInAt, reviewDueOn });
      const note = { targetIds: [plan.id], personIds: [supportCase.personId], fields: Object.keys(request) };
      await tx.audit({ action: 'support-plan.change', targetType: 'support-plan', ...note });
      return this.plans.asItStands(tx, caseId);
    });
  }

  /** The tasks go along: with a new owner all of them, else those whose date moved. */
  private async restep(tx: Transaction, supportCase: SupportCase, before: PlanRow, plan: PlanRow) {
    const isHandedOn = before.owner !== plan.owner;
    const outcome: TaskOutcome = isHandedOn ? 'passed-on' : 'not-needed';
    if (isHandedOn || before.nextCheckInAt?.getTime() !== plan.nextCheckInAt?.getTime()) {
      await this.steps.end(tx, supportCase, 'plan-check-in', plan.id, outcome);
      await this.steps.checkIn(tx, supportCase, plan, plan.nextCheckInAt!);
    }
    if (isHandedOn || before.reviewDueOn !== plan.reviewDueOn) {
      await this.steps.end(tx, supportCase, 'plan-review', plan.id, outcome);
      await this.steps.review(tx, supportCase, plan, plan.reviewDueOn);
    }
    const open = isHandedOn
      ? (await this.parts.actions(tx, plan.id)).filter(({ state }) => state === 'open')
      : [];
    for (const action of open) {
      await this.steps.end(tx, supportCase, 'plan-action', action.id, outcome);
      await this.steps.action(tx, supportCase, plan, action);
    }
    await this.steps.settle(tx, supportCase);
  }
}

const CHANGE = `
  UPDATE support_plan
     SET owner = $2, next_check_in_at = $3, review_due_on = $4, version = version + 1, updated_at = $5
   WHERE id = $1`;
