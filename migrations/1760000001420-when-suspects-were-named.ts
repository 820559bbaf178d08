import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a crime's newest suspect became known: coordinators see that somebody was named, and never who. Whoever called a
 * contact safe before knew nothing of it.
 */
export class WhenSuspectsWereNamed1760000001420 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NAMED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER suspect_key_names ON suspect_key;
      DROP FUNCTION val_suspects_named();
      ALTER TABLE incident DROP COLUMN suspects_named_at`);
  }
}

const NAMED = `
  ALTER TABLE incident ADD COLUMN suspects_named_at timestamptz;

  ALTER TABLE incident NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE suspect_key NO FORCE ROW LEVEL SECURITY;
  UPDATE incident i SET suspects_named_at = k.named_at
    FROM (SELECT incident_id, max(first_seen_at) AS named_at FROM suspect_key GROUP BY incident_id) k
   WHERE i.id = k.incident_id;
  ALTER TABLE suspect_key FORCE ROW LEVEL SECURITY;
  ALTER TABLE incident FORCE ROW LEVEL SECURITY;

  CREATE FUNCTION val_suspects_named() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE incident i SET suspects_named_at = greatest(i.suspects_named_at, k.named_at)
      FROM (SELECT incident_id, max(first_seen_at) AS named_at FROM added GROUP BY incident_id) k
     WHERE i.id = k.incident_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER suspect_key_names AFTER INSERT ON suspect_key
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION val_suspects_named();`;
