import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  aboutPerson,
  appendOnly,
  fence,
  grant,
  personColumns,
} from '../src/platform/database/row-security.js';

/** Which numbers an officer or a social worker called safe, whose they are, and which number a check-in called. */
export class WhoseNumberIsSafe1760000001440 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NUMBERS);
    await runner.query(
      'ALTER TABLE plan_check_in ADD COLUMN contact_point_id uuid REFERENCES contact_point (id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE plan_check_in DROP COLUMN contact_point_id');
    await runner.query('DROP TABLE child_contact_number');
  }
}

const NUMBERS = `
  CREATE TABLE child_contact_number (
    check_id uuid NOT NULL REFERENCES child_contact_check (id),
    contact_point_id uuid NOT NULL REFERENCES contact_point (id),
    ${personColumns()},
    whose text NOT NULL CHECK (whose IN ('child', 'parent', 'other-carer', 'social-worker')),
    PRIMARY KEY (check_id, contact_point_id)
  );
  CREATE INDEX child_contact_number_of_person ON child_contact_number (person_id);
  ${fence('child_contact_number', aboutPerson())}
  ${appendOnly('child_contact_number', 'restricted')}
  ${grant('child_contact_number', 'SELECT', 'INSERT')}`;
