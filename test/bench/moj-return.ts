import { BenchCluster, type BenchDatabase } from './bench-cluster.js';
import type { BenchRun } from './bench-run.js';
import { seedCaseworks } from './many-caseworks.js';
import type { Finding, Goal, Measure } from './measure.js';
import { seconds } from './report.js';
import type { ReturnTimes } from './return-through-service.js';

const SIZES = { cases: 300_000, few: 30_000, rounds: 3 };
const QUICK_SIZES = { cases: 20_000, few: 2_000, rounds: 1 };
const AGAINST_FEW: Goal = { relation: 'at most', bound: 10 };

/** What the return costs beyond its SQL, and how it grows. */
export const mojReturn: Measure = {
  name: 'moj-return',
  what: 'a quarter of five years: every sheet, every integrity rule, the workbook, over HTTP with a token',
  yardstick: 'the same SQL by itself: one connection, no row-level security, rows read and thrown away',
  unit: 'x',
  goal: { relation: 'at most', bound: 2 },
  isLong: false,
  run: measureReturn,
};

async function measureReturn(bench: BenchRun): Promise<Finding> {
  const { cases, few, rounds } = bench.isQuick ? QUICK_SIZES : SIZES;
  const cluster = await BenchCluster.ofRun(bench);
  const many = await timed(bench, cluster, cases, rounds);
  const fewer = await timed(bench, cluster, few, rounds);
  return {
    measured: many.whole,
    yardstick: many.bare,
    value: many.whole / many.bare,
    besides: [
      { what: `against a tenth of the cases (${few})`, value: many.whole / fewer.whole, goal: AGAINST_FEW },
    ],
    n: cases,
    seed: bench.seed,
    notes: [
      `${many.statements} statements; ${many.referrals} referrals of the quarter, a workbook of ${many.bytes} bytes`,
      `over ${few} cases ${seconds(fewer.whole)}, their SQL by itself ${seconds(fewer.bare)}`,
      `the fastest of ${rounds} each in turns, after one to warm up`,
    ],
  };
}

async function timed(
  bench: BenchRun,
  cluster: BenchCluster,
  cases: number,
  rounds: number,
): Promise<ReturnTimes> {
  bench.progress.step(`inventing ${cases} cases and what was done in them`);
  const database: BenchDatabase = await cluster.freshDatabase();
  try {
    await seedCaseworks(database, cases, bench.seed);
    await cluster.settle();
    bench.progress.step(`making the return over ${cases} cases`);
    // Loaded when needed: other measures should not wait for the whole application.
    const { returnThroughService } = await import('./return-through-service.js');
    return await returnThroughService(database, rounds);
  } finally {
    await database.drop();
  }
}
