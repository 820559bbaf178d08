import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { type ClockSource, clockSource, type ReportPeriod } from './clock-source.js';
import { STATE_COLUMNS } from './columns.js';
import { ReportSettings } from './report-settings.js';

export const STATUSES = ['yes', 'not-assessed', 'no'] as const;
/** Of enhanced rights. */
export type Status = (typeof STATUSES)[number];
export type LimitKind = 'differs' | 'same' | 'none';

/** Clocks that are alike in everything that the report tells apart, and what they count as. */
export interface CubeRow {
  cohortMask: number;
  ageBand: number;
  limitKind: LimitKind;
  codeVersion: string;
  rightNo: string;
  ruleId: string;
  limitCode: string;
  dutyHolder: string;
  feed: string;
  statusAtStart: Status;
  statusNow: Status;
  basesAtStart: readonly string[];
  basesNow: readonly string[];
  /** Columns without parts, as of the status known when the clock started and as of the one known now. */
  atStart: readonly (readonly [column: string, count: number])[];
  now: readonly (readonly [column: string, count: number])[];
}

type Keys = Omit<CubeRow, 'atStart' | 'now'>;
type State = keyof typeof STATE_COLUMNS;
interface StateRow extends Keys {
  stateAtStart: State | null;
  stateNow: State | null;
  count: number;
  told: number;
  notToldButRecorded: number;
  notToldNorRecorded: number;
  notSure: number;
}
interface QualityRow extends Keys {
  question: string;
  answer: string;
  count: number;
}

/** Counts the clocks of a period by everything that the report tells apart, over all that a transaction sees. */
@Injectable()
export class ClockCube {
  constructor(private readonly settings: ReportSettings) {}

  async rows(tx: Transaction, period: ReportPeriod): Promise<CubeRow[]> {
    const source = clockSource(period, this.settings);
    const states = await tx.query<StateRow>(stateCounts(source), source.parameters);
    const quality = await tx.query<QualityRow>(qualityCounts(source), source.parameters);
    return [...states.map(ofState), ...quality.map(ofQuality)];
  }
}

function ofState(row: StateRow): CubeRow {
  const { stateAtStart, stateNow, count, told, notToldButRecorded, notToldNorRecorded, notSure, ...keys } =
    row;
  const voice = Object.entries({ told, notToldButRecorded, notToldNorRecorded, notSure }).filter(
    ([, n]) => n > 0,
  );
  return {
    ...keys,
    atStart: [[columnOf(stateAtStart, keys.limitKind), count], ...voice],
    now: [[columnOf(stateNow, keys.limitKind), count], ...voice],
  };
}

function ofQuality({ question, answer, count, ...keys }: QualityRow): CubeRow {
  const counted = [[`quality.${question}.${answer}`, count] as const];
  return { ...keys, atStart: counted, now: counted };
}

/** A duty without a limit is shown or not shown: counted as met it would make rates of duties with limits look better. */
function columnOf(state: State | null, limitKind: LimitKind): string {
  if (state === null) return 'unsettled';
  if (limitKind === 'none' && state === 'met') return 'shown';
  if (limitKind === 'none' && state === 'pending') return 'notShown';
  return STATE_COLUMNS[state];
}

const keysOf = ({ cohortMask, ageBand, limitKind }: ClockSource) => `
  ${cohortMask} AS "cohortMask", ${ageBand} AS "ageBand", ${limitKind} AS "limitKind",
  c.code_version AS "codeVersion", c.right_no AS "rightNo", c.rule_id AS "ruleId", c.limit_code AS "limitCode",
  c.duty_holder AS "dutyHolder", c.feed, c.status_at_start AS "statusAtStart", c.status_now AS "statusNow",
  c.bases_at_start AS "basesAtStart", c.bases_now AS "basesNow"`;
const KEY_COUNT = 13;
const places = (count: number) => Array.from({ length: count }, (_, index) => index + 1).join();

const stateCounts = (source: ClockSource) => `
  SELECT ${keysOf(source)}, s.at_start AS "stateAtStart", s.now AS "stateNow", count(*)::int AS count,
         count(*) FILTER (WHERE r.reported = 'told')::int AS told,
         count(*) FILTER (WHERE r.reported = 'not-told' AND c.satisfied_at <= $1)::int AS "notToldButRecorded",
         count(*) FILTER (WHERE r.reported = 'not-told' AND (c.satisfied_at <= $1) IS NOT TRUE)::int
           AS "notToldNorRecorded",
         count(*) FILTER (WHERE r.reported = 'not-sure')::int AS "notSure"
    ${source.from}
   CROSS JOIN LATERAL (SELECT CASE WHEN c.victim_reported_at <= $1 THEN c.victim_reported END AS reported) r
   ${source.where}
   GROUP BY ${places(KEY_COUNT + 2)}`;

/** Of the evidence that discharged a duty, as the event stands now; of duties that are in the count. */
const qualityCounts = (source: ClockSource) => `
  SELECT ${keysOf(source)}, q.question, q.answer, count(*)::int AS count
    ${source.from}
    JOIN justice_event e ON e.original_id = c.satisfied_event_id AND e.superseded_at IS NULL AND NOT e.withdrawn
                        AND e.quality IS NOT NULL
   CROSS JOIN LATERAL jsonb_each_text(e.quality) q(question, answer)
   ${source.where} AND c.satisfied_at <= $1 AND s.at_start IS DISTINCT FROM 'not-applicable'
   GROUP BY ${places(KEY_COUNT + 2)}`;
