import { CALENDAR, FACTS, londonDay } from './facts-sql.js';

/** Each limit that an event starts, for each victim to whom it applies, by the Code in force on the event's own day. */
const STARTED = `
  duty AS MATERIALIZED (
    SELECT l.*, r.code_version, r.right_no, unnest(l.triggers) AS trigger_kind,
           jsonb_path_exists(l.satisfied_by, '$[*] ? (@.kind == "victim.informed")') AS is_telling,
           jsonb_path_exists(l.satisfied_by, '$[*] ? (@.match == "receipt")') AS is_receipt
      FROM code_limit l JOIN code_rule r USING (rule_id, effective_from)),
  started AS MATERIALIZED (
    SELECT md5(concat_ws('|', v.party_id, d.rule_id, d.limit_code, coalesce(f.event_id, f.referral_id)))::uuid AS id,
           v.party_id, v.person_id, v.restricted, v.incident_id, v.case_id,
           d.rule_id, d.effective_from, d.limit_code, d.code_version, d.right_no, d.is_counted, d.is_window,
           d.is_telling, d.is_receipt, d.counts_from_val, d.excluded_by, d.unit, d.standard, d.enhanced,
           f.event_id, f.referral_id, f.suspect_key, f.kind, f.received_at, f.on_day, h.holder,
           CASE WHEN d.duty_holder IN ('SOURCE', 'DECIDER') OR h.holder = 'NATIONAL' THEN lower(h.holder)
                ELSE d.feed END AS feed,
           d.trigger_clock = 'event' OR f.received_at IS NOT NULL AS is_start_known,
           CASE WHEN d.trigger_clock = 'received' THEN coalesce(f.received_at, f.occurred_at)
                ELSE f.occurred_at END AS started_at
      FROM fact f
      JOIN victim v ON v.party_id = f.victim_id
      JOIN duty d ON d.trigger_kind = f.kind AND f.on_day >= d.effective_from
       AND (d.effective_to IS NULL OR f.on_day <= d.effective_to)
     CROSS JOIN LATERAL (
       SELECT CASE d.duty_holder
                WHEN 'SOURCE' THEN upper(f.source)
                WHEN 'DECIDER' THEN CASE WHEN f.source IN ('cps', 'wcu') THEN upper(f.source)
                                         WHEN f.source = 'court' THEN 'WCU' ELSE 'POLICE' END
                WHEN 'POLICE' THEN CASE WHEN f.kind = 'crime.reported' AND f.outcome = 'to-national-service'
                                        THEN 'NATIONAL' ELSE 'POLICE' END
                ELSE d.duty_holder END AS holder) h
     WHERE f.source <> 'victim' AND d.applies_to && v.groups
       AND (d.trigger_outcomes IS NULL OR coalesce(f.outcome, 'blank') = ANY (d.trigger_outcomes))
       AND (d.trigger_sources IS NULL OR f.source = ANY (d.trigger_sources))
       AND NOT (f.kind = 'crime.reported' AND 'victim.identified' = ANY (d.triggers)
                AND v.party_id IN (SELECT i.victim_id FROM fact i WHERE i.kind = 'victim.identified')))`;

/** Day 0, the days on which each is due and soon due, and what was known of enhanced rights. */
const COUNTED = `
  day_zero AS (
    SELECT s.*, g.counts_failed_attempt, g.letter_working_days, g.due_soon_working_days,
           CASE WHEN shift.is_shifted THEN next.day ELSE shift.day END AS started_on,
           c.number + shift.is_shifted::int AS number
      FROM started s
      JOIN code_setting g ON ${londonDay('s.started_at')} >= g.valid_from
       AND (g.valid_to IS NULL OR ${londonDay('s.started_at')} <= g.valid_to)
     CROSS JOIN LATERAL (
       SELECT ${londonDay('s.started_at')}
              + coalesce((s.started_at AT TIME ZONE 'Europe/London')::time >= g.day_ends_at, false)::int AS day) local
      LEFT JOIN calendar c ON c.day = local.day
     CROSS JOIN LATERAL (SELECT local.day, g.starts_on_working_day AND NOT c.is_working AS is_shifted) shift
      LEFT JOIN working_day next ON next.number = c.number + 1),
  due AS (
    SELECT z.*, CASE z.unit WHEN 'working-day' THEN ws.day
                            WHEN 'month' THEN (z.started_on + make_interval(months => z.standard))::date END AS due_standard_on,
           CASE z.unit WHEN 'working-day' THEN we.day
                       WHEN 'month' THEN (z.started_on + make_interval(months => z.enhanced))::date END AS due_enhanced_on
      FROM day_zero z
      LEFT JOIN working_day ws ON ws.number = z.number + z.standard
      LEFT JOIN working_day we ON we.number = z.number + z.enhanced),
  counted AS MATERIALIZED (
    SELECT d.*, greatest(d.due_standard_on, d.due_enhanced_on) AS last_due_on,
           ss.day AS soon_standard_on, se.day AS soon_enhanced_on,
           t.status AS status_at_start, t.bases AS bases_at_start, n.status AS status_now, n.bases AS bases_now
      FROM due d
      JOIN entitlement_status t ON t.party_id = d.party_id AND t.known_from <= d.started_at AND d.started_at < t.known_until
      JOIN entitlement_status n ON n.party_id = d.party_id AND n.known_from <= $2 AND $2 < n.known_until
      LEFT JOIN calendar cs ON cs.day = d.due_standard_on
      LEFT JOIN working_day ss ON ss.number = cs.number - d.due_soon_working_days
      LEFT JOIN calendar ce ON ce.day = d.due_enhanced_on
      LEFT JOIN working_day se ON se.number = ce.number - d.due_soon_working_days)`;

const IS_OF_SAME_SUSPECT = `(f.suspect_key IS NULL OR s.suspect_key IS NULL OR f.suspect_key = s.suspect_key)`;
const FOLLOWS = `(${IS_OF_SAME_SUSPECT} AND f.on_day >= s.on_day)`;
const NAMES_RULE = `coalesce(f.answers_rule = s.rule_id, false)`;
const MAY_BE_RULE = `(f.answers_rule IS NULL OR f.answers_rule = s.rule_id)`;
const NAMES_START = `coalesce(f.answers_event_id = s.event_id, false)`;
const IS_START = `(f.kind = s.kind AND f.event_id IS NOT DISTINCT FROM s.event_id
                   AND f.referral_id IS NOT DISTINCT FROM s.referral_id)`;

/** What somebody did or said of a duty, the first evidence that counts, and the victim's newest word. */
const ANSWERED = `
  evidence AS MATERIALIZED (
    SELECT l.rule_id, l.effective_from, l.limit_code, k.kind, k.is_attempt, x.match, x."of", x.quality
      FROM code_limit l
     CROSS JOIN LATERAL jsonb_to_recordset(l.satisfied_by) AS x(kind text, match text, "of" text, quality text)
     CROSS JOIN LATERAL (SELECT x.kind, false AS is_attempt
                         UNION ALL SELECT 'victim.contact-attempted', true WHERE x.kind = 'victim.informed') k),
  answer AS MATERIALIZED (
    SELECT s.id, f.kind, f.event_id, f.referral_id, f.source, f.outcome, f.occurred_at,
           f.source <> 'victim' AND (e.quality IS NULL OR coalesce(f.quality ->> e.quality = 'yes', false))
             AND CASE WHEN s.holder = 'VAL' THEN f.source = 'val'
                      ELSE f.source <> 'val' OR s.counts_from_val END AS may_count,
           CASE WHEN s.is_receipt THEN f.received_at ELSE f.occurred_at END AS counts_at,
           s.letter_working_days * (coalesce(f.channel, '') = 'letter')::int AS letter_days
      FROM counted s
      JOIN evidence e ON e.rule_id = s.rule_id AND e.effective_from = s.effective_from AND e.limit_code = s.limit_code
       AND (s.counts_failed_attempt OR NOT e.is_attempt)
      JOIN fact f ON f.victim_id = s.party_id AND f.kind = e.kind
     WHERE CASE e.match
             WHEN 'receipt' THEN ${IS_START} AND f.received_at IS NOT NULL
             WHEN 'rule' THEN ${NAMES_RULE} AND CASE WHEN f.answers_event_id IS NULL THEN ${FOLLOWS} ELSE ${NAMES_START} END
             WHEN 'of' THEN coalesce(f.answers_kind = e."of", false) AND ${MAY_BE_RULE} AND ${FOLLOWS}
             WHEN 'event' THEN CASE WHEN f.answers_event_id IS NULL THEN ${NAMES_RULE} AND ${FOLLOWS}
                                    ELSE ${NAMES_START} AND ${MAY_BE_RULE} END
             ELSE ${MAY_BE_RULE} AND CASE WHEN f.answers_event_id IS NULL THEN ${FOLLOWS} ELSE ${NAMES_START} END END),
  satisfied AS MATERIALIZED (
    SELECT DISTINCT ON (a.id) a.id, a.kind, a.event_id, a.referral_id, a.counts_at, o.counts_on
      FROM answer a
      LEFT JOIN calendar c ON c.day = ${londonDay('a.counts_at')}
      LEFT JOIN working_day w ON w.number = c.number + a.letter_days
     CROSS JOIN LATERAL (SELECT CASE WHEN a.letter_days > 0 THEN w.day ELSE ${londonDay('a.counts_at')} END AS counts_on) o
     WHERE a.may_count
     ORDER BY a.id, o.counts_on, a.counts_at, a.event_id, a.referral_id),
  victims_word AS MATERIALIZED (
    SELECT DISTINCT ON (id) id, outcome, occurred_at, event_id FROM answer
     WHERE source = 'victim' ORDER BY id, occurred_at DESC, event_id DESC)`;

const IS_MEANT = `(${NAMES_RULE} OR (f.answers_rule IS NULL AND s.is_telling))`;

/** What takes a duty out of the count: a victim's choice, an unsafe way. */
const EXCLUDED = `
  excluded AS MATERIALIZED (
    SELECT DISTINCT ON (s.id) s.id, r.reason, f.occurred_at AS excluded_at
      FROM counted s
      JOIN fact f ON f.victim_id = s.party_id
       AND (f.kind IN ('service.tailored', 'contact.found-unsafe') OR f.kind = ANY (s.excluded_by))
      LEFT JOIN satisfied a ON a.id = s.id
     CROSS JOIN LATERAL (
       SELECT CASE
         WHEN f.source = 'victim' THEN NULL
         WHEN f.kind = ANY (s.excluded_by) THEN
           CASE WHEN (f.answers_event_id IS NULL OR ${NAMES_START}) AND ${IS_OF_SAME_SUSPECT} THEN 'declined' END
         WHEN f.kind = 'contact.found-unsafe' THEN CASE WHEN ${IS_MEANT} THEN 'unsafe-to-contact' END
         WHEN f.outcome = 'declined-all' THEN CASE WHEN ${IS_MEANT} THEN 'declined' END
         WHEN f.outcome = 'declined-some' THEN CASE WHEN ${NAMES_RULE} THEN 'declined' END
         WHEN f.outcome = 'other-timing' AND ${IS_MEANT} AND s.unit IS NOT NULL THEN 'tailored' END AS reason) r
     WHERE r.reason IS NOT NULL
       AND (a.counts_at IS NULL OR a.counts_at > f.occurred_at)
       AND (s.last_due_on IS NULL OR f.on_day <= s.last_due_on)
       AND NOT EXISTS (SELECT FROM fact back WHERE back.victim_id = s.party_id AND back.kind = 'service.resumed'
                          AND back.occurred_at > f.occurred_at AND back.occurred_at <= s.started_at)
     ORDER BY s.id, f.occurred_at, f.event_id, f.referral_id)`;

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
 */
export const BUILD_CLOCKS = {
  name: 'build-clocks',
  text: `
  WITH ${CALENDAR}, ${FACTS}, ${STARTED}, ${COUNTED}, ${ANSWERED}, ${EXCLUDED},
  wanted AS MATERIALIZED (
    SELECT ${COLUMNS.map((column) => `${MADE_OF[column]!} AS ${column}`).join(', ')}
      FROM counted s
      LEFT JOIN satisfied a ON a.id = s.id
      LEFT JOIN victims_word w ON w.id = s.id
      LEFT JOIN excluded x ON x.id = s.id),
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
