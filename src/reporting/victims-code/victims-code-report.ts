import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { type Day, daysBetween } from '../../platform/working-days/calendar-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { ClockCube, STATUSES } from './clock-cube.js';
import type { ReportPeriod } from './clock-source.js';
import { type CodeSection, type CodeTable, sectionOf } from './code-lines.js';
import { CodeWords, type Footnote, type RuleWords } from './code-words.js';
import type { Count } from './columns.js';
import { type Dimension, dimensionsOf } from './dimensions.js';
import { type Labelled, ReportSettings } from './report-settings.js';

/** By whom and when a table for the Board was stored. */
export interface Published {
  id: string;
  version: number;
  publishedAt: Date;
  publishedBy: string;
}

/** Compliance with the Victims' Code for a period: whole London days, both ends included. */
export interface CodeReport<C extends Count = Count> {
  from: Day;
  to: Day;
  days: number;
  asOf: Date;
  /** Null where it was counted just now; a published table hides small counts. */
  published: Published | null;
  /** Counts of 1 up to, but without, this one are hidden; null where nothing is. */
  suppressedBelow: number | null;
  /** Enhanced rights first, then those not assessed, then the standard service. */
  sections: CodeSection<C>[];
  rules: RuleWords[];
  questions: Labelled[];
  footnotes: Footnote[];
}

/** Computes the report from the clocks, over all that a transaction sees. */
@Injectable()
export class VictimsCodeReport {
  private readonly dimensions: Dimension[];

  constructor(
    private readonly cube: ClockCube,
    private readonly words: CodeWords,
    private readonly codes: CodeLists,
    settings: ReportSettings,
  ) {
    this.dimensions = dimensionsOf(settings);
  }

  async compute(tx: Transaction, period: ReportPeriod): Promise<CodeReport<number>> {
    const rows = await this.cube.rows(tx, period);
    const { rules, footnotes } = await this.words.of(tx, rows);
    const questions = this.questions();
    const codes = questions.map(({ code }) => code);
    const sections = STATUSES.map((status) => sectionOf(rows, status, this.dimensionsFor(status), codes));
    return {
      from: period.from,
      to: period.to,
      days: daysBetween(period.from, period.to) + 1,
      asOf: period.asOf,
      published: null,
      suppressedBelow: null,
      sections: sections.map(({ tables, ...section }) => ({
        ...section,
        tables: tables.map((table) => (table.dimension === 'rule' ? inWords(table, rules) : table)),
      })),
      rules,
      questions,
      footnotes,
    };
  }

  /** What may be said of the quality of a telling, beside its time. */
  questions(): Labelled[] {
    const list = this.codes.find('justice-event-quality')?.codes ?? [];
    return list.map(({ code, label }) => ({ code, label }));
  }

  /** Only enhanced rights have a basis. */
  private dimensionsFor(status: (typeof STATUSES)[number]): Dimension[] {
    return this.dimensions.filter(
      ({ code }) => status === 'yes' || (code !== 'basis' && code !== 'basisGroup'),
    );
  }
}

const KINDS = ['differs', 'same', 'none'] as const;

/** Rules whose limits differ for enhanced rights come first, then the others with a limit, then those without. */
function inWords(table: CodeTable<number>, rules: readonly RuleWords[]): CodeTable<number> {
  const lines = table.lines.map((line) => {
    const words = rules.find(({ key }) => key === line.key);
    const label = !words
      ? line.key
      : words.label === words.entitlement
        ? words.label
        : `${words.entitlement}: ${words.label}`;
    return {
      kind: KINDS.indexOf(words?.limitKind ?? 'none'),
      line: { ...line, label: `${line.key.replace(/\/main$/, '')} ${label}` },
    };
  });
  return { ...table, lines: lines.sort((one, other) => one.kind - other.kind).map(({ line }) => line) };
}
