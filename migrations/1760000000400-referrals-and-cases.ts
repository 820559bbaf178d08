import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  aboutPersonOrSentBy,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class ReferralsAndCases1760000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CASES);
    await runner.query(REFERRALS);
    await runner.query(CASEWORK);
    await runner.query(ACCESS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE safe_contact_note DROP CONSTRAINT safe_contact_note_referral`);
    await runner.query(`
      DROP TABLE access_grant, case_restriction, case_allocation, case_note, task, case_event, marker_lift,
                 referral_version, referral, support_case`);
  }
}

const CASES = `
  CREATE TABLE support_case (
    id uuid PRIMARY KEY,
    reference text NOT NULL UNIQUE CHECK (reference ~ '^VAL-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
    ${personColumns()},
    opened_at timestamptz NOT NULL,
    closed_at timestamptz CHECK (closed_at >= opened_at),
    closure_reason text,
    reopened_from uuid REFERENCES support_case (id),
    priority integer NOT NULL DEFAULT 0,
    priority_reasons text[] NOT NULL DEFAULT '{}',
    cohorts text[] NOT NULL DEFAULT '{}',
    allocated_to text REFERENCES staff_member (subject),
    allocated_team text NOT NULL,
    next_action_due_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    retention_class text NOT NULL,
    legal_hold boolean NOT NULL DEFAULT false,
    review_due_on date,
    updated_at timestamptz NOT NULL,
    CHECK ((closed_at IS NULL) = (closure_reason IS NULL)),
    CHECK (closed_at IS NOT NULL OR next_action_due_at IS NOT NULL)
  );
  CREATE UNIQUE INDEX support_case_one_open ON support_case (person_id) WHERE closed_at IS NULL;
  CREATE INDEX support_case_of_person ON support_case (person_id);
  CREATE INDEX support_case_restricted ON support_case (person_id) WHERE restricted;
  CREATE INDEX support_case_worklist ON support_case (priority DESC, opened_at, id) WHERE closed_at IS NULL;
  CREATE INDEX support_case_by_opening ON support_case (opened_at DESC, id DESC);
  CREATE INDEX support_case_by_due ON support_case (next_action_due_at, id) WHERE closed_at IS NULL;
  CREATE INDEX support_case_allocated ON support_case (allocated_to, priority DESC, opened_at, id) WHERE closed_at IS NULL;
  CREATE INDEX support_case_team ON support_case (allocated_team, priority DESC, opened_at, id) WHERE closed_at IS NULL;
  CREATE INDEX support_case_cohorts ON support_case USING gin (cohorts) WHERE closed_at IS NULL;
  ${fence('support_case', aboutPerson())}
  ${grant('support_case', 'SELECT', 'INSERT', 'UPDATE')}`;

const REFERRALS = `
  CREATE TABLE referral (
    id uuid PRIMARY KEY,
    ${personColumns()},
    case_id uuid NOT NULL REFERENCES support_case (id),
    incident_id uuid NOT NULL REFERENCES incident (id),
    party_id uuid NOT NULL REFERENCES party (id),
    pathway text NOT NULL CHECK (pathway IN ('athena', 'internal', 'self', 'other')),
    feed text NOT NULL,
    source_key text NOT NULL,
    sent_by text NOT NULL,
    sender_reference text,
    import_id uuid,
    first_accepted_at timestamptz NOT NULL,
    last_received_at timestamptz NOT NULL,
    last_updated_at timestamptz NOT NULL,
    latest_version integer NOT NULL CHECK (latest_version > 0),
    content_sha256 text NOT NULL,
    -- marker name -> yes | no | blank | never-sent; a yes stays whatever later versions say
    markers jsonb NOT NULL,
    -- marker name -> newest version in which it was raised
    markers_raised jsonb NOT NULL,
    -- every offence and every relationship that any version named: a softer code never takes a suppressor away
    offences_seen jsonb NOT NULL,
    relationship_codes text[] NOT NULL DEFAULT '{}',
    victim_support boolean,
    victim_aware boolean,
    repeat_victim boolean,
    custody_address boolean NOT NULL DEFAULT false,
    unknown_codes text[] NOT NULL DEFAULT '{}',
    contact_preferences text[] NOT NULL DEFAULT '{}',
    reason_sealed text,
    UNIQUE (feed, source_key)
  );
  CREATE INDEX referral_of_person ON referral (person_id);
  CREATE INDEX referral_of_case ON referral (case_id);
  CREATE INDEX referral_of_incident ON referral (incident_id);
  CREATE INDEX referral_by_acceptance ON referral (first_accepted_at, id);
  CREATE INDEX referral_by_sender ON referral (sent_by, first_accepted_at DESC, id DESC) WHERE pathway <> 'athena';
  ${fence('referral', aboutPersonOrSentBy('sent_by'))}
  ${grant('referral', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE referral_version (
    referral_id uuid NOT NULL REFERENCES referral (id),
    number integer NOT NULL CHECK (number > 0),
    ${personColumns()},
    received_at timestamptz NOT NULL,
    last_updated_at timestamptz NOT NULL,
    content_sha256 text NOT NULL,
    content_sealed text,
    changed_fields text[] NOT NULL,
    import_id uuid,
    row_number integer,
    PRIMARY KEY (referral_id, number)
  );
  CREATE INDEX referral_version_of_person ON referral_version (person_id);
  ${fence('referral_version', aboutPerson())}
  ${appendOnly('referral_version', 'restricted', 'content_sealed')}
  ${grant('referral_version', 'SELECT', 'INSERT')}

  ALTER TABLE safe_contact_note
    ADD CONSTRAINT safe_contact_note_referral FOREIGN KEY (referral_id) REFERENCES referral (id);

  CREATE TABLE marker_lift (
    id uuid PRIMARY KEY,
    ${personColumns()},
    referral_id uuid NOT NULL REFERENCES referral (id),
    marker text NOT NULL,
    -- a later version that raises the marker anew is danger again
    at_version integer NOT NULL,
    reason_code text NOT NULL,
    lifted_by text NOT NULL,
    lifted_at timestamptz NOT NULL,
    UNIQUE (referral_id, marker, at_version)
  );
  CREATE INDEX marker_lift_of_person ON marker_lift (person_id);
  ${fence('marker_lift', aboutPerson())}
  ${appendOnly('marker_lift', 'restricted')}
  ${grant('marker_lift', 'SELECT', 'INSERT')}`;

const CASEWORK = `
  CREATE TABLE case_event (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    kind text NOT NULL CHECK (kind ~ '^[a-z-]+([.][a-z-]+)+$'),
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    subject text NOT NULL,
    details jsonb NOT NULL
  );
  CREATE INDEX case_event_timeline ON case_event (case_id, occurred_at DESC, id DESC);
  CREATE INDEX case_event_of_person ON case_event (person_id);
  ${fence('case_event', aboutPerson())}
  ${appendOnly('case_event', 'restricted')}
  ${grant('case_event', 'SELECT', 'INSERT')}

  CREATE TABLE task (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    kind text NOT NULL,
    source text NOT NULL,
    source_id uuid,
    owner text REFERENCES staff_member (subject),
    team text NOT NULL,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    completed_at timestamptz,
    completed_by text,
    cancelled_at timestamptz,
    outcome_code text,
    -- what a person who added the task wants done
    details_sealed text,
    version integer NOT NULL DEFAULT 1,
    CHECK (num_nonnulls(completed_at, completed_by) IN (0, 2)),
    CHECK (num_nonnulls(completed_at, cancelled_at) < 2)
  );
  CREATE UNIQUE INDEX task_once ON task (case_id, kind, source_id) NULLS NOT DISTINCT
    WHERE completed_at IS NULL AND cancelled_at IS NULL AND source <> 'person';
  CREATE INDEX task_of_case ON task (case_id);
  CREATE INDEX task_of_person ON task (person_id);
  CREATE INDEX task_due ON task (due_at, id) WHERE completed_at IS NULL AND cancelled_at IS NULL;
  CREATE INDEX task_owned ON task (owner, due_at, id) WHERE completed_at IS NULL AND cancelled_at IS NULL;
  CREATE INDEX task_team ON task (team, due_at, id) WHERE completed_at IS NULL AND cancelled_at IS NULL;
  ${fence('task', aboutPerson())}
  ${grant('task', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE case_note (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    body_sealed text NOT NULL,
    written_at timestamptz NOT NULL,
    written_by text NOT NULL,
    supersedes uuid UNIQUE REFERENCES case_note (id),
    version integer NOT NULL DEFAULT 1
  );
  CREATE INDEX case_note_of_case ON case_note (case_id, written_at DESC, id DESC);
  CREATE INDEX case_note_of_person ON case_note (person_id);
  ${fence('case_note', aboutPerson())}
  ${grant('case_note', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE case_allocation (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    to_subject text REFERENCES staff_member (subject),
    to_team text NOT NULL,
    allocated_by text NOT NULL,
    allocated_at timestamptz NOT NULL,
    ended_at timestamptz
  );
  CREATE UNIQUE INDEX case_allocation_current ON case_allocation (case_id) WHERE ended_at IS NULL;
  CREATE INDEX case_allocation_of_person ON case_allocation (person_id);
  ${fence('case_allocation', aboutPerson())}
  ${grant('case_allocation', 'SELECT', 'INSERT', 'UPDATE')}`;

const ACCESS = `
  CREATE TABLE case_restriction (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    reason_code text NOT NULL,
    imposed_by text NOT NULL,
    imposed_at timestamptz NOT NULL,
    lifted_by text,
    lifted_at timestamptz,
    CHECK (num_nonnulls(lifted_by, lifted_at) IN (0, 2))
  );
  CREATE UNIQUE INDEX case_restriction_current ON case_restriction (person_id) WHERE lifted_at IS NULL;
  ${fence('case_restriction', aboutPerson())}
  ${grant('case_restriction', 'SELECT', 'INSERT', 'UPDATE')}

  -- Who may see a restricted person: members until they are withdrawn, break-glass for some hours.
  CREATE TABLE access_grant (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    subject text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('member', 'break-glass')),
    reason_code text NOT NULL,
    reason_sealed text,
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL,
    expires_at timestamptz CHECK (expires_at > granted_at),
    withdrawn_at timestamptz,
    review_due_at timestamptz,
    reviewed_by text CHECK (reviewed_by <> subject),
    reviewed_at timestamptz,
    review_outcome text CHECK (review_outcome IN ('justified', 'not-justified')),
    review_note_sealed text,
    CHECK (kind = 'member' OR (expires_at IS NOT NULL AND review_due_at IS NOT NULL AND reason_sealed IS NOT NULL)),
    CHECK (num_nonnulls(reviewed_by, reviewed_at, review_outcome) IN (0, 3))
  );
  CREATE UNIQUE INDEX access_grant_member ON access_grant (case_id, subject) WHERE kind = 'member' AND withdrawn_at IS NULL;
  CREATE INDEX access_grant_of_subject ON access_grant (subject, person_id);
  CREATE INDEX access_grant_of_person ON access_grant (person_id);
  CREATE INDEX access_grant_to_review ON access_grant (review_due_at) WHERE kind = 'break-glass' AND reviewed_at IS NULL;
  ${fence(
    'access_grant',
    `subject = (SELECT current_setting('val.subject', true)) OR (${aboutPerson()})`,
    aboutPerson(),
  )}
  ${grant('access_grant', 'SELECT', 'INSERT', 'UPDATE')}`;
