import type { BenchRun } from './bench-run.js';
import { rowCount } from './final-rows.js';
import type { Stage } from './import-through-service.js';
import { importedExtract } from './imported-extract.js';
import type { Finding, Measure } from './measure.js';
import { seconds } from './report.js';

/** How near an import comes to what PostgreSQL alone needs for the same rows. */
export const intake: Measure = {
  name: 'intake',
  what: 'import of the scenario’s extracts as one file: upload, staging, every row’s disposition, finished receipt',
  yardstick: 'COPY of the same rows into a plain table, INSERT ... SELECT of the same final rows, same role',
  unit: 'x',
  goal: { relation: 'at most', bound: 3 },
  isLong: false,
  run: measureIntake,
};

async function measureIntake(bench: BenchRun): Promise<Finding> {
  const { extract, times, yardstick, rounds, tables } = await importedExtract(bench);
  return {
    measured: times.whole,
    yardstick: yardstick.whole,
    value: times.whole / yardstick.whole,
    n: extract.rows.length,
    seed: bench.seed,
    notes: [
      `upload to staged rows ${stage(times.upload)}, rows to receipt ${stage(times.processing)}`,
      `COPY ${seconds(yardstick.copy)}, INSERT ... SELECT of ${rowCount(tables)} rows in ${tables.length} tables ${seconds(yardstick.insert)}`,
      `the fastest of ${rounds} each in turns, into an empty database, every commit safe on disk`,
    ],
  };
}

function stage({ seconds: whole, busy }: Stage): string {
  return `${seconds(whole)} (Node itself busy ${seconds(busy)})`;
}
