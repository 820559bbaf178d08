import type { Day } from '../../platform/working-days/calendar-days.js';
import type { TaskKind } from '../../cases/case-opening.js';
import type { ThresholdName } from '../../reference-data/thresholds.js';
import type { Dated } from '../../reference-data/policy/dated.js';

/** What the files of `config/victims-code` hold, as their schemas let it in. */

export type CodeFactStatus = 'certain' | 'likely' | 'unknown';
export type AppliesTo =
  | 'everyone'
  | 'person'
  | 'business'
  | 'under-18'
  | 'bereaved'
  | 'specialist'
  | 'consent-first'
  | 'no-consent-needed'
  | 'injured-adult'
  | 'injured-child';
export type EvidenceMatch = 'event' | 'rule' | 'follows' | 'oldest' | 'receipt';

export interface EvidenceRow {
  kind: string;
  match?: EvidenceMatch;
  of?: string;
  quality?: string;
}

/** What the Victim Advice Line does about a duty of its own. */
export interface TaskRow {
  kind: (typeof OWN_TASKS)[number];
  /** The threshold that says by when, in working days from when support was wanted, or from the reminder. */
  within?: ThresholdName;
  /** Of a time in which the victim may act: the threshold of months before its end from which on they are reminded. */
  ahead?: ThresholdName;
}

export const OWN_TASKS = [
  'answer-complaint',
  'assess-needs',
  'ask-communication-needs',
  'remind-of-compensation',
] as const satisfies TaskKind[];

/** What a rule, and each of its limits, may say. */
export interface DutyRow {
  trigger?: string[];
  triggerOutcomes?: string[];
  triggerSources?: string[];
  triggerClock?: 'event' | 'received' | 'offence';
  satisfiedBy?: (string | EvidenceRow)[];
  excludedBy?: string[];
  limit?: { standard: number | null; enhanced: number | null };
  unit?: 'working-day' | 'month';
  untilBirthday?: number;
  dutyHolder?: string;
  feed?: string;
  countsFromVal?: boolean;
  isWindow?: boolean;
  isCounted?: boolean;
  appliesTo?: AppliesTo[];
  task?: TaskRow;
  factStatus?: CodeFactStatus;
}

export interface LimitRow extends DutyRow {
  code: string;
  label: string;
}

export interface RuleRow extends DutyRow {
  id: string;
  right: string;
  entitlement: string;
  who: string;
  effect?: 'duty' | 'exclusion';
  effectiveFrom?: Day;
  effectiveTo?: Day;
  source: string;
  factStatus: CodeFactStatus;
  factNote?: string;
  limits?: LimitRow[];
}

export interface CodeFile {
  codeVersion: string;
  title: string;
  effectiveFrom: Day;
  effectiveTo?: Day;
  source: string;
  factStatus: CodeFactStatus;
  rules: RuleRow[];
}

/** How the points are read that neither Code settles, on the days of the row. */
export interface CodeSetting extends Dated {
  /** Time of the day in London, `HH:MM`, from which an event counts as of the next day; null: midnight. */
  dayEndsAt: string | null;
  startsOnWorkingDay: boolean;
  countsFailedAttempt: boolean;
  letterWorkingDays: number;
  dueSoonWorkingDays: number;
  /** Days after which it has to be found anew that it is unsafe to tell the victim. */
  unsafeReviewDays: number;
  source: string;
}

/** Days on which an agency's records can show what it did, or may not be had by law. */
export interface FeedCoverage {
  feed: string;
  validFrom: Day;
  validTo?: Day;
  standing: 'covered' | 'not-lawful';
  source: string;
}

export interface SettingsFile {
  settings: CodeSetting[];
  specialistCohorts: string[];
  injuryCohorts: string[];
  consentFirstCohorts: string[];
  feeds: FeedCoverage[];
}
