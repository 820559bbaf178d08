import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import type { AgencyFigures, OutcomeLine, PanelLine, Period } from './panel-figures.js';
import { AGENCY_LINE, OUTCOME_LINES, type PanelOutcome, SUPPORT_LINES } from './panel-lines.js';

/** Who was supported, where they were referred to, and what came of it. */
@Injectable()
export class SupportFigures {
  constructor(private readonly codes: CodeLists) {}

  async support(tx: Transaction, { start, end }: Period): Promise<PanelLine[]> {
    const counts = await tx.queryOne<Record<keyof typeof SUPPORT_LINES, number>>(SUPPORTED, [start, end]);
    return (Object.keys(SUPPORT_LINES) as (keyof typeof SUPPORT_LINES)[]).map((line) => ({
      ...SUPPORT_LINES[line],
      value: counts![line],
    }));
  }

  async agencies(
    tx: Transaction,
    { start, end }: Period,
  ): Promise<{ line: PanelLine; agencies: AgencyFigures[] }> {
    const rows = await tx.query<Omit<AgencyFigures, 'label'>>(AGENCIES, [start, end]);
    const agencies = rows.map((row) => ({ ...row, label: this.labelOf(row.agency) }));
    const value = rows.reduce((sum, { sent }) => sum + sent, 0);
    return { line: { ...AGENCY_LINE, value }, agencies };
  }

  /** Its name, also where the directory lists it no more. */
  private labelOf(agency: string): string {
    return this.codes.find('agencies')?.codes.find(({ code }) => code === agency)?.label ?? agency;
  }

  async outcomes(tx: Transaction, { start, end }: Period): Promise<OutcomeLine[]> {
    const rows = await tx.query<{ outcome: PanelOutcome; improved: number; compared: number }>(OUTCOMES, [
      start,
      end,
    ]);
    const found = new Map(rows.map((row) => [row.outcome, row]));
    return (Object.keys(OUTCOME_LINES) as PanelOutcome[]).map((outcome) => ({
      ...OUTCOME_LINES[outcome],
      value: found.get(outcome)?.improved ?? 0,
      compared: found.get(outcome)?.compared ?? 0,
    }));
  }
}

const SUPPORTED = `
  WITH assessed AS (
    SELECT DISTINCT person_id, case_id FROM assessment
     WHERE kind = 'needs' AND completed_at >= $1 AND completed_at < $2),
  supported AS (
    SELECT a.person_id,
           bool_or(EXISTS (SELECT FROM support_plan p WHERE p.case_id = a.case_id AND p.created_at < $2)) AS has_plan,
           bool_or(c.closed_at IS NULL OR c.closed_at >= $2) AS is_open
      FROM assessed a JOIN support_case c ON c.id = a.case_id GROUP BY a.person_id)
  SELECT count(*)::int AS supported, count(*) FILTER (WHERE NOT has_plan)::int AS "needsAssessmentLevel",
         count(*) FILTER (WHERE has_plan)::int AS "specialistPlanLevel", count(*) FILTER (WHERE is_open)::int AS ongoing
    FROM supported`;

const AGENCIES = `
  SELECT agency_code AS agency, count(*)::int AS sent,
         count(*) FILTER (WHERE decided_at < $2 AND decline_reason IS NULL)::int AS accepted,
         count(*) FILTER (WHERE decided_at < $2 AND decline_reason IS NOT NULL)::int AS declined,
         count(*) FILTER (WHERE decided_at IS NULL OR decided_at >= $2)::int AS pending
    FROM agency_referral WHERE kind = 'referral' AND sent_at >= $1 AND sent_at < $2
   GROUP BY agency_code ORDER BY sent DESC, agency_code`;

const OUTCOMES = `
  SELECT outcome, count(*) FILTER (WHERE result = 'improved')::int AS improved,
         count(*) FILTER (WHERE result <> 'not-assessable')::int AS compared
    FROM (SELECT DISTINCT ON (r.case_id, r.outcome) r.outcome, r.result
            FROM outcome_assessment a JOIN outcome_result r ON r.assessment_id = a.id
           WHERE a.moment = 'exit' AND a.framework = 'MOJ-2018' AND a.assessed_at >= $1 AND a.assessed_at < $2
             AND NOT EXISTS (SELECT FROM outcome_assessment later WHERE later.supersedes = a.id)
           ORDER BY r.case_id, r.outcome, a.assessed_at DESC, a.id DESC) AS standing
   GROUP BY outcome`;
