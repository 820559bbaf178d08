import { Injectable } from '@nestjs/common';
import { mustHoldNoAddress } from '../cases/address-in-text.js';
import { type CallPoint, callPointOf, showOfNumber } from '../cases/calls/call-points.js';
import { mustFitMeeting, mustFitResult, ruleOf, showsDanger } from '../cases/calls/call-results.js';
import { callFacts, type CallFacts, mustBeCallable } from '../cases/calls/may-be-called.js';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, caseSeen, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { Thresholds } from '../reference-data/thresholds.js';
import { personToChange } from '../victims/seen-person.js';
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
    private readonly thresholds: Thresholds,
  ) {}

  /**
   * @throws NotFound; Invalid `does-not-fit-result`, `unknown-contact-point`, `needed-of-child`, `needs-a-call`,
   * `in-the-future`, `in-the-past`, `before-the-plan`; Unprocessable `check-in-missing`, `address-in-text`; Conflict `case-closed`,
   * `plan-ended`, and what speaks against a call (`mustBeCallable`) unless it showed danger
   */
  record(actor: Actor, caseId: string, request: RecordCheckInRequest): Promise<PlanCheckInResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personToChange(tx, (await caseSeen(tx, caseId)).personId);
      const { supportCase, plan } = await planToChange(tx, caseId);
      mustFitResult(request.result, request.safeToTalk);
      const { isInPerson = false } = request;
      if (isInPerson) mustFitMeeting(request.result, request.contactPointId);
      const point = await callPointOf(tx, person.id, request.contactPointId);
      const callFacts = await this.callFacts(tx, caseId);
      if (!showsDanger(request)) mustBeCallable(actor, { ...callFacts, point, isInPerson });
      const nextPlannedAt = nextCheckIn(tx, request.nextCheckInAt);
      const id = await this.insert(tx, supportCase, plan, { request, point, nextPlannedAt });
      await showOfNumber(tx, person, point, request);
      const { decision } = callFacts;
      await this.follow(tx, supportCase, plan, { request, nextPlannedAt, decision });
      const target = { targetType: 'plan-check-in', targetIds: [id], personIds: [supportCase.personId] };
      await tx.audit({ action: 'plan-check-in.record', ...target });
      return (await this.parts.checkIns(tx, plan.id)).find((checkIn) => checkIn.id === id)!;
    });
  }

  private async callFacts(tx: Transaction, caseId: string): Promise<CallFacts> {
    const today = londonDayOf(tx.now);
    const adultAge = this.thresholds.at('adultAge', today);
    return (await tx.queryOne<CallFacts>(CALL_FACTS, [caseId, today, adultAge]))!;
  }

  private async insert(
    tx: Transaction,
    supportCase: SupportCase,
    plan: PlanRow,
    made: { request: RecordCheckInRequest; point: CallPoint | null; nextPlannedAt: Date },
  ): Promise<string> {
    const { safeToTalk, result, note, doneAt: given, isInPerson = false } = made.request;
    const doneAt = happenedAt(tx, given, 'doneAt', { at: plan.createdAt, code: 'before-the-plan' });
    await mustHoldNoAddress(tx, supportCase, { note });
    const id = newId();
    await tx.insert('plan_check_in', [
      {
        ...{ id, plan_id: plan.id, ...belongingTo(supportCase), planned_at: plan.nextCheckInAt },
        ...{ done_at: doneAt, safe_to_talk: safeToTalk, result, by: tx.actor.subject, recorded_at: tx.now },
        ...{ contact_point_id: made.point?.id ?? null, is_in_person: isInPerson },
        note_sealed: this.texts.sealIfGiven(note, 'plan_check_in.note_sealed', id),
        next_planned_at: made.nextPlannedAt,
      },
    ]);
    await tx.query(`UPDATE support_plan SET next_check_in_at = $2 WHERE id = $1`, [
      plan.id,
      made.nextPlannedAt,
    ]);
    await planChanged(tx, plan);
    const details = { checkInId: id, planId: plan.id, safeToTalk, result };
    await recordEvent(tx, supportCase, 'plan-check-in.done', details);
    return id;
  }

  private async follow(
    tx: Transaction,
    supportCase: SupportCase,
    plan: PlanRow,
    made: { request: RecordCheckInRequest; nextPlannedAt: Date; decision: string | null },
  ): Promise<void> {
    const { request, nextPlannedAt, decision } = made;
    const { isReached, numberIs } = ruleOf(request.result, request.safeToTalk);
    const outcome = isReached ? 'person-reached' : 'person-not-reached';
    await this.steps.end(tx, supportCase, 'plan-check-in', plan.id, outcome);
    await this.steps.checkIn(tx, supportCase, plan, nextPlannedAt);
    if (isReached) await this.steps.reached(tx, supportCase, request.isInPerson === true);
    if (numberIs !== 'usable') await this.steps.afterDanger(tx, supportCase, plan, { numberIs, decision });
    await this.steps.settle(tx, supportCase);
  }
}

const CALL_FACTS = `
  SELECT ${callFacts('$2', '$3')} FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`;
