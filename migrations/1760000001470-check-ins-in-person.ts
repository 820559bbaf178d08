import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Somebody on a support plan may be met and not called. */
export class CheckInsInPerson1760000001470 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE plan_check_in
        ADD COLUMN is_in_person boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT plan_check_in_met CHECK (NOT is_in_person OR contact_point_id IS NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE plan_check_in DROP COLUMN is_in_person');
  }
}
