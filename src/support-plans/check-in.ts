import { Injectable } from '@nestjs/common';
import { mustHoldNoAddress } from '../cases/address-in-text.js';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Invalid } from '../platform/problems/problem.js';
import { fittingAnswers, isReached, isWarning } from './check-in-results.js';
import type { RecordCheckInRequest } from './course-requests.js';
import type { PlanCheckInResponse } from './course-responses.js';
import { nextCheckIn, planChanged, type PlanRow, planToChange } from './plan-rows.js';
import { PlanSteps } from './plan-steps.js';
import { PlanTexts } from './plan-texts.js';
import { ReadParts } from './read-parts.js';

/** Writes down a check-in: whether it was safe to speak first, then what came of it, and when the next one is due. */
@Injectable()
export class CheckIn {
  constructor(
    private readonly database: Database,
    private readonly texts: PlanTexts,
    private readonly steps: PlanSteps,
    private readonly parts: ReadParts,
  ) {}

  /**
   * @throws NotFound; Invalid `does-not-fit-result`, `in-the-future`, `in-the-past`, `before-the-plan`;
   * Unprocessable `check-in-missing`, `address-in-text`; Conflict `case-closed`, `plan-ended`
   */
  record(actor: Actor, caseId: string, request: RecordCheckInRequest): Promise<PlanCheckInResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { supportCase, plan } = await planToChange(tx, caseId);
      mustFitTogether(request);
      const nextPlannedAt = nextCheckIn(tx, request.nextCheckInAt);
      const notBefore = { at: plan.createdAt, code: 'before-the-plan' } as const;
      const doneAt = happenedAt(tx, request.doneAt, 'doneAt', notBefore);
      const { safeToTalk, result, note } = request;
      await mustHoldNoAddress(tx, supportCase, { note });
      const id = newId();
      await tx.insert('plan_check_in', [
        {
          ...{ id, plan_id: plan.id, ...belongingTo(supportCase), planned_at: plan.nextCheckInAt },
          ...{ done_at: doneAt, safe_to_talk: safeToTalk, result, by: actor.subject, recorded_at: tx.now },
          note_sealed: this.texts.sealIfGiven(note, 'plan_check_in.note_sealed', id),
          next_planned_at: nextPlannedAt,
        },
      ]);
      await tx.query(`UPDATE support_plan SET next_check_in_at = $2 WHERE id = $1`, [plan.id, nextPlannedAt]);
      await planChanged(tx, plan);
      const details = { checkInId: id, planId: plan.id, safeToTalk, result };
      await recordEvent(tx, supportCase, 'plan-check-in.done', details);
      await this.follow(tx, supportCase, plan, { request, nextPlannedAt });
      const target = { targetType: 'plan-check-in', targetIds: [id], personIds: [supportCase.personId] };
      await tx.audit({ action: 'plan-check-in.record', ...target });
      return (await this.parts.checkIns(tx, plan.id)).find((checkIn) => checkIn.id === id)!;
    });
  }

  private async follow(
    tx: Transaction,
    supportCase: SupportCase,
    plan: PlanRow,
    { request, nextPlannedAt }: { request: RecordCheckInRequest; nextPlannedAt: Date },
  ): Promise<void> {
    const outcome = isReached(request.result) ? 'person-reached' : 'person-not-reached';
    await this.steps.end(tx, supportCase, 'plan-check-in', plan.id, outcome);
    await this.steps.checkIn(tx, supportCase, plan, nextPlannedAt);
    if (isWarning(request.result)) await this.steps.warn(tx, supportCase, plan);
    await this.steps.settle(tx, supportCase);
  }
}

function mustFitTogether({ result, safeToTalk }: RecordCheckInRequest): void {
  const fitting = fittingAnswers(result);
  if (fitting.includes(safeToTalk)) return;
  const message = `With this result the answer is ${fitting.join(' or ')}.`;
  throw Invalid.field('safeToTalk', 'does-not-fit-result', message);
}
