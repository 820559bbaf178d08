import { BenchCluster } from './bench-cluster.js';
import type { BenchRun } from './bench-run.js';
import { copyAndInsert, type CopyAndInsertTimes } from './copy-and-insert.js';
import { type FinalTable, finalRows, rowCount } from './final-rows.js';
import type { ImportTimes } from './import-through-service.js';
import { type Extract, scenarioExtract } from './scenario-extract.js';

const ROUNDS = 2;

/** The extract after the service has imported it. */
export interface ImportedExtract {
  cluster: BenchCluster;
  extract: Extract;
  rounds: number;
  /** Of the fastest import. */
  times: ImportTimes;
  /** Of the fastest yardstick. */
  yardstick: CopyAndInsertTimes;
  tables: FinalTable[];
}

/**
 * Imports the scenario's extract and lets PostgreSQL alone write the same rows, in turns, each time into an empty
 * database; measures that compare with the same import share it.
 */
export function importedExtract(bench: BenchRun): Promise<ImportedExtract> {
  return bench.once('imported extract', async () => {
    const extract = await scenarioExtract(bench);
    const cluster = await BenchCluster.ofRun(bench);
    const rounds = bench.isQuick ? 1 : ROUNDS;
    const taken: (Awaited<ReturnType<typeof importFresh>> & { yardstick: CopyAndInsertTimes })[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      bench.progress.step(`importing ${extract.rows.length} rows, ${round} of ${rounds}`);
      const imported = await importFresh(cluster, extract);
      const count = rowCount(imported.tables);
      bench.progress.step(`COPY and INSERT ... SELECT of ${count} final rows, ${round} of ${rounds}`);
      taken.push({ ...imported, yardstick: await copyAndInsert(cluster, extract, imported.tables) });
    }
    const { times, tables } = fastest(taken, (one) => one.times.whole);
    const { yardstick } = fastest(taken, (one) => one.yardstick.whole);
    return { cluster, extract, rounds, times, yardstick, tables };
  });
}

function fastest<T>(taken: readonly T[], seconds: (one: T) => number): T {
  return taken.reduce((one, other) => (seconds(other) < seconds(one) ? other : one));
}

/** Imports an extract into a database of its own, keeps what it wrote, and drops it. */
export async function importFresh(
  cluster: BenchCluster,
  extract: Extract,
): Promise<{ times: ImportTimes; tables: FinalTable[] }> {
  // Loaded when needed: other measures should not wait for the whole application.
  const { importThroughService } = await import('./import-through-service.js');
  const database = await cluster.freshDatabase();
  try {
    const times = await importThroughService(cluster, database, extract);
    return { times, tables: await finalRows(database.superuserUrl) };
  } finally {
    await database.drop();
  }
}
