import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class SupportPlans1760000000800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLANS);
    await runner.query(GOALS_AND_ACTIONS);
    await runner.query(COURSE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE support_plan DROP CONSTRAINT support_plan_ended_by');
    await runner.query(
      'DROP TABLE exit_strategy, plan_review, plan_check_in, plan_action, plan_goal, support_plan',
    );
  }
}

const RISK = `CHECK (risk_level IN ('not-assessed', 'standard', 'medium', 'high'))`;

const PLANS = `
  CREATE TABLE support_plan (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    owner text NOT NULL REFERENCES staff_member (subject),
    state text NOT NULL CHECK (state IN ('active', 'ended')),
    -- the specialist assessment of the same case that it answers
    assessment_id uuid NOT NULL REFERENCES assessment (id),
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    next_check_in_at timestamptz,
    review_due_on date NOT NULL,
    risk_level text NOT NULL ${RISK},
    ended_at timestamptz CHECK (ended_at >= created_at),
    -- its own id once there is an exit strategy
    ended_by uuid CHECK (ended_by = id),
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL,
    UNIQUE (id, case_id),
    -- nobody who is supported is left without a next date, and no plan ends without saying what comes after
    CHECK ((state = 'active') = (next_check_in_at IS NOT NULL)),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'ended') = (ended_by IS NOT NULL))
  );
  CREATE UNIQUE INDEX support_plan_one_active ON support_plan (case_id) WHERE state = 'active';
  CREATE INDEX support_plan_of_case ON support_plan (case_id, created_at DESC, id DESC);
  CREATE INDEX support_plan_of_person ON support_plan (person_id);
  CREATE INDEX support_plan_by_creation ON support_plan (created_at, case_id);
  ${fence('support_plan', aboutPerson())}
  ${grant('support_plan', 'SELECT', 'INSERT', 'UPDATE')}`;

const GOALS_AND_ACTIONS = `
  CREATE TABLE plan_goal (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES support_plan (id),
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    category text NOT NULL CHECK (category IN ('mental-and-physical-health', 'shelter-and-accommodation',
      'family-friends-and-children', 'education-skills-and-employment', 'drugs-and-alcohol', 'finance-and-benefits',
      'outlook-and-attitudes', 'social-interactions', 'safety', 'justice-and-rights', 'immigration-status',
      'digital-safety')),
    -- what the person wants, in their own words
    words_sealed text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'met', 'partly-met', 'not-met', 'given-up')),
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL,
    UNIQUE (id, plan_id),
    FOREIGN KEY (plan_id, case_id) REFERENCES support_plan (id, case_id)
  );
  CREATE INDEX plan_goal_of_plan ON plan_goal (plan_id);
  CREATE INDEX plan_goal_of_person ON plan_goal (person_id);
  ${fence('plan_goal', aboutPerson())}
  ${grant('plan_goal', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE plan_action (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES support_plan (id),
    goal_id uuid,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    owner_kind text NOT NULL CHECK (owner_kind IN ('coordinator', 'agency', 'victim')),
    agency_code text,
    action_code text NOT NULL,
    details_sealed text,
    due_on date NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    done_at timestamptz,
    ended_by text,
    drop_reason text,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL,
    FOREIGN KEY (plan_id, case_id) REFERENCES support_plan (id, case_id),
    FOREIGN KEY (goal_id, plan_id) REFERENCES plan_goal (id, plan_id),
    CHECK (agency_code IS NULL OR owner_kind = 'agency'),
    CHECK ((state = 'done') = (done_at IS NOT NULL)),
    CHECK ((state = 'dropped') = (drop_reason IS NOT NULL)),
    CHECK ((state = 'open') = (ended_by IS NULL))
  );
  CREATE INDEX plan_action_of_plan ON plan_action (plan_id, due_on);
  CREATE INDEX plan_action_of_person ON plan_action (person_id);
  ${fence('plan_action', aboutPerson())}
  ${grant('plan_action', 'SELECT', 'INSERT', 'UPDATE')}`;

const COURSE = `
  CREATE TABLE plan_check_in (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES support_plan (id),
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    planned_at timestamptz NOT NULL,
    done_at timestamptz NOT NULL,
    -- asked before anything else
    safe_to_talk text NOT NULL CHECK (safe_to_talk IN ('yes', 'no', 'not-asked-no-answer')),
    result text NOT NULL CHECK (result IN ('answered-victim', 'answered-agreed-contact', 'answered-other', 'engaged',
      'no-answer', 'voicemail-not-left', 'voicemail-left-as-agreed', 'wrong-number', 'unsafe-stopped', 'declined')),
    note_sealed text,
    "by" text NOT NULL,
    recorded_at timestamptz NOT NULL,
    next_planned_at timestamptz NOT NULL,
    FOREIGN KEY (plan_id, case_id) REFERENCES support_plan (id, case_id),
    CHECK (result NOT IN ('answered-victim', 'answered-agreed-contact') OR safe_to_talk = 'yes')
  );
  CREATE INDEX plan_check_in_of_plan ON plan_check_in (plan_id, done_at DESC, id DESC);
  CREATE INDEX plan_check_in_of_person ON plan_check_in (person_id);
  ${fence('plan_check_in', aboutPerson())}
  ${appendOnly('plan_check_in', 'restricted')}
  ${grant('plan_check_in', 'SELECT', 'INSERT')}

  CREATE TABLE plan_review (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES support_plan (id),
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    planned_on date NOT NULL,
    reviewed_at timestamptz NOT NULL,
    reviewed_by text NOT NULL,
    risk_level text NOT NULL ${RISK},
    changes_sealed text,
    next_review_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    FOREIGN KEY (plan_id, case_id) REFERENCES support_plan (id, case_id)
  );
  CREATE INDEX plan_review_of_plan ON plan_review (plan_id, reviewed_at DESC, id DESC);
  CREATE INDEX plan_review_of_person ON plan_review (person_id);
  ${fence('plan_review', aboutPerson())}
  ${appendOnly('plan_review', 'restricted')}
  ${grant('plan_review', 'SELECT', 'INSERT')}

  CREATE TABLE exit_strategy (
    plan_id uuid PRIMARY KEY REFERENCES support_plan (id),
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    reason text NOT NULL CHECK (reason IN ('goals-met', 'needs-met-elsewhere', 'person-wishes-to-end', 'moved-away',
      'lost-contact', 'transferred', 'died')),
    achieved text NOT NULL CHECK (achieved IN ('fully', 'mostly', 'partly', 'not-at-all', 'not-known')),
    what_next_sealed text NOT NULL,
    re_entry_sealed text NOT NULL,
    safe_way_to_contact_sealed text NOT NULL,
    written_at timestamptz NOT NULL,
    written_by text NOT NULL,
    recorded_at timestamptz NOT NULL,
    FOREIGN KEY (plan_id, case_id) REFERENCES support_plan (id, case_id)
  );
  CREATE INDEX exit_strategy_of_person ON exit_strategy (person_id);
  ${fence('exit_strategy', aboutPerson())}
  ${appendOnly('exit_strategy', 'restricted')}
  ${grant('exit_strategy', 'SELECT', 'INSERT')}
  ALTER TABLE support_plan ADD CONSTRAINT support_plan_ended_by FOREIGN KEY (ended_by) REFERENCES exit_strategy (plan_id);`;
