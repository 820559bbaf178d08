import type { Transaction } from '../../platform/database/transaction.js';
import { NotFound } from '../../platform/problems/problem.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import type { PeriodKindName } from './definition/return-definition.js';
import { namedPeriod, type NamedPeriod } from './definition/return-periods.js';
import type { ReturnState } from './return-states.js';

/** A return as it is stored, without its figures. */
export interface ReturnRow {
  id: string;
  definition: string;
  /** Hash over the files by which it counts. */
  definitionSha256: string;
  span: NamedPeriod;
  /** From 1; a later version of the same period supersedes an earlier one. */
  versionNo: number;
  supersedes: string | null;
  reason: string | null;
  state: ReturnState;
  preparedAt: Date;
  preparedBy: string;
  approvedAt: Date | null;
  approvedBy: string | null;
  submittedAt: Date | null;
  submittedBy: string | null;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  /** Null while it is a draft. */
  figuresSha256: string | null;
  workbookSha256: string | null;
  tablesSha256: string | null;
  version: number;
}

type Stored = Omit<ReturnRow, 'span'> & { kind: PeriodKindName; from: Day; to: Day };

const COLUMNS = `
  id, definition, definition_sha256 AS "definitionSha256", kind, period_from::text AS "from", period_to::text AS "to",
  version_no AS "versionNo", supersedes, reason, state, prepared_at AS "preparedAt", prepared_by AS "preparedBy",
  approved_at AS "approvedAt", approved_by AS "approvedBy", submitted_at AS "submittedAt",
  submitted_by AS "submittedBy", withdrawn_at AS "withdrawnAt", withdrawn_by AS "withdrawnBy",
  figures_sha256 AS "figuresSha256", workbook_sha256 AS "workbookSha256", tables_sha256 AS "tablesSha256", version`;

/** What returns are asked for by, each with its order. */
const CONDITIONS = {
  one: 'id = $1',
  oneToChange: 'id = $1 FOR UPDATE',
  newestFirst: `
    ($1::text IS NULL OR state = $1) AND ($2::timestamptz IS NULL OR (prepared_at, id) < ($2, $3::uuid))
     ORDER BY prepared_at DESC, id DESC LIMIT $4`,
  submittedInItsPlace: `supersedes = $1 AND state = 'submitted'`,
  newestSubmitted: `
    definition = $1 AND kind = $2 AND period_from = $3 AND period_to = $4 AND state = 'submitted'
     ORDER BY version_no DESC LIMIT 1`,
  othersOfThePeriod: `
    definition = $1 AND kind = $2 AND period_from = $3 AND period_to = $4 AND id <> $5
     AND state IN ('approved', 'submitted') ORDER BY version_no`,
} as const;

export async function returnRows(
  tx: Transaction,
  by: keyof typeof CONDITIONS,
  parameters: readonly unknown[],
): Promise<ReturnRow[]> {
  const rows = await tx.query<Stored>(
    `SELECT ${COLUMNS} FROM moj_return WHERE ${CONDITIONS[by]}`,
    parameters,
  );
  return rows.map(({ kind, from, to, ...row }) => ({ ...row, span: namedPeriod(kind, { from, to }) }));
}

/** @throws NotFound */
export async function returnRow(tx: Transaction, id: string): Promise<ReturnRow> {
  return only(await returnRows(tx, 'one', [id]));
}

/** The same, kept from changing until the transaction ends. @throws NotFound */
export async function returnToChange(tx: Transaction, id: string): Promise<ReturnRow> {
  return only(await returnRows(tx, 'oneToChange', [id]));
}

function only([row]: ReturnRow[]): ReturnRow {
  if (!row) throw new NotFound('return');
  return row;
}
