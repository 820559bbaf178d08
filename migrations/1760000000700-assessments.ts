import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class Assessments1760000000700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ASSESSMENTS);
    await runner.query(STATUS_AND_SAFEGUARDING);
    await runner.query(DEADLINES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE case_deadline, safeguarding_referral, enhanced_status, assessed_need, assessment',
    );
  }
}

const ASSESSMENTS = `
  CREATE TABLE assessment (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    kind text NOT NULL CHECK (kind IN ('needs', 'msht', 'cse', 'fraud', 'general')),
    form_code text NOT NULL,
    form_version integer NOT NULL CHECK (form_version > 0),
    -- codes, days, numbers and flags by question; what was said in words is sealed
    answers jsonb NOT NULL,
    texts_sealed text,
    warnings text[] NOT NULL DEFAULT '{}',
    completed_at timestamptz NOT NULL,
    completed_by text NOT NULL,
    recorded_at timestamptz NOT NULL,
    review_due_on date NOT NULL,
    restorative_justice text
      CHECK (restorative_justice IN ('offered-accepted', 'offered-declined', 'not-suitable', 'not-asked')),
    -- a correction; of each assessment there is one at most
    supersedes uuid UNIQUE REFERENCES assessment (id),
    CHECK (kind = 'needs' OR restorative_justice IS NULL)
  );
  CREATE INDEX assessment_of_case ON assessment (case_id, kind, completed_at DESC, id DESC);
  CREATE INDEX assessment_of_person ON assessment (person_id);
  CREATE INDEX assessment_by_completion ON assessment (kind, completed_at, case_id);
  ${fence('assessment', aboutPerson())}
  ${appendOnly('assessment', 'restricted', 'texts_sealed')}
  ${grant('assessment', 'SELECT', 'INSERT')}

  CREATE TABLE assessed_need (
    assessment_id uuid NOT NULL REFERENCES assessment (id),
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    category text NOT NULL CHECK (category IN ('mental-and-physical-health', 'shelter-and-accommodation',
      'family-friends-and-children', 'education-skills-and-employment', 'drugs-and-alcohol', 'finance-and-benefits',
      'outlook-and-attitudes', 'social-interactions', 'safety', 'justice-and-rights', 'immigration-status',
      'digital-safety')),
    is_identified boolean NOT NULL,
    -- 0 to 10, higher is better; null: not assessed
    entry_score integer CHECK (entry_score BETWEEN 0 AND 10),
    PRIMARY KEY (assessment_id, category)
  );
  CREATE INDEX assessed_need_of_case ON assessed_need (case_id);
  CREATE INDEX assessed_need_of_person ON assessed_need (person_id);
  ${fence('assessed_need', aboutPerson())}
  ${appendOnly('assessed_need', 'restricted')}
  ${grant('assessed_need', 'SELECT', 'INSERT')}`;

const STATUS_AND_SAFEGUARDING = `
  CREATE TABLE enhanced_status (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    status text NOT NULL CHECK (status IN ('not-assessed', 'yes', 'no')),
    bases text[] NOT NULL DEFAULT '{}',
    is_automatic boolean NOT NULL,
    note_sealed text,
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL,
    recorded_at timestamptz NOT NULL
  );
  CREATE INDEX enhanced_status_newest ON enhanced_status (case_id, recorded_at DESC, id DESC);
  CREATE INDEX enhanced_status_of_person ON enhanced_status (person_id);
  ${fence('enhanced_status', aboutPerson())}
  ${appendOnly('enhanced_status', 'restricted', 'note_sealed')}
  ${grant('enhanced_status', 'SELECT', 'INSERT')}

  CREATE TABLE safeguarding_referral (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    about text NOT NULL CHECK (about IN ('child', 'adult')),
    -- the person of the case, or somebody near them
    concerns text NOT NULL CHECK (concerns IN ('case-person', 'another-person')),
    authority text NOT NULL,
    -- of an adult: consent, or which limb of DPA 2018 Sch 1 para 18; nobody is asked for a child
    basis text,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    phoned_at timestamptz,
    written_at timestamptz,
    concern_sealed text,
    recorded_at timestamptz NOT NULL,
    acknowledgement_due_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    decision text,
    decided_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CHECK (num_nonnulls(decision, decided_at) IN (0, 2)),
    CHECK (decision IS NULL OR acknowledged_at IS NOT NULL)
  );
  CREATE INDEX safeguarding_referral_of_case ON safeguarding_referral (case_id, made_at DESC, id DESC);
  CREATE INDEX safeguarding_referral_of_person ON safeguarding_referral (person_id);
  ${fence('safeguarding_referral', aboutPerson())}
  ${grant('safeguarding_referral', 'SELECT', 'INSERT', 'UPDATE')}`;

const DEADLINES = `
  -- How a due time was counted, as it was counted then; the task has the deadline's id as its source.
  CREATE TABLE case_deadline (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    -- the assessment or the safeguarding referral that it follows from
    source_id uuid NOT NULL,
    code text NOT NULL,
    task_kind text,
    due_at timestamptz NOT NULL,
    explanation jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (source_id, code)
  );
  CREATE INDEX case_deadline_of_case ON case_deadline (case_id);
  CREATE INDEX case_deadline_of_person ON case_deadline (person_id);
  ${fence('case_deadline', aboutPerson())}
  ${appendOnly('case_deadline', 'restricted')}
  ${grant('case_deadline', 'SELECT', 'INSERT')}`;
