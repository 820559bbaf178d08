import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/access/actor.js';
import { onBehalfOf } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids.js';
import { NotFound, Unprocessable } from '../../../platform/problems/problem.js';
import { londonDayOf } from '../../../platform/working-days/london-days.js';
import type { DaySpan } from '../../measures/period.js';
import { ReportSettings } from '../report-settings.js';
import { type CodeReport, VictimsCodeReport } from '../victims-code-report.js';
import { hiddenSections, type StoredVersion } from './hidden-sections.js';
import { isSamePeriod } from './period-order.js';
import { type PeriodKind, wholePeriod, yearAround } from './whole-period.js';

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
  constructor(
    private readonly database: Database,
    private readonly report: VictimsCodeReport,
    private readonly settings: ReportSettings,
  ) {}

  /**
   * Counts a whole month, quarter or year as it is known now, hides small counts and stores it. A further publication
   * of the same period is a new version.
   * @throws Unprocessable naming the day that does not fit; Conflict `would-disclose` where small counts or small
   * differences could be worked out with what was published before, naming those tables and the counts
   */
  publish(actor: Actor, span: DaySpan): Promise<PublicationSummary> {
    return this.database.inTransaction(onBehalfOf(actor, 'reporting'), async (tx) => {
      const kind = this.kindOf(span);
      if (span.to >= londonDayOf(tx.now)) throw refusal('to', 'not-over', 'The period is not over yet.');
      // Two publications at a time would not know of each other's hidden counts.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('code-report-publication', 0))`);
      const history = await this.ofYear(tx, span);
      const versions = history.filter((one) => isSamePeriod(one, span)).map(({ version }) => version);
      const summary = {
        ...{ id: newId(), from: span.from, to: span.to, kind },
        ...{ version: Math.max(0, ...versions) + 1, asOf: tx.now, publishedAt: tx.now },
        publishedBy: actor.subject,
      };
      await this.store(tx, summary, history);
      await tx.audit({
        action: 'code-report.publish',
        targetType: 'code-report-publication',
        targetIds: [summary.id],
        personIds: [],
        fields: [span.from, span.to],
      });
      return summary;
    });
  }

  /** What is published, the newest first. */
  async list(tx: Transaction): Promise<PublicationSummary[]> {
    return tx.query<PublicationSummary>(`${SUMMARY} ORDER BY published_at DESC, id DESC LIMIT 500`);
  }

  /** The newest version of a period as it was stored. @throws Unprocessable naming the day; NotFound */
  async newest(tx: Transaction, span: DaySpan): Promise<CodeReport> {
    this.kindOf(span);
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

  private kindOf(span: DaySpan): PeriodKind {
    const kind = wholePeriod(span, this.settings.file.yearStartsInMonth);
    if (typeof kind !== 'string') throw refusal(kind.field, 'not-a-whole-period', kind.message);
    return kind;
  }

  private async store(
    tx: Transaction,
    summary: PublicationSummary,
    history: readonly StoredVersion[],
  ): Promise<void> {
    const below = this.settings.shownFrom(londonDayOf(tx.now));
    const exact = await this.report.compute(tx, { from: summary.from, to: summary.to, asOf: summary.asOf });
    const { sections, cells } = hiddenSections(exact, history, below);
    const { id, version, publishedAt, publishedBy } = summary;
    const published = { id, version, publishedAt, publishedBy };
    const report: CodeReport = { ...exact, published, suppressedBelow: below, sections };
    await tx.insert('code_report_publication', [
      {
        id,
        period_from: summary.from,
        period_to: summary.to,
        kind: summary.kind,
        version_no: version,
        as_of: summary.asOf,
        published_at: publishedAt,
        published_by: publishedBy,
        suppressed_below: below,
        report: JSON.stringify(report),
        cells,
      },
    ]);
  }

  /** Every version of every period of a year, in the order in which they were published. */
  private async ofYear(tx: Transaction, span: DaySpan): Promise<StoredVersion[]> {
    const year = yearAround(span.from, this.settings.file.yearStartsInMonth);
    return tx.query<StoredVersion>(
      `SELECT period_from::text AS "from", period_to::text AS "to", version_no AS version, cells
         FROM code_report_publication WHERE period_from >= $1 AND period_to <= $2 ORDER BY id`,
      [year.from, year.to],
    );
  }
}

function refusal(field: string, code: string, message: string): Unprocessable {
  return new Unprocessable('period-not-fit', message, [{ field, code, message }]);
}

const SUMMARY = `
  SELECT id, period_from::text AS "from", period_to::text AS "to", kind, version_no AS version, as_of AS "asOf",
         published_at AS "publishedAt", published_by AS "publishedBy"
    FROM code_report_publication`;
