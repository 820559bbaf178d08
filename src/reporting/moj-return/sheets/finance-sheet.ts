import type { Transaction } from '../../../platform/database/transaction.js';
import type { ReturnDefinition } from '../definition/return-definition.js';
import type { Table } from '../definition/sheet-columns.js';

/** What was spent of a stream by a provider, in whole pence. */
export interface FinanceLine {
  stream: string;
  provider: string;
  allocationPence: number;
  spendPeriodPence: number;
  /** From the beginning of the financial year to the end of the period. */
  spendYearPence: number;
  /** To the end of the financial year; null where nobody forecast it. */
  forecastPence: number | null;
  varianceReason: string | null;
}

/** The lines of a return, in the order of stream and provider. */
export function financeOf(tx: Transaction, returnId: string): Promise<FinanceLine[]> {
  return tx.query<FinanceLine>(
    `SELECT stream, provider, allocation_pence::float8 AS "allocationPence", spend_period_pence::float8 AS "spendPeriodPence",
            spend_year_pence::float8 AS "spendYearPence", forecast_pence::float8 AS "forecastPence",
            variance_reason AS "varianceReason"
       FROM moj_return_finance WHERE return_id = $1 ORDER BY stream, provider`,
    [returnId],
  );
}

export function financeSheet(definition: ReturnDefinition, lines: readonly FinanceLine[]): Table {
  return definition.table(
    'Finance',
    lines.map((line) => ({
      ...{ stream: line.stream, provider: line.provider, allocation: line.allocationPence },
      ...{ spend_period: line.spendPeriodPence, spend_ytd: line.spendYearPence },
      forecast: line.forecastPence ?? '[x]',
      variance: line.forecastPence === null ? '[z]' : line.forecastPence - line.allocationPence,
      variance_reason: line.varianceReason ?? '[z]',
    })),
  );
}
