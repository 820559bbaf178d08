import { Injectable } from '@nestjs/common';
import { mustHoldNoAddress } from '../cases/address-in-text.js';
import { belongingTo, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, NotFound, StaleEdit } from '../platform/problems/problem.js';
import { mayBecome } from '../platform/state-table.js';
import type { ChangeGoalRequest, SetGoalRequest } from './goal-requests.js';
import type { PlanGoalResponse } from './goal-responses.js';
import { planToChange } from './plan-rows.js';
import { GOAL_TABLE } from './plan-states.js';
import { PlanTexts } from './plan-texts.js';
import { type GoalRow, ONE_GOAL, ReadParts } from './read-parts.js';

/** What the person wants to achieve, in their own words. */
@Injectable()
export class PlanGoals {
  constructor(
    private readonly database: Database,
    private readonly texts: PlanTexts,
    private readonly parts: ReadParts,
  ) {}

  /** @throws NotFound; Unprocessable `address-in-text`; Conflict `case-closed`, `plan-ended` */
  set(actor: Actor, caseId: string, { category, words }: SetGoalRequest): Promise<PlanGoalResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId);
      await mustHoldNoAddress(tx, supportCase, { words });
      const id = newId();
      await tx.insert('plan_goal', [
        {
          ...{ id, plan_id: plan.id, ...belongingTo(supportCase), category, state: 'open' },
          words_sealed: this.texts.seal(words, 'plan_goal.words_sealed', id),
          ...{ created_at: tx.now, created_by: actor.subject, updated_at: tx.now },
        },
      ]);
      await noted(tx, supportCase, id, { event: 'plan-goal.set', details: { category } });
      return this.shown(tx, plan.id, id);
    });
  }

  /** @throws NotFound; StaleEdit; Unprocessable `address-in-text`; Conflict `case-closed`, `plan-ended`, `not-from-this-state` */
  change(
    actor: Actor,
    caseId: string,
    id: string,
    request: ChangeGoalRequest,
    version: number,
  ): Promise<PlanGoalResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId);
      const goal = await tx.queryOne<GoalRow>(ONE_GOAL, [plan.id, id]);
      if (!goal) throw new NotFound('goal');
      if (goal.version !== version) throw new StaleEdit();
      const { state = goal.state, category = goal.category, words } = request;
      if (state !== goal.state && !mayBecome(GOAL_TABLE, goal.state, state))
        throw new Conflict('not-from-this-state', `A goal that is ${goal.state} does not become ${state}.`);
      await mustHoldNoAddress(tx, supportCase, { words });
      const sealed = this.texts.sealIfGiven(words, 'plan_goal.words_sealed', id) ?? goal.wordsSealed;
      await tx.query(CHANGE, [id, state, category, sealed, tx.now]);
      const details = { state, category, fields: Object.keys(request) };
      await noted(tx, supportCase, id, { event: 'plan-goal.changed', details });
      return this.shown(tx, plan.id, id);
    });
  }

  private async shown(tx: Transaction, planId: string, id: string): Promise<PlanGoalResponse> {
    return this.parts.goal((await tx.queryOne<GoalRow>(ONE_GOAL, [planId, id]))!);
  }
}

async function noted(
  tx: Transaction,
  supportCase: SupportCase,
  goalId: string,
  {
    event,
    details,
  }: { event: 'plan-goal.set' | 'plan-goal.changed'; details: Record<string, string | string[]> },
): Promise<void> {
  await recordEvent(tx, supportCase, event, { goalId, ...details });
  const action = event === 'plan-goal.set' ? 'plan-goal.set' : 'plan-goal.change';
  const { personId } = supportCase;
  await tx.audit({ action, targetType: 'plan-goal', targetIds: [goalId], personIds: [personId] });
}

const CHANGE = `
  UPDATE plan_goal SET state = $2, category = $3, words_sealed = $4, version = version + 1, updated_at = $5 WHERE id = $1`;
