import { describe } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { endProcess, freePort, startProcess } from './child-process.js';
import { askFor, runFolder } from './shared.js';

/** A Redis for one test file: a server of its own, or an emptied database of the one that `REDIS_URL` names. */
export interface TestRedis {
  url: string;
  /** Process id of a server of our own; undefined where `REDIS_URL` names one. */
  pid?: number;
  stop(): Promise<void>;
}

/** Starts a durable Redis as the service demands it; null where there is none. */
export async function startRedis(): Promise<TestRedis | null> {
  if (process.env.REDIS_URL) return emptyDatabaseOf(process.env.REDIS_URL);
  return hasRedisServer() ? startServer() : null;
}

/**
 * A suite on Redis. Without `redis-server` and `REDIS_URL` it is skipped by name; with `CI=true` that is an error.
 */
export function describeWithRedis(name: string, suite: () => void): void {
  if (process.env.REDIS_URL || hasRedisServer()) return describe(name, suite);
  if (process.env.CI === 'true')
    throw new Error(`"${name}" needs redis-server or REDIS_URL, and CI=true forbids skipping`);
  process.stderr.write(`${name}: skipped: no redis-server\n`);
  describe.skip(`${name} (skipped: no redis-server)`, suite);
}

function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

async function emptyDatabaseOf(base: string): Promise<TestRedis> {
  const url = new URL(base);
  url.pathname = `/${await askFor<number>('/redis-database')}`;
  const client = new Redis(url.href);
  await client.flushdb();
  await client.quit();
  return { url: url.href, stop: () => Promise.resolve() };
}

async function startServer(): Promise<TestRedis> {
  const folder = await mkdtemp(join(runFolder(), 'redis-'));
  const port = await freePort();
  const child = startProcess(
    [
      ...['redis-server', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
    ],
    { outputFile: join(folder, 'redis.log') },
  );
  const url = `redis://127.0.0.1:${port}`;
  await untilItAnswers(url);
  return {
    url,
    pid: child.pid,
    async stop() {
      await endProcess(child, 'SIGTERM');
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  const answer = await Promise.race([client.ping(), pause(5000, 'late', { ref: false })]);
  client.disconnect();
  if (answer !== 'PONG') throw new Error('redis-server does not answer');
}
