import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from '../src/platform/database/row-security.js';

/** Code lists, templates and holidays: policy as dated rows, without a word about any person. */
export class ReferenceData1760000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reference_code (
        list text NOT NULL,
        code text NOT NULL,
        label text NOT NULL,
        attributes jsonb NOT NULL,
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to >= valid_from),
        source text NOT NULL,
        fact_status text NOT NULL CHECK (fact_status IN ('certain', 'likely', 'unknown', 'ours', 'unverified')),
        PRIMARY KEY (list, code, valid_from)
      );
      CREATE TABLE message_template (
        code text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        language text NOT NULL CHECK (language IN ('en', 'cy')),
        channel text NOT NULL CHECK (channel IN ('email', 'sms', 'letter')),
        subject text NOT NULL,
        body text NOT NULL,
        content_sha256 text NOT NULL,
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to >= valid_from),
        fact_status text NOT NULL,
        PRIMARY KEY (code, language, version)
      );
      CREATE TABLE bank_holiday (
        holiday_on date PRIMARY KEY,
        name text NOT NULL,
        source text NOT NULL,
        declared_late boolean NOT NULL
      );
      ${grant('reference_code', 'SELECT', 'INSERT', 'UPDATE', 'DELETE')}
      ${grant('message_template', 'SELECT', 'INSERT', 'UPDATE')}
      ${grant('bank_holiday', 'SELECT', 'INSERT', 'UPDATE')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE bank_holiday, message_template, reference_code`);
  }
}
