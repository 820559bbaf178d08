import { Injectable } from '@nestjs/common';
import type { TaskKind } from '../cases/case-opening.js';
import { type ExplainedDue, FollowUps } from '../cases/follow-ups.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { TaskOutcome } from '../cases/task.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Day } from '../platform/working-days/calendar-days.js';
import { startOfDayLondon } from '../platform/working-days/london-days.js';
import type { ThresholdName } from '../reference-data/thresholds.js';
import type { AgencyReferralState } from './referral-states.js';

const STEPS: Partial<Record<AgencyReferralState, { kind: TaskKind; threshold: ThresholdName }>> = {
  sent: { kind: 'chase-agency-referral', threshold: 'agencyAcknowledgementWorkingDays' },
  acknowledged: { kind: 'chase-agency-referral', threshold: 'agencyDecisionWorkingDays' },
  accepted: { kind: 'ask-after-agency-referral', threshold: 'agencyOutcomeWorkingDays' },
};
const WHILE_OPEN: TaskKind[] = ['chase-agency-referral', 'ask-after-agency-referral'];

/** Keeps every open referral with a next date: each state ends the step before and has one of its own. */
@Injectable()
export class ReferralSteps {
  constructor(private readonly followUps: FollowUps) {}

  /** When an agency's silence is chased. */
  acknowledgementDue(sentAt: Date): ExplainedDue {
    return this.followUps.workingDaysAfter(sentAt, 'agencyAcknowledgementWorkingDays');
  }

  /** Answers when somebody is to look again; null where the referral has ended. */
  async after(
    tx: Transaction,
    supportCase: SupportCase,
    referralId: string,
    {
      state,
      at,
      firstAppointmentOn,
    }: { state: AgencyReferralState; at: Date; firstAppointmentOn: Day | null },
  ): Promise<ExplainedDue | null> {
    const step = STEPS[state];
    await this.end(tx, supportCase, referralId, state);
    const from = firstAppointmentOn === null ? at : startOfDayLondon(firstAppointmentOn);
    const due = step ? this.followUps.workingDaysAfter(from, step.threshold) : null;
    if (step && due) {
      const { dueAt } = due;
      const about = { source: 'agency-referral', sourceId: referralId } as const;
      await this.followUps.add(tx, supportCase, { kind: step.kind, dueAt, ...about });
    }
    await this.followUps.settle(tx, supportCase);
    return due;
  }

  private async end(tx: Transaction, supportCase: SupportCase, referralId: string, to: AgencyReferralState) {
    const hasEnded = STEPS[to] === undefined;
    const kinds: TaskKind[] = hasEnded ? [...WHILE_OPEN, 'look-at-withdrawn-consent'] : WHILE_OPEN;
    const outcome: TaskOutcome = 'done';
    await this.followUps.end(tx, supportCase, kinds, outcome, referralId);
  }
}
