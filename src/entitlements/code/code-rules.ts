import type { Day } from '../../platform/working-days/calendar-days.js';
import type {
  AppliesTo,
  CodeFactStatus,
  CodeFile,
  DutyRow,
  EvidenceRow,
  LimitRow,
  RuleRow,
  TaskRow,
} from './code-files.js';

/** A kind of event that discharges a duty, and how it has to name what it answers. */
export interface Evidence {
  kind: string;
  match: 'event' | 'rule' | 'of' | 'follows' | 'oldest' | 'receipt';
  of: string | null;
  quality: string | null;
}

/** One time limit of a rule, or a duty without one, with all that it takes from its rule. */
export interface CodeLimit {
  ruleId: string;
  effectiveFrom: Day;
  effectiveTo: Day | null;
  limitCode: string;
  position: number;
  label: string;
  triggers: readonly string[];
  appliesTo: readonly AppliesTo[];
  /** Null: whatever the outcome. `blank` stands for none. */
  triggerOutcomes: readonly string[] | null;
  triggerSources: readonly string[] | null;
  triggerClock: 'event' | 'received' | 'offence';
  satisfiedBy: readonly Evidence[];
  excludedBy: readonly string[];
  unit: 'working-day' | 'month' | null;
  standard: number | null;
  enhanced: number | null;
  /** The last day is not before the birthday of this age. */
  untilBirthday: number | null;
  dutyHolder: string;
  feed: string;
  countsFromVal: boolean;
  isWindow: boolean;
  isCounted: boolean;
  task: TaskRow | null;
  factStatus: CodeFactStatus;
}

/** A rule of one of the Codes on the days on which it holds. */
export interface CodeRule {
  ruleId: string;
  codeVersion: string;
  effectiveFrom: Day;
  effectiveTo: Day | null;
  rightNo: string;
  entitlement: string;
  who: string;
  effect: 'duty' | 'exclusion';
  source: string;
  factStatus: CodeFactStatus;
  factNote: string | null;
  limits: readonly CodeLimit[];
}

/** The one limit of a rule that has only one. */
export const ONLY_LIMIT = 'main';
const TELLING = 'victim.informed';

export function ruleOf(file: CodeFile, row: RuleRow): CodeRule {
  const dates = {
    effectiveFrom: row.effectiveFrom ?? file.effectiveFrom,
    effectiveTo: row.effectiveTo ?? file.effectiveTo ?? null,
  };
  const effect = row.effect ?? 'duty';
  return {
    ruleId: row.id,
    codeVersion: file.codeVersion,
    ...dates,
    rightNo: row.right,
    entitlement: row.entitlement,
    who: row.who,
    effect,
    source: row.source,
    factStatus: row.factStatus,
    factNote: row.factNote ?? null,
    limits:
      effect === 'exclusion'
        ? []
        : limitRows(row).map((limit, position) => ({
            ruleId: row.id,
            ...dates,
            position,
            ...limitOf(row, limit),
          })),
  };
}

/** The limits as written: each with what it says itself, else with what its rule says. */
export function limitRows(row: RuleRow): LimitRow[] {
  return row.limits ?? [{ code: ONLY_LIMIT, label: row.entitlement }];
}

function limitOf(rule: RuleRow, limit: LimitRow) {
  const said: DutyRow = { ...rule, ...limit };
  const dutyHolder = said.dutyHolder ?? '';
  const hasLimit = said.limit !== undefined;
  return {
    limitCode: limit.code,
    label: limit.label,
    triggers: said.trigger ?? [],
    appliesTo: said.appliesTo ?? (['everyone'] as const),
    triggerOutcomes: said.triggerOutcomes ?? null,
    triggerSources: said.triggerSources ?? null,
    triggerClock: said.triggerClock ?? 'event',
    satisfiedBy: (said.satisfiedBy ?? []).map(evidenceOf),
    excludedBy: said.excludedBy ?? [],
    unit: hasLimit ? (said.unit ?? ('working-day' as const)) : null,
    standard: said.limit?.standard ?? null,
    enhanced: said.limit?.enhanced ?? null,
    untilBirthday: said.untilBirthday ?? null,
    dutyHolder,
    feed: said.feed ?? dutyHolder.toLowerCase(),
    countsFromVal: said.countsFromVal ?? false,
    isWindow: said.isWindow ?? false,
    isCounted: said.isCounted ?? true,
    task: said.task ?? null,
    factStatus: said.factStatus ?? rule.factStatus,
  };
}

function evidenceOf(row: string | EvidenceRow): Evidence {
  const { kind, match, of = null, quality = null } = typeof row === 'string' ? { kind: row } : row;
  const usual = kind === TELLING ? 'event' : 'follows';
  return { kind, match: of === null ? (match ?? usual) : 'of', of, quality };
}
