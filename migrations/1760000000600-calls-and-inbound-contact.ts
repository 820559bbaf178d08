import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class CallsAndInboundContact1760000000600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CALLS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbound_contact, contact_attempt');
  }
}

const CALLS = `
  CREATE TABLE contact_attempt (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    -- the referral that led to the call
    referral_id uuid NOT NULL REFERENCES referral (id),
    purpose text NOT NULL CHECK (purpose IN ('first-contact', 'agreed-call', 'check-in')),
    -- counted attempts to reach the person for the first time; none for other calls and wrong numbers
    number integer CHECK (number > 0),
    contact_point_id uuid REFERENCES contact_point (id),
    safe_to_talk text NOT NULL CHECK (safe_to_talk IN ('yes', 'no', 'not-asked-no-answer')),
    result text NOT NULL CHECK (result IN ('answered-victim', 'answered-agreed-contact', 'answered-other', 'engaged',
      'no-answer', 'voicemail-not-left', 'voicemail-left-as-agreed', 'wrong-number', 'unsafe-stopped', 'declined')),
    is_reached boolean GENERATED ALWAYS AS (result IN ('answered-victim', 'answered-agreed-contact')) STORED,
    wants_support boolean,
    note_sealed text,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CHECK (number IS NULL OR purpose = 'first-contact'),
    -- nothing was talked about with somebody who was not asked, or who said that it was not safe
    CHECK (result NOT IN ('answered-victim', 'answered-agreed-contact') OR safe_to_talk = 'yes'),
    CHECK (wants_support IS NULL OR result IN ('answered-victim', 'answered-agreed-contact')),
    UNIQUE (case_id, number)
  );
  CREATE INDEX contact_attempt_of_case ON contact_attempt (case_id, occurred_at DESC, id DESC);
  CREATE INDEX contact_attempt_of_person ON contact_attempt (person_id);
  CREATE INDEX contact_attempt_of_referral ON contact_attempt (referral_id);
  CREATE INDEX contact_attempt_reached ON contact_attempt (occurred_at, person_id) WHERE is_reached;
  ${fence('contact_attempt', aboutPerson())}
  ${appendOnly('contact_attempt', 'restricted', 'is_reached')}
  ${grant('contact_attempt', 'SELECT', 'INSERT')}

  CREATE TABLE inbound_contact (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    channel text NOT NULL CHECK (channel IN ('phone', 'live-chat', 'email', 'sms', 'letter', 'in-person')),
    received_at timestamptz NOT NULL,
    -- when a coordinator answered; none where nobody has yet
    answered_at timestamptz CHECK (answered_at >= received_at),
    summary_sealed text NOT NULL,
    call_back_wanted_at timestamptz,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL
  );
  CREATE INDEX inbound_contact_of_case ON inbound_contact (case_id, received_at DESC, id DESC);
  CREATE INDEX inbound_contact_of_person ON inbound_contact (person_id);
  ${fence('inbound_contact', aboutPerson())}
  ${appendOnly('inbound_contact', 'restricted')}
  ${grant('inbound_contact', 'SELECT', 'INSERT')}`;
