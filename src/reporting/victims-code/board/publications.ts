import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { NotFound } from '../../../platform/problems/problem.js';
import type { DaySpan } from '../../measures/period.js';
import { ReportSettings } from '../report-settings.js';
import type { CodeReport } from '../victims-code-report.js';
import { kindOf, type PeriodKind } from './whole-period.js';

/** A table that the Board may be shown, without the table. */
export interface PublicationSummary extends DaySpan {
  id: string;
  kind: PeriodKind;
  version: number;
  asOf: Date;
  publishedAt: Date;
  publishedBy: string;
}

/** The tables that the Victims' Board is shown: stored once each, with small counts hidden, and never changed. */
@Injectable()
export class CodeReportPublications {
  constructor(private readonly settings: ReportSettings) {}

  /** What is published, the newest first. */
  async list(tx: Transaction): Promise<PublicationSummary[]> {
    return tx.query<PublicationSummary>(`${SUMMARY} ORDER BY published_at DESC, id DESC LIMIT 500`);
  }

  /** The newest version of a period as it was stored. @throws Unprocessable naming the day; NotFound */
  async newest(tx: Transaction, span: DaySpan): Promise<CodeReport> {
    kindOf(span, this.settings.file.yearStartsInMonth);
    const row = await tx.queryOne<{ report: string }>(
      `SELECT report FROM code_report_publication WHERE period_from = $1 AND period_to = $2
        ORDER BY version_no DESC LIMIT 1`,
      [span.from, span.to],
    );
    if (!row) throw new NotFound('published table');
    return JSON.parse(row.report) as CodeReport;
  }

  /** One stored version. @throws NotFound */
  async read(tx: Transaction, id: string): Promise<CodeReport> {
    const row = await tx.queryOne<{ report: string }>(
      'SELECT report FROM code_report_publication WHERE id = $1',
      [id],
    );
    if (!row) throw new NotFound('published table');
    return JSON.parse(row.report) as CodeReport;
  }
}

const SUMMARY = `
  SELECT id, period_from::text AS "from", period_to::text AS "to", kind, version_no AS version, as_of AS "asOf",
         published_at AS "publishedAt", published_by AS "publishedBy"
    FROM code_report_publication`;
