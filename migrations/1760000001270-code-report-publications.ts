import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, fence, grant, INTERNAL_ONLY } from '../src/platform/database/row-security.js';

/** Tables on the Victims' Code as the Victims' Board was shown them, and what was hidden of each. */
export class CodeReportPublications1760000001270 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PUBLICATIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE code_report_publication');
  }
}

const PUBLICATIONS = `
  CREATE TABLE code_report_publication (
    id uuid PRIMARY KEY,
    period_from date NOT NULL,
    period_to date NOT NULL CHECK (period_to >= period_from),
    kind text NOT NULL CHECK (kind IN ('month', 'quarter', 'year')),
    version_no integer NOT NULL CHECK (version_no > 0),
    as_of timestamptz NOT NULL,
    published_at timestamptz NOT NULL CHECK (published_at >= as_of),
    published_by text NOT NULL,
    suppressed_below integer NOT NULL CHECK (suppressed_below > 0),
    -- JSON as it is served, for ever
    report text NOT NULL,
    -- every cell with its count, and which are hidden: later periods are hidden so that no sum gives one away
    cells jsonb NOT NULL CHECK (jsonb_typeof(cells) = 'object'),
    UNIQUE (period_from, period_to, version_no)
  );
  ${fence('code_report_publication', INTERNAL_ONLY)}
  ${appendOnly('code_report_publication')}
  ${grant('code_report_publication', 'SELECT', 'INSERT')}`;
