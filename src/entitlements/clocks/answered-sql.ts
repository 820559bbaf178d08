import { londonDay } from './facts-sql.js';

const IS_OF_SAME_SUSPECT = `(f.suspect_key IS NULL OR s.suspect_key IS NULL OR f.suspect_key = s.suspect_key)`;
const FOLLOWS = `(${IS_OF_SAME_SUSPECT} AND f.on_day >= s.on_day)`;
const NAMES_RULE = `coalesce(f.answers_rule = s.rule_id, false)`;
const MAY_BE_RULE = `(f.answers_rule IS NULL OR f.answers_rule = s.rule_id)`;
const IS_OF_START = `coalesce(f.answers_event_id = s.event_id, false)`;
// A correction may have moved the event to after what answered it.
const NAMES_START = `(${IS_OF_START} AND f.on_day >= s.on_day)`;
const IS_START = `(f.kind = s.kind AND f.event_id IS NOT DISTINCT FROM s.event_id
                   AND f.referral_id IS NOT DISTINCT FROM s.referral_id)`;

const MAY_COUNT = `(f.source <> 'victim' AND CASE WHEN s.holder = 'VAL' THEN f.source = 'val'
                                                  ELSE f.source <> 'val' OR s.counts_from_val END)`;

/** The first act that names nothing and may answer what waits, unless somebody had answered that by name before. */
const FIRST_UNNAMED = (used: string): string => `
        SELECT f.event_id FROM fact f
         WHERE f.victim_id = s.party_id AND f.kind = s.wanted AND f.answers_event_id IS NULL AND f.event_id IS NOT NULL
           AND NOT f.event_id = ANY (${used}) AND ${MAY_BE_RULE} AND ${FOLLOWS} AND ${MAY_COUNT}
           AND (NOT s.is_source_held OR upper(f.source) = s.holder)
           AND NOT EXISTS (
             SELECT FROM fact n WHERE n.victim_id = s.party_id AND n.kind = s.wanted AND n.answers_event_id = s.event_id
                AND n.on_day >= s.on_day AND (n.answers_rule IS NULL OR n.answers_rule = s.rule_id)
                AND ${MAY_COUNT.replaceAll('f.', 'n.')} AND (n.occurred_at, n.event_id) < (f.occurred_at, f.event_id))
         ORDER BY f.occurred_at, f.event_id LIMIT 1`;

/** What somebody did or said of a duty, the first evidence that counts, and the victim's newest word. */
export const ANSWERED = `
  evidence AS MATERIALIZED (
    SELECT l.rule_id, l.effective_from, l.limit_code, k.kind, k.is_attempt, x.match, x."of", x.quality
      FROM code_limit l
     CROSS JOIN LATERAL jsonb_to_recordset(l.satisfied_by) AS x(kind text, match text, "of" text, quality text)
     CROSS JOIN LATERAL (SELECT x.kind, false AS is_attempt
                         UNION ALL SELECT 'victim.contact-attempted', true WHERE x.kind = 'victim.informed') k),
  -- apart from the facts, so that these are looked for by victim and kind at once
  asked AS MATERIALIZED (
    SELECT s.id, s.party_id, s.rule_id, s.holder, s.counts_from_val, s.is_receipt, s.letter_working_days, s.on_day,
           s.suspect_key, s.event_id, s.referral_id, s.kind, s.happened_at, s.is_source_held, e.kind AS wanted, e.match, e."of", e.quality
      FROM counted s
      JOIN evidence e ON e.rule_id = s.rule_id AND e.effective_from = s.effective_from AND e.limit_code = s.limit_code
       AND (s.counts_failed_attempt OR NOT e.is_attempt)),
  -- what a rule lets the oldest unnamed act answer, the oldest first
  waiting AS MATERIALIZED (
    SELECT w.*, row_number() OVER (PARTITION BY w.party_id, w.holder, w.wanted ORDER BY w.happened_at, w.event_id) AS place
      FROM (SELECT DISTINCT ON (s.party_id, s.holder, s.wanted, s.event_id) s.*
              FROM asked s WHERE s.match = 'oldest' AND s.event_id IS NOT NULL
             ORDER BY s.party_id, s.holder, s.wanted, s.event_id, s.rule_id) w),
  paired AS (
    SELECT s.party_id, s.holder, s.wanted, s.place, s.event_id, f.event_id AS answer_id,
           array_remove(ARRAY[f.event_id], NULL) AS used
      FROM waiting s LEFT JOIN LATERAL (${FIRST_UNNAMED(`'{}'::uuid[]`)}) f ON true
     WHERE s.place = 1
    UNION ALL
    SELECT s.party_id, s.holder, s.wanted, s.place, s.event_id, f.event_id, array_remove(p.used || f.event_id, NULL)
      FROM paired p
      JOIN waiting s ON s.party_id = p.party_id AND s.holder = p.holder AND s.wanted = p.wanted AND s.place = p.place + 1
      LEFT JOIN LATERAL (${FIRST_UNNAMED('p.used')}) f ON true),
  answer AS MATERIALIZED (
    SELECT s.id, f.kind, f.event_id, f.referral_id, f.source, f.outcome, f.occurred_at,
           (s.quality IS NULL OR coalesce(f.quality ->> s.quality = 'yes', false)) AND ${MAY_COUNT} AS may_count,
           CASE WHEN s.is_receipt THEN f.received_at ELSE f.occurred_at END AS counts_at,
           s.letter_working_days * (coalesce(f.channel, '') = 'letter')::int AS letter_days
      FROM asked s
      JOIN fact f ON f.victim_id = s.party_id AND f.kind = s.wanted
     WHERE CASE s.match
             WHEN 'receipt' THEN ${IS_START} AND f.received_at IS NOT NULL
             WHEN 'rule' THEN ${NAMES_RULE} AND CASE WHEN f.answers_event_id IS NULL THEN ${FOLLOWS} ELSE ${NAMES_START} END
             WHEN 'of' THEN coalesce(f.answers_kind = s."of", false) AND ${MAY_BE_RULE} AND ${FOLLOWS}
             WHEN 'event' THEN CASE WHEN f.answers_event_id IS NULL THEN ${NAMES_RULE} AND ${FOLLOWS}
                                    ELSE ${NAMES_START} AND ${MAY_BE_RULE} END
             WHEN 'oldest' THEN CASE WHEN f.answers_event_id IS NOT NULL THEN ${NAMES_START} AND ${MAY_BE_RULE}
                                     WHEN f.source = 'victim' THEN ${MAY_BE_RULE} AND ${FOLLOWS}
                                     ELSE EXISTS (SELECT FROM paired p WHERE p.party_id = s.party_id AND p.holder = s.holder
                                                     AND p.event_id = s.event_id AND p.answer_id = f.event_id) END
             ELSE ${MAY_BE_RULE} AND CASE WHEN f.answers_event_id IS NULL THEN ${FOLLOWS} ELSE ${NAMES_START} END END),
  satisfied AS MATERIALIZED (
    SELECT DISTINCT ON (a.id) a.id, a.kind, a.event_id, a.referral_id, a.counts_at, o.counts_on
      FROM answer a
      LEFT JOIN calendar_day c ON c.day = ${londonDay('a.counts_at')}
      LEFT JOIN calendar_day w ON w.is_working AND w.number = c.number + a.letter_days
     CROSS JOIN LATERAL (SELECT CASE WHEN a.letter_days > 0 THEN w.day ELSE ${londonDay('a.counts_at')} END AS counts_on) o
     WHERE a.may_count
     ORDER BY a.id, o.counts_on, a.counts_at, a.event_id, a.referral_id),
  victims_word AS MATERIALIZED (
    SELECT DISTINCT ON (id) id, outcome, occurred_at, event_id FROM answer
     WHERE source = 'victim' ORDER BY id, occurred_at DESC, event_id DESC)`;

const IS_MEANT = `(${NAMES_RULE} OR (f.answers_rule IS NULL AND s.is_telling))`;

/**
 * What takes a duty out of the count: a victim's choice, an unsafe way. A word counts from when it was said and written
 * down; one that comes when the duty was done, or when its last day had passed, changes nothing of it.
 */
export const EXCLUDED = `
  excluded AS MATERIALIZED (
    SELECT DISTINCT ON (s.id) s.id, r.reason, h.at AS excluded_at
      FROM counted s
      JOIN fact f ON f.victim_id = s.party_id
       AND (f.kind IN ('service.tailored', 'contact.found-unsafe') OR f.kind = ANY (s.excluded_by))
      LEFT JOIN satisfied a ON a.id = s.id
     CROSS JOIN LATERAL (SELECT greatest(f.occurred_at, f.recorded_at) AS at) h
     CROSS JOIN LATERAL (
       SELECT CASE
         WHEN f.source = 'victim' THEN NULL
         WHEN f.kind = ANY (s.excluded_by) THEN
           CASE WHEN (f.answers_event_id IS NULL OR ${IS_OF_START}) AND ${IS_OF_SAME_SUSPECT} THEN 'declined' END
         WHEN f.kind = 'contact.found-unsafe' THEN
           CASE WHEN ${IS_MEANT} AND s.started_on <= f.on_day + s.unsafe_review_days THEN 'unsafe-to-contact' END
         WHEN f.outcome = 'declined-all' THEN CASE WHEN ${IS_MEANT} THEN 'declined' END
         WHEN f.outcome = 'declined-some' THEN CASE WHEN ${NAMES_RULE} THEN 'declined' END
         WHEN f.outcome = 'other-timing' AND ${IS_MEANT} AND s.unit IS NOT NULL THEN 'tailored' END AS reason) r
     WHERE r.reason IS NOT NULL
       AND (a.counts_at IS NULL OR a.counts_at > h.at)
       AND (s.last_due_on IS NULL OR ${londonDay('h.at')} <= s.last_due_on)
       AND NOT EXISTS (SELECT FROM fact back WHERE back.victim_id = s.party_id AND back.kind = 'service.resumed'
                          AND back.occurred_at > f.occurred_at AND back.occurred_at <= s.started_at)
     ORDER BY s.id, h.at, f.occurred_at, f.event_id, f.referral_id)`;
