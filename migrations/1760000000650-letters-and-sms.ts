import type { MigrationInterface, QueryRunner } from 'typeorm';
import { aboutPerson, CASEWORK, fence, grant, personColumns } from '../src/platform/database/row-security.js';

export class LettersAndSms1760000000650 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BATCHES);
    await runner.query(MESSAGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE message_batch_item;
      ALTER TABLE captured_message DROP COLUMN pdf_sealed;
      DROP INDEX message_letter_once;
      DROP INDEX message_of_batch;
      DROP INDEX message_by_reference;
      ALTER TABLE message DROP COLUMN batch_id, DROP COLUMN asked_by;
      ALTER TABLE message DROP CONSTRAINT message_origin_check;
      ALTER TABLE message ADD CONSTRAINT message_origin_check CHECK (origin IN ('automatic', 'coordinator'));
      DROP TABLE message_batch`);
  }
}

const BATCHES = `
  -- A list of people to write to, made without sending anything, until a second person approves it.
  CREATE TABLE message_batch (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('no-needs-letter')),
    state text NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected')),
    accepted_from date NOT NULL,
    accepted_to date NOT NULL,
    at_most integer NOT NULL CHECK (at_most > 0),
    -- how many were looked at, how many beyond the limit were not, and how many each reason left out
    looked_at integer NOT NULL CHECK (looked_at >= 0),
    not_looked_at integer NOT NULL CHECK (not_looked_at >= 0),
    left_out jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    approved_at timestamptz,
    approved_by text,
    rejected_at timestamptz,
    rejected_by text,
    rejection_reason text,
    version integer NOT NULL DEFAULT 1,
    CHECK (accepted_from <= accepted_to),
    CHECK (approved_by <> created_by),
    CHECK (num_nonnulls(approved_at, approved_by) = CASE state WHEN 'approved' THEN 2 ELSE 0 END),
    CHECK (num_nonnulls(rejected_at, rejected_by, rejection_reason) = CASE state WHEN 'rejected' THEN 3 ELSE 0 END)
  );
  CREATE INDEX message_batch_by_time ON message_batch (created_at DESC, id DESC);
  ${fence('message_batch', CASEWORK)}
  ${grant('message_batch', 'SELECT', 'INSERT', 'UPDATE')}

  CREATE TABLE message_batch_item (
    batch_id uuid NOT NULL REFERENCES message_batch (id),
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    referral_id uuid NOT NULL REFERENCES referral (id),
    contact_point_id uuid NOT NULL REFERENCES contact_point (id),
    outcome text NOT NULL CHECK (outcome IN ('proposed', 'queued', 'left-out')),
    reasons text[] NOT NULL DEFAULT '{}',
    message_id uuid REFERENCES message (id),
    PRIMARY KEY (batch_id, case_id),
    CHECK (outcome <> 'queued' OR message_id IS NOT NULL),
    CHECK (outcome <> 'left-out' OR cardinality(reasons) > 0)
  );
  CREATE INDEX message_batch_item_of_person ON message_batch_item (person_id);
  CREATE INDEX message_batch_item_of_message ON message_batch_item (message_id) WHERE message_id IS NOT NULL;
  ${fence('message_batch_item', aboutPerson())}
  ${grant('message_batch_item', 'SELECT', 'INSERT', 'UPDATE')}`;

const MESSAGES = `
  ALTER TABLE message DROP CONSTRAINT message_origin_check;
  ALTER TABLE message ADD CONSTRAINT message_origin_check CHECK (origin IN ('automatic', 'coordinator', 'batch'));
  ALTER TABLE message ADD COLUMN batch_id uuid REFERENCES message_batch (id),
                      ADD COLUMN asked_by text,
                      ADD CONSTRAINT message_of_batch_or_not CHECK ((origin = 'batch') = (batch_id IS NOT NULL)),
                      ADD CONSTRAINT message_asked_or_not CHECK ((origin = 'coordinator') = (asked_by IS NOT NULL));
  -- one letter of a batch for a case, unless it never left
  CREATE UNIQUE INDEX message_letter_once ON message (case_id)
    WHERE origin = 'batch' AND state NOT IN ('recalled', 'failed');
  CREATE INDEX message_of_batch ON message (batch_id) WHERE batch_id IS NOT NULL;
  CREATE INDEX message_by_reference ON message (provider_reference) WHERE channel = 'sms';
  -- a letter as it would have been printed
  ALTER TABLE captured_message ADD COLUMN pdf_sealed text`;
