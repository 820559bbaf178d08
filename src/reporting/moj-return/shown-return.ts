import { type ReturnFigures, sha256Of } from './compute-return.js';
import type { CheckedRule } from './integrity/check-return.js';
import type { ReturnResponse, ReturnSummaryResponse } from './return-responses.js';
import type { ReturnRow } from './return-rows.js';
import type { FinanceLine } from './sheets/finance-sheet.js';

type Summary = Pick<ReturnSummaryResponse, keyof ReturnSummaryResponse>;

export function toSummary(row: ReturnRow): Summary {
  const { span, definitionSha256: _, figuresSha256: _figures, ...rest } = row;
  const { kind, from, to, financialYear, quarter } = span;
  return {
    ...rest,
    ...{ kind, from, to, financialYear, quarter },
    preparedAt: row.preparedAt.toISOString(),
    approvedAt: row.approvedAt?.toISOString() ?? null,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  };
}

export function toReturn(
  row: ReturnRow,
  figures: ReturnFigures,
  { finance, supersededBy }: { finance: FinanceLine[]; supersededBy: string | null },
): ReturnResponse {
  const { dataCutAt, unmapped, explanations, tables, rules } = figures;
  return {
    ...toSummary(row),
    ...{ supersededBy, dataCutAt, unmapped, explanations, finance },
    figuresSha256: sha256Of(figures),
    rules: rules.map(toRule),
    sheets: tables.map(({ sheet, columns, rows }) => ({
      ...{ sheet, columns: columns.map(({ name }) => name), rows: [...rows] },
    })),
  };
}

function toRule({ shown, ...rule }: CheckedRule): ReturnResponse['rules'][number] {
  return {
    ...rule,
    ...{ sideA: shown?.sheetA ?? null, valueA: shown?.valueA ?? null },
    ...{ sideB: shown?.sheetB ?? null, valueB: shown?.valueB ?? null },
  };
}
