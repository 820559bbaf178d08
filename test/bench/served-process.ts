import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isAlive } from '../../src/platform/database/postmaster.js';
import { freePort } from '../support/child-process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LONGEST_MS = 60_000;
const LOOK_EVERY_MS = 10;
/** The samples are about two hundred referrals; fewer than this, and they are still coming in. */
const SAMPLES_AT_LEAST = 150;
const TOKEN_OF_COORDINATOR = /^coordinator\n\s+(\S+)$/m;

/** Compiles the service where its source is newer, so that a start does not. */
export async function buildService(): Promise<void> {
  const args = ['--import', './config/tooling/fresh-build.js', '-e', '0'];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
}

/** How long a start took, and how many referrals a coordinator then found on a page of two hundred. */
export interface ServedStart {
  /** Until it said that it is ready. */
  ready: number;
  /** Until the samples were there too. */
  seconds: number;
  samples: number;
}

/** The service as a newcomer starts it: `npm start`, nothing configured but the folder and the port. */
export class ServedProcess {
  private child: ChildProcess | undefined;
  private output = '';

  constructor(private readonly dataDirectory: string) {}

  /** Starts it and waits until it is ready and a coordinator finds the samples. */
  async start(): Promise<ServedStart> {
    const url = `http://127.0.0.1:${await freePort()}`;
    const env = {
      ...plainEnvironment(),
      PORT: new URL(url).port,
      DATA_DIR: this.dataDirectory,
      LOG_LEVEL: 'warn',
    };
    this.output = '';
    const startedAt = performance.now();
    const child = spawn('npm', ['start'], { cwd: ROOT, env, detached: true });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => (this.output += String(text)));
    let [ready, samples] = [0, 0];
    while (samples < SAMPLES_AT_LEAST) {
      this.failIfOver(startedAt);
      await pause(LOOK_EVERY_MS);
      if (ready === 0 && (await isReady(url))) ready = secondsSince(startedAt);
      if (ready > 0) samples = await this.referralsOn(url);
    }
    return { ready, seconds: secondsSince(startedAt), samples };
  }

  /** Asks the service to stop, and waits until it has and its database too. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    process.kill(-child.pid, 'SIGTERM');
    await Promise.race([ended, pause(LONGEST_MS, undefined, { ref: false })]);
    while (isGroupAlive(child.pid)) await pause(LOOK_EVERY_MS);
  }

  /** Stops it if it runs, and removes its folder. */
  async remove(): Promise<void> {
    await this.stop();
    const postmaster = join(this.dataDirectory, 'postgres/server/cluster/postmaster.pid');
    const server = parseInt(await readFile(postmaster, 'utf8').catch(() => ''), 10);
    if (server > 0 && isAlive(server)) process.kill(server, 'SIGQUIT');
    await rm(this.dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  }

  private async referralsOn(url: string): Promise<number> {
    const token = TOKEN_OF_COORDINATOR.exec(this.output)?.[1];
    if (!token) return 0;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/api/v1/referrals?limit=200`, { headers });
    if (!answer.ok) throw new Error(`no referrals could be read: ${await answer.text()}`);
    return ((await answer.json()) as { items: unknown[] }).items.length;
  }

  private failIfOver(startedAt: number): void {
    const hasEnded = this.child?.exitCode !== null || this.child.signalCode !== null;
    if (!hasEnded && performance.now() - startedAt < LONGEST_MS) return;
    throw new Error(`the service did not get ready:\n${this.output.slice(-4000)}`);
  }
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

/** Nothing of what this process was given is a setting of the measured service. */
function plainEnvironment(): Record<string, string> {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'SYSTEMROOT'];
  return Object.fromEntries(wanted.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function isGroupAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
