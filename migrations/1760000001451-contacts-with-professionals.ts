import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A note may be about a contact with a professional: whoever they are stays sealed, and it is no contact with the person. */
export class ContactsWithProfessionals1760000001451 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE case_note DROP COLUMN professional_direction, DROP COLUMN professional_channel,
        DROP COLUMN professional_role, DROP COLUMN professional_sealed, DROP COLUMN professional_at`);
  }
}

const COLUMNS = `
  ALTER TABLE case_note
    ADD COLUMN professional_direction text CHECK (professional_direction IN ('inbound', 'outbound')),
    ADD COLUMN professional_channel text,
    ADD COLUMN professional_role text,
    -- organisation and name
    ADD COLUMN professional_sealed text,
    ADD COLUMN professional_at timestamptz,
    ADD CONSTRAINT case_note_professional_whole CHECK (num_nonnulls(professional_direction, professional_channel,
      professional_role, professional_sealed, professional_at) IN (0, 5))`;
