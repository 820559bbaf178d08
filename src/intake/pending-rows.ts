import type { BulkChange, ColumnValue, Row, Taking } from '../platform/database/bulk-statements.js';
import type { Transaction } from '../platform/database/transaction.js';

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
  'case_reopening',
  'referral',
  'referral_version',
  'safe_contact_note',
  'case_event',
  'task',
] as const;
type Table = (typeof INSERT_ORDER)[number];

type Changes = Map<Table, Map<string, Row>>;

/** What a batch of arrivals writes: gathered first, then one statement a table, while more is gathered. */
export class PendingRows {
  private writing: Promise<void> | null = null;
  private readonly inserts = new Map<Table, Row[]>();
  private readonly insertedById: Changes = new Map();
  private readonly updates: Changes = new Map();
  private readonly merges: Changes = new Map();
  private readonly fills: Changes = new Map();

  constructor(private readonly tx: Transaction) {}

  /** Whether anything was given to be written. */
  get areSending(): boolean {
    return this.writing !== null;
  }

  insert(table: Table, row: Row): void {
    const rows = this.inserts.get(table) ?? [];
    rows.push(row);
    this.inserts.set(table, rows);
    if (typeof row.id !== 'string') return;
    const byId = this.insertedById.get(table) ?? new Map<string, Row>();
    this.insertedById.set(table, byId.set(row.id, row));
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
    const pending = this.insertedById.get(table)?.get(id);
    if (pending) {
      Object.assign(pending, { ...withoutNulls(values), ...withoutNulls(pending) });
      return;
    }
    const ofTable = this.fills.get(table) ?? new Map<string, Row>();
    ofTable.set(id, { id, ...values, ...withoutNulls(ofTable.get(id) ?? {}) });
    this.fills.set(table, ofTable);
  }

  /** Begins to write what was gathered, after what was given to be written before; gathering begins anew. */
  send(): void {
    const changes = this.taken();
    this.writing = (this.writing ?? Promise.resolve()).then(() => this.tx.bulk(changes));
    // Whoever waits for it next hears of a failure; until then it is no unhandled one.
    this.writing.catch(() => undefined);
  }

  /** Writes what is left, and returns when everything is written. @throws what the first statement failed with */
  async finish(): Promise<void> {
    this.send();
    await this.writing;
  }

  /** Returns when nothing is being written any more, whatever came of it. */
  async settled(): Promise<void> {
    await this.writing?.catch(() => undefined);
  }

  /** Changes come first: what they set aside makes room for what is new. */
  private taken(): BulkChange[] {
    const changes = [
      ...[...this.merges].map(([table, rows]) => update(table, [...rows.values()], 'where-given')),
      ...[...this.fills].map(([table, rows]) => update(table, [...rows.values()], 'where-blank')),
      ...[...this.updates].flatMap(([table, rows]) =>
        withTheSameColumns(rows).map((alike) => update(table, alike, 'all')),
      ),
      ...INSERT_ORDER.map((table) => ({ table, rows: this.inserts.get(table) ?? [] })),
    ];
    for (const gathered of [this.inserts, this.insertedById, this.updates, this.merges, this.fills])
      gathered.clear();
    return changes;
  }

  private change(changes: Changes, table: Table, id: string, values: Row, given: Row): void {
    const pending = this.insertedById.get(table)?.get(id);
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

function update(table: Table, rows: Row[], taking: Taking): BulkChange {
  return { table, rows, key: ['id'], taking };
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
