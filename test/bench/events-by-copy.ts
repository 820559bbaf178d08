import { withClient } from '../../src/platform/database/cluster-roles.js';
import { type CopyAndInsertTimes, insertAll, preload, timed } from './copy-and-insert.js';
import type { BenchCluster, BenchDatabase } from './bench-cluster.js';
import { copyIn, inChunks } from './copy-in.js';
import { EVENT_COLUMNS, type EventFile } from './event-rows.js';
import type { FinalTable } from './final-rows.js';

/** What a file of events added to a database that knew its crimes. */
export interface AddedRows {
  before: readonly FinalTable[];
  added: readonly FinalTable[];
}

/** The rows that are there now and were not before; what only changed is none of them. */
export function addedSince(before: readonly FinalTable[], after: readonly FinalTable[]): FinalTable[] {
  return after.flatMap((table) => {
    const known = new Set(
      before.find(({ name }) => name === table.name)?.rows.map((row) => keyOf(table, row)),
    );
    const rows = table.rows.filter((row) => !known.has(keyOf(table, row)));
    return rows.length > 0 ? [{ ...table, rows }] : [];
  });
}

function keyOf({ columns }: FinalTable, row: string): string {
  const values = JSON.parse(row) as Record<string, unknown>;
  const keys = columns.filter(({ isKey }) => isKey);
  return JSON.stringify((keys.length > 0 ? keys : columns).map(({ name }) => values[name]));
}

/**
 * What PostgreSQL alone needs for a file of events, as the application's role, where the crimes are known: `COPY` of the
 * received rows into a plain table, `INSERT ... SELECT` of the same final rows; one transaction each.
 */
export async function eventsByCopy(
  cluster: BenchCluster,
  { csvWithoutHeader }: EventFile,
  { before, added }: AddedRows,
): Promise<CopyAndInsertTimes> {
  const database = await cluster.freshDatabase();
  try {
    await makeStaging(database);
    await withClient(database.applicationUrl, async (client) => {
      await preload(client, before);
      await timed(client, () => insertAll(client, before));
    });
    return await withClient(database.applicationUrl, async (client) => {
      await preload(client, added);
      await cluster.settle();
      const copy = await timed(client, () =>
        copyIn(client, 'COPY bench_events FROM STDIN (FORMAT csv)', inChunks(csvWithoutHeader)),
      );
      const insert = await timed(client, () => insertAll(client, added));
      return { copy, insert, whole: copy + insert };
    });
  } finally {
    await database.drop();
  }
}

async function makeStaging({ ownerUrl }: BenchDatabase): Promise<void> {
  const columns = EVENT_COLUMNS.map((column) => `"${column}" text`).join(', ');
  await withClient(ownerUrl, (client) =>
    client.query(`CREATE TABLE bench_events (${columns}); GRANT INSERT ON bench_events TO val_app`),
  );
}
