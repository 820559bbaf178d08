import type { WorklistQuestion } from '../../src/cases/worklist-query.js';
import { BenchCluster } from './bench-cluster.js';
import type { BenchRun } from './bench-run.js';
import { seedCases } from './many-cases.js';
import type { Finding, Goal, Measure } from './measure.js';
import { askFor, type Spell, together, within } from './page-load.js';
import { FIRST_PAGES, pathOf } from './worklist-questions.js';
import type { PageServer } from './worklist-servers.js';

const SIZES = { cases: 300_000, rounds: 5, seconds: 4, connections: 8 };
const QUICK_SIZES = { cases: 20_000, rounds: 1, seconds: 1, connections: 8 };
const SLOWEST_PAGES: Goal = { relation: 'at most', bound: 2 };

/** What the worklist's layers cost: token, rights, validation, scope, audit, form of the answer. */
export const worklist: Measure = {
  name: 'worklist',
  what: 'pages of 50 cases a second, filtered, sorted, scoped to the caller, audited, over HTTP with a token',
  yardstick: 'bare Fastify and pg: the same scoped SQL and one plain audit insert in one transaction',
  unit: 'x',
  goal: { relation: 'at least', bound: 0.7 },
  isLong: false,
  run: measureWorklist,
};

interface Asked extends PageServer {
  paths: string[];
  spells: Spell[];
}

async function measureWorklist(bench: BenchRun): Promise<Finding> {
  const { cases, rounds, seconds, connections } = bench.isQuick ? QUICK_SIZES : SIZES;
  const { service, bare } = await serversOver(bench, cases);
  for (let round = 0; round <= rounds; round += 1) {
    bench.progress.step(round === 0 ? 'warming up' : `asking, ${round} of ${rounds}`);
    // The second of a round finds the machine as the first left it: they take turns at being first.
    for (const asked of round % 2 === 0 ? [service, bare] : [bare, service]) {
      const { origin, paths, headers } = asked;
      const spell = await askFor(origin, paths, { connections, seconds, headers });
      if (round > 0) asked.spells.push(spell);
    }
  }
  return findingOf(bench, cases, together(service.spells), together(bare.spells));
}

async function serversOver(bench: BenchRun, cases: number): Promise<{ service: Asked; bare: Asked }> {
  const cluster = await BenchCluster.ofRun(bench);
  const database = await cluster.freshDatabase();
  bench.progress.step(`inventing ${cases} cases`);
  await seedCases(database, cases, bench.seed);
  await cluster.settle();
  bench.progress.step('starting the service and the yardstick');
  const { startBare, startService } = await import('./worklist-servers.js');
  const service = await startService(bench, database);
  const questions = [...FIRST_PAGES, ...(await secondPages(service))];
  const bare = await startBare(bench, database, questions);
  return {
    service: { ...service, paths: questions.map(pathOf), spells: [] },
    bare: { ...bare, paths: questions.map((_, number) => `/${number}`), spells: [] },
  };
}

/** The pages after the first ones, as the service itself leads to them. */
async function secondPages({ origin, headers }: PageServer): Promise<WorklistQuestion[]> {
  return Promise.all(
    FIRST_PAGES.map(async (question) => {
      const answer = await fetch(origin + pathOf(question), { headers });
      const { items, next } = (await answer.json()) as { items: unknown[]; next: string };
      if (items?.length !== question.limit) throw new Error(`${pathOf(question)} answered ${answer.status}`);
      return { ...question, after: next };
    }),
  );
}

function findingOf(bench: BenchRun, cases: number, service: Spell, bare: Spell): Finding {
  const [slowest, barest] = [within(0.99, service), within(0.99, bare)];
  return {
    measured: secondsOfThousand(service),
    yardstick: secondsOfThousand(bare),
    value: secondsOfThousand(bare) / secondsOfThousand(service),
    besides: [{ what: 'p99 against the yardstick’s', value: slowest / barest, goal: SLOWEST_PAGES }],
    n: cases,
    seed: bench.seed,
    notes: [
      `seconds are those of a thousand pages: ${rate(service)} pages a second against ${rate(bare)}`,
      `half of the pages within ${ms(within(0.5, service))} against ${ms(within(0.5, bare))}`,
      `99 of 100 within ${ms(slowest)} against ${ms(barest)}`,
    ],
  };
}

function secondsOfThousand({ pages, seconds }: Spell): number {
  return (1000 * seconds) / pages;
}

function rate({ pages, seconds }: Spell): string {
  return (pages / seconds).toFixed(0);
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
