import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { type Page, pageOf, readCursor } from '../../platform/http/paging.js';
import { ComputeReturn, type ReturnFigures } from './compute-return.js';
import type { Table } from './definition/sheet-columns.js';
import { ReturnPolicy } from './definition/return-policy.js';
import { type ReturnRow, returnRow, returnRows } from './return-rows.js';
import type { ReturnsQuery } from './return-requests.js';
import type { DifferencesResponse, ReturnResponse, ReturnSummaryResponse } from './return-responses.js';
import { financeOf } from './sheets/finance-sheet.js';
import { toReturn, toSummary } from './shown-return.js';
import { differencesBetween, wholeReturn } from './whole-return.js';
import { csvArchiveOf } from './workbook/csv.js';
import { workbookOf } from './workbook/xlsx.js';

/** A file of a return with the name that it is saved under. */
export interface ReturnFile {
  name: string;
  bytes: Buffer;
}

/** Shows returns: a draft is counted anew, whatever was approved stands as it was. */
@Injectable()
export class ReadReturns {
  constructor(
    private readonly database: Database,
    private readonly computing: ComputeReturn,
    private readonly policy: ReturnPolicy,
  ) {}

  list(actor: Actor, { limit, after, state }: ReturnsQuery): Promise<Page<ReturnSummaryResponse>> {
    const cursor = readCursor(after, ['instant', 'id']);
    return this.inTransaction(actor, async (tx) => {
      const rows = await returnRows(tx, 'newestFirst', [
        ...[state ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null, limit + 1],
      ]);
      const page = pageOf(rows, limit, ({ preparedAt, id }) => [preparedAt.toISOString(), id], toSummary);
      await this.audit(tx, 'return.list', ...page.items.map(({ id }) => id));
      return page;
    });
  }

  /** @throws NotFound */
  read(actor: Actor, id: string): Promise<ReturnResponse> {
    return this.inTransaction(actor, (tx) => this.shown(tx, id, 'return.read'));
  }

  /** One return as it stands in a transaction, with the audit entry of what was done. @throws NotFound */
  async shown(tx: Transaction, id: string, action: string): Promise<ReturnResponse> {
    const row = await returnRow(tx, id);
    const figures = await this.figuresOf(tx, row);
    const finance = await financeOf(tx, id);
    const [later] = await returnRows(tx, 'submittedInItsPlace', [id]);
    await this.audit(tx, action, id);
    return toReturn(row, figures, { finance, supersededBy: later?.id ?? null });
  }

  /** What it says: as stored, or of a draft as counted now. */
  async figuresOf(tx: Transaction, row: ReturnRow): Promise<ReturnFigures> {
    return (await storedFigures(tx, row.id)) ?? this.computing.compute(tx, row);
  }

  /** Every sheet, with what the version before said. */
  async tablesOf(tx: Transaction, row: ReturnRow, figures: ReturnFigures): Promise<Table[]> {
    const before = row.supersedes === null ? null : await storedFigures(tx, row.supersedes);
    const produced = { at: tx.now, by: tx.actor.subject, codeLists: this.policy.codeListsSha256 };
    const superseded = before?.tables ?? null;
    return wholeReturn(this.policy.definition, row, figures, { produced, superseded });
  }

  /** The bytes that were submitted, or a file of how it stands. @throws NotFound */
  workbook(actor: Actor, id: string, format: 'xlsx' | 'csv'): Promise<ReturnFile> {
    return this.inTransaction(actor, async (tx) => {
      const row = await returnRow(tx, id);
      await this.audit(tx, `return.download-${format}`, id);
      const stored = await tx.queryOne<{ bytes: Buffer | null }>(
        `SELECT ${format === 'csv' ? 'tables' : 'workbook'} AS bytes FROM moj_return WHERE id = $1`,
        [id],
      );
      const name = `${row.definition.toLowerCase()}-${row.span.from}-to-${row.span.to}-v${row.versionNo}`;
      const extension = format === 'csv' ? 'csv.zip' : 'xlsx';
      const bytes = stored?.bytes ?? (await this.rendered(tx, row, format));
      return { name: `${name}${row.state === 'submitted' ? '' : `-${row.state}`}.${extension}`, bytes };
    });
  }

  /** @throws NotFound */
  differences(actor: Actor, id: string): Promise<DifferencesResponse> {
    return this.inTransaction(actor, async (tx) => {
      const row = await returnRow(tx, id);
      await this.audit(tx, 'return.compare', id);
      const { supersedes, reason } = row;
      if (supersedes === null) return { supersedes, reason, items: [] };
      const before = await storedFigures(tx, supersedes);
      const { tables } = await this.figuresOf(tx, row);
      return { supersedes, reason, items: differencesBetween(before!.tables, tables) };
    });
  }

  private async rendered(tx: Transaction, row: ReturnRow, format: 'xlsx' | 'csv'): Promise<Buffer> {
    const tables = await this.tablesOf(tx, row, await this.figuresOf(tx, row));
    return format === 'csv' ? csvArchiveOf(tables) : workbookOf(tables);
  }

  /** Statistics count everyone and show nobody, so that a return is read as the service itself. */
  private inTransaction<T>(actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inTransaction(onBehalfOf(actor, 'reporting'), work);
  }

  private audit(tx: Transaction, action: string, ...ids: string[]): Promise<void> {
    return tx.audit({ action, targetType: 'return', targetIds: ids, personIds: [] });
  }
}

async function storedFigures(tx: Transaction, id: string): Promise<ReturnFigures | null> {
  const stored = await tx.queryOne<{ figures: string | null }>(
    'SELECT figures FROM moj_return WHERE id = $1',
    [id],
  );
  return stored?.figures == null ? null : (JSON.parse(stored.figures) as ReturnFigures);
}
