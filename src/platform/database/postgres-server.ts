import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.js';
import { answers, isAlive, mayServe, readPostmaster } from './postmaster.js';

const DEADLINE_MS = 60_000;
const ABANDONED_AFTER_MS = 10 * 60_000;

/**
 * Settings for a laptop. The server's log never quotes statements or rows: errors reach the application, which
 * knows what may be logged.
 */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  synchronous_commit: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_min_messages: 'log',
};

/** Passwords of one cluster, made when it was made; they lie in a file that only its owner may read. */
export interface ClusterPasswords {
  superuser: string;
  owner: string;
  application: string;
}

/** A running PostgreSQL server of our own. */
export interface PostgresServer {
  port: number;
  passwords: ClusterPasswords;
  /** Address of the superuser's session in one of its databases. */
  superuserUrl(database: string): string;
  /** Stops the server if it is this process that keeps it; otherwise does nothing. */
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Folder that holds the server and nothing else; made if missing. */
  directory: string;
  log: (message: string) => void;
  /** Server settings that differ from those for a laptop. */
  settings?: Record<string, string>;
}

/**
 * Starts a PostgreSQL server in a folder, or takes over the one that runs there.
 *
 * The server outlives a killed Node process. Its keeper is the process that started it, named in the file
 * `keeper`; only the keeper stops it. Who finds a server whose keeper is dead becomes its keeper.
 */
export async function startPostgresServer(options: PostgresServerOptions): Promise<PostgresServer> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  const programs = await findPostgresPrograms(directory);
  const place = new Place(join(directory, 'server'));
  await makeCluster(programs, directory, place, options.log);
  const passwords = JSON.parse(await readFile(place.passwords, 'utf8')) as ClusterPasswords;
  const urlOn = (port: number) => (database: string) =>
    `postgresql://postgres:${passwords.superuser}@127.0.0.1:${port}/${database}`;

  const port = await findOrStart(programs, place, options, (at) => urlOn(at)('postgres'));
  return {
    port,
    passwords,
    superuserUrl: urlOn(port),
    stop: () => stopIfKeeper(programs, place, options.log),
  };
}

/** Where things of one cluster lie. */
class Place {
  constructor(readonly folder: string) {}
  readonly cluster = join(this.folder, 'cluster');
  readonly passwords = join(this.folder, 'passwords.json');
  readonly port = join(this.folder, 'port');
  readonly keeper = join(this.folder, 'keeper');
  readonly log = join(this.folder, 'server.log');
}

/** Made under another name and then renamed, so that neither a crash nor a second process leaves half a cluster. */
async function makeCluster(
  programs: PostgresPrograms,
  directory: string,
  place: Place,
  log: (message: string) => void,
): Promise<void> {
  await removeAbandoned(directory);
  if (await exists(place.cluster)) return;
  log('Making a PostgreSQL cluster');
  const draft = new Place(join(directory, `draft-${randomBytes(4).toString('hex')}`));
  const { uid, gid } = programs.account ?? {};
  const own = async (path: string) => {
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  };
  const passwords = { superuser: newPassword(), owner: newPassword(), application: newPassword() };
  const passwordFile = join(draft.folder, 'first-password');
  await mkdir(draft.folder, { mode: 0o700 });
  await own(draft.folder);
  await writeFile(draft.passwords, JSON.stringify(passwords), { mode: 0o600 });
  await writeFile(passwordFile, passwords.superuser, { mode: 0o600 });
  await own(passwordFile);
  await programs.run('initdb', [
    ...['-D', draft.cluster, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--data-checksums', '--no-instructions'],
  ]);
  await rm(passwordFile);
  await rename(draft.folder, place.folder).catch(async (error) => {
    await rm(draft.folder, { recursive: true });
    if (!(await exists(place.cluster))) throw error;
  });
}

async function removeAbandoned(directory: string): Promise<void> {
  const drafts = (await readdir(directory)).filter((name) => name.startsWith('draft-'));
  for (const draft of drafts.map((name) => join(directory, name))) {
    const age = performance.timeOrigin + performance.now() - (await stat(draft)).mtimeMs;
    if (age > ABANDONED_AFTER_MS) await rm(draft, { recursive: true, force: true });
  }
}

async function findOrStart(
  programs: PostgresPrograms,
  place: Place,
  { log, settings }: PostgresServerOptions,
  superuserUrl: (port: number) => string,
): Promise<number> {
  const givenUpAt = performance.now() + DEADLINE_MS;
  let failure: unknown;
  for (let starts = 0; performance.now() < givenUpAt && starts < 3;) {
    const found = await readPostmaster(place.cluster);
    if (found && isAlive(found.pid)) {
      if (found.status === 'ready' && (await answers(superuserUrl(found.port), place.cluster))) {
        await adopt(place, log);
        return found.port;
      }
      if (!(await mayServe(found.pid, place.cluster))) {
        log('Removing the pid file of a PostgreSQL server that is gone');
        await rm(join(place.cluster, 'postmaster.pid'));
      }
      await pause(50);
      continue;
    }
    starts += 1;
    failure = await start(programs, place, { ...SETTINGS, ...settings }).catch((error: unknown) => error);
    if (!failure) log('Started PostgreSQL');
  }
  throw failure ?? new Error(`PostgreSQL in ${place.folder} does not answer: see ${place.log}`);
}

async function start(
  programs: PostgresPrograms,
  place: Place,
  settings: Record<string, string>,
): Promise<void> {
  const wanted = Number(await readFile(place.port, 'utf8').catch(() => '0'));
  const port = (await freePort(wanted)) ?? (await freePort(0));
  const flags = Object.entries({ ...settings, port }).map(([name, value]) => `-c ${name}=${value}`);
  await programs.run('pg_ctl', [
    ...['start', '-w', '-t', '60', '-s', '-D', place.cluster, '-l', place.log, '-o', flags.join(' ')],
  ]);
  await writeFile(place.port, String(port));
  await writeFile(place.keeper, String(process.pid));
}

/** The port if nobody listens there; 0 asks for any. */
function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

async function adopt(place: Place, log: (message: string) => void): Promise<void> {
  const keeper = await keeperOf(place);
  if (keeper === process.pid || (keeper && isAlive(keeper))) return;
  await writeFile(place.keeper, String(process.pid));
  log('Took over the PostgreSQL server that an ended process left running');
}

async function stopIfKeeper(
  programs: PostgresPrograms,
  place: Place,
  log: (m: string) => void,
): Promise<void> {
  if ((await keeperOf(place)) !== process.pid || !(await readPostmaster(place.cluster))) return;
  await programs.run('pg_ctl', ['stop', '-w', '-t', '60', '-s', '-m', 'fast', '-D', place.cluster]);
  await rm(place.keeper, { force: true });
  log('Stopped PostgreSQL');
}

async function keeperOf(place: Place): Promise<number> {
  return Number(await readFile(place.keeper, 'utf8').catch(() => '0'));
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
