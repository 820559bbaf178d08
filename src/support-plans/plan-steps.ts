import { Injectable } from '@nestjs/common';
import { DONE_BY_MEETING, DONE_BY_REACHING, ReachingSteps } from '../cases/calls/reaching-steps.js';
import type { TaskKind } from '../cases/case-opening.js';
import { FollowUps } from '../cases/follow-ups.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { TaskOutcome } from '../cases/task.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { endOfDayLondon } from '../platform/working-days/london-days.js';

/** The tasks that keep a plan going. */
export const PLAN_STEPS = ['plan-check-in', 'plan-review', 'plan-action'] as const satisfies TaskKind[];
export type PlanStep = (typeof PLAN_STEPS)[number];

/** Why each is due when it is. */
export const STEP_EXPLANATIONS: Record<PlanStep, string> = {
  'plan-check-in': 'The time that was agreed when the plan was opened or changed, or at the check-in before.',
  'plan-review': 'The end, in London, of the day that was set for the review.',
  'plan-action': 'The end, in London, of the day by which the action was agreed.',
};

/** A plan as far as its tasks go. */
export interface SteppedPlan {
  id: string;
  owner: string;
}

/** Keeps a plan's next dates as tasks of whoever answers for it. */
@Injectable()
export class PlanSteps {
  constructor(
    private readonly followUps: FollowUps,
    private readonly reaching: ReachingSteps,
  ) {}

  checkIn(tx: Transaction, supportCase: SupportCase, plan: SteppedPlan, dueAt: Date): Promise<void> {
    return this.add(tx, supportCase, plan, { kind: 'plan-check-in', aboutId: plan.id, dueAt });
  }

  review(tx: Transaction, supportCase: SupportCase, plan: SteppedPlan, on: Day): Promise<void> {
    const dueAt = endOfDayLondon(on);
    return this.add(tx, supportCase, plan, { kind: 'plan-review', aboutId: plan.id, dueAt });
  }

  action(
    tx: Transaction,
    supportCase: SupportCase,
    plan: SteppedPlan,
    { id, dueOn }: { id: string; dueOn: Day },
  ): Promise<void> {
    const dueAt = endOfDayLondon(dueOn);
    return this.add(tx, supportCase, plan, { kind: 'plan-action', aboutId: id, dueAt });
  }

  /**
   * Somebody looks at how contact can be made safely, soon; or finds another way to reach the person, where the number was
   * a stranger's and somebody may contact them.
   */
  async afterDanger(
    tx: Transaction,
    supportCase: SupportCase,
    { id: sourceId, owner }: SteppedPlan,
    { numberIs, decision }: { numberIs: 'somebody-elses' | 'unsafe'; decision: string | null },
  ): Promise<void> {
    const isUnsafe = numberIs === 'unsafe';
    const within = isUnsafe ? 'callPersonWorkingDays' : 'decideContactWorkingDays';
    const { dueAt } = this.followUps.workingDaysAfter(tx.now, within);
    const kind = isUnsafe ? 'decide-safe-contact' : 'find-contact-point';
    const step = { kind, source: 'support-plan', sourceId, dueAt, owner } as const;
    await this.reaching.add(tx, supportCase, step, decision);
  }

  /** The person was reached: what was to be done to reach them is done, but for a number where they were met. */
  async reached(tx: Transaction, supportCase: SupportCase, isInPerson: boolean): Promise<void> {
    const done = isInPerson ? DONE_BY_MEETING : DONE_BY_REACHING;
    await this.followUps.end(tx, supportCase, done, 'person-reached');
  }

  /** Ends the open step of a kind about the plan or the action. */
  async end(
    tx: Transaction,
    supportCase: SupportCase,
    kind: PlanStep,
    aboutId: string,
    outcome: TaskOutcome,
  ): Promise<void> {
    await this.followUps.end(tx, supportCase, [kind], outcome, aboutId);
  }

  /** Puts the case's next date right; call it last. */
  async settle(tx: Transaction, supportCase: SupportCase): Promise<void> {
    await this.followUps.settle(tx, supportCase);
  }

  private add(
    tx: Transaction,
    supportCase: SupportCase,
    { owner }: SteppedPlan,
    { kind, aboutId, dueAt }: { kind: TaskKind; aboutId: string; dueAt: Date },
  ): Promise<void> {
    const step = { kind, source: 'support-plan', sourceId: aboutId, dueAt, owner } as const;
    return this.followUps.add(tx, supportCase, step);
  }
}
