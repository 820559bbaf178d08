import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class ContactPointsAndSafety1760000000350 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WAYS_TO_REACH);
    await runner.query(SAFETY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE contact_decision, safety_word, collision, safe_contact_note, contact_preference, contact_point`);
  }
}

const WAYS_TO_REACH = `
  CREATE TABLE contact_point (
    id uuid PRIMARY KEY,
    ${personColumns()},
    kind text NOT NULL CHECK (kind IN ('email', 'mobile-phone', 'home-phone', 'work-phone', 'post')),
    value_sealed text NOT NULL,
    -- keyed hash of the normalised value; none where the value is not usable
    blind_index text,
    invalid_code text,
    source text NOT NULL,
    belongs_to text NOT NULL DEFAULT 'victim' CHECK (belongs_to IN ('victim', 'other')),
    belongs_to_relationship text,
    safe text NOT NULL DEFAULT 'unknown' CHECK (safe IN ('yes', 'no', 'unknown')),
    confirmed_at timestamptz,
    confirmed_by text,
    failed_at timestamptz,
    third_party_answered_at timestamptz,
    superseded_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK ((blind_index IS NULL) = (invalid_code IS NOT NULL)),
    CHECK (safe <> 'yes' OR (confirmed_at IS NOT NULL AND confirmed_by IS NOT NULL))
  );
  CREATE UNIQUE INDEX contact_point_once ON contact_point (person_id, kind, blind_index) WHERE superseded_at IS NULL;
  CREATE INDEX contact_point_of ON contact_point (person_id);
  CREATE INDEX contact_point_lookup ON contact_point (blind_index) WHERE blind_index IS NOT NULL;
  ${fence('contact_point', aboutPerson())}
  ${grant('contact_point', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE contact_preference (
    ${personColumns()},
    channel_order text[] NOT NULL DEFAULT '{}',
    safe_windows jsonb NOT NULL DEFAULT '[]',
    voicemail text NOT NULL DEFAULT 'never' CHECK (voicemail IN ('never', 'name-only', 'ok')),
    sms text NOT NULL DEFAULT 'never' CHECK (sms IN ('never', 'plain-only', 'ok')),
    write text NOT NULL DEFAULT 'never' CHECK (write IN ('never', 'plain-envelope', 'ok')),
    details_sealed text,
    version integer NOT NULL DEFAULT 1,
    updated_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (person_id)
  );
  ${fence('contact_preference', aboutPerson())}
  ${grant('contact_preference', 'SELECT', 'INSERT', 'UPDATE')}`;

const SAFETY = `
  CREATE TABLE safe_contact_note (
    id uuid PRIMARY KEY,
    ${personColumns()},
    referral_id uuid,
    text_sealed text NOT NULL,
    text_sha256 text NOT NULL,
    received_at timestamptz NOT NULL,
    read_at timestamptz,
    read_by text,
    verdict text CHECK (verdict IN ('no-warning', 'warning')),
    CHECK (num_nonnulls(read_at, read_by, verdict) IN (0, 3)),
    UNIQUE (person_id, text_sha256)
  );
  ${fence('safe_contact_note', aboutPerson())}
  ${grant('safe_contact_note', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE collision (
    id uuid PRIMARY KEY,
    ${personColumns()},
    contact_point_id uuid REFERENCES contact_point (id),
    kind text NOT NULL,
    found_at timestamptz NOT NULL,
    gone_at timestamptz,
    cleared_at timestamptz,
    cleared_by text,
    clear_reason text,
    CHECK (num_nonnulls(cleared_at, cleared_by, clear_reason) IN (0, 3))
  );
  CREATE UNIQUE INDEX collision_once ON collision (person_id, kind, contact_point_id) NULLS NOT DISTINCT
    WHERE gone_at IS NULL;
  ${fence('collision', aboutPerson())}
  ${grant('collision', 'SELECT', 'INSERT', 'UPDATE')}

  -- What people said of safety that can be taken back: an objection, a collision found harmless. Each word stays.
  CREATE TABLE safety_word (
    id uuid PRIMARY KEY,
    ${personColumns()},
    kind text NOT NULL CHECK (kind IN ('objected', 'objection-withdrawn', 'collision-cleared', 'collision-restored')),
    collision_id uuid REFERENCES collision (id),
    reason_code text NOT NULL,
    said_by text NOT NULL,
    said_at timestamptz NOT NULL,
    CHECK ((collision_id IS NULL) = (kind IN ('objected', 'objection-withdrawn')))
  );
  CREATE INDEX safety_word_of ON safety_word (person_id, said_at DESC, id DESC);
  ${fence('safety_word', aboutPerson())}
  ${appendOnly('safety_word', 'restricted')}
  ${grant('safety_word', 'SELECT', 'INSERT')}

  CREATE TABLE contact_decision (
    id uuid PRIMARY KEY,
    ${personColumns()},
    safety_version integer NOT NULL,
    decision text NOT NULL CHECK (decision IN ('AUTO_OK', 'HUMAN_ONLY', 'DO_NOT_CONTACT')),
    reasons jsonb NOT NULL,
    contact_points jsonb NOT NULL,
    chosen_contact_point_id uuid,
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL
  );
  CREATE INDEX contact_decision_latest ON contact_decision (person_id, decided_at DESC, id DESC);
  ${fence('contact_decision', aboutPerson())}
  ${appendOnly('contact_decision', 'restricted')}
  ${grant('contact_decision', 'SELECT', 'INSERT')}`;
