import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person said of a row about a criminal case that is held for something else as well stays with the row. */
export class WhatWasSaidOfRows1760000001461 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE intake_row
        ADD COLUMN said_reason_code text,
        ADD COLUMN said_incident_id uuid REFERENCES incident (id),
        ADD COLUMN said_party_id uuid REFERENCES party (id),
        ADD COLUMN said_event_kind text,
        ADD CONSTRAINT intake_row_said CHECK (said_reason_code IS NOT NULL
          OR num_nonnulls(said_incident_id, said_party_id, said_event_kind) = 0);
      CREATE INDEX intake_row_said_of_crime ON intake_row (said_incident_id)
        WHERE said_incident_id IS NOT NULL AND decision IS NULL;
      CREATE INDEX intake_row_said_of_party ON intake_row (said_party_id) WHERE said_party_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE intake_row
        DROP COLUMN said_reason_code, DROP COLUMN said_incident_id, DROP COLUMN said_party_id, DROP COLUMN said_event_kind`);
  }
}
