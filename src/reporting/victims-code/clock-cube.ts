import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import {
  AGE_BAND,
  clockParameters,
  CLOCKS,
  COHORT_MASK,
  IN_PERIOD,
  LIMIT_KIND,
  type ReportPeriod,
} from './clock-source.js';
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
    const parameters = clockParameters(period, this.settings);
    const states = await tx.query<StateRow>(STATE_COUNTS, parameters);
    const quality = await tx.query<QualityRow>(QUALITY_COUNTS, parameters);
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

const KEYS = `
  ${COHORT_MASK} AS "cohortMask", ${AGE_BAND} AS "ageBand", ${LIMIT_KIND} AS "limitKind",
  c.code_version AS "codeVersion", c.right_no AS "rightNo", c.rule_id AS "ruleId", c.limit_code AS "limitCode",
  c.duty_holder AS "dutyHolder", c.feed, c.status_at_start AS "statusAtStart", c.status_now AS "statusNow",
  c.bases_at_start AS "basesAtStart", c.bases_now AS "basesNow"`;
const KEYS_AND_TWO = '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15';

const STATE_COUNTS = `
  SELECT ${KEYS}, s.at_start AS "stateAtStart", s.now AS "stateNow", count(*)::int AS count,
         count(*) FILTER (WHERE r.reported = 'told')::int AS told,
         count(*) FILTER (WHERE r.reported = 'not-told' AND c.satisfied_at <= $1)::int AS "notToldButRecorded",
         count(*) FILTER (WHERE r.reported = 'not-told' AND (c.satisfied_at <= $1) IS NOT TRUE)::int
           AS "notToldNorRecorded",
         count(*) FILTER (WHERE r.reported = 'not-sure')::int AS "notSure"
    ${CLOCKS}
   CROSS JOIN LATERAL (SELECT CASE WHEN c.victim_reported_at <= $1 THEN c.victim_reported END AS reported) r
   WHERE ${IN_PERIOD}
   GROUP BY ${KEYS_AND_TWO}`;

/** Of the evidence that discharged a duty, as the event stands now; of duties that are in the count. */
const QUALITY_COUNTS = `
  SELECT ${KEYS}, q.question, q.answer, count(*)::int AS count
    ${CLOCKS}
    JOIN justice_event e ON e.original_id = c.satisfied_event_id AND e.superseded_at IS NULL AND NOT e.withdrawn
                        AND e.quality IS NOT NULL
   CROSS JOIN LATERAL jsonb_each_text(e.quality) q(question, answer)
   WHERE ${IN_PERIOD} AND c.satisfied_at <= $1 AND s.at_start IS DISTINCT FROM 'not-applicable'
   GROUP BY ${KEYS_AND_TWO}`;
