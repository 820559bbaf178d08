import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class OutcomesAndFeedback1760000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OUTCOMES);
    await runner.query(FEEDBACK);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE feedback, outcome_result, outcome_assessment');
  }
}

const OUTCOMES = `
  CREATE TABLE outcome_assessment (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    framework text NOT NULL,
    moment text NOT NULL CHECK (moment IN ('entry', 'review', 'exit')),
    reported_by text NOT NULL CHECK (reported_by IN ('victim', 'staff')),
    assessed_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    supersedes uuid UNIQUE REFERENCES outcome_assessment (id),
    CHECK (supersedes <> id)
  );
  CREATE INDEX outcome_assessment_of_case ON outcome_assessment (case_id, assessed_at DESC, id DESC);
  CREATE INDEX outcome_assessment_of_person ON outcome_assessment (person_id);
  CREATE INDEX outcome_assessment_exits ON outcome_assessment (assessed_at, case_id) WHERE moment = 'exit';
  ${fence('outcome_assessment', aboutPerson())}
  ${appendOnly('outcome_assessment', 'restricted')}
  ${grant('outcome_assessment', 'SELECT', 'INSERT')}

  CREATE TABLE outcome_result (
    assessment_id uuid NOT NULL REFERENCES outcome_assessment (id),
    outcome text NOT NULL,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    -- none at the entry: nothing has changed yet
    result text CHECK (result IN ('improved', 'maintained', 'declined', 'not-assessable')),
    entry_score integer,
    exit_score integer,
    -- the entry was the best score there is
    is_ceiling boolean NOT NULL,
    CHECK (result IS NOT NULL OR (entry_score IS NOT NULL AND exit_score IS NULL)),
    CHECK (entry_score <> exit_score OR result = 'maintained'),
    CHECK (NOT is_ceiling OR entry_score IS NOT NULL),
    PRIMARY KEY (assessment_id, outcome)
  );
  CREATE INDEX outcome_result_of_case ON outcome_result (case_id);
  CREATE INDEX outcome_result_of_person ON outcome_result (person_id);
  ${fence('outcome_result', aboutPerson())}
  ${appendOnly('outcome_result', 'restricted')}
  ${grant('outcome_result', 'SELECT', 'INSERT')}`;

const FEEDBACK = `
  CREATE TABLE feedback (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    channel text NOT NULL CHECK (channel IN ('phone', 'live-chat', 'email', 'sms', 'letter', 'in-person', 'survey')),
    words_sealed text NOT NULL,
    may_be_published text NOT NULL CHECK (may_be_published IN ('yes', 'no', 'not-asked')),
    given_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    -- what may be quoted: the words without anything that tells who said them, as a second person left them
    quote_sealed text,
    checked_at timestamptz,
    checked_by text CHECK (checked_by <> recorded_by),
    version integer NOT NULL DEFAULT 1,
    CHECK (num_nonnulls(quote_sealed, checked_at, checked_by) IN (0, 3)),
    CHECK (quote_sealed IS NULL OR may_be_published = 'yes')
  );
  CREATE INDEX feedback_of_case ON feedback (case_id, given_at DESC, id DESC);
  CREATE INDEX feedback_of_person ON feedback (person_id);
  CREATE INDEX feedback_to_quote ON feedback (given_at) WHERE quote_sealed IS NOT NULL;
  ${fence('feedback', aboutPerson())}
  ${grant('feedback', 'SELECT', 'INSERT', 'UPDATE')}`;
