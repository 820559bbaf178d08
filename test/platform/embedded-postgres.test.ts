import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { isAlive, readPostmaster } from '../../src/platform/database/postmaster.js';
import { runFolder } from '../support/shared.js';

const log = () => undefined;
const started: { stop(): Promise<void> }[] = [];
const children: ChildProcess[] = [];

/** Most tests use one cluster after another test has stopped it: making one takes a second. */
let directory: string;

beforeAll(async () => {
  directory = await newFolder();
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const database of started) await database.stop();
});

async function newFolder(): Promise<string> {
  return mkdtemp(join(runFolder(), 'embedded-'));
}

async function start(directory: string) {
  const database = await startEmbeddedPostgres({ directory, log });
  started.push(database);
  return database;
}

async function startInProcess(directory: string): Promise<{ child: ChildProcess; ownerUrl: string }> {
  const program = [
    '--import',
    './config/tooling/typescript-loader.js',
    'test/support/embedded-postgres-process.ts',
  ];
  const child = spawn(process.execPath, [...program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ownerUrl: line.toString().trim() };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

function startedAt(url: string): Promise<string> {
  return one(url, 'SELECT pg_postmaster_start_time()::text AS value');
}

function one(url: string, query: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ value: string }>(query);
    return rows[0]!.value;
  });
}

function postmasterIn(directory: string) {
  return readPostmaster(join(directory, 'server/cluster'));
}

describe('the embedded PostgreSQL', () => {
  it('is made with UTF-8, checksums, a locale of its own, and no way in from outside', async () => {
    const database = await start(directory);
    const { ownerUrl, applicationUrl } = database;
    const settings = await withClient(ownerUrl, async (client) => {
      const { rows } = await client.query<{ name: string; setting: string }>(
        `SELECT name, setting FROM pg_settings WHERE name = ANY ($1) UNION ALL
         SELECT 'locale', datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()`,
        [
          [
            'data_checksums',
            'fsync',
            'jit',
            'listen_addresses',
            'server_encoding',
            'synchronous_commit',
            'TimeZone',
          ],
        ],
      );
      return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    });
    expect(settings).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      jit: 'off',
      listen_addresses: '127.0.0.1',
      locale: 'b C.UTF-8',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
      TimeZone: 'UTC',
    });
    const wrong = new URL(applicationUrl);
    wrong.password = 'guessed';
    await expect(startedAt(wrong.href)).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(directory, 'server/passwords.json'))).mode & 0o777).toBe(0o600);
    await database.stop();
  });

  it('keeps its data, port and passwords over a stop', async () => {
    const first = await start(directory);
    await withClient(first.ownerUrl, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS value'));
    await first.stop();
    expect(await postmasterIn(directory)).toBeUndefined();
    const second = await start(directory);
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await one(second.ownerUrl, 'SELECT value::text FROM kept')).toBe('42');
    await second.stop();
  });

  it('is taken over after kill -9 of its process, and then stopped by the new keeper', async () => {
    const killed = await startInProcess(directory);
    const before = await startedAt(killed.ownerUrl);
    await end(killed.child, 'SIGKILL');
    const adopted = await start(directory);
    expect(await startedAt(adopted.ownerUrl)).toBe(before);
    await adopted.stop();
    expect(await postmasterIn(directory)).toBeUndefined();
  });

  it('is one server for two processes that start at once, stopped only by its keeper', async () => {
    const directory = await newFolder();
    const [one, other] = await Promise.all([startInProcess(directory), startInProcess(directory)]);
    expect(one.ownerUrl).toBe(other.ownerUrl);
    const keeper = Number(await readFile(join(directory, 'server/keeper'), 'utf8'));
    const [kept, guest] = one.child.pid === keeper ? [one, other] : [other, one];
    await end(guest.child, 'SIGTERM');
    await expect(startedAt(kept.ownerUrl)).resolves.toBeTruthy();
    await end(kept.child, 'SIGTERM');
    expect(await postmasterIn(directory)).toBeUndefined();
  });

  it('starts again after the server itself was killed, whoever has its process id by then', async () => {
    const first = await start(directory);
    const { pid } = (await postmasterIn(directory))!;
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await new Promise((done) => setTimeout(done, 10));
    const pidFile = join(directory, 'server/cluster/postmaster.pid');
    const left = await readFile(pidFile, 'utf8');
    await writeFile(pidFile, left.replace(/^\d+/, String(process.pid)));
    const second = await start(directory);
    expect(await startedAt(second.ownerUrl)).toBeTruthy();
    expect(second.ownerUrl).toBe(first.ownerUrl);
    await second.stop();
  });

  it('takes another port when its own has been taken', async () => {
    const first = await start(directory);
    await first.stop();
    const { port } = new URL(first.ownerUrl);
    const guest = createServer().listen(Number(port), '127.0.0.1');
    await once(guest, 'listening');
    const second = await start(directory);
    expect(new URL(second.ownerUrl).port).not.toBe(port);
    await second.stop();
    guest.close();
  });

  const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
  itAsRoot('runs for root in a folder that only root may enter', async () => {
    const closed = join(await newFolder(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    const database = await start(join(closed, 'postgres'));
    expect(await startedAt(database.ownerUrl)).toBeTruthy();
    const { pid } = (await postmasterIn(join(closed, 'postgres')))!;
    if (process.platform === 'linux') expect((await stat(`/proc/${pid}`)).uid).not.toBe(0);
    await database.stop();
  });
});

describe('An embedded database', () => {
  const HOW = `SELECT CASE WHEN inet_server_addr() IS NULL THEN 'socket' ELSE 'tcp' END AS value`;

  it('is reached over a socket in its own folder, and by TCP where a socket cannot have the folder’s name', async () => {
    const plain = await start(directory);
    expect(await one(plain.applicationUrl, HOW)).toBe(process.platform === 'win32' ? 'tcp' : 'socket');
    const spaced = await start(await mkdtemp(join(runFolder(), 'embedded in ')));
    expect(await one(spaced.applicationUrl, HOW)).toBe('tcp');
  });
});
