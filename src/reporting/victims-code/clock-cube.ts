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
interface StateRow {
  key: string;
  count: number;
  told: number;
  notToldButRecorded: number;
  notToldNorRecorded: number;
  notSure: number;
}
interface QualityRow {
  key: string;
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

function ofState({ key, count, ...reported }: StateRow): CubeRow {
  const { keys, stateAtStart, stateNow } = readKey(key);
  const voice = Object.entries(reported).filter(([, reports]) => reports > 0);
  return {
    ...keys,
    atStart: [[columnOf(stateAtStart, keys.limitKind), count], ...voice],
    now: [[columnOf(stateNow, keys.limitKind), count], ...voice],
  };
}

function ofQuality({ key, question, answer, count }: QualityRow): CubeRow {
  const counted = [[`quality.${question}.${answer}`, count] as const];
  return { ...readKey(key).keys, atStart: counted, now: counted };
}

const KEY_NAMES = [
  ...[
    'cohortMask',
    'ageBand',
    'limitKind',
    'codeVersion',
    'rightNo',
    'ruleId',
    'limitCode',
    'dutyHolder',
    'feed',
  ],
  ...['statusAtStart', 'statusNow', 'basesAtStart', 'basesNow', 'stateAtStart', 'stateNow'],
];
type KeyTexts = Omit<Record<keyof Keys, string>, 'limitKind' | 'statusAtStart' | 'statusNow'> &
  Pick<Keys, 'limitKind' | 'statusAtStart' | 'statusNow'> & {
    stateAtStart: State | '';
    stateNow: State | '';
  };

/** What `KEY` has put together. */
function readKey(key: string): { keys: Keys; stateAtStart: State | null; stateNow: State | null } {
  const texts = key.split('|');
  const { stateAtStart, stateNow, ...keys } = Object.fromEntries(
    KEY_NAMES.map((name, index) => [name, texts[index]]),
  ) as unknown as KeyTexts;
  return {
    keys: {
      ...keys,
      ...{ cohortMask: Number(keys.cohortMask), ageBand: Number(keys.ageBand) },
      ...{ basesAtStart: listed(keys.basesAtStart), basesNow: listed(keys.basesNow) },
    },
    stateAtStart: stateAtStart || null,
    stateNow: stateNow || null,
  };
}

function listed(bases: string): string[] {
  return bases === '' ? [] : bases.split(',');
}

/** A duty without a limit is shown or not shown: counted as met it would make rates of duties with limits look better. */
function columnOf(state: State | null, limitKind: LimitKind): string {
  if (state === null) return 'unsettled';
  if (limitKind === 'none' && state === 'met') return 'shown';
  if (limitKind === 'none' && state === 'pending') return 'notShown';
  return STATE_COLUMNS[state];
}

/**
 * All that is told apart as one text: the database then keeps the groups in memory, where for fifteen columns it would
 * take every clock for a group of its own and sort them all.
 */
const KEY = `
  concat_ws('|', ${COHORT_MASK}, ${AGE_BAND}, ${LIMIT_KIND}, c.code_version, c.right_no, c.rule_id, c.limit_code,
            c.duty_holder, c.feed, c.status_at_start, c.status_now, array_to_string(c.bases_at_start, ','),
            array_to_string(c.bases_now, ','), coalesce(s.at_start, ''), coalesce(s.now, ''))`;

const STATE_COUNTS = `
  SELECT ${KEY} AS key, count(*)::int AS count,
         count(*) FILTER (WHERE r.reported = 'told')::int AS told,
         count(*) FILTER (WHERE r.reported = 'not-told' AND c.satisfied_at <= $1)::int AS "notToldButRecorded",
         count(*) FILTER (WHERE r.reported = 'not-told' AND (c.satisfied_at <= $1) IS NOT TRUE)::int
           AS "notToldNorRecorded",
         count(*) FILTER (WHERE r.reported = 'not-sure')::int AS "notSure"
    ${CLOCKS}
   CROSS JOIN LATERAL (SELECT CASE WHEN c.victim_reported_at <= $1 THEN c.victim_reported END AS reported) r
   WHERE ${IN_PERIOD}
   GROUP BY 1`;

/** Of the evidence that discharged a duty, as the event stands now; of duties that are in the count. */
const QUALITY_COUNTS = `
  SELECT ${KEY} AS key, q.question, q.answer, count(*)::int AS count
    ${CLOCKS}
    JOIN justice_event e ON e.original_id = c.satisfied_event_id AND e.superseded_at IS NULL AND NOT e.withdrawn
                        AND e.quality IS NOT NULL
   CROSS JOIN LATERAL jsonb_each_text(e.quality) q(question, answer)
   WHERE ${IN_PERIOD} AND c.satisfied_at <= $1 AND s.at_start IS DISTINCT FROM 'not-applicable'
   GROUP BY 1, 2, 3`;
