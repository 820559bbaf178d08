import { Invalid } from '../../platform/problems/problem.js';
import { AGE_BAND, COHORT_MASK, LIMIT_KIND } from './clock-source.js';
import { COUNT_COLUMNS } from './columns.js';
import { cohortOf, OTHER, UNKNOWN_AGE } from './dimensions.js';
import type { ReportSettings } from './report-settings.js';

/** Which figure is to be opened: a line or several, and a column. */
export interface ClockFilters {
  /** Whether lines and columns are by what was known at the start of enhanced rights, or by what is known now. */
  reading: 'start' | 'now';
  status?: string;
  cohort?: string;
  basisGroup?: string;
  basis?: string;
  ageBand?: string;
  dutyHolder?: string;
  right?: string;
  rule?: string;
  limitKind?: string;
  statusNow?: string;
  column?: string;
}

/**
 * What `READ_AS` and `FILTERED` are bound to, `$6` to `$22`; null where a filter is not asked.
 *
 * @throws Invalid naming the filter that knows no such line or column
 */
export function filterParameters(filters: ClockFilters, settings: ReportSettings): unknown[] {
  const { cohort, basisGroup, ageBand, column, rule } = filters;
  const [ruleId, limitCode] = rule?.split('/') ?? [];
  const groups = basisGroup === undefined ? null : groupsIn(basisGroup, settings);
  const plain = [
    ...[filters.status, filters.statusNow, filters.basis, filters.dutyHolder, filters.right],
    ...[ruleId, limitCode, filters.limitKind],
  ];
  return [
    filters.reading === 'now',
    ...plain.map((value) => value ?? null),
    cohort === undefined ? null : masksOf(cohort, settings),
    ageBand === undefined ? null : bandOf(ageBand, settings),
    ...[groups && JSON.stringify(groups.named), groups?.others ?? null, groups?.isOther ?? null],
    ...(column === undefined ? [null, null, null] : columnParameters(column)),
  ];
}

/** By what is known now of enhanced rights, or what was known at the start; `column` as the report counts it. */
export const READ_AS = `
  CROSS JOIN LATERAL (
    SELECT CASE WHEN $6::boolean THEN c.status_now ELSE c.status_at_start END AS status,
           CASE WHEN $6::boolean THEN c.bases_now ELSE c.bases_at_start END AS bases,
           CASE WHEN $6::boolean THEN s.now ELSE s.at_start END AS state) g
  CROSS JOIN LATERAL (
    SELECT CASE WHEN g.state IS NULL THEN 'unsettled'
                WHEN c.unit IS NULL AND g.state = 'met' THEN 'shown'
                WHEN c.unit IS NULL AND g.state = 'pending' THEN 'notShown'
                ELSE CASE g.state WHEN 'met-late' THEN 'metLate' WHEN 'no-evidence' THEN 'noEvidence'
                                  WHEN 'due-soon' THEN 'dueSoon' WHEN 'not-applicable' THEN 'notApplicable'
                                  ELSE g.state END END AS "column") k`;

export const FILTERED = `
      ($7::text IS NULL OR g.status = $7) AND ($8::text IS NULL OR c.status_now = $8)
  AND ($9::text IS NULL OR $9 = ANY (g.bases)) AND ($10::text IS NULL OR c.duty_holder = $10)
  AND ($11::text IS NULL OR c.code_version || ' ' || c.right_no = $11)
  AND ($12::text IS NULL OR c.rule_id = $12) AND ($13::text IS NULL OR c.limit_code = $13)
  AND ($14::text IS NULL OR ${LIMIT_KIND} = $14)
  AND ($15::int[] IS NULL OR ${COHORT_MASK} = ANY ($15)) AND ($16::int IS NULL OR ${AGE_BAND} = $16)
  -- each group that the line names has a basis, no other group has; unknown bases are the group "other"
  AND ($17::jsonb IS NULL OR (
        NOT EXISTS (SELECT FROM jsonb_array_elements($17) AS named(codes)
                     WHERE NOT g.bases && ARRAY(SELECT jsonb_array_elements_text(named.codes)))
        AND NOT g.bases && $18::text[]
        AND $19::boolean = (g.bases = '{}' OR NOT g.bases <@ (
              $18::text[] || ARRAY(SELECT jsonb_array_elements_text(named) FROM jsonb_array_elements($17) AS named)))))
  AND ($20::text[] IS NULL OR k."column" = ANY ($20))
  AND ($21::text IS NULL OR (c.victim_reported_at <= $1 AND CASE $21
        WHEN 'asked' THEN true
        WHEN 'notToldButRecorded' THEN c.victim_reported = 'not-told' AND (c.satisfied_at <= $1) IS TRUE
        WHEN 'notToldNorRecorded' THEN c.victim_reported = 'not-told' AND (c.satisfied_at <= $1) IS NOT TRUE
        ELSE c.victim_reported = $21 END))
  AND ($22::text[] IS NULL OR (
        c.satisfied_at <= $1 AND g.state IS DISTINCT FROM 'not-applicable' AND EXISTS (
          SELECT FROM justice_event e
           WHERE e.original_id = c.satisfied_event_id AND e.superseded_at IS NULL AND NOT e.withdrawn
             AND e.quality ? $22[1] AND ($22[2] IS NULL OR e.quality ->> $22[1] = $22[2]))))`;

function masksOf(code: string, { file }: ReportSettings): number[] {
  const masks = Array.from({ length: 2 ** file.cohorts.length }, (_, mask) => mask);
  const found = masks.filter((mask) => cohortOf(mask, file.cohorts) === code);
  if (found.length === 0) throw unknown('cohort');
  return found;
}

function bandOf(code: string, { file }: ReportSettings): number {
  if (code === UNKNOWN_AGE) return 0;
  const band = file.ageBands.findIndex(({ from }) => String(from) === code);
  if (band < 0) throw unknown('ageBand');
  return band + 1;
}

/** The bases of each group that a line names, those of all other groups, and whether it names unknown ones. */
function groupsIn(
  line: string,
  settings: ReportSettings,
): { named: string[][]; others: string[]; isOther: boolean } {
  const { basisGroups } = settings.file;
  const codes = line.split('+');
  if (codes.some((code) => code !== OTHER && !basisGroups.some((group) => group.code === code)))
    throw unknown('basisGroup');
  const groups = basisGroups.map(({ code }, index) => ({
    isNamed: codes.includes(code),
    bases: [...settings.bases].filter(([, { group }]) => group === index).map(([basis]) => basis),
  }));
  return {
    named: groups.filter(({ isNamed }) => isNamed).map(({ bases }) => bases),
    others: groups.filter(({ isNamed }) => !isNamed).flatMap(({ bases }) => bases),
    isOther: codes.includes(OTHER),
  };
}

const VOICE: Readonly<Record<string, string>> = {
  asked: 'asked',
  told: 'told',
  notTold: 'not-told',
  notSure: 'not-sure',
  notToldButRecorded: 'notToldButRecorded',
  notToldNorRecorded: 'notToldNorRecorded',
};

/** Of the three, one kind of column: of states, of victims' own reports, of quality with its answer. */
function columnParameters(column: string): [string[] | null, string | null, (string | null)[] | null] {
  const [kind, question, answer] = column.split('.');
  if (kind === 'quality' && question !== undefined) return [null, null, [question, answer ?? null]];
  const reported = VOICE[column];
  if (reported !== undefined) return [null, reported, null];
  const leaves = leavesOf(column);
  if (leaves.length === 0) throw unknown('column');
  return [leaves, null, null];
}

function leavesOf(column: string): string[] {
  const parts = COUNT_COLUMNS.filter(({ under }) => under === column);
  if (parts.length > 0) return parts.flatMap(({ key }) => leavesOf(key));
  return COUNT_COLUMNS.some(({ key }) => key === column) ? [column] : [];
}

function unknown(field: string): Invalid {
  return Invalid.field(field, 'code-unknown', 'The report has no such line or column.');
}
