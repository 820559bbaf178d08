import type { Day } from '../../platform/working-days/calendar-days.js';
import { holdsOn } from '../../reference-data/policy/dated.js';
import type { CodeSetting, FeedCoverage, SettingsFile } from './code-files.js';
import type { CodeLimit, CodeRule } from './code-rules.js';

/** The Victims' Codes as this process has read them, with the readings of their open points. */
export class CodeBook {
  readonly settings: readonly CodeSetting[];
  readonly feeds: readonly FeedCoverage[];
  readonly specialistCohorts: readonly string[];
  readonly injuryCohorts: readonly string[];
  readonly consentFirstCohorts: readonly string[];

  constructor(
    readonly rules: readonly CodeRule[],
    file: SettingsFile,
    readonly contentSha256: string,
  ) {
    this.settings = file.settings;
    this.feeds = file.feeds;
    this.specialistCohorts = file.specialistCohorts;
    this.injuryCohorts = file.injuryCohorts;
    this.consentFirstCohorts = file.consentFirstCohorts;
  }

  /** Every limit of every rule. */
  get limits(): CodeLimit[] {
    return this.rules.flatMap(({ limits }) => limits);
  }

  /** How the open points are read of an event on that day. */
  settingOn(day: Day): CodeSetting {
    return this.settings.find((row) => holdsOn(row, day))!;
  }

  /** The rule as it held from that day on; null where the Code no longer has it. */
  find(ruleId: string, effectiveFrom: Day): CodeRule | null {
    return this.rules.find((rule) => rule.ruleId === ruleId && rule.effectiveFrom === effectiveFrom) ?? null;
  }
}
