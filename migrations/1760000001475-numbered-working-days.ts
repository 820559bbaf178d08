import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from '../src/platform/database/row-security.js';

/**
 * Clocks look working days up instead of numbering those of all years each time. The table follows the bank holidays by
 * itself; nothing else writes it.
 */
export class NumberedWorkingDays1760000001475 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CALENDAR);
    await runner.query(NUMBERING);
    await runner.query(`
      DO $$ BEGIN PERFORM val_number_days(); END $$;
      ${trigger('INSERT', 'NEW')}
      ${trigger('UPDATE', 'NEW')}
      ${trigger('DELETE', 'OLD')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER number_days_on_insert ON bank_holiday;
      DROP TRIGGER number_days_on_update ON bank_holiday;
      DROP TRIGGER number_days_on_delete ON bank_holiday;
      DROP FUNCTION val_follow_bank_holidays, val_number_days;
      DROP TABLE calendar_day`);
  }
}

const CALENDAR = `
  -- The days of the whole years of the table of bank holidays, each with the number of working days up to it.
  CREATE TABLE calendar_day (
    day date PRIMARY KEY,
    is_working boolean NOT NULL,
    number integer NOT NULL CHECK (number >= 0)
  );
  CREATE UNIQUE INDEX calendar_day_working ON calendar_day (number) INCLUDE (day) WHERE is_working;
  ${grant('calendar_day', 'SELECT', 'INSERT', 'DELETE')}`;

const NUMBERING = `
  CREATE FUNCTION val_number_days() RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    LOCK TABLE calendar_day IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM calendar_day;
    INSERT INTO calendar_day (day, is_working, number)
    SELECT d.day, w.is_working, count(*) FILTER (WHERE w.is_working) OVER (ORDER BY d.day)
      FROM (SELECT generate_series(make_date(extract(year FROM min(holiday_on))::int, 1, 1)::timestamp,
                                   make_date(extract(year FROM max(holiday_on))::int, 12, 31)::timestamp,
                                   interval '1 day')::date AS day
              FROM bank_holiday) d
      LEFT JOIN bank_holiday h ON h.holiday_on = d.day AND h.withdrawn_at IS NULL
     CROSS JOIN LATERAL (SELECT h.holiday_on IS NULL AND extract(isodow FROM d.day) < 6 AS is_working) w;
  END $$;
  CREATE FUNCTION val_follow_bank_holidays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM changed) THEN
      PERFORM val_number_days();
    END IF;
    RETURN NULL;
  END $$`;

function trigger(on: 'INSERT' | 'UPDATE' | 'DELETE', rows: 'NEW' | 'OLD'): string {
  return `CREATE TRIGGER number_days_on_${on.toLowerCase()} AFTER ${on} ON bank_holiday
            REFERENCING ${rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION val_follow_bank_holidays();`;
}
