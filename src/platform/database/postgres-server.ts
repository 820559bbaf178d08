import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ClusterFiles, type ClusterPasswords, makeCluster } from './postgres-cluster.js';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.js';
import { answers, isAlive, mayServe, readPostmaster } from './postmaster.js';

const DEADLINE_MS = 60_000;
const LOG_LINES_SHOWN = 20;

/**
 * Settings for a laptop. The server's log never quotes statements or rows: errors reach the application, which
 * knows what may be logged.
 */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  max_connections: '100',
  shared_buffers: '256MB',
  synchronous_commit: 'on',
  jit: 'off',
  // Tables grow a hundredfold in a first import: plans must not go by what they were. By how much they grow at least
  // is a balance: looking at them takes the processor that the import needs.
  autovacuum_naptime: '5s',
  autovacuum_analyze_threshold: '500',
  autovacuum_analyze_scale_factor: '0.5',
  autovacuum_vacuum_insert_scale_factor: '1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_min_messages: 'log',
};

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
  /** Called once a program of PostgreSQL runs and is waited for: for what can be done until then. */
  whileWaiting?: () => void;
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
  const files = new ClusterFiles(join(directory, 'server'));
  const programs = await findPostgresPrograms(directory, files.cluster, options.whileWaiting);
  await makeCluster(programs, directory, files, options.log);
  const passwords = JSON.parse(await readFile(files.passwords, 'utf8')) as ClusterPasswords;
  const urlOn = (port: number) => (database: string) =>
    `postgresql://postgres:${passwords.superuser}@127.0.0.1:${port}/${database}`;

  const port = await findOrStart(programs, files, options, (at) => urlOn(at)('postgres'));
  return {
    port,
    passwords,
    superuserUrl: (database) => urlOn(port)(database) + overSocket(files, port),
    stop: () => stopIfKeeper(programs, files, options.log),
  };
}

/**
 * What an address needs to go over the server's socket, which costs half of what TCP does; nothing where there is none:
 * on Windows, in a folder whose name is too long for one, and for a server that an older version started.
 */
function overSocket({ folder }: ClusterFiles, port: number): string {
  return existsSync(join(folder, `.s.PGSQL.${port}`)) ? `?host=${encodeURIComponent(folder)}` : '';
}

/** Such as the server's options take without quoting; the system allows a socket about a hundred characters. */
function socketFolderOf({ folder }: ClusterFiles): string {
  return process.platform !== 'win32' && /^[\w./-]{1,85}$/.test(folder) ? folder : '';
}

/** Stops the server in a folder if it is this process that keeps it; otherwise does nothing. */
export async function stopPostgresServer(folder: string): Promise<void> {
  const directory = resolve(folder);
  const files = new ClusterFiles(join(directory, 'server'));
  const programs = await findPostgresPrograms(directory, files.cluster);
  await stopIfKeeper(programs, files, () => undefined);
}

async function findOrStart(
  programs: PostgresPrograms,
  files: ClusterFiles,
  { log, settings }: PostgresServerOptions,
  superuserUrl: (port: number) => string,
): Promise<number> {
  const givenUpAt = performance.now() + DEADLINE_MS;
  let failure: unknown;
  for (let starts = 0; performance.now() < givenUpAt && starts < 3;) {
    const found = await readPostmaster(files.cluster);
    if (found && isAlive(found.pid)) {
      if (found.status === 'ready' && (await answers(superuserUrl(found.port), files.cluster))) {
        await adopt(files, log);
        return found.port;
      }
      if (!(await mayServe(found.pid, files.cluster))) {
        log('Removing the pid file of a PostgreSQL server that is gone');
        await rm(join(files.cluster, 'postmaster.pid'));
      }
      await pause(50);
      continue;
    }
    starts += 1;
    failure = await start(programs, files, { ...SETTINGS, ...settings }).catch((error: unknown) => error);
    if (!failure) log('Started PostgreSQL');
  }
  const lines = (await readFile(files.log, 'utf8').catch(() => ''))
    .trimEnd()
    .split('\n')
    .slice(-LOG_LINES_SHOWN);
  const reason = failure instanceof Error ? failure.message : 'it does not answer';
  throw new Error([`PostgreSQL in ${files.folder} did not start: ${reason}`, ...lines].join('\n'));
}

async function start(
  programs: PostgresPrograms,
  files: ClusterFiles,
  settings: Record<string, string>,
): Promise<void> {
  const wanted = Number(await readFile(files.port, 'utf8').catch(() => '0'));
  const port = (await freePort(wanted)) ?? (await freePort(0));
  const unix_socket_directories = socketFolderOf(files);
  const flags = Object.entries({ ...settings, unix_socket_directories, port }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  await programs.run('pg_ctl', [
    ...['start', '-w', '-t', '60', '-s', '-D', files.cluster, '-l', files.log, '-o', flags.join(' ')],
  ]);
  await writeFile(files.port, String(port));
  await writeFile(files.keeper, String(process.pid));
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

async function adopt(files: ClusterFiles, log: (message: string) => void): Promise<void> {
  const keeper = await keeperOf(files);
  if (keeper === process.pid || (keeper && isAlive(keeper))) return;
  await writeFile(files.keeper, String(process.pid));
  log('Took over the PostgreSQL server that an ended process left running');
}

async function stopIfKeeper(
  programs: PostgresPrograms,
  files: ClusterFiles,
  log: (m: string) => void,
): Promise<void> {
  if ((await keeperOf(files)) !== process.pid || !(await readPostmaster(files.cluster))) return;
  await programs.run('pg_ctl', ['stop', '-w', '-t', '60', '-s', '-m', 'fast', '-D', files.cluster]);
  await rm(files.keeper, { force: true });
  log('Stopped PostgreSQL');
}

async function keeperOf(files: ClusterFiles): Promise<number> {
  return Number(await readFile(files.keeper, 'utf8').catch(() => '0'));
}
