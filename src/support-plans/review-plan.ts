import { Injectable } from '@nestjs/common';
import { mustHoldNoAddress } from '../cases/address-in-text.js';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import type { ReviewPlanRequest } from './course-requests.js';
import type { PlanReviewResponse } from './course-responses.js';
import type { RiskLevel } from './plan-codes.js';
import { nextReview, planChanged, type PlanRow, planToChange } from './plan-rows.js';
import { PlanSteps } from './plan-steps.js';
import { PlanTexts } from './plan-texts.js';
import { ReadParts } from './read-parts.js';

/** Looks at a plan again: how great the danger is now, what changes, and when the next look is due. */
@Injectable()
export class ReviewPlan {
  constructor(
    private readonly database: Database,
    private readonly texts: PlanTexts,
    private readonly steps: PlanSteps,
    private readonly parts: ReadParts,
  ) {}

  /**
   * @throws NotFound; Invalid `in-the-future`, `in-the-past`, `before-the-plan`; Conflict `case-closed`, `plan-ended`;
   * Unprocessable `review-date-missing`, `address-in-text`
   */
  review(actor: Actor, caseId: string, request: ReviewPlanRequest): Promise<PlanReviewResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId);
      const nextReviewOn = nextReview(tx, request.nextReviewOn, 'nextReviewOn');
      const notBefore = { at: plan.createdAt, code: 'before-the-plan' } as const;
      const reviewedAt = happenedAt(tx, request.reviewedAt, 'reviewedAt', notBefore);
      const { riskLevel, changes } = request;
      await mustHoldNoAddress(tx, supportCase, { changes });
      const id = newId();
      await tx.insert('plan_review', [
        {
          ...{ id, plan_id: plan.id, ...belongingTo(supportCase), planned_on: plan.reviewDueOn },
          ...{
            reviewed_at: reviewedAt,
            reviewed_by: actor.subject,
            risk_level: riskLevel,
            recorded_at: tx.now,
          },
          changes_sealed: this.texts.sealIfGiven(changes, 'plan_review.changes_sealed', id),
          next_review_on: nextReviewOn,
        },
      ]);
      await this.follow(tx, supportCase, plan, { id, riskLevel, nextReviewOn });
      const target = { targetType: 'plan-review', targetIds: [id], personIds: [supportCase.personId] };
      await tx.audit({ action: 'support-plan.review', ...target });
      return (await this.parts.reviews(tx, plan.id)).find((review) => review.id === id)!;
    });
  }

  private async follow(
    tx: Transaction,
    supportCase: SupportCase,
    plan: PlanRow,
    { id, riskLevel, nextReviewOn }: { id: string; riskLevel: RiskLevel; nextReviewOn: Day },
  ): Promise<void> {
    await tx.query(REVIEWED, [plan.id, nextReviewOn, riskLevel]);
    await planChanged(tx, plan);
    const details = { reviewId: id, planId: plan.id, riskLevel, riskLevelBefore: plan.riskLevel };
    await recordEvent(tx, supportCase, 'support-plan.reviewed', details);
    await this.steps.end(tx, supportCase, 'plan-review', plan.id, 'done');
    await this.steps.review(tx, supportCase, plan, nextReviewOn);
    await this.steps.settle(tx, supportCase);
  }
}

const REVIEWED = `UPDATE support_plan SET review_due_on = $2, risk_level = $3 WHERE id = $1`;
