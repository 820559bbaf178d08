import { BenchCluster } from './bench-cluster.js';
import type { BenchRun } from './bench-run.js';
import { type FinalTable, finalRows } from './final-rows.js';
import type { ImportTimes } from './import-through-service.js';
import { type Extract, scenarioExtract } from './scenario-extract.js';

const ROUNDS = 2;

/** The extract after the service has imported it. */
export interface ImportedExtract {
  cluster: BenchCluster;
  extract: Extract;
  /** Of the fastest of several imports, each into an empty database. */
  times: ImportTimes;
  rounds: number;
  tables: FinalTable[];
}

/** Imports the scenario's extract; measures that compare with the same import share it. */
export function importedExtract(bench: BenchRun): Promise<ImportedExtract> {
  return bench.once('imported extract', async () => {
    const extract = await scenarioExtract(bench);
    const cluster = await BenchCluster.ofRun(bench);
    const rounds = bench.isQuick ? 1 : ROUNDS;
    const imports: Awaited<ReturnType<typeof importFresh>>[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      bench.progress.step(`importing ${extract.rows.length} rows, ${round} of ${rounds}`);
      imports.push(await importFresh(cluster, extract));
    }
    const fastest = imports.reduce((one, other) => (other.times.whole < one.times.whole ? other : one));
    return { cluster, extract, rounds, ...fastest };
  });
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
