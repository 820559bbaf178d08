import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DatabaseUrls } from '../../src/platform/database/cluster-roles.js';
import { endProcess, freePort, startProcess } from './child-process.js';
import { type FreshDatabase, freshDatabase } from './database.js';
import { askFor, runFolder } from './shared.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'dist/src/main.js');
const READY_WITHIN_MS = 60_000;

/** Where a running service is, in words that can be handed from process to process. */
export interface ServiceAddress extends DatabaseUrls {
  /** Such as `http://127.0.0.1:41234`. */
  url: string;
  superuserUrl: string;
  dataDirectory: string;
  outputFile: string;
}

export interface ServiceOptions {
  /** Settings beside those that every test service gets. */
  env?: Record<string, string>;
  /** Arguments of the program; without any the service starts empty. */
  args?: string[];
  /** A database to use and to leave in place; otherwise a fresh one. */
  database?: FreshDatabase;
}

/** The compiled application in a process of its own. */
export class StartedService {
  private child: ChildProcess | undefined;

  private constructor(
    readonly address: ServiceAddress,
    private readonly command: string[],
    private readonly env: Record<string, string>,
  ) {}

  static async prepare(options: ServiceOptions): Promise<StartedService> {
    await askFor('/build');
    const database = options.database ?? (await freshDatabase());
    const dataDirectory = await mkdtemp(join(runFolder(), 'service-'));
    const { ownerUrl, applicationUrl, superuserUrl } = database;
    const url = `http://127.0.0.1:${await freePort()}`;
    const outputFile = join(dataDirectory, 'output.log');
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'test',
      PORT: new URL(url).port,
      DATA_DIR: dataDirectory,
      DATABASE_URL: applicationUrl,
      DATABASE_OWNER_URL: ownerUrl,
      ...options.env,
    };
    const address = { url, ownerUrl, applicationUrl, superuserUrl, dataDirectory, outputFile };
    const command = [process.execPath, MAIN, ...(options.args ?? ['--empty'])];
    return new StartedService(address, command, env);
  }

  get url(): string {
    return this.address.url;
  }

  /** Process id of the running service. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Everything that the service has printed, over all its starts. */
  output(): Promise<string> {
    return outputOf(this.address);
  }

  /** Starts the process and waits until it says that it is ready. */
  async start(env: Record<string, string> = {}): Promise<void> {
    this.child = startProcess(this.command, {
      cwd: ROOT,
      env: { ...this.env, ...env },
      outputFile: this.address.outputFile,
    });
    const givenUpAt = performance.now() + READY_WITHIN_MS;
    while (!(await isReady(this.url))) {
      const hasEnded = this.child.exitCode !== null || this.child.signalCode !== null;
      if (hasEnded || performance.now() > givenUpAt) {
        await this.kill();
        throw new Error(`the service did not get ready:\n${(await this.output()).slice(-4000)}`);
      }
      await pause(25);
    }
  }

  /** Asks the service to stop and waits for it. Returns its exit code. */
  async stop(): Promise<number | null> {
    return this.child ? endProcess(this.child, 'SIGTERM') : null;
  }

  /** `kill -9`: nothing of the process runs on. */
  async kill(): Promise<void> {
    if (this.child) await endProcess(this.child, 'SIGKILL');
  }

  /** Starts again on the same port, data and database, after `kill()` or `stop()`; stops it first if need be. */
  async restart(env: Record<string, string> = {}): Promise<void> {
    await this.stop();
    await this.start(env);
  }
}

/** Starts a service of one's own: for tests that change its settings, kill it or look at all that it stored. */
export async function startService(options: ServiceOptions = {}): Promise<StartedService> {
  const service = await StartedService.prepare(options);
  await service.start();
  return service;
}

/** The service that all API test files of a run share, started by whichever asks first. */
export function sharedService(): Promise<ServiceAddress> {
  return askFor<ServiceAddress>('/service');
}

/** Everything that a service has printed. */
export function outputOf(service: ServiceAddress): Promise<string> {
  return readFile(service.outputFile, 'utf8');
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
