import { plannedAt } from '../cases/happened-at.js';
import { caseToChange } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict, Invalid, StaleEdit, Unprocessable } from '../platform/problems/problem.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { PlanState } from './plan-states.js';

/** A plan as it lies in the table. */
export interface PlanRow {
  id: string;
  caseId: string;
  state: PlanState;
  owner: string;
  assessmentId: string;
  createdAt: Date;
  createdBy: string;
  nextCheckInAt: Date | null;
  reviewDueOn: Day;
  riskLevel: string;
  endedAt: Date | null;
  version: number;
}

/** The newest plan of a case, or null. */
export function newestPlan(tx: Transaction, caseId: string): Promise<PlanRow | null> {
  return tx.queryOne<PlanRow>(NEWEST, [caseId]);
}

/**
 * The active plan of an open case, which is held.
 * @param version the version that was read, where the plan itself is edited
 * @throws NotFound; StaleEdit; Conflict `case-closed`, `plan-missing`, `plan-ended`
 */
export async function planToChange(
  tx: Transaction,
  caseId: string,
  version?: number,
): Promise<{ supportCase: SupportCase; plan: PlanRow }> {
  const supportCase = await caseToChange(tx, caseId);
  const plan = await newestPlan(tx, caseId);
  supportCase.mustBeOpen();
  if (!plan) throw new Conflict('plan-missing', 'The case has no support plan.');
  if (plan.state === 'ended') throw new Conflict('plan-ended', 'The plan has ended: open another.');
  if (version !== undefined && plan.version !== version) throw new StaleEdit();
  return { supportCase, plan };
}

/** Marks a change of the plan that a second editor has to know of. */
export async function planChanged(tx: Transaction, { id }: PlanRow): Promise<void> {
  await tx.query(`UPDATE support_plan SET version = version + 1, updated_at = $2 WHERE id = $1`, [
    id,
    tx.now,
  ]);
}

/** When the next check-in is due. @throws Unprocessable `check-in-missing`; Invalid `in-the-past` */
export function nextCheckIn(tx: Transaction, given: string | undefined): Date {
  if (given !== undefined) return plannedAt(tx, given, 'nextCheckInAt');
  const message = 'Plan the next check-in: an active plan has one always.';
  throw new Unprocessable('check-in-missing', message, [
    { field: 'nextCheckInAt', code: 'required', message },
  ]);
}

/** When a plan is next reviewed. @throws Unprocessable `review-date-missing`; Invalid `in-the-past` */
export function nextReview(tx: Transaction, given: Day | undefined, field: string): Day {
  if (given !== undefined) return dayToCome(tx, given, field);
  const message = 'Say when the plan is reviewed: an active plan has a day for it always.';
  throw new Unprocessable('review-date-missing', message, [{ field, code: 'required', message }]);
}

/** @throws Invalid `in-the-past` */
export function dayToCome(tx: Transaction, day: Day, field: string): Day {
  if (day < londonDayOf(tx.now))
    throw Invalid.field(field, 'in-the-past', 'Choose a day that is still to come.');
  return day;
}

const NEWEST = `
  SELECT id, case_id AS "caseId", state, owner, assessment_id AS "assessmentId", created_at AS "createdAt",
         created_by AS "createdBy", next_check_in_at AS "nextCheckInAt", review_due_on::text AS "reviewDueOn",
         risk_level AS "riskLevel", ended_at AS "endedAt", version
    FROM support_plan WHERE case_id = $1 ORDER BY (state = 'active') DESC, created_at DESC, id DESC LIMIT 1`;
