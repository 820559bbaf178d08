import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRun } from './bench-run.js';
import type { Finding, Measure } from './measure.js';
import { seconds } from './report.js';
import { buildService, ServedProcess, type ServedStart } from './served-process.js';

/** What a newcomer waits for. The samples have a seed of their own, so that no seed is named here. */
export const start: Measure = {
  name: 'start',
  what: '`npm start` to ready on the embedded default, already built; the slower of a first start and the next',
  yardstick: null,
  unit: 's',
  goal: { relation: 'under', bound: 5 },
  isLong: false,
  run: measureStart,
};

async function measureStart(bench: BenchRun): Promise<Finding> {
  bench.progress.step('building');
  await buildService();
  const served = new ServedProcess(await mkdtemp(join(tmpdir(), 'val-bench-start-')));
  bench.atEnd(() => served.remove());
  bench.progress.step('first start, in an empty folder');
  const first = await served.start();
  await served.stop();
  bench.progress.step('second start, in the same folder');
  const second = await served.start();
  await served.remove();
  const slower = Math.max(first.ready, second.ready);
  return {
    measured: slower,
    yardstick: null,
    value: slower,
    n: 2,
    seed: null,
    notes: [
      `first start ${told(first)}, next ${told(second)}`,
      `${second.samples} sample referrals on a page of 200`,
    ],
  };
}

function told({ ready, seconds: whole }: ServedStart): string {
  return `ready after ${seconds(ready)}, the samples there after ${seconds(whole)}`;
}
