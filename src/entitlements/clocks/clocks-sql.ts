import { ANSWERED, EXCLUDED } from './answered-sql.js';
import { FACTS, londonDay } from './facts-sql.js';
import { COUNTED, STARTED } from './started-sql.js';

const COVERING = (standing: string, until: string) => `EXISTS (
      SELECT FROM code_feed g WHERE g.feed = s.feed AND g.standing = '${standing}' AND g.valid_from <= s.started_on
         AND (g.valid_to IS NULL OR g.valid_to >= ${until}))`;

/** The columns of `entitlement_clock`, each with what it is made of. */
const MADE_OF: Record<string, string> = {
  id: 's.id',
  person_id: 's.person_id',
  restricted: 's.restricted',
  party_id: 's.party_id',
  incident_id: 's.incident_id',
  case_id: 's.case_id',
  rule_id: 's.rule_id',
  rule_from: 's.effective_from',
  limit_code: 's.limit_code',
  code_version: 's.code_version',
  right_no: 's.right_no',
  duty_holder: 's.holder',
  feed: 's.feed',
  is_counted: 's.is_counted',
  start_kind: 's.kind',
  start_event_id: 's.event_id',
  start_referral_id: 's.referral_id',
  started_at: 's.started_at',
  started_on: 's.started_on',
  is_start_known: 's.is_start_known',
  status_at_start: 's.status_at_start',
  bases_at_start: 's.bases_at_start',
  status_now: 's.status_now',
  bases_now: 's.bases_now',
  unit: 's.unit',
  limit_standard: 's.standard',
  limit_enhanced: 's.enhanced',
  due_standard_on: 's.due_standard_on',
  due_enhanced_on: 's.due_enhanced_on',
  soon_standard_on: 's.soon_standard_on',
  soon_enhanced_on: 's.soon_enhanced_on',
  due_on: `CASE s.status_at_start WHEN 'no' THEN s.due_standard_on WHEN 'yes' THEN s.due_enhanced_on
                ELSE least(s.due_standard_on, s.due_enhanced_on) END`,
  satisfied_at: 'a.counts_at',
  satisfied_on: 'a.counts_on',
  satisfied_by: 'a.kind',
  satisfied_event_id: 'a.event_id',
  satisfied_referral_id: 'a.referral_id',
  victim_reported: 'w.outcome',
  victim_reported_at: 'w.occurred_at',
  victim_report_event_id: 'w.event_id',
  excluded_reason: `CASE WHEN s.is_window THEN 'victims-choice' WHEN x.reason IS NOT NULL THEN x.reason
                         WHEN a.id IS NULL AND ${COVERING('not-lawful', 's.started_on')} THEN 'no-lawful-feed' END`,
  excluded_at: 'CASE WHEN NOT s.is_window THEN x.excluded_at END',
  feed_covers: COVERING('covered', 'coalesce(s.last_due_on, s.started_on)'),
  calendar_version: '$3::int',
  counted_at: '$2::timestamptz',
};
const COLUMNS = Object.keys(MADE_OF);
const OF_THE_CALENDAR = [
  'due_standard_on',
  'due_enhanced_on',
  'soon_standard_on',
  'soon_enhanced_on',
  'due_on',
  'calendar_version',
];

/** A clock that had run out or was answered keeps the days that it was counted with, whatever the calendar says later. */
const IS_CLOSED = `held.calendar_version < excluded.calendar_version
  AND (held.satisfied_at IS NOT NULL OR greatest(held.due_standard_on, held.due_enhanced_on) < ${londonDay('excluded.counted_at')})
  AND (held.started_on, held.unit, held.limit_standard, held.limit_enhanced)
    IS NOT DISTINCT FROM (excluded.started_on, excluded.unit, excluded.limit_standard, excluded.limit_enhanced)`;

function assignment(column: string): string {
  if (!OF_THE_CALENDAR.includes(column)) return `${column} = excluded.${column}`;
  return `${column} = CASE WHEN ${IS_CLOSED} THEN held.${column} ELSE excluded.${column} END`;
}

const CHANGEABLE = COLUMNS.filter((column) => column !== 'id' && column !== 'counted_at');

/** Whether a rebuilt clock says anything else than before; a later calendar alone changes nothing of a closed one. */
const IS_NEWS = `(${CHANGEABLE.filter((column) => !OF_THE_CALENDAR.includes(column))
  .map((column) => `held.${column}`)
  .join(', ')}) IS DISTINCT FROM (${CHANGEABLE.filter((column) => !OF_THE_CALENDAR.includes(column))
  .map((column) => `excluded.${column}`)
  .join(', ')})
  OR (NOT coalesce(${IS_CLOSED}, false) AND (${OF_THE_CALENDAR.map((column) => `held.${column}`).join(', ')})
    IS DISTINCT FROM (${OF_THE_CALENDAR.map((column) => `excluded.${column}`).join(', ')}))`;

/**
 * Brings the clocks of all victims of the incidents `$1` up to what is known at `$2`, under the calendar of version `$3`:
 * new ones, changed ones, and those that have gone with a withdrawn event. Doing it again changes nothing.
 * The joins are full ones although nothing is answered that is not counted: full ones are never carried out by going
 * through all answers for each clock, which the server would choose, expecting a handful of either.
 */
export const BUILD_CLOCKS = {
  name: 'build-clocks',
  text: `
  WITH RECURSIVE ${FACTS}, ${STARTED}, ${COUNTED}, ${ANSWERED}, ${EXCLUDED},
  wanted AS MATERIALIZED (
    SELECT ${COLUMNS.map((column) => `${MADE_OF[column]!} AS ${column}`).join(', ')}
      FROM counted s
      FULL JOIN satisfied a ON a.id = s.id
      FULL JOIN victims_word w ON w.id = s.id
      FULL JOIN excluded x ON x.id = s.id),
  gone AS (
    DELETE FROM entitlement_clock held WHERE held.incident_id = ANY ($1::uuid[])
       AND NOT EXISTS (SELECT FROM wanted w WHERE w.id = held.id)
    RETURNING 1),
  kept AS (
    INSERT INTO entitlement_clock AS held (${COLUMNS.join(', ')})
    SELECT ${COLUMNS.join(', ')} FROM wanted
    ON CONFLICT (id) DO UPDATE SET ${CHANGEABLE.map(assignment).join(', ')}, counted_at = excluded.counted_at
     WHERE ${IS_NEWS}
    RETURNING 1)
  SELECT (SELECT count(*) FROM wanted)::int AS wanted, (SELECT count(*) FROM kept)::int AS written,
         (SELECT count(*) FROM gone)::int AS removed`,
};

/** The same for a few incidents, where making the plan would take longer than carrying it out. */
export const BUILD_FEW_CLOCKS = { ...BUILD_CLOCKS, name: 'build-few-clocks', isPlannedOnce: true };
