import { BenchCluster } from './bench-cluster.js';
import type { BenchRun } from './bench-run.js';
import { PER_CASE, seedClocks } from './many-clocks.js';
import type { Finding, Measure } from './measure.js';

const SIZES = { cases: 300_000, rounds: 3 };
const QUICK_SIZES = { cases: 10_000, rounds: 1 };

/** What the report on the Victims' Code costs beyond its SQL. */
export const codeReport: Measure = {
  name: 'code-report',
  what: 'the Victims’ Code report over every case of five years: each line, rates, words and footnotes, over HTTP with a token',
  yardstick: 'the same SQL by itself: one connection, no row-level security, rows read and thrown away',
  unit: 'x',
  goal: { relation: 'at most', bound: 2 },
  isLong: false,
  run: measureCodeReport,
};

async function measureCodeReport(bench: BenchRun): Promise<Finding> {
  const { cases, rounds } = bench.isQuick ? QUICK_SIZES : SIZES;
  const cluster = await BenchCluster.ofRun(bench);
  const events = cases * PER_CASE;
  bench.progress.step(`inventing ${cases} cases with ${events} justice events and clocks`);
  const database = await cluster.freshDatabase();
  try {
    await seedClocks(database, cases, bench.seed);
    await cluster.settle();
    bench.progress.step('asking for the report');
    // Loaded when needed: other measures should not wait for the whole application.
    const { codeReportThroughService } = await import('./code-report-through-service.js');
    const { whole, bare, bytes, counted } = await codeReportThroughService(database, rounds);
    return {
      measured: whole,
      yardstick: bare,
      value: whole / bare,
      n: cases,
      seed: bench.seed,
      notes: [
        `${events} justice events and ${events} clocks, ${counted} of them counted; an answer of ${bytes} bytes`,
        `the fastest of ${rounds} each in turns, after one to warm up`,
      ],
    };
  } finally {
    await database.drop();
  }
}
