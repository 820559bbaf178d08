import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureClusterRoles, withClient } from '../../src/platform/database/cluster-roles.js';
import { startPostgresServer } from '../../src/platform/database/postgres-server.js';
import { isAlive } from '../../src/platform/database/postmaster.js';
import { type Cluster, RUN_FOLDER, SERVICES_URL, TEST_PASSWORDS } from './shared.js';
import { type ServiceAddress, startService } from './started-service.js';

const FOLDER_START = 'val-test-';
const FOLDER_PATTERN = /^val-test-(\d+)-/;

/** These files outlive nothing: a run that loses its machine is simply run again. */
const FOR_SPEED = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '200',
};

/**
 * What all test files of a run share, kept by Jest's own process. Each thing is started when a test file first asks
 * for it over HTTP, so that a run of rules alone starts nothing.
 */
export class TestServices {
  private readonly started = new Map<string, Promise<unknown>>();
  private readonly stops: (() => Promise<unknown>)[] = [];
  private redisDatabases = 0;
  private readonly server: Server = createServer((request, response) => {
    this.answer(new URL(request.url ?? '', 'http://localhost')).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });

  private constructor(private readonly folder: string) {}

  /** Starts answering, and tells the workers where. */
  static async open(): Promise<TestServices> {
    await removeAbandonedRuns();
    const folder = await mkdtemp(join(tmpdir(), `${FOLDER_START}${process.pid}-`));
    await mkdir(join(folder, 'processes'));
    const services = new TestServices(folder);
    await new Promise<void>((done) => services.server.listen(0, '127.0.0.1', done));
    process.env[RUN_FOLDER] = folder;
    process.env[SERVICES_URL] = `http://127.0.0.1:${(services.server.address() as AddressInfo).port}`;
    return services;
  }

  async close(): Promise<void> {
    for (const stop of this.stops.reverse()) await stop();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    await killRemembered(this.folder);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async answer({ pathname: path, searchParams }: URL): Promise<unknown> {
    if (path === '/cluster') return this.once(path, () => this.startCluster());
    if (path === '/build') return this.once(path, buildApplication);
    if (path === '/service') return this.once(path, () => this.startSharedService());
    if (path === '/tokens') return mintedTokens(searchParams.get('dataDirectory') ?? '');
    // A Redis server has sixteen databases; the first one is left alone.
    if (path === '/redis-database') return (this.redisDatabases++ % 15) + 1;
    throw new Error(`there is no ${path}`);
  }

  private once<T>(name: string, start: () => Promise<T>): Promise<unknown> {
    const running = this.started.get(name) ?? start();
    this.started.set(name, running);
    return running;
  }

  private async startCluster(): Promise<Cluster> {
    const superuserUrl = process.env.TEST_DATABASE_SUPERUSER_URL ?? (await this.startServer());
    const template = `val_template_${randomBytes(6).toString('hex')}`;
    const { ownerUrl } = await ensureClusterRoles(superuserUrl, { database: template, ...TEST_PASSWORDS });
    this.stops.push(() =>
      withClient(superuserUrl, (client) => client.query(`DROP DATABASE "${template}" WITH (FORCE)`)),
    );
    const { migrateUp } = await import('../../src/platform/database/migrate.js');
    await migrateUp(ownerUrl);
    return { superuserUrl, template };
  }

  private async startServer(): Promise<string> {
    const server = await startPostgresServer({
      directory: join(this.folder, 'postgres'),
      log: () => undefined,
      settings: FOR_SPEED,
    });
    this.stops.push(() => server.stop());
    return server.superuserUrl('postgres');
  }

  private async startSharedService(): Promise<ServiceAddress> {
    const service = await startService();
    this.stops.push(() => service.stop());
    return service.address;
  }
}

/** Loaded when needed, as migrations are: a run of rules alone must not wait for Nest and TypeORM. */
async function mintedTokens(dataDirectory: string): Promise<unknown> {
  const { mintTokens } = await import('./tokens.js');
  return mintTokens(dataDirectory);
}

/** Compiles the application if it is older than its source. */
async function buildApplication(): Promise<null> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  await promisify(execFile)(process.execPath, ['--import', './config/tooling/fresh-build.js', '-e', '0'], {
    env,
  });
  return null;
}

async function killRemembered(folder: string): Promise<void> {
  const pids = await readdir(join(folder, 'processes')).catch(() => []);
  for (const pid of pids.map(Number).filter(isAlive)) process.kill(pid, 'SIGKILL');
}

/** A run that was itself killed leaves its servers behind: the next one ends them. */
async function removeAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(FOLDER_PATTERN.exec(name)?.[1] ?? 0);
    if (!pid || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    await killRemembered(folder);
    const postmaster = await readFile(join(folder, 'postgres/server/cluster/postmaster.pid'), 'utf8').catch(
      () => '',
    );
    const server = parseInt(postmaster, 10);
    if (server > 0 && isAlive(server)) process.kill(server, 'SIGQUIT');
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
