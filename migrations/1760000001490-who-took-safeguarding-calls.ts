import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who at the authority took the call of a safeguarding referral, so that a chase has a name to ask for. */
export class WhoTookSafeguardingCalls1760000001490 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE safeguarding_referral
        ADD COLUMN taken_by_sealed text,
        ADD CONSTRAINT safeguarding_referral_taken CHECK (taken_by_sealed IS NULL OR phoned_at IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE safeguarding_referral DROP COLUMN taken_by_sealed');
  }
}
