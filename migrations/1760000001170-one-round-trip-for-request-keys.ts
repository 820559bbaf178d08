import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OneRoundTripForRequestKeys1760000001170 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TAKE_KEY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION val_take_request_key(text, text, text, text, timestamptz)`);
  }
}

/** The short wait for whoever holds the key ends with the function. */
const TAKE_KEY = `
  CREATE FUNCTION val_take_request_key(
    its_subject text, its_key text, its_operation text, its_body_sha256 text, at timestamptz
  ) RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
  BEGIN
    INSERT INTO idempotency_key (subject, key, operation, body_sha256, created_at)
    VALUES (its_subject, its_key, its_operation, its_body_sha256, at)
    ON CONFLICT (subject, key) DO NOTHING;
    RETURN FOUND;
  END $$;
  GRANT EXECUTE ON FUNCTION val_take_request_key(text, text, text, text, timestamptz) TO val_app;`;
