import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

/** News never lands where nobody looks: what a closure hands over has a name, and nothing new joins a closed case. */
export class WhatMustNotBeLost1760000001150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HANDOVER);
    await runner.query(OPEN_CASES_ONLY);
    await runner.query(CHILD_CONTACT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE child_contact_check;
      DROP TRIGGER referral_to_open_case ON referral;
      DROP TRIGGER referral_of_open_case ON referral;
      DROP FUNCTION val_referral_to_open_case();
      DROP FUNCTION val_referrals_of_open_cases();
      ALTER TABLE case_closure DROP COLUMN handed_over_to;`);
  }
}

const HANDOVER = `
  -- who goes on: the subject of a colleague, or the code of a team
  ALTER TABLE case_closure ADD COLUMN handed_over_to text,
    ADD CONSTRAINT case_closure_handed_over_to CHECK (handed_over_to IS NULL OR cardinality(handed_over) > 0),
    -- closures that were written before are left as they are
    ADD CONSTRAINT case_closure_safeguarding_goes_on
      CHECK (NOT 'safeguarding-referrals' = ANY (handed_over) OR handed_over_to IS NOT NULL) NOT VALID;`;

const OPEN_CASES_ONLY = `
  -- I13: a referral joins an open case. The foreign key has locked the case before this looks, so that a closure under
  -- way was waited for, and a later one waits. What a closed case has already may be told anew: versions and markers
  -- change no case_id.
  CREATE FUNCTION val_referrals_of_open_cases() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM added a JOIN support_case c ON c.id = a.case_id WHERE c.closed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'a referral joins no closed case' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'referral_of_open_case', TABLE = 'referral';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER referral_of_open_case AFTER INSERT ON referral
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION val_referrals_of_open_cases();

  CREATE FUNCTION val_referral_to_open_case() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM support_case WHERE id = NEW.case_id AND closed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'a referral joins no closed case' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'referral_of_open_case', TABLE = 'referral';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER referral_to_open_case AFTER UPDATE OF case_id ON referral
    FOR EACH ROW WHEN (OLD.case_id IS DISTINCT FROM NEW.case_id) EXECUTE FUNCTION val_referral_to_open_case();`;

const CHILD_CONTACT = `
  -- Who may be contacted about a child, and with whom that was checked; the newest word counts.
  CREATE TABLE child_contact_check (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES support_case (id),
    ${personColumns()},
    who text NOT NULL CHECK (who IN ('nobody-yet', 'child', 'parent', 'other-carer', 'social-worker')),
    checked_with text NOT NULL CHECK (checked_with IN ('officer-in-case', 'social-worker', 'both')),
    -- whoever is contacted was confirmed to be no suspect; null where nobody asked, which is no confirmation
    is_no_suspect boolean,
    is_looked_after boolean,
    has_parental_responsibility boolean,
    does_child_know boolean,
    checked_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CHECK (who NOT IN ('parent', 'other-carer') OR is_no_suspect IS TRUE),
    CHECK (who <> 'parent' OR is_looked_after IS NOT TRUE)
  );
  CREATE INDEX child_contact_check_of_person ON child_contact_check (person_id, recorded_at DESC, id DESC);
  CREATE INDEX child_contact_check_of_case ON child_contact_check (case_id);
  ${fence('child_contact_check', aboutPerson())}
  ${appendOnly('child_contact_check', 'restricted')}
  ${grant('child_contact_check', 'SELECT', 'INSERT')}`;
