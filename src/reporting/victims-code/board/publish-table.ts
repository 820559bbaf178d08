import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../../../platform/access/actor.js';
import { Database } from '../../../platform/database/database.js';
import type { Row, Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids.js';
import { Conflict } from '../../../platform/problems/problem.js';
import { londonDayOf } from '../../../platform/working-days/london-days.js';
import type { DaySpan } from '../../measures/period.js';
import { ReportSettings } from '../report-settings.js';
import { type CodeReport, VictimsCodeReport } from '../victims-code-report.js';
import type { HiddenSections } from './hidden-sections.js';
import { type CountsToHide, HidingThread, type VersionText } from './hiding-thread.js';
import { isSamePeriod } from './period-order.js';
import type { PublicationSummary } from './publications.js';
import { readBeforehand } from './read-beforehand.js';
import { kindOf, notFit, yearAround } from './whole-period.js';

/** Another process published a table of the year while this one was looking for what to hide beside those before. */
class PublishedMeanwhile extends Conflict {
  constructor() {
    super('published-meanwhile', 'Other tables of this year were published meanwhile. Publish again.');
  }
}

const TRIES = 3;

/** Publishes tables to the Victims' Board. */
@Injectable()
export class TablePublisher {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly report: VictimsCodeReport,
    private readonly settings: ReportSettings,
    private readonly thread: HidingThread,
  ) {}

  /**
   * Counts a whole month, quarter or year as it is known now, hides small counts and stores it. A further publication
   * of the same period is a new version. One at a time in this process; no transaction is open while it looks for what
   * to hide, and where another process published meanwhile it counts again.
   *
   * @throws Unprocessable naming the day that does not fit; Conflict `would-disclose` where small counts or small
   * differences could be worked out with what was published before, naming those tables and the counts;
   * Conflict `published-meanwhile` where others published each time
   */
  publish(actor: Actor, span: DaySpan): Promise<PublicationSummary> {
    const published = this.turn.then(() => this.inTurn(onBehalfOf(actor, 'reporting'), span));
    this.turn = published.catch(() => undefined);
    return published;
  }

  private async inTurn(actor: Actor, span: DaySpan): Promise<PublicationSummary> {
    for (let attempt = 1; ; attempt += 1) {
      const counted = await readBeforehand(this.database, actor, (tx) => this.count(tx, span));
      const hidden = await this.thread.hide(counted);
      try {
        return await this.database.inTransaction(actor, (tx) => this.store(tx, counted, hidden));
      } catch (error) {
        if (attempt >= TRIES || !(error instanceof PublishedMeanwhile)) throw error;
      }
    }
  }

  private async count(tx: Transaction, span: DaySpan): Promise<CountsToHide> {
    this.kindOf(span);
    const today = londonDayOf(tx.now);
    if (span.to >= today) throw notFit('to', 'not-over', 'The period is not over yet.');
    const history = await tx.query<VersionText>(
      `SELECT period_from::text AS "from", period_to::text AS "to", version_no AS version, cells::text AS cells
         FROM code_report_publication WHERE ${OF_YEAR} ORDER BY id`,
      this.yearOf(span),
    );
    const exact = await this.report.compute(tx, { from: span.from, to: span.to, asOf: tx.now });
    return { exact, history, below: this.settings.shownFrom(today) };
  }

  private async store(
    tx: Transaction,
    counted: CountsToHide,
    hidden: HiddenSections,
  ): Promise<PublicationSummary> {
    const { exact, history } = counted;
    const { from, to, asOf } = exact;
    await this.checkNothingWasPublished(tx, exact, history);
    const versions = history.filter((one) => isSamePeriod(one, exact)).map(({ version }) => version);
    const summary = {
      ...{ id: newId(), from, to, kind: this.kindOf(exact), version: Math.max(0, ...versions) + 1, asOf },
      ...{ publishedAt: tx.now, publishedBy: tx.actor.subject },
    };
    await tx.insert('code_report_publication', [rowOf(summary, counted, hidden)]);
    await tx.audit({
      action: 'code-report.publish',
      targetType: 'code-report-publication',
      targetIds: [summary.id],
      personIds: [],
      fields: [from, to],
    });
    return summary;
  }

  /** Nothing is published between this and the end of the transaction. Published tables stay for ever, so they are counted. */
  private async checkNothingWasPublished(
    tx: Transaction,
    span: DaySpan,
    history: readonly VersionText[],
  ): Promise<void> {
    // Two publications at a time would not know of each other's hidden counts.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('code-report-publication', 0))`);
    const found = await tx.queryOne<{ number: number }>(
      `SELECT count(*)::int AS number FROM code_report_publication WHERE ${OF_YEAR}`,
      this.yearOf(span),
    );
    if (found!.number !== history.length) throw new PublishedMeanwhile();
  }

  private kindOf(span: DaySpan) {
    return kindOf(span, this.settings.file.yearStartsInMonth);
  }

  private yearOf(span: DaySpan): string[] {
    const { from, to } = yearAround(span.from, this.settings.file.yearStartsInMonth);
    return [from, to];
  }
}

function rowOf(
  { id, kind, version, publishedAt, publishedBy }: PublicationSummary,
  { exact, below }: CountsToHide,
  { sections, cells }: HiddenSections,
): Row {
  const published = { id, version, publishedAt, publishedBy };
  const report: CodeReport = { ...exact, published, suppressedBelow: below, sections };
  return {
    ...{ id, period_from: exact.from, period_to: exact.to, kind, version_no: version, as_of: exact.asOf },
    ...{ published_at: publishedAt, published_by: publishedBy, suppressed_below: below },
    ...{ report: JSON.stringify(report), cells },
  };
}

const OF_YEAR = 'period_from >= $1 AND period_to <= $2';
