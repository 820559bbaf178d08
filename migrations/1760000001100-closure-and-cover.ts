import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  CASEWORK,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class ClosureAndCover1760000001100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CLOSURE);
    await runner.query(REOPENING);
    await runner.query(COVER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE staff_cover, case_reopening, case_closure, case_closure_approval;
      DROP INDEX support_case_reopened_once;
      DROP INDEX support_case_quiet;`);
  }
}

const CLOSURE = `
  -- A second person's word that a case may be closed although nobody was reached.
  CREATE TABLE case_closure_approval (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    -- the version of the case that was approved: what changes afterwards needs another word
    case_version integer NOT NULL,
    note_sealed text,
    approved_at timestamptz NOT NULL,
    approved_by text NOT NULL,
    UNIQUE (id, approved_by)
  );
  CREATE INDEX case_closure_approval_of_case ON case_closure_approval (case_id, approved_at DESC);
  CREATE INDEX case_closure_approval_of_person ON case_closure_approval (person_id);
  ${fence('case_closure_approval', aboutPerson())}
  ${appendOnly('case_closure_approval', 'restricted')}
  ${grant('case_closure_approval', 'SELECT', 'INSERT')}

  CREATE TABLE case_closure (
    case_id uuid PRIMARY KEY REFERENCES support_case (id),
    ${personColumns()},
    reason text NOT NULL,
    closed_at timestamptz NOT NULL,
    closed_by text NOT NULL,
    is_automatic boolean NOT NULL,
    outcome_assessment_id uuid REFERENCES outcome_assessment (id),
    no_outcome_reason text,
    approval_id uuid,
    approved_by text CHECK (approved_by <> closed_by),
    -- what was still open and is with somebody else now
    handed_over text[] NOT NULL DEFAULT '{}',
    -- how a machine came to close it: rule, days, last message
    explanation text,
    note_sealed text,
    FOREIGN KEY (approval_id, approved_by) REFERENCES case_closure_approval (id, approved_by),
    CHECK (num_nonnulls(approval_id, approved_by) IN (0, 2)),
    CHECK (num_nonnulls(outcome_assessment_id, no_outcome_reason) < 2),
    CHECK (is_automatic = (explanation IS NOT NULL)),
    CHECK (cardinality(handed_over) = 0 OR note_sealed IS NOT NULL),
    CHECK (NOT is_automatic OR (num_nonnulls(outcome_assessment_id, no_outcome_reason, approval_id) = 0
                                AND cardinality(handed_over) = 0))
  );
  CREATE INDEX case_closure_of_person ON case_closure (person_id);
  CREATE INDEX case_closure_by_time ON case_closure (closed_at);
  ${fence('case_closure', aboutPerson())}
  ${appendOnly('case_closure', 'restricted')}
  ${grant('case_closure', 'SELECT', 'INSERT')}

  -- open cases that nobody has and that began with the extract: where those that close by themselves are looked for
  CREATE INDEX support_case_quiet ON support_case (opened_at, id)
    WHERE closed_at IS NULL AND allocated_to IS NULL AND NOT restricted;`;

const REOPENING = `
  CREATE UNIQUE INDEX support_case_reopened_once ON support_case (reopened_from) WHERE reopened_from IS NOT NULL;

  CREATE TABLE case_reopening (
    case_id uuid PRIMARY KEY REFERENCES support_case (id),
    ${personColumns()},
    from_case_id uuid NOT NULL UNIQUE REFERENCES support_case (id),
    reason text NOT NULL,
    reopened_at timestamptz NOT NULL,
    reopened_by text NOT NULL,
    days_since_closure integer NOT NULL CHECK (days_since_closure >= 0),
    -- the setting as it stood on the day: within so many days a reopening counts as the same need
    window_days integer NOT NULL CHECK (window_days >= 0),
    note_sealed text
  );
  CREATE INDEX case_reopening_of_person ON case_reopening (person_id);
  ${fence('case_reopening', aboutPerson())}
  ${appendOnly('case_reopening', 'restricted')}
  ${grant('case_reopening', 'SELECT', 'INSERT')}`;

const COVER = `
  -- Who sees to a colleague's cases and tasks while they are away.
  CREATE TABLE staff_cover (
    id uuid PRIMARY KEY,
    subject text NOT NULL REFERENCES staff_member (subject),
    covered_by text NOT NULL REFERENCES staff_member (subject),
    from_on date NOT NULL,
    to_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CHECK (from_on <= to_on),
    CHECK (covered_by <> subject)
  );
  CREATE INDEX staff_cover_of ON staff_cover (subject, to_on);
  CREATE INDEX staff_cover_by ON staff_cover (covered_by, to_on);
  ${fence('staff_cover', CASEWORK)}
  ${grant('staff_cover', 'SELECT', 'INSERT')}`;
