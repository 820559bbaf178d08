import type pg from 'pg';
import { COLUMNS } from '../../src/demo/scenario/columns.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { copyIn, inChunks } from './copy-in.js';
import type { FinalTable } from './final-rows.js';
import { csvWithoutHeader, type Extract, mended } from './scenario-extract.js';

const ROWS_A_STATEMENT = 2_000;

/** Seconds of each part of the yardstick. */
export interface CopyAndInsertTimes {
  copy: number;
  insert: number;
  whole: number;
}

/**
 * What PostgreSQL alone needs, as the application's role: `COPY` of the received rows into a plain table, then `INSERT
 * ... SELECT` of the final rows, which lie in temporary tables already, into the real ones with their indexes, foreign
 * keys and row-level security; one transaction each.
 */
export async function copyAndInsert(
  cluster: BenchCluster,
  extract: Extract,
  tables: readonly FinalTable[],
): Promise<CopyAndInsertTimes> {
  const database = await cluster.freshDatabase();
  try {
    await makeStaging(database);
    const chunks = inChunks(csvWithoutHeader(mended(extract)));
    return await withClient(database.applicationUrl, async (client) => {
      await preload(client, tables);
      await cluster.settle();
      const copy = await timed(client, () =>
        copyIn(client, 'COPY bench_staging FROM STDIN (FORMAT csv)', chunks),
      );
      const insert = await timed(client, () => insertAll(client, tables));
      return { copy, insert, whole: copy + insert };
    });
  } finally {
    await database.drop();
  }
}

async function makeStaging({ ownerUrl }: BenchDatabase): Promise<void> {
  const columns = COLUMNS.map((column) => `"${column}" text`).join(', ');
  await withClient(ownerUrl, (client) =>
    client.query(`CREATE TABLE bench_staging (${columns}); GRANT INSERT ON bench_staging TO val_app`),
  );
}

/** Final rows into temporary tables of the same columns. */
export async function preload(client: pg.Client, tables: readonly FinalTable[]): Promise<void> {
  for (const { name, columns, rows } of tables) {
    const list = columns.map((column) => `"${column.name}"`).join(', ');
    await client.query(
      `CREATE TEMPORARY TABLE "final_${name}" AS SELECT ${list} FROM "${name}" WITH NO DATA`,
    );
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      await client.query(
        `INSERT INTO "final_${name}" (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::"${name}", $1)`,
        [`[${rows.slice(at, at + ROWS_A_STATEMENT).join(',')}]`],
      );
    }
    await client.query(`ANALYZE "final_${name}"`);
  }
}

/** The final rows from there into the real tables, within the caller's transaction. */
export async function insertAll(client: pg.Client, tables: readonly FinalTable[]): Promise<void> {
  await client.query(`SELECT val_open_scope('everything', 'service:bench', '2019-08-16T12:00:00Z')`);
  for (const { name, columns } of tables) {
    const list = columns.map((column) => `"${column.name}"`).join(', ');
    await client.query(`INSERT INTO "${name}" (${list}) SELECT ${list} FROM "final_${name}"`);
  }
}

/** Seconds of one transaction. */
export async function timed(client: pg.Client, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await client.query('BEGIN');
  await work();
  await client.query('COMMIT');
  return (performance.now() - startedAt) / 1000;
}
