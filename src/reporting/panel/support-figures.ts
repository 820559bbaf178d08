import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { MeasureFigures } from '../measures/measure-figures.js';
import type { Period } from '../measures/period.js';
import { AGENCY_REFERRALS } from '../measures/sources/casework.js';
import { type AgencyFigures, type OutcomeLine, type PanelLine, toLine } from './panel-figures.js';
import { AGENCY_LINE, OUTCOME_LINES, SUPPORT_LINES } from './panel-lines.js';

/** Who was supported, where they were referred to, and what came of it. */
@Injectable()
export class SupportFigures {
  constructor(
    private readonly measures: MeasureFigures,
    private readonly codes: CodeLists,
  ) {}

  async support(tx: Transaction, period: Period): Promise<PanelLine[]> {
    return (await this.measures.figures(tx, period, SUPPORT_LINES)).map(toLine);
  }

  async agencies(tx: Transaction, period: Period): Promise<{ line: PanelLine; agencies: AgencyFigures[] }> {
    const [line] = await this.measures.figures(tx, period, [AGENCY_LINE]);
    const rows = await tx.query<Omit<AgencyFigures, 'label'>>(AGENCIES, [period.start, period.end]);
    return {
      line: toLine(line!),
      agencies: rows.map((row) => ({ ...row, label: this.labelOf(row.agency) })),
    };
  }

  /** Its name, also where the directory lists it no more. */
  private labelOf(agency: string): string {
    return this.codes.find('agencies')?.codes.find(({ code }) => code === agency)?.label ?? agency;
  }

  async outcomes(tx: Transaction, period: Period): Promise<OutcomeLine[]> {
    const compared = OUTCOME_LINES.map((code) => `${code}.compared`);
    const figures = await this.measures.figures(tx, period, [...OUTCOME_LINES, ...compared]);
    const valueOf = new Map(figures.map(({ code, value }) => [code, value]));
    return figures
      .slice(0, OUTCOME_LINES.length)
      .map((line) => ({ ...toLine(line), compared: valueOf.get(`${line.code}.compared`)! }));
  }
}

const AGENCIES = `
  SELECT agency_code AS agency, count(*)::int AS sent,
         count(*) FILTER (WHERE answer = 'accepted')::int AS accepted,
         count(*) FILTER (WHERE answer = 'declined')::int AS declined,
         count(*) FILTER (WHERE answer = 'pending')::int AS pending
    FROM (${AGENCY_REFERRALS.rows}) a GROUP BY agency_code ORDER BY sent DESC, agency_code`;
