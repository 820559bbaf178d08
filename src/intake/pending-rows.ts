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
  'referral',
  'referral_version',
  'safe_contact_note',
  'case_event',
  'task',
] as const;
type Table = (typeof INSERT_ORDER)[number];

type Changes = Map<Table, Map<string, Row>>;

/** What a batch of arrivals will write: gathered first, then one statement a table. */
export class PendingRows {
  private readonly inserts = new Map<Table, Row[]>();
  private readonly insertedById = new Map<string, Row>();
  private readonly updates: Changes = new Map();
  private readonly merges: Changes = new Map();
  private readonly fills: Changes = new Map();

  insert(table: Table, row: Row): void {
    const rows = this.inserts.get(table) ?? [];
    rows.push(row);
    this.inserts.set(table, rows);
    if (typeof row.id === 'string') this.insertedById.set(`${table} ${row.id}`, row);
  }

  /** Sets the columns of a row; a row that this batch inserts is changed before it is written. */
  update(table: Table, id: string, values: Row): void {
    this.change(this.updates, table, id, values, values);
  }

  /** As `update`, but a null changes nothing. All merges into a table name the same columns. */
  merge(table: Table, id: string, values: Row): void {
    this.change(this.merges, table, id, values, withoutNulls(values));
  }

  /** Fills what is blank and changes nothing else. All fills of a table name the same columns. */
  fill(table: Table, id: string, values: Row): void {
    const pending = this.insertedById.get(`${table} ${id}`);
    if (pending) {
      Object.assign(pending, { ...withoutNulls(values), ...withoutNulls(pending) });
      return;
    }
    const ofTable = this.fills.get(table) ?? new Map<string, Row>();
    ofTable.set(id, { id, ...values, ...withoutNulls(ofTable.get(id) ?? {}) });
    this.fills.set(table, ofTable);
  }

  /** Changes come first: what they set aside makes room for what is new. */
  async write(tx: Transaction): Promise<void> {
    for (const [table, rows] of this.merges)
      await tx.update(table, ['id'], [...rows.values()], 'where-given');
    for (const [table, rows] of this.fills) await tx.update(table, ['id'], [...rows.values()], 'where-blank');
    for (const [table, rows] of this.updates) {
      for (const alike of withTheSameColumns(rows)) await tx.update(table, ['id'], alike);
    }
    for (const table of INSERT_ORDER) await tx.insert(table, this.inserts.get(table) ?? []);
  }

  private change(changes: Changes, table: Table, id: string, values: Row, given: Row): void {
    const pending = this.insertedById.get(`${table} ${id}`);
    if (pending) {
      Object.assign(pending, given);
      return;
    }
    const ofTable = changes.get(table) ?? new Map<string, Row>();
    const before = ofTable.get(id);
    ofTable.set(id, before ? { ...before, ...given } : { id, ...values });
    changes.set(table, ofTable);
  }
}

/** Rows by id that the same statement can write. */
function withTheSameColumns(rows: ReadonlyMap<string, Row>): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const values of rows.values()) {
    const row = Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
    const key = Object.keys(row).join();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function withoutNulls(values: Row): Row {
  const given = Object.entries(values).filter(
    ([, value]: [string, ColumnValue]) => value !== null && value !== undefined,
  );
  return Object.fromEntries(given);
}
