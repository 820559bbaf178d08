import { setImmediate as turn } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/actor.js';
import { newId } from '../ids.js';
import type { EventName } from '../queues/job-list.js';
import { type BulkChange, bulkStatement, type Row, type Taking } from './bulk-statements.js';
import type { PreparedStatement, Statements } from './statements.js';
import type { ColumnTypes, TableColumns } from './table-columns.js';

export type { ColumnValue, Row } from './bulk-statements.js';

/** One audit entry: ids, codes and names of fields only. */
export interface AuditNote {
  /** What was done, such as `case.read`. */
  action: string;
  targetType: string;
  targetIds: string[];
  /** Everybody whose record was touched or shown: what a person's access log is made of. */
  personIds: string[];
  /** Names of the fields written or shown, where that says more than the action. */
  fields?: string[];
  reasonCode?: string;
}

const ROWS_OF_A_SMALL_CHANGE = 20;
const OPEN_SCOPE = { name: 'open-scope', text: 'SELECT val_open_scope($1, $2, $3)' };

/**
 * One scoped database transaction. Everything that reads or writes takes it as a parameter: there is no other way
 * to the database. What is audited and announced here commits with the change or not at all.
 */
export class Transaction {
  private notes = 0;
  private events = 0;

  constructor(
    /** TypeORM's manager of this transaction. */
    readonly manager: EntityManager,
    private readonly statements: Statements,
    readonly actor: Actor,
    /** The instant of this transaction, the same for all it writes. */
    readonly now: Date,
    private readonly columns: TableColumns,
  ) {}

  /** Whether anything was audited. */
  get isAudited(): boolean {
    return this.notes > 0;
  }

  /** Whether the outbox was given anything. */
  get hasAnnounced(): boolean {
    return this.events > 0;
  }

  /** Begins, and lets the transaction see what the actor may see. */
  open(): void {
    this.statements.begin(OPEN_SCOPE, this.scope());
  }

  /** Runs SQL with bound parameters and returns its rows. */
  async query<T = Record<string, unknown>>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return (await this.statements.query(sql, [...parameters])) as T[];
  }

  /**
   * As `query`, for a statement that runs thousands of times: the connection plans it once and keeps the plan under
   * its name. One name always stands for one text.
   */
  async prepared<T = Record<string, unknown>>(
    statement: PreparedStatement,
    parameters: readonly unknown[] = [],
  ): Promise<T[]> {
    return (await this.statements.prepared(statement, [...parameters])) as T[];
  }

  /** Runs SQL; that it failed is found at the end, so that it travels with the next statement. */
  leave(sql: string, parameters: readonly unknown[]): void {
    this.statements.leave(this.statements.query(sql, [...parameters]));
  }

  /** The first row, or null. */
  async queryOne<T = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<T | null> {
    return (await this.query<T>(sql, parameters))[0] ?? null;
  }

  /** Inserts rows with one statement. All rows have the columns of the first. */
  async insert(table: string, rows: readonly Row[]): Promise<void> {
    await this.bulk([{ table, rows }]);
  }

  /** Inserts rows; that it failed is found at the end, so that it travels with the next statement. */
  async insertAlong(table: string, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const types = (await this.typesOf([table])).get(table)!;
    const { values, ...statement } = bulkStatement({ table, rows }, types);
    this.statements.leave(this.statements.prepared(statement, values));
  }

  /**
   * Updates rows with one statement: each is found by its `key` columns, and takes the values of its others;
   * `where-given` leaves what is given as null, `where-blank` what is not null already.
   */
  async update(
    table: string,
    key: readonly string[],
    rows: readonly Row[],
    taking: Taking = 'all',
  ): Promise<void> {
    await this.bulk([{ table, rows, key, taking }]);
  }

  /**
   * Carries out changes in their order, one statement each; the next is made while the database works on those
   * before. Throws what the first failed with; nothing is under way then.
   */
  async bulk(changes: readonly BulkChange[]): Promise<void> {
    const given = changes.filter(({ rows }) => rows.length > 0);
    const types = await this.typesOf(given.map(({ table }) => table));
    const running: Promise<unknown>[] = [];
    try {
      for (const change of given) {
        const { values, ...statement } = bulkStatement(change, types.get(change.table)!);
        const answer = this.prepared(statement, values);
        answer.catch(() => undefined);
        running.push(answer);
        // A large one is sent before the next is made, a small one together with it.
        if (change.rows.length > ROWS_OF_A_SMALL_CHANGE) await turn();
      }
    } finally {
      await Promise.allSettled(running);
    }
    await Promise.all(running);
  }

  /** Writes an audit entry in this transaction; where it cannot be written, nothing is committed. */
  async audit(note: AuditNote): Promise<void> {
    await this.insertAlong('audit_entry', [
      {
        id: newId(),
        occurred_at: this.now,
        actor_kind: this.actor.kind,
        subject: this.actor.subject,
        roles: [...this.actor.roles],
        action: note.action,
        audit_class: this.actor.request?.auditClass ?? 'none',
        target_type: note.targetType,
        target_ids: note.targetIds,
        person_ids: [...new Set(note.personIds)],
        fields: note.fields ?? [],
        reason_code: note.reasonCode ?? null,
        request_id: this.actor.request?.id ?? null,
      },
    ]);
    this.notes += 1;
  }

  /** Puts an event into the outbox: its jobs run after this transaction has committed. Ids and codes only. */
  async announce(name: EventName, ...payloads: Record<string, string | string[]>[]): Promise<void> {
    const rows = payloads.map((payload) => ({ id: newId(), name, payload, occurred_at: this.now }));
    await this.insertAlong('outbox_event', rows);
    this.events += payloads.length;
  }

  /** Reads the actor's grants anew, after this transaction has given it one. */
  async refreshGrants(): Promise<void> {
    await this.prepared(OPEN_SCOPE, this.scope());
  }

  private scope(): unknown[] {
    return [scopeOf(this.actor), this.actor.subject, this.now];
  }

  private async typesOf(tables: readonly string[]): Promise<Map<string, ColumnTypes>> {
    const types = new Map<string, ColumnTypes>();
    for (const table of tables)
      types.set(table, await this.columns.of(table, (sql, parameters) => this.query(sql, parameters)));
    return types;
  }
}
