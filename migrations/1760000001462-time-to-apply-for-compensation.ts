import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A victim's time to apply for compensation runs from the day of the crime, and for a child until a birthday. */
export class TimeToApplyForCompensation1760000001462 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE code_limit
        DROP CONSTRAINT code_limit_trigger_clock_check,
        ADD CONSTRAINT code_limit_trigger_clock_check CHECK (trigger_clock IN ('event', 'received', 'offence')),
        DROP CONSTRAINT code_limit_check1,
        -- name of a threshold: months before the last day, from which on somebody is reminded
        ADD COLUMN task_ahead text,
        -- the last day is not before the birthday of this age
        ADD COLUMN until_birthday integer CHECK (until_birthday IS NULL OR (until_birthday > 0 AND unit = 'month')),
        ADD CONSTRAINT code_limit_task CHECK (task_kind IS NOT NULL OR (task_within IS NULL AND task_ahead IS NULL)),
        ADD CONSTRAINT code_limit_task_time CHECK (task_within IS NULL OR unit IS NULL OR task_ahead IS NOT NULL);
      ALTER TABLE entitlement_victim ADD COLUMN offence_at timestamptz;
      CREATE INDEX entitlement_clock_window ON entitlement_clock (due_on)
        WHERE excluded_reason = 'victims-choice' AND satisfied_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // the rules are published anew by whatever starts next
    await runner.query(`
      DELETE FROM code_rule;
      DELETE FROM code_publication;
      DROP INDEX entitlement_clock_window;
      ALTER TABLE entitlement_victim DROP COLUMN offence_at;
      ALTER TABLE code_limit
        DROP CONSTRAINT code_limit_task_time, DROP CONSTRAINT code_limit_task,
        DROP COLUMN until_birthday, DROP COLUMN task_ahead,
        ADD CONSTRAINT code_limit_check1 CHECK (task_within IS NULL OR (task_kind IS NOT NULL AND unit IS NULL)),
        DROP CONSTRAINT code_limit_trigger_clock_check,
        ADD CONSTRAINT code_limit_trigger_clock_check CHECK (trigger_clock IN ('event', 'received'))`);
  }
}
