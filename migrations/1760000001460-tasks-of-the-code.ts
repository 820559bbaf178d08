import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A duty of the Code for which it has no time limit becomes a task by a threshold of the service's own. */
export class TasksOfTheCode1760000001460 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- name of a threshold: working days from when the person wanted support
      ALTER TABLE code_limit ADD COLUMN task_within text CHECK (task_within IS NULL OR (task_kind IS NOT NULL AND unit IS NULL));
      CREATE INDEX task_of_duty ON task (source_id) WHERE source = 'entitlements'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX task_of_duty; ALTER TABLE code_limit DROP COLUMN task_within');
  }
}
