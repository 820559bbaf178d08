import { Injectable } from '@nestjs/common';
import { mustHoldNoAddress } from '../cases/address-in-text.js';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, recordEvent } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, Invalid, NotFound, StaleEdit } from '../platform/problems/problem.js';
import { mayBecome } from '../platform/state-table.js';
import { PlanActionCodes } from './plan-action-codes.js';
import type { AgreeActionRequest, CompleteActionRequest } from './goal-requests.js';
import type { PlanActionResponse } from './goal-responses.js';
import { dayToCome, planToChange } from './plan-rows.js';
import { ACTION_TABLE } from './plan-states.js';
import { PlanSteps } from './plan-steps.js';
import { PlanTexts } from './plan-texts.js';
import { type ActionRow, ONE_ACTION, ONE_GOAL, ReadParts } from './read-parts.js';

/** What was agreed that somebody does, by when, and what came of it. */
@Injectable()
export class PlanActions {
  constructor(
    private readonly database: Database,
    private readonly texts: PlanTexts,
    private readonly codes: PlanActionCodes,
    private readonly steps: PlanSteps,
    private readonly parts: ReadParts,
  ) {}

  /** @throws NotFound; Invalid; Unprocessable `address-in-text`; Conflict `case-closed`, `plan-ended` */
  agree(actor: Actor, caseId: string, request: AgreeActionRequest): Promise<PlanActionResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId);
      this.codes.mustBeKnown(request, tx.now);
      const { actionCode, ownerKind, agencyCode = null, details } = request;
      const dueOn = dayToCome(tx, request.dueOn, 'dueOn');
      const goalId = await goalNamed(tx, plan.id, request.goalId);
      await mustHoldNoAddress(tx, supportCase, { details });
      const id = newId();
      await tx.insert('plan_action', [
        {
          ...{ id, plan_id: plan.id, goal_id: goalId, ...belongingTo(supportCase), owner_kind: ownerKind },
          ...{ agency_code: agencyCode, action_code: actionCode, due_on: dueOn, state: 'open' },
          details_sealed: this.texts.sealIfGiven(details, 'plan_action.details_sealed', id),
          ...{ created_at: tx.now, created_by: actor.subject, updated_at: tx.now },
        },
      ]);
      const said = { actionId: id, actionCode, ownerKind, goalId };
      await recordEvent(tx, supportCase, 'plan-action.agreed', said);
      await this.steps.action(tx, supportCase, plan, { id, dueOn });
      await this.steps.settle(tx, supportCase);
      await noted(tx, 'plan-action.agree', id, supportCase.personId);
      return this.shown(tx, plan.id, id);
    });
  }

  /** @throws NotFound; StaleEdit; Invalid; Conflict `case-closed`, `plan-ended`, `action-ended` */
  complete(
    actor: Actor,
    caseId: string,
    id: string,
    request: CompleteActionRequest,
    version: number,
  ): Promise<PlanActionResponse> {
    mustFitTogether(request);
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId);
      const action = await tx.queryOne<ActionRow>(ONE_ACTION, [plan.id, id]);
      if (!action) throw new NotFound('action');
      if (action.version !== version) throw new StaleEdit();
      const { state, reason = null } = request;
      if (!mayBecome(ACTION_TABLE, action.state, state))
        throw new Conflict('action-ended', `The action has ended: it is ${action.state}.`);
      const notBefore = { at: plan.createdAt, code: 'before-the-plan' } as const;
      const at = happenedAt(tx, request.doneAt, 'doneAt', notBefore);
      await tx.query(COMPLETE, [id, state, state === 'done' ? at : null, actor.subject, reason, tx.now]);
      const said = { actionId: id, actionCode: action.actionCode, reason };
      await recordEvent(tx, supportCase, state === 'done' ? 'plan-action.done' : 'plan-action.dropped', said);
      await this.steps.end(tx, supportCase, 'plan-action', id, state === 'done' ? 'done' : 'not-needed');
      await this.steps.settle(tx, supportCase);
      await noted(tx, 'plan-action.complete', id, supportCase.personId);
      return this.shown(tx, plan.id, id);
    });
  }

  private async shown(tx: Transaction, planId: string, id: string): Promise<PlanActionResponse> {
    return this.parts.action((await tx.queryOne<ActionRow>(ONE_ACTION, [planId, id]))!);
  }
}

function mustFitTogether({ state, reason, doneAt }: CompleteActionRequest): void {
  if (state === 'dropped' && reason === undefined)
    throw Invalid.field('reason', 'required', 'Say why it was dropped.');
  if (state === 'done' && reason !== undefined)
    throw Invalid.field('reason', 'only-of-dropped', 'Only an action that was dropped has a reason.');
  if (state === 'dropped' && doneAt !== undefined)
    throw Invalid.field('doneAt', 'only-of-done', 'What was dropped was not done.');
}

async function goalNamed(
  tx: Transaction,
  planId: string,
  goalId: string | undefined,
): Promise<string | null> {
  if (goalId === undefined) return null;
  const goal = await tx.queryOne<{ id: string }>(ONE_GOAL, [planId, goalId]);
  if (!goal) throw Invalid.field('goalId', 'unknown-goal', 'The plan has no such goal.');
  return goal.id;
}

function noted(tx: Transaction, action: string, id: string, personId: string): Promise<void> {
  return tx.audit({ action, targetType: 'plan-action', targetIds: [id], personIds: [personId] });
}

const COMPLETE = `
  UPDATE plan_action
     SET state = $2, done_at = $3, ended_by = $4, drop_reason = $5, version = version + 1, updated_at = $6
   WHERE id = $1`;
