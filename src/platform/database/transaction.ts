import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/actor.js';
import { newId } from '../ids.js';
import type { EventName } from '../queues/job-list.js';
import type { TableColumns } from './table-columns.js';

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

/** A value that a bulk insert can write. Objects become jsonb. */
export type ColumnValue = string | number | boolean | bigint | Date | null | undefined | string[] | object;
export type Row = Record<string, ColumnValue>;

/** SQL with a name of its own, at most 63 characters. */
export interface PreparedStatement {
  name: string;
  text: string;
}

interface PreparingConnection {
  query(statement: PreparedStatement & { values: unknown[] }): Promise<{ rows: unknown[] }>;
}

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

  /** Runs SQL with bound parameters and returns its rows. */
  async query<T = Record<string, unknown>>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const answer: unknown = await this.manager.query(sql, [...parameters]);
    if (!Array.isArray(answer)) return [];
    // TypeORM answers UPDATE and DELETE with [rows, count].
    const [rows, count] = answer as [unknown, unknown];
    if (answer.length === 2 && Array.isArray(rows) && typeof count === 'number') return rows as T[];
    return answer as T[];
  }

  /**
   * As `query`, for a statement that runs thousands of times: the connection plans it once and keeps the plan under
   * its name. One name always stands for one text.
   */
  async prepared<T = Record<string, unknown>>(
    statement: PreparedStatement,
    parameters: readonly unknown[] = [],
  ): Promise<T[]> {
    const connection = (await this.manager.queryRunner!.connect()) as PreparingConnection;
    return (await connection.query({ ...statement, values: [...parameters] })).rows as T[];
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
    const first = rows[0];
    if (!first) return;
    const names = Object.keys(first);
    const types = await this.columns.of(table, (sql, parameters) => this.query(sql, parameters));
    const parameters = names.map((name) => rows.map((row) => asText(row[name])));
    const arrays = names.map((_, index) => `$${index + 1}::text[]`).join(', ');
    const cast = names.map((name) => `"${name}"::${types.typeOf(name)}`).join(', ');
    const list = names.map((name) => `"${name}"`).join(', ');
    const text = `INSERT INTO "${table}" (${list}) SELECT ${cast} FROM unnest(${arrays}) AS given(${list})`;
    await this.prepared({ name: `insert.${sha1(text)}`, text }, parameters);
  }

  /**
   * Updates rows with one statement: each is found by its `key` columns, and takes the values of its others;
   * with `keepWhereNull` a null changes nothing.
   */
  async update(
    table: string,
    key: readonly string[],
    rows: readonly Row[],
    which: 'all' | 'where-given' | 'where-blank' = 'all',
  ): Promise<void> {
    const first = rows[0];
    if (!first) return;
    const names = Object.keys(first);
    const types = await this.columns.of(table, (sql, parameters) => this.query(sql, parameters));
    const parameters = names.map((name) => rows.map((row) => asText(row[name])));
    // A cast of each key in the join would keep row-level security from using the table's index.
    const arrays = names
      .map((name, index) => `$${index + 1}::${key.includes(name) ? types.typeOf(name) : 'text'}[]`)
      .join(', ');
    const cast = (name: string) => `given."${name}"::${types.typeOf(name)}`;
    const value = (name: string) =>
      ({
        all: cast(name),
        'where-given': `coalesce(${cast(name)}, changed."${name}")`,
        'where-blank': `coalesce(changed."${name}", ${cast(name)})`,
      })[which];
    const set = names.filter((name) => !key.includes(name)).map((name) => `"${name}" = ${value(name)}`);
    const where = key.map((name) => `changed."${name}" = given."${name}"`).join(' AND ');
    await this.query(
      `UPDATE "${table}" AS changed SET ${set.join(', ')}
         FROM unnest(${arrays}) AS given(${names.map((name) => `"${name}"`).join(', ')}) WHERE ${where}`,
      parameters,
    );
  }

  /** Writes an audit entry in this transaction. */
  async audit(note: AuditNote): Promise<void> {
    await this.insert('audit_entry', [
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
    await this.insert(
      'outbox_event',
      payloads.map((payload) => ({ id: newId(), name, payload, occurred_at: this.now })),
    );
    this.events += payloads.length;
  }

  /** Reads the actor's grants anew, after this transaction has given it one. */
  async refreshGrants(): Promise<void> {
    await this.query('SELECT val_open_scope($1, $2, $3)', [
      scopeOf(this.actor),
      this.actor.subject,
      this.now,
    ]);
  }
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function asText(value: ColumnValue): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return arrayLiteral(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayLiteral(items: string[]): string {
  return `{${items.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
