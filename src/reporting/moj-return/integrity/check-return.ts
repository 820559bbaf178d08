import type { IntegrityRule } from '../definition/return-definition.js';
import type { Cell, Table } from '../definition/sheet-columns.js';
import type { Explanation } from '../sheets/notes-sheet.js';
import type { Check, CheckedReturn, Comparison } from './comparison.js';
import { DEMAND_CHECKS } from './demand-checks.js';
import { FORM_CHECKS } from './form-checks.js';
import { OUTCOME_CHECKS } from './outcome-checks.js';

const CHECKS: Readonly<Record<string, Check>> = { ...DEMAND_CHECKS, ...OUTCOME_CHECKS, ...FORM_CHECKS };

/** The rules that the service can check. */
export const CHECKED_RULES: readonly string[] = Object.keys(CHECKS);

/**
 * `explained`: failed, and somebody said why. `not-checked`: there was nothing to compare with, or it is not checked yet.
 * `enforced`: seen to by the way in which returns are stored.
 */
export const CHECK_RESULTS = ['met', 'failed', 'explained', 'not-checked', 'enforced'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

/** What a rule found, with both sides of the comparison. */
export interface CheckedRule {
  rule: string;
  severity: IntegrityRule['severity'];
  text: string;
  result: CheckResult;
  /** How many comparisons were made, and how many of them failed. */
  compared: number;
  failed: number;
  /** The first that failed, else the last; null where nothing was compared. */
  shown: Comparison | null;
}

export function checkReturn(checked: CheckedReturn, explanations: readonly Explanation[]): CheckedRule[] {
  return checked.definition.file.rules.map((rule) => {
    const comparisons = rule.checked === 'computed' ? CHECKS[rule.rule]!(checked) : [];
    const failed = comparisons.filter(({ isMet }) => !isMet);
    const isExplained =
      rule.explainable === true && explanations.some(({ about }) => about === `rule:${rule.rule}`);
    return {
      ...{ rule: rule.rule, severity: rule.severity, text: rule.text },
      result: resultOf(rule, comparisons, failed, isExplained),
      ...{ compared: comparisons.length, failed: failed.length },
      shown: failed[0] ?? comparisons.at(-1) ?? null,
    };
  });
}

/** What stands in the way of an approval. */
export function blockingFailures(rules: readonly CheckedRule[]): CheckedRule[] {
  return rules.filter(({ severity, result }) => severity === 'block' && result === 'failed');
}

export function reconciliationSheet({ definition }: CheckedReturn, rules: readonly CheckedRule[]): Table {
  return definition.table(
    'Reconciliation',
    rules.map(({ rule, severity, result, shown }) => ({
      ...{ rule_id: rule, severity, result },
      ...{ sheet_a: shown?.sheetA ?? '[z]', value_a: figure(shown?.valueA) },
      ...{ sheet_b: shown?.sheetB ?? '[z]', value_b: figure(shown?.valueB) },
      difference:
        typeof shown?.valueA === 'number' && typeof shown.valueB === 'number'
          ? shown.valueA - shown.valueB
          : '[z]',
    })),
  );
}

/** A side of a comparison that is no number stands in the name of the rule's note, not among figures. */
function figure(value: Cell | undefined): Cell {
  return typeof value === 'number' ? value : '[z]';
}

function resultOf(
  { checked }: IntegrityRule,
  comparisons: readonly Comparison[],
  failed: readonly Comparison[],
  isExplained: boolean,
): CheckResult {
  if (checked === 'enforced') return 'enforced';
  if (comparisons.length === 0) return 'not-checked';
  if (failed.length === 0) return 'met';
  return isExplained ? 'explained' : 'failed';
}
