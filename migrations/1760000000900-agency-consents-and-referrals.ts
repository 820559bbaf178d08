import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

export class AgencyConsentsAndReferrals1760000000900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONSENTS);
    await runner.query(REFERRALS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE agency_referral, agency_consent');
  }
}

const CONSENTS = `
  -- Each answer to "may we tell this agency about you, for this purpose?"; the newest counts.
  CREATE TABLE agency_consent (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    agency_code text NOT NULL,
    purpose text NOT NULL,
    is_given boolean NOT NULL,
    given_by text NOT NULL CHECK (given_by IN ('self', 'parental-responsibility', 'local-authority')),
    -- as the age stood when they were asked; somebody of unknown age counts as a child
    age_band text NOT NULL CHECK (age_band IN ('adult', 'aged-16-or-17', 'under-16', 'unknown', 'organisation')),
    asked_how text NOT NULL CHECK (asked_how IN ('phone', 'in-person', 'video', 'in-writing', 'through-interpreter')),
    asked_at timestamptz NOT NULL,
    asked_by text NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    is_gillick_competent boolean,
    gillick_assessed_on date,
    gillick_assessor_sealed text,
    gillick_reasons_sealed text,
    withdrawn_at timestamptz CHECK (withdrawn_at >= asked_at),
    withdrawn_how text,
    withdrawal_recorded_at timestamptz,
    withdrawal_recorded_by text,
    UNIQUE (id, case_id, agency_code, purpose),
    CHECK (num_nonnulls(is_gillick_competent, gillick_assessed_on, gillick_assessor_sealed, gillick_reasons_sealed) IN (0, 4)),
    CHECK (num_nonnulls(withdrawn_at, withdrawn_how, withdrawal_recorded_at, withdrawal_recorded_by) IN (0, 4)),
    CHECK (withdrawn_at IS NULL OR is_given),
    CHECK (given_by = 'self' OR age_band NOT IN ('adult', 'organisation')),
    -- a child's yes counts from 16 on, or where somebody assessed that they understand this decision
    CHECK (NOT is_given OR given_by <> 'self' OR age_band NOT IN ('under-16', 'unknown')
           OR coalesce(is_gillick_competent, false))
  );
  CREATE INDEX agency_consent_of_case ON agency_consent (case_id, agency_code, purpose, asked_at DESC, id DESC);
  CREATE INDEX agency_consent_of_person ON agency_consent (person_id);
  ${fence('agency_consent', aboutPerson())}
  ${appendOnly('agency_consent', 'restricted', 'withdrawn_at', 'withdrawn_how', 'withdrawal_recorded_at', 'withdrawal_recorded_by')}
  ${grant('agency_consent', 'SELECT', 'INSERT', 'UPDATE')}`;

const REFERRALS = `
  CREATE TABLE agency_referral (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    -- signposted: the person was told of the agency and nothing went to it; only referrals count in reports
    kind text NOT NULL CHECK (kind IN ('referral', 'signposted')),
    agency_code text NOT NULL,
    purpose text NOT NULL,
    consent_id uuid,
    lawful_basis text,
    -- whom a referral without consent protects (Data Protection Act 2018, schedule 1, paragraph 18)
    protects text CHECK (protects IN ('under-18', 'adult-at-risk')),
    sent_at timestamptz NOT NULL,
    sent_by text NOT NULL,
    recorded_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('sent', 'acknowledged', 'accepted', 'declined', 'closed')),
    acknowledgement_due_at timestamptz,
    acknowledged_at timestamptz CHECK (acknowledged_at >= sent_at),
    decided_at timestamptz CHECK (decided_at >= acknowledged_at),
    decline_reason text,
    first_appointment_on date,
    closed_at timestamptz CHECK (closed_at >= sent_at),
    outcome_code text,
    note_sealed text,
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL,
    FOREIGN KEY (consent_id, case_id, agency_code, purpose)
      REFERENCES agency_consent (id, case_id, agency_code, purpose),
    -- nothing goes to an agency without a consent to it, or a lawful basis that stands in its place
    CHECK (num_nonnulls(consent_id, lawful_basis) = CASE kind WHEN 'referral' THEN 1 ELSE 0 END),
    CHECK (num_nonnulls(lawful_basis, protects) IN (0, 2)),
    CHECK (kind = 'signposted' OR acknowledgement_due_at IS NOT NULL),
    CHECK (kind = 'referral' OR state = 'closed'),
    CHECK (state NOT IN ('acknowledged', 'accepted', 'declined') OR acknowledged_at IS NOT NULL),
    CHECK (state NOT IN ('accepted', 'declined') OR decided_at IS NOT NULL),
    CHECK ((state = 'declined') = (decline_reason IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (outcome_code IS NOT NULL))
  );
  CREATE UNIQUE INDEX agency_referral_one_open ON agency_referral (case_id, agency_code, purpose)
    WHERE state IN ('sent', 'acknowledged', 'accepted');
  CREATE INDEX agency_referral_of_case ON agency_referral (case_id, sent_at DESC, id DESC);
  CREATE INDEX agency_referral_of_person ON agency_referral (person_id);
  CREATE INDEX agency_referral_of_consent ON agency_referral (consent_id) WHERE consent_id IS NOT NULL;
  CREATE INDEX agency_referral_by_sending ON agency_referral (sent_at, agency_code) WHERE kind = 'referral';
  ${fence('agency_referral', aboutPerson())}
  ${grant('agency_referral', 'SELECT', 'INSERT', 'UPDATE')}`;
