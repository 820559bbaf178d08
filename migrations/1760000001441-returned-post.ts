import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An address from which a letter came back cannot be used, and is still known as the address that it is: so that the
 * next row that names it opens no new one, and collisions with a suspect's are found.
 */
export class ReturnedPost1760000001441 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contact_point DROP CONSTRAINT contact_point_check;
      ALTER TABLE contact_point ADD CONSTRAINT contact_point_usable_or_not
        CHECK (CASE WHEN blind_index IS NULL THEN invalid_code IS NOT NULL
                    ELSE invalid_code IS NULL OR (kind = 'post' AND invalid_code LIKE 'returned-%') END)`);
  }

  /** What came back stays known as failed. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contact_point NO FORCE ROW LEVEL SECURITY;
      UPDATE contact_point SET invalid_code = NULL WHERE blind_index IS NOT NULL AND invalid_code IS NOT NULL;
      ALTER TABLE contact_point FORCE ROW LEVEL SECURITY;
      ALTER TABLE contact_point DROP CONSTRAINT contact_point_usable_or_not;
      ALTER TABLE contact_point ADD CONSTRAINT contact_point_check
        CHECK ((blind_index IS NULL) = (invalid_code IS NOT NULL))`);
  }
}
