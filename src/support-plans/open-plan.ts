import { Injectable } from '@nestjs/common';
import { mustBeSeenBy } from '../cases/membership.js';
import { belongingTo, caseToChange, recordEvent } from '../cases/seen-case.js';
import { colleagueNamed } from '../cases/staff-for-cases.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict } from '../platform/problems/problem.js';
import type { OpenPlanRequest } from './plan-requests.js';
import type { SupportPlanResponse } from './plan-responses.js';
import { newestPlan, nextCheckIn, nextReview } from './plan-rows.js';
import { PlanSteps } from './plan-steps.js';
import { ReadPlan } from './read-plan.js';

/** Opens a support plan on the ground of a specialist assessment. */
@Injectable()
export class OpenPlan {
  constructor(
    private readonly database: Database,
    private readonly steps: PlanSteps,
    private readonly plans: ReadPlan,
  ) {}

  /**
   * @throws NotFound; Unprocessable `check-in-missing`, `review-date-missing`; Invalid `in-the-past`, `unknown-staff`;
   * Conflict `case-closed`, `plan-active`, `specialist-assessment-missing`, `not-a-member`
   */
  open(actor: Actor, caseId: string, request: OpenPlanRequest): Promise<SupportPlanResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      if ((await newestPlan(tx, caseId))?.state === 'active')
        throw new Conflict('plan-active', 'The case has an active plan: go on with that.');
      const assessmentId = await specialistAssessment(tx, caseId, request.assessmentId);
      const nextCheckInAt = nextCheckIn(tx, request.nextCheckInAt);
      const reviewDueOn = nextReview(tx, request.reviewDueOn, 'reviewDueOn');
      const plan = { id: newId(), owner: await ownerOf(tx, supportCase, request.owner) };
      await tx.insert('support_plan', [
        {
          ...{ ...plan, ...belongingTo(supportCase), state: 'active', assessment_id: assessmentId },
          ...{ created_at: tx.now, created_by: actor.subject, next_check_in_at: nextCheckInAt },
          ...{
            review_due_on: reviewDueOn,
            risk_level: request.riskLevel ?? 'not-assessed',
            updated_at: tx.now,
          },
        },
      ]);
      await recordEvent(tx, supportCase, 'support-plan.opened', { planId: plan.id, assessmentId });
      await this.steps.checkIn(tx, supportCase, plan, nextCheckInAt);
      await this.steps.review(tx, supportCase, plan, reviewDueOn);
      await this.steps.settle(tx, supportCase);
      const { personId } = supportCase;
      const note = { targetType: 'support-plan', targetIds: [plan.id], personIds: [personId] };
      await tx.audit({ action: 'support-plan.open', ...note });
      return this.plans.asItStands(tx, caseId);
    });
  }
}

/** Who answers for a plan. @throws Invalid `unknown-staff`; Conflict `not-a-member` */
export async function ownerOf(
  tx: Transaction,
  supportCase: SupportCase,
  named: string | undefined,
): Promise<string> {
  const subject = named ?? supportCase.allocatedTo ?? tx.actor.subject;
  const { subject: owner } = await colleagueNamed(tx, subject, 'owner');
  await mustBeSeenBy(tx, supportCase, owner);
  return owner;
}

async function specialistAssessment(
  tx: Transaction,
  caseId: string,
  named: string | undefined,
): Promise<string> {
  const found = await tx.queryOne<{ id: string }>(SPECIALIST, [caseId, named ?? null]);
  if (found) return found.id;
  throw new Conflict(
    'specialist-assessment-missing',
    'A support plan answers a specialist assessment of the same case: make that first.',
  );
}

const SPECIALIST = `
  SELECT a.id FROM assessment a
   WHERE a.case_id = $1 AND a.kind <> 'needs' AND ($2::uuid IS NULL OR a.id = $2)
     AND NOT EXISTS (SELECT FROM assessment later WHERE later.supersedes = a.id)
   ORDER BY a.completed_at DESC, a.id DESC LIMIT 1`;
