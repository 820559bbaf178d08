import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WorklistQuestion } from '../../src/cases/worklist-query.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { SystemClock } from '../../src/platform/clock.js';
import { endProcess, freePort } from '../support/child-process.js';
import type { BenchDatabase } from './bench-cluster.js';
import type { BenchRun } from './bench-run.js';
import { buildService } from './served-process.js';
import { ASKER } from './worklist-questions.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LOADER = './config/tooling/typescript-loader.js';
const LONGEST_MS = 60_000;

/** A process that answers pages. */
export interface PageServer {
  origin: string;
  headers: Record<string, string>;
}

/** The service in role `api`, asked with a real token of a coordinator. */
export async function startService(bench: BenchRun, { applicationUrl }: BenchDatabase): Promise<PageServer> {
  await buildService();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'val-bench-worklist-'));
  bench.atEnd(() => rm(dataDirectory, { recursive: true, force: true }));
  const issuer = await DevelopmentIssuer.open(
    { production: false, dataDir: dataDirectory },
    new SystemClock(),
  );
  const port = String(await freePort());
  const child = started(bench, ['dist/src/main.js', '--empty'], {
    ...{ PORT: port, DATA_DIR: dataDirectory, DATABASE_URL: applicationUrl, ROLE: 'api', LOG_LEVEL: 'warn' },
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilAnswering(`${origin}/health/ready`, child);
  const asker = INVENTED_STAFF.find(({ subject }) => subject === ASKER)!;
  return { origin, headers: { authorization: `Bearer ${await issuer.tokenFor(asker)}` } };
}

/** Bare Fastify and pg. */
export async function startBare(
  bench: BenchRun,
  { applicationUrl }: BenchDatabase,
  questions: readonly WorklistQuestion[],
): Promise<PageServer> {
  const port = String(await freePort());
  const child = started(bench, ['--import', LOADER, 'test/bench/bare-worklist.ts'], {
    ...{ BARE_PORT: port, BARE_DATABASE_URL: applicationUrl, BARE_QUESTIONS: JSON.stringify(questions) },
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilAnswering(`${origin}/0`, child);
  return { origin, headers: {} };
}

function started(bench: BenchRun, args: string[], env: Record<string, string>): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  bench.atEnd(() => endProcess(child, 'SIGTERM'));
  return child;
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const givenUpAt = performance.now() + LONGEST_MS;
  for (;;) {
    const isAnswering = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isAnswering) return;
    if (child.exitCode !== null || performance.now() > givenUpAt) throw new Error(`nobody answers ${url}`);
    await pause(20);
  }
}
