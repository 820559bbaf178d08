import { Invalid } from '../../platform/problems/problem.js';
import type { ClockSource } from './clock-source.js';
import { COUNT_COLUMNS, STATE_COLUMNS } from './columns.js';
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

/** The SQL conditions of the filters; what they are bound to is added to the source's own. */
export function conditionsOf(filters: ClockFilters, source: ClockSource, settings: ReportSettings): string[] {
  const bind = (value: unknown) => `$${source.parameters.push(value)}`;
  const [status, bases] =
    filters.reading === 'now' ? ['c.status_now', 'c.bases_now'] : ['c.status_at_start', 'c.bases_at_start'];
  const { cohort, basisGroup, ageBand, column, rule } = filters;
  const [ruleId, limitCode] = rule?.split('/') ?? [];
  const plain: [string | undefined, (place: string) => string][] = [
    [filters.status, (place) => `${status} = ${place}`],
    [filters.statusNow, (place) => `c.status_now = ${place}`],
    [filters.basis, (place) => `${place} = ANY (${bases})`],
    [filters.dutyHolder, (place) => `c.duty_holder = ${place}`],
    [filters.right, (place) => `c.code_version || ' ' || c.right_no = ${place}`],
    [ruleId, (place) => `c.rule_id = ${place}`],
    [limitCode, (place) => `c.limit_code = ${place}`],
    [filters.limitKind, (place) => `${source.limitKind} = ${place}`],
  ];
  return [
    ...plain.flatMap(([value, condition]) => (value === undefined ? [] : [condition(bind(value))])),
    ...(cohort === undefined
      ? []
      : [`${source.cohortMask} = ANY (${bind(masksOf(cohort, settings))}::int[])`]),
    ...(ageBand === undefined ? [] : [`${source.ageBand} = ${bind(bandOf(ageBand, settings))}`]),
    ...(basisGroup === undefined ? [] : groupConditions(basisGroup, bases!, settings, bind)),
    ...(column === undefined ? [] : [columnCondition(column, filters.reading, bind)]),
  ];
}

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

/** All of the groups that the line names, and none of the others. */
function groupConditions(
  line: string,
  bases: string,
  settings: ReportSettings,
  bind: (value: unknown) => string,
): string[] {
  const { basisGroups } = settings.file;
  const named = line.split('+');
  if (named.some((code) => code !== OTHER && !basisGroups.some((group) => group.code === code)))
    throw unknown('basisGroup');
  const codes = (index: number) =>
    [...settings.bases].filter(([, { group }]) => group === index).map(([code]) => code);
  const known = basisGroups.flatMap((_, index) => codes(index));
  return [
    ...basisGroups.map(
      ({ code }, index) =>
        `(${bases} && ${bind(codes(index))}::text[]) = ${bind(named.includes(code))}::boolean`,
    ),
    `(${bases} <@ ${bind(known)}::text[] AND ${bases} <> '{}') = ${bind(!named.includes(OTHER))}::boolean`,
  ];
}

function columnCondition(column: string, reading: 'start' | 'now', bind: (value: unknown) => string): string {
  const state = reading === 'now' ? 's.now' : 's.at_start';
  if (column.startsWith('quality.')) return qualityCondition(column, state, bind);
  const reported = VOICE[column];
  if (reported !== undefined) return `c.victim_reported_at <= $1 AND ${reported}`;
  const leaves = leavesOf(column);
  if (leaves.length === 0) throw unknown('column');
  const names = Object.entries(STATE_COLUMNS).map(([name, leaf]) => `WHEN '${name}' THEN '${leaf}'`);
  return `CASE WHEN ${state} IS NULL THEN 'unsettled' WHEN c.unit IS NULL AND ${state} = 'met' THEN 'shown'
               WHEN c.unit IS NULL AND ${state} = 'pending' THEN 'notShown'
               ELSE CASE ${state} ${names.join(' ')} END END = ANY (${bind(leaves)}::text[])`;
}

const RECORDED = '(c.satisfied_at <= $1) IS TRUE';
const VOICE: Readonly<Record<string, string>> = {
  asked: 'c.victim_reported IS NOT NULL',
  told: `c.victim_reported = 'told'`,
  notTold: `c.victim_reported = 'not-told'`,
  notSure: `c.victim_reported = 'not-sure'`,
  notToldButRecorded: `c.victim_reported = 'not-told' AND ${RECORDED}`,
  notToldNorRecorded: `c.victim_reported = 'not-told' AND NOT ${RECORDED}`,
};

function qualityCondition(column: string, state: string, bind: (value: unknown) => string): string {
  const [, question, answer] = column.split('.');
  const asked = bind(question ?? '');
  const answered =
    answer === undefined ? `e.quality ? ${asked}::text` : `e.quality ->> ${asked}::text = ${bind(answer)}`;
  return `c.satisfied_at <= $1 AND ${state} IS DISTINCT FROM 'not-applicable' AND EXISTS (
            SELECT FROM justice_event e WHERE e.original_id = c.satisfied_event_id AND e.superseded_at IS NULL
                                          AND NOT e.withdrawn AND ${answered})`;
}

function leavesOf(column: string): string[] {
  const parts = COUNT_COLUMNS.filter(({ under }) => under === column);
  if (parts.length > 0) return parts.flatMap(({ key }) => leavesOf(key));
  return COUNT_COLUMNS.some(({ key }) => key === column) ? [column] : [];
}

function unknown(field: string): Invalid {
  return Invalid.field(field, 'code-unknown', 'The report has no such line or column.');
}
