import { Injectable } from '@nestjs/common';
import { caseSeen } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { NotFound } from '../platform/problems/problem.js';
import type { PlanStepResponse, SupportPlanResponse } from './plan-responses.js';
import { newestPlan, type PlanRow } from './plan-rows.js';
import { PLAN_STEPS, type PlanStep, STEP_EXPLANATIONS } from './plan-steps.js';
import { ReadParts } from './read-parts.js';

interface StepRow {
  taskId: string;
  kind: PlanStep;
  aboutId: string;
  owner: string | null;
  dueAt: Date;
}

/** Shows a plan with all its parts. */
@Injectable()
export class ReadPlan {
  constructor(
    private readonly database: Database,
    private readonly parts: ReadParts,
  ) {}

  /** The active plan of a case, else its last. @throws NotFound where there is no such case, or it never had a plan */
  read(actor: Actor, caseId: string): Promise<SupportPlanResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const plan = await newestPlan(tx, caseId);
      if (!plan) throw new NotFound('support plan');
      await tx.audit({
        action: 'support-plan.read',
        targetType: 'support-plan',
        targetIds: [plan.id],
        personIds: [personId],
        fields: ['goals', 'actions', 'checkIns', 'reviews', 'exitStrategy'],
      });
      return this.whole(tx, plan);
    });
  }

  /** The newest plan of a case as it stands in a transaction. */
  async asItStands(tx: Transaction, caseId: string): Promise<SupportPlanResponse> {
    return this.whole(tx, (await newestPlan(tx, caseId))!);
  }

  private async whole(tx: Transaction, plan: PlanRow): Promise<SupportPlanResponse> {
    return {
      ...plan,
      createdAt: plan.createdAt.toISOString(),
      nextCheckInAt: plan.nextCheckInAt?.toISOString() ?? null,
      endedAt: plan.endedAt?.toISOString() ?? null,
      goals: await this.parts.goals(tx, plan.id),
      actions: await this.parts.actions(tx, plan.id),
      checkIns: await this.parts.checkIns(tx, plan.id),
      reviews: await this.parts.reviews(tx, plan.id),
      exitStrategy: await this.parts.exitStrategy(tx, plan.id),
      steps: (await tx.query<StepRow>(STEPS, [plan.caseId, plan.id, PLAN_STEPS])).map(toStep),
    };
  }
}

function toStep({ dueAt, ...row }: StepRow): PlanStepResponse {
  return { ...row, dueAt: dueAt.toISOString(), explanation: STEP_EXPLANATIONS[row.kind] };
}

const STEPS = `
  SELECT id AS "taskId", kind, source_id AS "aboutId", owner, due_at AS "dueAt" FROM task
   WHERE case_id = $1 AND kind = ANY ($3::text[]) AND completed_at IS NULL AND cancelled_at IS NULL
     AND (source_id = $2 OR source_id IN (SELECT id FROM plan_action WHERE plan_id = $2))
   ORDER BY due_at, id`;
