import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

/** What happened in the criminal case, on the incident; and a calendar of bank holidays that people may edit. */
export class JusticeEvents1760000001200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EVENTS);
    await runner.query(RULES_BETWEEN_ROWS);
    await runner.query(INTAKE);
    await runner.query(CALENDAR);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE bank_holiday DROP COLUMN withdrawn_at;
      DROP TABLE bank_holiday_change`);
    await runner.query(WITHOUT_EVENT_FILES);
    await runner.query(`
      DROP VIEW current_justice_event;
      DROP TABLE justice_event_note, justice_event;
      DROP FUNCTION val_justice_event_supersedes(), val_justice_event_concerns()`);
  }
}

/**
 * Codes, times and ids only. A correction is a row of its own that names the one it replaces; a withdrawal is a
 * correction that says that nothing happened.
 */
const EVENTS = `
  CREATE TABLE justice_event (
    id uuid PRIMARY KEY,
    incident_id uuid NOT NULL REFERENCES incident (id),
    -- the first version of this event, itself where it is the first; an answer names the event by it
    original_id uuid NOT NULL REFERENCES justice_event (id),
    -- the source's own key of the suspect, never a name
    suspect_key text,
    -- the victim whom it concerns, where it concerns one
    party_id uuid REFERENCES party (id),
    ${personColumns(true)},
    kind text NOT NULL,
    outcome text,
    occurred_at timestamptz NOT NULL,
    -- day: only the London day is known, and the instant is its midnight; holds for received_at too
    precision text NOT NULL CHECK (precision IN ('instant', 'day')),
    -- when whoever has to act on it got it
    received_at timestamptz,
    recorded_at timestamptz NOT NULL,
    source text NOT NULL CHECK (source IN ('police', 'wcu', 'cps', 'court', 'probation', 'cica', 'victim', 'val', 'other')),
    feed text,
    source_reference text,
    -- when the source said so last
    source_updated_at timestamptz,
    answers_event_id uuid REFERENCES justice_event (id),
    answers_rule text,
    channel text,
    quality jsonb CHECK (jsonb_typeof(quality) = 'object'),
    supersedes_id uuid UNIQUE REFERENCES justice_event (id),
    correction_reason text,
    withdrawn boolean NOT NULL DEFAULT false,
    -- when a correction of it was recorded
    superseded_at timestamptz,
    -- the file that brought this version, and the hash of its row
    import_id uuid REFERENCES intake_file (id),
    content_sha256 text,
    recorded_by text NOT NULL,
    CHECK (num_nonnulls(party_id, person_id) IN (0, 2)),
    CHECK (occurred_at <= recorded_at),
    CHECK (received_at <= recorded_at),
    CHECK (superseded_at >= recorded_at),
    CHECK (supersedes_id <> id),
    CHECK ((supersedes_id IS NULL) = (original_id = id)),
    CHECK ((supersedes_id IS NULL) = (correction_reason IS NULL)),
    CHECK (NOT withdrawn OR supersedes_id IS NOT NULL),
    CHECK (feed IS NULL OR source_reference IS NOT NULL),
    CHECK (num_nonnulls(import_id, content_sha256) IN (0, 2)),
    CHECK (import_id IS NULL OR feed IS NOT NULL),
    -- what a victim says stands beside what agencies record, and never for it
    CHECK (source <> 'victim' OR (party_id IS NOT NULL AND outcome IS NOT NULL
                                  AND outcome IN ('told', 'not-told', 'not-sure')))
  );
  CREATE INDEX justice_event_of_incident ON justice_event (incident_id, occurred_at, id);
  CREATE INDEX justice_event_by_kind ON justice_event (kind, occurred_at) WHERE superseded_at IS NULL AND NOT withdrawn;
  CREATE INDEX justice_event_of_person ON justice_event (person_id) WHERE person_id IS NOT NULL;
  CREATE INDEX justice_event_answering ON justice_event (answers_event_id) WHERE answers_event_id IS NOT NULL;
  CREATE INDEX justice_event_versions ON justice_event (original_id);
  -- what a source sent under a reference is one event, however often it comes
  CREATE UNIQUE INDEX justice_event_once_a_feed ON justice_event (feed, source_reference)
    WHERE feed IS NOT NULL AND supersedes_id IS NULL;
  CREATE UNIQUE INDEX justice_event_once_by_hand ON justice_event (incident_id, source, source_reference, party_id)
    NULLS NOT DISTINCT WHERE feed IS NULL AND source_reference IS NOT NULL AND supersedes_id IS NULL;
  ${fence('justice_event', aboutPerson())}
  ${appendOnly('justice_event', 'restricted', 'superseded_at', 'source_updated_at')}
  ${grant('justice_event', 'SELECT', 'INSERT')}
  GRANT UPDATE (superseded_at, source_updated_at) ON justice_event TO val_app;

  -- Words about an event or its correction, sealed, apart from the ledger so that they can be erased.
  CREATE TABLE justice_event_note (
    event_id uuid PRIMARY KEY REFERENCES justice_event (id),
    ${personColumns(true)},
    text_sealed text,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL
  );
  CREATE INDEX justice_event_note_of_person ON justice_event_note (person_id) WHERE person_id IS NOT NULL;
  ${fence('justice_event_note', aboutPerson())}
  ${grant('justice_event_note', 'SELECT', 'INSERT', 'UPDATE')}

  -- What is held to have happened, as far as is known now.
  CREATE VIEW current_justice_event WITH (security_invoker = true) AS
    SELECT * FROM justice_event WHERE superseded_at IS NULL AND NOT withdrawn;
  ${grant('current_justice_event', 'SELECT')}`;

/** A party is a victim of the event's own incident; a correction continues the event that it corrects, and ends it. */
const RULES_BETWEEN_ROWS = `
  CREATE FUNCTION val_justice_event_supersedes() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE justice_event SET superseded_at = NEW.recorded_at
     WHERE id = NEW.supersedes_id AND original_id = NEW.original_id AND superseded_at IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a correction continues the newest version of its event' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER justice_event_supersedes BEFORE INSERT ON justice_event
    FOR EACH ROW WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION val_justice_event_supersedes();

  CREATE FUNCTION val_justice_event_concerns() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM party y WHERE y.id = NEW.party_id AND y.incident_id = NEW.incident_id
                                         AND y.person_id = NEW.person_id AND y.role = 'victim') THEN
      RAISE EXCEPTION 'a justice event concerns a victim of its own incident' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
  END $$;
  -- Afterwards: of who is hidden, row-level security has spoken by then.
  CREATE TRIGGER justice_event_concerns AFTER INSERT ON justice_event
    FOR EACH ROW WHEN (NEW.party_id IS NOT NULL) EXECUTE FUNCTION val_justice_event_concerns();`;

const TAKEN_IN = `disposition NOT IN ('created', 'joined', 'updated')`;
const IS_REFERRAL = `referral_id IS NOT NULL AND case_id IS NOT NULL AND person_id IS NOT NULL`;

/** A row of a file may have become an event of a crime, and may wait for that crime to become known. */
const INTAKE = `
  ALTER TABLE intake_row
    ADD COLUMN justice_event_id uuid REFERENCES justice_event (id),
    ADD COLUMN awaited_force text,
    ADD COLUMN awaited_crime_reference text,
    DROP CONSTRAINT intake_row_check6,
    ADD CONSTRAINT intake_row_check6 CHECK (${TAKEN_IN} OR (${IS_REFERRAL}) OR justice_event_id IS NOT NULL),
    ADD CHECK (num_nonnulls(awaited_force, awaited_crime_reference) IN (0, 2));
  CREATE INDEX intake_row_awaiting_crime ON intake_row (awaited_force, awaited_crime_reference)
    WHERE awaited_crime_reference IS NOT NULL AND disposition = 'quarantined' AND decision IS NULL;
  CREATE INDEX intake_row_by_justice_event ON intake_row (justice_event_id) WHERE justice_event_id IS NOT NULL;`;

/** Before the table of events goes, so do the files that brought them: their rows became nothing else. */
const WITHOUT_EVENT_FILES = `
  SELECT set_config('val.scope', 'everything', true);
  CREATE TEMPORARY TABLE event_file ON COMMIT DROP AS
    SELECT DISTINCT file_id AS id FROM intake_row WHERE justice_event_id IS NOT NULL;
  ALTER TABLE justice_event DISABLE TRIGGER USER;
  UPDATE justice_event SET import_id = NULL, content_sha256 = NULL;
  DELETE FROM intake_row WHERE file_id IN (SELECT id FROM event_file);
  DELETE FROM intake_file WHERE id IN (SELECT id FROM event_file);
  DROP INDEX intake_row_by_justice_event, intake_row_awaiting_crime;
  ALTER TABLE intake_row
    DROP CONSTRAINT intake_row_check6,
    DROP COLUMN justice_event_id, DROP COLUMN awaited_force, DROP COLUMN awaited_crime_reference,
    ADD CONSTRAINT intake_row_check6 CHECK (${TAKEN_IN} OR (${IS_REFERRAL}));`;

/** What was done to the calendar, each time under the next version; holidays without a change were there before it. */
const CALENDAR = `
  ALTER TABLE bank_holiday ADD COLUMN withdrawn_at timestamptz;
  CREATE TABLE bank_holiday_change (
    version integer NOT NULL CHECK (version > 0),
    holiday_on date NOT NULL REFERENCES bank_holiday (holiday_on),
    change text NOT NULL CHECK (change IN ('published', 'added', 'withdrawn', 'restored')),
    reason text NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (version, holiday_on)
  );
  CREATE INDEX bank_holiday_change_of_day ON bank_holiday_change (holiday_on, version);
  ${appendOnly('bank_holiday_change')}
  ${grant('bank_holiday_change', 'SELECT', 'INSERT')}`;
