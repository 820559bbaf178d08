import type { Day } from '../../platform/working-days/calendar-days.js';
import type { RightsStatus } from './fact.js';

export const CLOCK_STATES = [
  'pending',
  'due-soon',
  'met',
  'met-late',
  'breached',
  'no-evidence',
  'not-applicable',
] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

export const EXCLUDED_REASONS = [
  'declined',
  'tailored',
  'unsafe-to-contact',
  'no-lawful-feed',
  'victims-choice',
] as const;
export type ExcludedReason = (typeof EXCLUDED_REASONS)[number];

/** One duty towards one victim because of one event: what `entitlement_clock` holds, but for ids and versions. */
export interface Clock {
  ruleId: string;
  ruleFrom: Day;
  limitCode: string;
  dutyHolder: string;
  feed: string;
  startKind: string;
  startEventId: string | null;
  startReferralId: string | null;
  startedAt: Date;
  /** Day 0, in London. */
  startedOn: Day;
  /** False: whoever has to act got it at an unknown time, not before this. */
  isStartKnown: boolean;
  statusAtStart: RightsStatus;
  basesAtStart: readonly string[];
  statusNow: RightsStatus;
  basesNow: readonly string[];
  unit: 'working-day' | 'month' | null;
  limitStandard: number | null;
  limitEnhanced: number | null;
  dueStandardOn: Day | null;
  dueEnhancedOn: Day | null;
  soonStandardOn: Day | null;
  soonEnhancedOn: Day | null;
  /** The earliest day that may be the last. */
  dueOn: Day | null;
  satisfiedAt: Date | null;
  /** The day on which the evidence counts: a letter's may be that of its delivery. */
  satisfiedOn: Day | null;
  satisfiedBy: string | null;
  satisfiedEventId: string | null;
  satisfiedReferralId: string | null;
  victimReported: string | null;
  victimReportedAt: Date | null;
  excludedReason: ExcludedReason | null;
  /** From when on it is out of the count, by each limit whose last day had not passed; null: always. */
  excludedAt: Date | null;
  feedCovers: boolean;
}

/** States of a clock as of an instant. Null: nobody assessed, and the limits give different states. */
export interface ClockStates {
  byStandard: ClockState;
  byEnhanced: ClockState;
  atStart: ClockState | null;
  now: ClockState | null;
}
