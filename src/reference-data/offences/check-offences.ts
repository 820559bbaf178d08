import type { ReferenceList } from '../policy/reference-code.js';
import { overlap } from '../policy/dated.js';
import type { OffenceRuleRow, OffencesFile } from '../policy/policy-files.js';
import type { PolicyPath, PolicyReader } from '../policy/policy-reader.js';
import { tokensOf } from './offence-code.js';
import type { OffenceScheme } from './offence-code.js';

const FILE = 'reference-data/offences.yaml';
const COLUMNS = { 'home-office': 'homeOffice', cjs: 'cjs', nfib: 'nfib' } as const satisfies Record<
  OffenceScheme,
  keyof OffenceRuleRow
>;

/**
 * Holds the offence rules to what no schema can say: known cohorts and suppressors, codes in one rule at a time, and
 * nobody on the allow-list whose cohort no machine may write to.
 *
 * @throws PolicyRefused
 */
export function checkOffences(
  reader: PolicyReader,
  offences: OffencesFile,
  lists: ReadonlyMap<string, ReferenceList>,
  reasonCodes: ReadonlySet<string>,
): void {
  const cohorts = new Map(lists.get('cohorts')?.codes.map(({ code, attributes }) => [code, attributes]));
  const seen = new Map<string, OffenceRuleRow[]>();
  offences.rules.forEach((rule, index) => {
    const refuse = (path: PolicyPath, fault: string) => reader.refuse(FILE, ['rules', index, ...path], fault);
    const unknown = rule.cohorts.find((cohort) => !cohorts.has(cohort));
    if (unknown !== undefined) refuse(['cohorts'], `there is no cohort ${unknown}`);
    const undescribed = rule.suppressors?.find((code) => !reasonCodes.has(code));
    if (undescribed !== undefined) refuse(['suppressors'], `nobody says what ${undescribed} means`);
    const never = rule.cohorts.find((cohort) => cohorts.get(cohort)?.['mayBeAutomatic'] !== true);
    if (rule.automaticContactAllowed && (never !== undefined || rule.suppressors?.length)) {
      refuse(['automaticContactAllowed'], `no machine writes to ${never ?? rule.suppressors?.join(', ')}`);
    }
    for (const scheme of Object.keys(COLUMNS) as OffenceScheme[]) checkTokens(scheme, rule, seen, refuse);
  });
}

function checkTokens(
  scheme: OffenceScheme,
  rule: OffenceRuleRow,
  seen: Map<string, OffenceRuleRow[]>,
  refuse: (path: PolicyPath, fault: string) => never,
): void {
  const column = COLUMNS[scheme];
  for (const token of readable(
    () => tokensOf(scheme, rule[column] ?? ''),
    (fault) => refuse([column], fault),
  )) {
    const key = `${scheme}:${token}`;
    const others = seen.get(key) ?? [];
    if (others.some((other) => overlap(other, rule)))
      refuse([column], `${token} stands in two rules on the same days`);
    seen.set(key, [...others, rule]);
  }
}

function readable(read: () => string[], refuse: (fault: string) => never): string[] {
  try {
    return read();
  } catch (error) {
    return refuse((error as Error).message);
  }
}
