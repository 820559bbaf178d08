import type pg from 'pg';
import { withClient } from '../../src/platform/database/cluster-roles.js';

/** A column as the catalogue names it. */
export interface FinalColumn {
  name: string;
  /** Such as `text` or `uuid[]`. */
  type: string;
  isKey: boolean;
}

/** What an import left in one table. */
export interface FinalTable {
  name: string;
  columns: FinalColumn[];
  /** Each row as JSON. */
  rows: string[];
}

/** Policy, migrations and who holds which lease are there before any import. */
const NOT_OF_IMPORTS = [
  ...['schema_migration', 'reference_code', 'message_template', 'lease'],
  ...['bank_holiday', 'bank_holiday_change'],
  ...['code_rule', 'code_limit', 'code_feed', 'code_setting', 'code_publication'],
  // counted behind an import, off its path
  ...['entitlement_mark', 'entitlement_victim', 'entitlement_status', 'entitlement_clock'],
];
/** Tells in which transaction a row was written: the database gives it anew. */
const GIVEN_BY_DATABASE = 'xid8';

/** Every row that imports wrote, tables before those that refer to them. */
export async function finalRows(superuserUrl: string): Promise<FinalTable[]> {
  return withClient(superuserUrl, async (client) => {
    const tables: FinalTable[] = [];
    for (const name of await tablesInOrder(client)) {
      const columns = await columnsOf(client, name);
      const list = columns.map((column) => `"${column.name}"`).join(', ');
      const { rows } = await client.query<{ row: string }>(
        `SELECT to_jsonb(taken)::text AS row FROM (SELECT ${list} FROM "${name}") AS taken`,
      );
      if (rows.length > 0) tables.push({ name, columns, rows: rows.map(({ row }) => row) });
    }
    return tables;
  });
}

/** How many rows there are in all tables together. */
export function rowCount(tables: readonly FinalTable[]): number {
  return tables.reduce((sum, { rows }) => sum + rows.length, 0);
}

async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(
    `SELECT relname AS name,
            ARRAY(SELECT confrelid::regclass::text FROM pg_constraint
                   WHERE conrelid = c.oid AND contype = 'f' AND confrelid <> conrelid) AS needs
       FROM pg_class c
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL ($1)
      ORDER BY relname`,
    [NOT_OF_IMPORTS],
  );
  const filled = new Map<string, string[]>();
  for (const { name, needs } of rows) if (await hasRows(client, name)) filled.set(name, needs);
  return inOrder(filled);
}

async function hasRows(client: pg.Client, table: string): Promise<boolean> {
  return (await client.query(`SELECT FROM "${table}" LIMIT 1`)).rows.length > 0;
}

/** Names so that each comes after those it needs; what it needs and is not among them does not matter. */
export function inOrder(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered: string[] = [];
  const waiting = new Map(needs);
  while (waiting.size > 0) {
    const next = [...waiting].find(([, needed]) => needed.every((name) => !waiting.has(name)))?.[0];
    if (next === undefined) throw new Error(`tables refer to each other: ${[...waiting.keys()].join(', ')}`);
    ordered.push(next);
    waiting.delete(next);
  }
  return ordered;
}

async function columnsOf(client: pg.Client, table: string): Promise<FinalColumn[]> {
  const { rows } = await client.query<FinalColumn>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type,
            EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY (indkey)) AS "isKey"
       FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      ORDER BY attnum`,
    [table],
  );
  return rows.filter(({ type }) => type !== GIVEN_BY_DATABASE);
}
