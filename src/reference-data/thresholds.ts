import { Injectable } from '@nestjs/common';
import type { Day } from '../platform/working-days/calendar-days.js';
import { dayOf, holdsOn } from './policy/dated.js';
import type { ThresholdRow } from './policy/policy-files.js';
import { ReferencePolicy } from './policy/reference-policy.js';

/** Every threshold that code asks for; `config/policy/thresholds.yaml` must have each and no other. */
export const THRESHOLD_NAMES = [
  'victimReferralWorkingDays',
  'contactStalenessDays',
  'decideContactWorkingDays',
  'callPersonWorkingDays',
  'followUpReviewWorkingDays',
  'callAgainWorkingDays',
  'assessNeedsWorkingDays',
  'decideClosureWorkingDays',
  'reopeningWindowDays',
  'informationOnlyClosureDays',
  'contactAttemptsMost',
  'unknownMessageWorkingDays',
  'automaticEmailFromHour',
  'automaticEmailUntilHour',
  'smsFromHour',
  'smsUntilHour',
  'letterBatchMost',
  'letterBatchLongestDays',
  'agencyAcknowledgementWorkingDays',
  'agencyDecisionWorkingDays',
  'agencyOutcomeWorkingDays',
  'withdrawnConsentWorkingDays',
  'ownConsentAge',
  'nrmReasonableGroundsChaseWorkingDays',
  'recoveryMinimumDays',
  'reconsiderationDays',
  'reconsiderationFirstWarningDays',
  'reconsiderationSecondWarningDays',
  'moveOnDays',
  'moveOnFirstPlanDays',
  'moveOnSecondPlanDays',
  'exitRiskFirstMonths',
  'exitRiskSecondMonths',
  'exitRiskThirdMonths',
  'safeguardingAcknowledgementWorkingDays',
  'safeguardingEscalationWorkingDays',
  'reimbursementClaimMonths',
  'reimbursementFirstWarningMonths',
  'reimbursementSecondWarningMonths',
  'reimbursementDecisionBankingDays',
  'reimbursementLongStopBankingDays',
  'reimbursementComplaintWorkingDays',
  'bankComplaintWeeks',
  'ombudsmanWarningMonths',
  'ombudsmanMonths',
  'repeatFraudFirstCallMonths',
  'repeatFraudSecondCallMonths',
  'repeatFraudThirdCallMonths',
  'negativeDecisionExitWorkingDays',
  'placeOfSafetyWorkingDays',
  'crisisNights',
  'crisisFirstWarningNights',
  'crisisSecondWarningNights',
  'transitionPlanAge',
  'transitionReviewMonths',
  'mandatoryReportingStage',
  'mandatoryReportingDelayDays',
  'compensationReminderMonths',
  'compensationReminderWorkingDays',
  'maracReferralWorkingDays',
  'breakGlassHours',
  'breakGlassReviewHours',
  'idempotencyMonths',
  'adultAge',
  'ageMost',
  'sharedContactPeopleFewest',
] as const;
export type ThresholdName = (typeof THRESHOLD_NAMES)[number];

/** The numbers that rules use, each as it holds on a day. Units: see `config/policy/thresholds.yaml`. */
@Injectable()
export class Thresholds {
  constructor(private readonly policy: ReferencePolicy) {}

  /** @throws RangeError where the threshold has no value on that day */
  at(name: ThresholdName, on: Day | Date): number {
    return this.explain(name, on).value;
  }

  /** The whole row, for a figure or deadline that explains itself. @throws RangeError as `at` does */
  explain(name: ThresholdName, on: Day | Date): ThresholdRow {
    const day = dayOf(on);
    const row = this.policy.thresholds.find(
      (candidate) => candidate.name === name && holdsOn(candidate, day),
    );
    if (!row) throw new RangeError(`The threshold ${name} has no value on ${day}`);
    return row;
  }
}
