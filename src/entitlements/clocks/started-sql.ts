import { londonDay } from './facts-sql.js';

/** Each limit that an event starts, for each victim to whom it applies, by the Code in force on the event's own day. */
export const STARTED = `
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
           f.event_id, f.referral_id, f.suspect_key, f.kind, f.received_at, f.on_day, f.occurred_at AS happened_at,
           h.holder, d.duty_holder = 'SOURCE' AS is_source_held,
           CASE WHEN d.duty_holder IN ('SOURCE', 'DECIDER', 'RECEIVER') OR h.holder = 'NATIONAL' THEN lower(h.holder)
                ELSE d.feed END AS feed,
           CASE d.trigger_clock WHEN 'received' THEN f.received_at IS NOT NULL
                                WHEN 'offence' THEN v.offence_at IS NOT NULL ELSE true END AS is_start_known,
           CASE d.trigger_clock WHEN 'received' THEN coalesce(f.received_at, f.occurred_at)
                                WHEN 'offence' THEN coalesce(v.offence_at, f.occurred_at)
                                ELSE f.occurred_at END AS started_at,
           d.trigger_clock <> 'offence' AS may_shift,
           (CASE WHEN born.birth_date_doubt IS NULL THEN born.date_of_birth END
              + make_interval(years => d.until_birthday))::date AS birthday_on
      FROM fact f
      JOIN victim v ON v.party_id = f.victim_id
      JOIN duty d ON d.trigger_kind = f.kind AND f.on_day >= d.effective_from
       AND (d.effective_to IS NULL OR f.on_day <= d.effective_to)
      LEFT JOIN person born ON born.id = v.person_id AND d.until_birthday IS NOT NULL AND NOT v.is_organisation
     CROSS JOIN LATERAL (
       SELECT CASE d.duty_holder
                WHEN 'SOURCE' THEN upper(f.source)
                WHEN 'DECIDER' THEN CASE WHEN f.source IN ('cps', 'wcu') THEN upper(f.source)
                                         WHEN f.source = 'court' THEN 'WCU' ELSE 'POLICE' END
                WHEN 'RECEIVER' THEN CASE WHEN f.source IN ('wcu', 'court', 'cps') THEN 'WCU' ELSE 'POLICE' END
                WHEN 'POLICE' THEN CASE WHEN f.kind = 'crime.reported' AND f.outcome = 'to-national-service'
                                        THEN 'NATIONAL' ELSE 'POLICE' END
                ELSE d.duty_holder END AS holder) h
     WHERE f.source <> 'victim' AND d.applies_to && v.groups
       AND (d.trigger_outcomes IS NULL OR coalesce(f.outcome, 'blank') = ANY (d.trigger_outcomes))
       AND (d.trigger_sources IS NULL OR f.source = ANY (d.trigger_sources))
       AND NOT (f.kind = 'crime.reported' AND 'victim.identified' = ANY (d.triggers)
                AND v.party_id IN (SELECT i.victim_id FROM fact i WHERE i.kind = 'victim.identified')))`;

/** Day 0, the days on which each is due and soon due, and what was known of enhanced rights. */
export const COUNTED = `
  day_zero AS (
    SELECT s.*, g.counts_failed_attempt, g.letter_working_days, g.due_soon_working_days, g.unsafe_review_days,
           CASE WHEN shift.is_shifted THEN next.day ELSE shift.day END AS started_on,
           c.number + shift.is_shifted::int AS number
      FROM started s
      JOIN code_setting g ON ${londonDay('s.started_at')} >= g.valid_from
       AND (g.valid_to IS NULL OR ${londonDay('s.started_at')} <= g.valid_to)
     CROSS JOIN LATERAL (
       SELECT ${londonDay('s.started_at')}
              + (s.may_shift AND coalesce((s.started_at AT TIME ZONE 'Europe/London')::time >= g.day_ends_at, false))::int AS day) local
      LEFT JOIN calendar_day c ON c.day = local.day
     CROSS JOIN LATERAL (SELECT local.day, s.may_shift AND g.starts_on_working_day AND NOT c.is_working AS is_shifted) shift
      LEFT JOIN calendar_day next ON next.is_working AND next.number = c.number + 1),
  due AS (
    SELECT z.*, CASE z.unit WHEN 'working-day' THEN ws.day
                            WHEN 'month' THEN greatest((z.started_on + make_interval(months => z.standard))::date,
                                                   CASE WHEN z.standard IS NOT NULL THEN z.birthday_on END) END AS due_standard_on,
           CASE z.unit WHEN 'working-day' THEN we.day
                       WHEN 'month' THEN greatest((z.started_on + make_interval(months => z.enhanced))::date,
                                                   CASE WHEN z.enhanced IS NOT NULL THEN z.birthday_on END) END AS due_enhanced_on
      FROM day_zero z
      LEFT JOIN calendar_day ws ON ws.is_working AND ws.number = z.number + z.standard
      LEFT JOIN calendar_day we ON we.is_working AND we.number = z.number + z.enhanced),
  counted AS MATERIALIZED (
    SELECT d.*, greatest(d.due_standard_on, d.due_enhanced_on) AS last_due_on,
           ss.day AS soon_standard_on, se.day AS soon_enhanced_on,
           t.status AS status_at_start, t.bases AS bases_at_start, n.status AS status_now, n.bases AS bases_now
      FROM due d
      JOIN entitlement_status t ON t.party_id = d.party_id AND t.known_from <= d.started_at AND d.started_at < t.known_until
      JOIN entitlement_status n ON n.party_id = d.party_id AND n.known_from <= $2 AND $2 < n.known_until
      LEFT JOIN calendar_day cs ON cs.day = d.due_standard_on
      LEFT JOIN calendar_day ss ON ss.is_working AND ss.number = cs.number - d.due_soon_working_days
      LEFT JOIN calendar_day ce ON ce.day = d.due_enhanced_on
      LEFT JOIN calendar_day se ON se.is_working AND se.number = ce.number - d.due_soon_working_days)`;
