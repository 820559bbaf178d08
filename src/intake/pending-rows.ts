import type { ColumnValue, Row, Transaction } from '../platform/database/transaction.js';

/** Tables that taking in writes to, in the order their foreign keys need. */
const INSERT_ORDER = [
  'person',
  'person_identifier',
  'incident',
  'party',
  'suspect_key',
  'contact_point',
  'support_case',
  'case_allocation',
  'case_restriction',
  'access_grant',
  'referral',
  'referral_version',
  'safe_contact_note',
  'case_event',
  'task',
] as const;
type Table = (typeof INSERT_ORDER)[number];

interface PendingUpdate {
  table: Table;
  keepWhereNull: boolean;
  rows: Map<string, Row>;
}

/** What a batch of arrivals will write: gathered first, then one statement a table. */
export class PendingRows {
  private readonly inserts = new Map<Table, Row[]>();
  private readonly insertedById = new Map<string, Row>();
  private readonly updates = new Map<string, PendingUpdate>();

  insert(table: Table, row: Row): void {
    const rows = this.inserts.get(table) ?? [];
    rows.push(row);
    this.inserts.set(table, rows);
    if (typeof row.id === 'string') this.insertedById.set(`${table} ${row.id}`, row);
  }

  /** Sets the columns of a row; a row that this batch inserts is changed before it is written. */
  update(table: Table, id: string, values: Row): void {
    this.change(table, id, values, false);
  }

  /** As `update`, but a null changes nothing. */
  merge(table: Table, id: string, values: Row): void {
    this.change(table, id, values, true);
  }

  async write(tx: Transaction): Promise<void> {
    for (const table of INSERT_ORDER) await tx.insert(table, this.inserts.get(table) ?? []);
    for (const { table, keepWhereNull, rows } of this.updates.values()) {
      await tx.update(table, ['id'], [...rows.values()], keepWhereNull);
    }
  }

  private change(table: Table, id: string, values: Row, keepWhereNull: boolean): void {
    const pending = this.insertedById.get(`${table} ${id}`);
    const wanted = keepWhereNull ? withoutNulls(values) : values;
    if (pending) {
      Object.assign(pending, wanted);
      return;
    }
    const key = `${table} ${keepWhereNull} ${Object.keys(values).join(',')}`;
    const group = this.updates.get(key) ?? { table, keepWhereNull, rows: new Map<string, Row>() };
    const before = group.rows.get(id);
    group.rows.set(id, { id, ...values, ...(before && keepWhereNull ? { ...before, ...wanted } : {}) });
    this.updates.set(key, group);
  }
}

function withoutNulls(values: Row): Row {
  const given = Object.entries(values).filter(([, value]: [string, ColumnValue]) => value !== null && value !== undefined);
  return Object.fromEntries(given);
}
