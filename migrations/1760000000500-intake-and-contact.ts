import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
  WHOEVER_ASKS,
} from '../src/platform/database/row-security.js';

export class IntakeAndContact1760000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INTAKE);
    await runner.query(CONTACT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE captured_message, contact_plan, message_attempt, message, intake_row, intake_file`,
    );
  }
}

const INTAKE = `
  CREATE TABLE intake_file (
    id uuid PRIMARY KEY,
    feed text NOT NULL,
    file_name text,
    sha256 text,
    byte_count bigint,
    received_by text NOT NULL,
    received_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('receiving', 'accepted', 'finished', 'refused', 'abandoned')),
    refusal jsonb,
    -- our field of each column of the file, in the file's order; blank where a column is left out of account
    columns text[] NOT NULL DEFAULT '{}',
    row_count integer,
    processed_count integer NOT NULL DEFAULT 0,
    created_count integer NOT NULL DEFAULT 0,
    joined_count integer NOT NULL DEFAULT 0,
    updated_count integer NOT NULL DEFAULT 0,
    unchanged_count integer NOT NULL DEFAULT 0,
    quarantined_count integer NOT NULL DEFAULT 0,
    rejected_count integer NOT NULL DEFAULT 0,
    -- counts that tell how good the rows were: never a value of a row
    quality jsonb NOT NULL DEFAULT '{}',
    accepted_at timestamptz,
    finished_at timestamptz,
    -- when rows last came in or were given their disposition
    progress_at timestamptz NOT NULL,
    -- every row of the file has exactly one disposition before the receipt may say finished
    CHECK (processed_count = created_count + joined_count + updated_count + unchanged_count + quarantined_count + rejected_count),
    CHECK (state <> 'finished' OR (processed_count = row_count AND finished_at IS NOT NULL)),
    CHECK ((state = 'refused') = (refusal IS NOT NULL))
  );
  CREATE INDEX intake_file_by_time ON intake_file (received_at DESC, id DESC);
  CREATE INDEX intake_file_unfinished ON intake_file (progress_at) WHERE state IN ('receiving', 'accepted');
  CREATE INDEX intake_file_by_content ON intake_file (sha256, received_at DESC) WHERE sha256 IS NOT NULL;
  ${fence('intake_file', WHOEVER_ASKS)}
  ${grant('intake_file', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE intake_row (
    file_id uuid NOT NULL REFERENCES intake_file (id),
    row_number integer NOT NULL CHECK (row_number > 0),
    ${personColumns(true)},
    -- the row as received, sealed; emptied once it has become a referral version or needs nobody's decision
    content_sealed text,
    disposition text CHECK (disposition IN ('created', 'joined', 'updated', 'unchanged', 'quarantined', 'rejected')),
    reason_code text,
    field text,
    referral_id uuid REFERENCES referral (id),
    case_id uuid REFERENCES support_case (id),
    -- SHA-256 of what was received of a row that was set aside; it outlives the content, so that the row is known again
    content_sha256 text,
    -- of a single referral that was set aside: its key, and what its sender is shown of it whatever becomes of it
    source_key text,
    shown_to_sender jsonb,
    -- of an unchanged row: the one of the same content that was set aside before
    same_file_id uuid,
    same_row_number integer,
    decision text CHECK (decision IN ('released', 'discarded')),
    decided_by text,
    decided_at timestamptz,
    decision_reason_sealed text,
    PRIMARY KEY (file_id, row_number),
    FOREIGN KEY (same_file_id, same_row_number) REFERENCES intake_row (file_id, row_number),
    CHECK (num_nonnulls(same_file_id, same_row_number) IN (0, 2)),
    CHECK (same_file_id IS NULL OR disposition = 'unchanged'),
    CHECK ((source_key IS NULL) = (shown_to_sender IS NULL)),
    CHECK (num_nonnulls(decision, decided_by, decided_at) IN (0, 3)),
    CHECK (decision IS NULL OR disposition = 'quarantined'),
    CHECK (disposition NOT IN ('quarantined', 'rejected') OR reason_code IS NOT NULL),
    CHECK (disposition NOT IN ('created', 'joined', 'updated') OR (referral_id IS NOT NULL AND case_id IS NOT NULL AND person_id IS NOT NULL))
  );
  CREATE INDEX intake_row_waiting ON intake_row (file_id, row_number) WHERE disposition IS NULL;
  CREATE INDEX intake_row_to_decide ON intake_row (file_id, row_number) WHERE disposition = 'quarantined' AND decision IS NULL;
  CREATE INDEX intake_row_set_aside ON intake_row (content_sha256) WHERE disposition = 'quarantined';
  CREATE INDEX intake_row_single ON intake_row (source_key) WHERE source_key IS NOT NULL;
  CREATE INDEX intake_row_single_by_referral ON intake_row (referral_id) WHERE source_key IS NOT NULL;
  CREATE INDEX intake_row_of_person ON intake_row (person_id) WHERE person_id IS NOT NULL;
  ${fence('intake_row', aboutPerson())}
  ${grant('intake_row', 'SELECT', 'INSERT', 'UPDATE')}`;

const CONTACT = `
  CREATE TABLE message (
    id uuid PRIMARY KEY,
    ${personColumns()},
    case_id uuid NOT NULL REFERENCES support_case (id),
    referral_id uuid NOT NULL REFERENCES referral (id),
    origin text NOT NULL CHECK (origin IN ('automatic', 'coordinator')),
    channel text NOT NULL CHECK (channel IN ('email', 'sms', 'letter')),
    template_code text NOT NULL,
    template_version integer NOT NULL,
    language text NOT NULL,
    contact_point_id uuid NOT NULL REFERENCES contact_point (id),
    decision_id uuid NOT NULL REFERENCES contact_decision (id),
    safety_version integer NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'held', 'queued', 'claimed', 'sent', 'delivered', 'failed', 'returned', 'unknown', 'recalled')),
    state_reason text,
    subject_sealed text,
    body_sealed text,
    content_sha256 text,
    provider text,
    provider_reference text,
    planned_at timestamptz NOT NULL,
    queued_at timestamptz,
    claimed_at timestamptz,
    sent_at timestamptz,
    settled_at timestamptz,
    settled_by text,
    next_try_at timestamptz,
    tries integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL,
    FOREIGN KEY (template_code, language, template_version) REFERENCES message_template (code, language, version),
    CHECK (state NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL),
    CHECK (state <> 'claimed' OR claimed_at IS NOT NULL)
  );
  -- one automatic message of a kind for a case, unless it never left
  CREATE UNIQUE INDEX message_automatic_once ON message (case_id, template_code)
    WHERE origin = 'automatic' AND state NOT IN ('recalled', 'failed');
  CREATE INDEX message_of_case ON message (case_id, planned_at DESC, id DESC);
  CREATE INDEX message_of_person ON message (person_id);
  CREATE INDEX message_of_referral ON message (referral_id);
  CREATE INDEX message_unsettled ON message (updated_at, id) WHERE state IN ('planned', 'held', 'queued', 'claimed', 'unknown');
  ${fence('message', aboutPerson())}
  ${grant('message', 'SELECT', 'INSERT', 'UPDATE')}

  -- The fence: written and committed before the provider is called, so that no number is ever tried twice.
  CREATE TABLE message_attempt (
    message_id uuid NOT NULL REFERENCES message (id),
    number integer NOT NULL CHECK (number > 0),
    ${personColumns()},
    claimed_at timestamptz NOT NULL,
    claimed_by text NOT NULL,
    decision_id uuid NOT NULL REFERENCES contact_decision (id),
    finished_at timestamptz,
    result text CHECK (result IN ('accepted', 'refused', 'not-sent', 'unknown')),
    result_code text,
    CHECK (num_nonnulls(finished_at, result) IN (0, 2)),
    PRIMARY KEY (message_id, number)
  );
  CREATE INDEX message_attempt_of_person ON message_attempt (person_id);
  ${fence('message_attempt', aboutPerson())}
  ${appendOnly('message_attempt', 'restricted', 'finished_at', 'result', 'result_code')}
  ${grant('message_attempt', 'SELECT', 'INSERT', 'UPDATE')}

  -- What became of each referral's automatic contact, and why.
  CREATE TABLE contact_plan (
    referral_id uuid PRIMARY KEY REFERENCES referral (id),
    ${personColumns()},
    case_id uuid NOT NULL REFERENCES support_case (id),
    decision_id uuid NOT NULL REFERENCES contact_decision (id),
    result text NOT NULL CHECK (result IN ('email', 'already-contacted', 'held')),
    reasons text[] NOT NULL,
    message_id uuid REFERENCES message (id),
    planned_at timestamptz NOT NULL,
    CHECK (result = 'held' OR message_id IS NOT NULL),
    CHECK (result <> 'held' OR cardinality(reasons) > 0)
  );
  CREATE INDEX contact_plan_of_person ON contact_plan (person_id);
  CREATE INDEX contact_plan_of_case ON contact_plan (case_id);
  ${fence('contact_plan', aboutPerson())}
  ${grant('contact_plan', 'SELECT', 'INSERT', 'UPDATE')}

  -- The capture channel's outbox: messages that would have left, for reading on a developer's machine.
  CREATE TABLE captured_message (
    message_id uuid NOT NULL REFERENCES message (id),
    attempt integer NOT NULL,
    ${personColumns()},
    recipient_sealed text NOT NULL,
    subject_sealed text NOT NULL,
    body_sealed text NOT NULL,
    captured_at timestamptz NOT NULL,
    PRIMARY KEY (message_id, attempt)
  );
  CREATE INDEX captured_message_of_person ON captured_message (person_id);
  CREATE INDEX captured_message_by_time ON captured_message (captured_at DESC, message_id DESC);
  ${fence('captured_message', aboutPerson())}
  ${appendOnly('captured_message', 'restricted')}
  ${grant('captured_message', 'SELECT', 'INSERT')}`;
