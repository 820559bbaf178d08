import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  fence,
  grant,
  INTERNAL_ONLY,
  personColumns,
} from '../src/platform/database/row-security.js';

/** The Victims' Code: its rules as dated rows, and for each victim the clocks that events have started. */
export class Entitlements1760000001250 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RULES);
    await runner.query(VICTIMS);
    await runner.query(CLOCKS);
    await runner.query(STATES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION val_entitlement_states(entitlement_clock, timestamptz);
      DROP FUNCTION val_entitlement_state(date, text, date, date, boolean, date, boolean, boolean);
      DROP TABLE entitlement_mark, entitlement_clock, entitlement_status, entitlement_victim, code_publication, code_setting,
                 code_feed, code_limit, code_rule`);
  }
}

const FACT_STATUS = `text NOT NULL CHECK (fact_status IN ('certain', 'likely', 'unknown'))`;

/** As published from config/victims-code: read here by SQL, and never edited here. */
const RULES = `
  CREATE TABLE code_rule (
    rule_id text NOT NULL CHECK (rule_id ~ '^(15|20)-[0-9A-Z]+$'),
    effective_from date NOT NULL,
    effective_to date CHECK (effective_to >= effective_from),
    code_version text NOT NULL,
    right_no text NOT NULL,
    entitlement text NOT NULL,
    who text NOT NULL,
    -- a rule by which a victim has asked for less starts no clock: it takes others out of the count
    effect text NOT NULL CHECK (effect IN ('duty', 'exclusion')),
    source text NOT NULL,
    fact_status ${FACT_STATUS},
    fact_note text,
    PRIMARY KEY (rule_id, effective_from)
  );
  CREATE TABLE code_limit (
    rule_id text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    limit_code text NOT NULL,
    position integer NOT NULL,
    label text NOT NULL,
    triggers text[] NOT NULL CHECK (cardinality(triggers) > 0),
    applies_to text[] NOT NULL CHECK (cardinality(applies_to) > 0),
    trigger_outcomes text[],
    trigger_sources text[],
    trigger_clock text NOT NULL CHECK (trigger_clock IN ('event', 'received')),
    -- [{kind, match: event | rule | of | follows | receipt, of, quality}]
    satisfied_by jsonb NOT NULL CHECK (jsonb_typeof(satisfied_by) = 'array'),
    excluded_by text[] NOT NULL,
    unit text CHECK (unit IN ('working-day', 'month')),
    standard integer CHECK (standard > 0),
    enhanced integer CHECK (enhanced > 0),
    duty_holder text NOT NULL,
    feed text NOT NULL,
    counts_from_val boolean NOT NULL,
    -- a time within which the victim may act: it is shown, and nobody can breach it
    is_window boolean NOT NULL,
    -- false where another rule counts the same duty already
    is_counted boolean NOT NULL,
    task_kind text,
    fact_status ${FACT_STATUS},
    PRIMARY KEY (rule_id, effective_from, limit_code),
    FOREIGN KEY (rule_id, effective_from) REFERENCES code_rule (rule_id, effective_from) ON DELETE CASCADE,
    CHECK ((unit IS NULL) = (num_nonnulls(standard, enhanced) = 0))
  );
  -- What a duty holder's records can show: on covered days their silence is a breach, else it is no evidence.
  CREATE TABLE code_feed (
    feed text NOT NULL,
    valid_from date NOT NULL,
    valid_to date CHECK (valid_to >= valid_from),
    standing text NOT NULL CHECK (standing IN ('covered', 'not-lawful')),
    source text NOT NULL,
    PRIMARY KEY (feed, valid_from)
  );
  -- What of config/ the rows above were published from.
  CREATE TABLE code_publication (
    content_sha256 text PRIMARY KEY,
    published_at timestamptz NOT NULL
  );
  -- How the points are read that neither Code settles.
  CREATE TABLE code_setting (
    valid_from date PRIMARY KEY,
    valid_to date CHECK (valid_to >= valid_from),
    day_ends_at time,
    starts_on_working_day boolean NOT NULL,
    counts_failed_attempt boolean NOT NULL,
    letter_working_days integer NOT NULL CHECK (letter_working_days >= 0),
    due_soon_working_days integer NOT NULL CHECK (due_soon_working_days >= 0),
    source text NOT NULL
  );
  ${['code_rule', 'code_limit', 'code_feed', 'code_setting', 'code_publication']
    .map((table) => grant(table, 'SELECT', 'INSERT', 'UPDATE', 'DELETE'))
    .join('\n')}`;

const STATUS = `CHECK (status IN ('yes', 'no', 'not-assessed'))`;

const VICTIMS = `
  -- A victim of an incident as the rules see them: one row a party.
  CREATE TABLE entitlement_victim (
    party_id uuid PRIMARY KEY REFERENCES party (id),
    ${personColumns()},
    incident_id uuid NOT NULL REFERENCES incident (id),
    case_id uuid REFERENCES support_case (id),
    referral_id uuid REFERENCES referral (id),
    is_organisation boolean NOT NULL,
    -- whom rules apply to
    groups text[] NOT NULL,
    cohorts text[] NOT NULL,
    age_at_offence integer CHECK (age_at_offence >= 0)
  );
  CREATE INDEX entitlement_victim_of_incident ON entitlement_victim (incident_id);
  CREATE INDEX entitlement_victim_of_person ON entitlement_victim (person_id);
  CREATE INDEX entitlement_victim_of_case ON entitlement_victim (case_id);
  ${fence('entitlement_victim', aboutPerson())}
  ${grant('entitlement_victim', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}

  -- What was known of enhanced rights, and from when until when.
  CREATE TABLE entitlement_status (
    party_id uuid NOT NULL REFERENCES entitlement_victim (party_id) ON DELETE CASCADE,
    ${personColumns()},
    known_from timestamptz NOT NULL,
    known_until timestamptz NOT NULL CHECK (known_until > known_from),
    status text NOT NULL ${STATUS},
    bases text[] NOT NULL,
    PRIMARY KEY (party_id, known_from),
    CHECK ((status = 'yes') = (cardinality(bases) > 0))
  );
  CREATE INDEX entitlement_status_of_person ON entitlement_status (person_id);
  ${fence('entitlement_status', aboutPerson())}
  ${grant('entitlement_status', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}`;

const CLOCKS = `
  -- One row a victim, starting event and limit of a rule. Built from events, referrals and rules; never edited.
  CREATE TABLE entitlement_clock (
    id uuid PRIMARY KEY,
    ${personColumns()},
    party_id uuid NOT NULL REFERENCES entitlement_victim (party_id) ON DELETE CASCADE,
    incident_id uuid NOT NULL REFERENCES incident (id),
    case_id uuid REFERENCES support_case (id),
    rule_id text NOT NULL,
    rule_from date NOT NULL,
    limit_code text NOT NULL,
    code_version text NOT NULL,
    right_no text NOT NULL,
    duty_holder text NOT NULL,
    feed text NOT NULL,
    is_counted boolean NOT NULL,
    start_kind text NOT NULL,
    start_event_id uuid REFERENCES justice_event (id),
    start_referral_id uuid REFERENCES referral (id),
    started_at timestamptz NOT NULL,
    -- day 0, in London
    started_on date NOT NULL,
    -- false: whoever must act got it at an unknown time not before this
    is_start_known boolean NOT NULL,
    status_at_start text NOT NULL CHECK (status_at_start IN ('yes', 'no', 'not-assessed')),
    bases_at_start text[] NOT NULL,
    status_now text NOT NULL CHECK (status_now IN ('yes', 'no', 'not-assessed')),
    bases_now text[] NOT NULL,
    unit text,
    limit_standard integer,
    limit_enhanced integer,
    due_standard_on date,
    due_enhanced_on date,
    soon_standard_on date,
    soon_enhanced_on date,
    -- the earliest day that may be the last: the enhanced one unless the victim is known to have no enhanced rights
    due_on date,
    satisfied_at timestamptz,
    satisfied_on date,
    satisfied_by text,
    satisfied_event_id uuid REFERENCES justice_event (id),
    satisfied_referral_id uuid REFERENCES referral (id),
    victim_reported text CHECK (victim_reported IN ('told', 'not-told', 'not-sure')),
    victim_reported_at timestamptz,
    victim_report_event_id uuid REFERENCES justice_event (id),
    excluded_reason text
      CHECK (excluded_reason IN ('declined', 'tailored', 'unsafe-to-contact', 'no-lawful-feed', 'victims-choice')),
    excluded_at timestamptz,
    feed_covers boolean NOT NULL,
    calendar_version integer NOT NULL,
    counted_at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (party_id, rule_id, limit_code, start_event_id, start_referral_id),
    -- a count that runs out of the calendar is refused here
    CONSTRAINT entitlement_clock_standard_day CHECK ((limit_standard IS NULL) = (due_standard_on IS NULL)),
    CONSTRAINT entitlement_clock_enhanced_day CHECK ((limit_enhanced IS NULL) = (due_enhanced_on IS NULL)),
    CHECK (num_nonnulls(satisfied_at, satisfied_on, satisfied_by) IN (0, 3)),
    CHECK (num_nonnulls(victim_reported, victim_reported_at, victim_report_event_id) IN (0, 3)),
    CHECK (excluded_at IS NULL OR excluded_reason IS NOT NULL),
    CHECK (num_nonnulls(start_event_id, start_referral_id) > 0)
  );
  CREATE INDEX entitlement_clock_of_incident ON entitlement_clock (incident_id);
  CREATE INDEX entitlement_clock_of_person ON entitlement_clock (person_id);
  CREATE INDEX entitlement_clock_of_case ON entitlement_clock (case_id);
  CREATE INDEX entitlement_clock_by_start ON entitlement_clock (started_on);
  CREATE INDEX entitlement_clock_open ON entitlement_clock (coalesce(due_on, 'infinity'), id)
    WHERE satisfied_at IS NULL AND excluded_reason IS NULL;
  ${fence('entitlement_clock', aboutPerson())}
  ${grant('entitlement_clock', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}

  -- Incidents of which something changed that clocks rest on.
  CREATE TABLE entitlement_mark (
    incident_id uuid PRIMARY KEY REFERENCES incident (id),
    marked_at timestamptz NOT NULL
  );
  CREATE INDEX entitlement_mark_in_order ON entitlement_mark (marked_at, incident_id);
  ${fence('entitlement_mark', INTERNAL_ONLY)}
  ${grant('entitlement_mark', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}`;

/**
 * The states of section 6 of the Code's measures, in one place. Past its day a clock is breached only where the duty
 * holder's records cover it and show nothing, and where it is known when it started; a limit that is none for this
 * victim applies to nobody; without any limit nothing falls due.
 */
const STATES = `
  CREATE FUNCTION val_entitlement_state(as_of_on date, excluded_reason text, satisfied_on date, due_on date,
                                        has_limit boolean, soon_on date, is_start_known boolean, feed_covers boolean)
  RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN excluded_reason IS NOT NULL OR (has_limit AND due_on IS NULL) THEN 'not-applicable'
    WHEN satisfied_on IS NOT NULL THEN
      CASE WHEN due_on IS NULL OR satisfied_on <= due_on THEN 'met'
           WHEN is_start_known THEN 'met-late' ELSE 'no-evidence' END
    WHEN due_on IS NULL THEN 'pending'
    WHEN as_of_on <= due_on THEN CASE WHEN soon_on <= as_of_on THEN 'due-soon' ELSE 'pending' END
    WHEN feed_covers AND is_start_known THEN 'breached'
    ELSE 'no-evidence' END;

  -- The states of one clock as of an instant: by each limit, by the status known when it started, by the status now.
  -- Of somebody whom nobody assessed, the last two are null where the limits give different states: never standard.
  CREATE FUNCTION val_entitlement_states(c entitlement_clock, as_of timestamptz)
  RETURNS TABLE (by_standard text, by_enhanced text, at_start text, now text) LANGUAGE sql STABLE PARALLEL SAFE
  AS $$
    SELECT s.standard, s.enhanced,
           CASE c.status_at_start WHEN 'yes' THEN s.enhanced WHEN 'no' THEN s.standard
                ELSE nullif(s.standard, CASE WHEN s.standard <> s.enhanced THEN s.standard END) END,
           CASE c.status_now WHEN 'yes' THEN s.enhanced WHEN 'no' THEN s.standard
                ELSE nullif(s.standard, CASE WHEN s.standard <> s.enhanced THEN s.standard END) END
      FROM (SELECT val_entitlement_state(i.today, i.excluded, i.satisfied, c.due_standard_on, i.has_limit,
                                         c.soon_standard_on, c.is_start_known, c.feed_covers) AS standard,
                   val_entitlement_state(i.today, i.excluded, i.satisfied, c.due_enhanced_on, i.has_limit,
                                         c.soon_enhanced_on, c.is_start_known, c.feed_covers) AS enhanced
              FROM (SELECT (as_of AT TIME ZONE 'Europe/London')::date AS today,
                           CASE WHEN c.excluded_at IS NULL OR c.excluded_at <= as_of THEN c.excluded_reason END AS excluded,
                           CASE WHEN c.satisfied_at <= as_of THEN c.satisfied_on END AS satisfied,
                           c.unit IS NOT NULL AS has_limit) i) s
  $$;
  GRANT EXECUTE ON FUNCTION val_entitlement_state(date, text, date, date, boolean, date, boolean, boolean),
                            val_entitlement_states(entitlement_clock, timestamptz) TO val_app;`;
