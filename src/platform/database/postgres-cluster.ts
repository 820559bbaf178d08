import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresPrograms } from './postgres-programs.js';

const ABANDONED_AFTER_MS = 10 * 60_000;

/** Passwords of one cluster, made when it was made; they lie in a file that only its owner may read. */
export interface ClusterPasswords {
  superuser: string;
  owner: string;
  application: string;
}

/** Where things of one cluster lie. */
export class ClusterFiles {
  readonly cluster: string;
  readonly passwords: string;
  /** The port that it had last, and gets again if it is free. */
  readonly port: string;
  /** Process id of who stops the server. */
  readonly keeper: string;
  readonly log: string;

  constructor(readonly folder: string) {
    this.cluster = join(folder, 'cluster');
    this.passwords = join(folder, 'passwords.json');
    this.port = join(folder, 'port');
    this.keeper = join(folder, 'keeper');
    this.log = join(folder, 'server.log');
  }
}

/**
 * Makes a cluster and its passwords, unless they are there. It is made under another name and then renamed, so that
 * neither a crash nor a second process leaves half of one.
 */
export async function makeCluster(
  programs: PostgresPrograms,
  directory: string,
  files: ClusterFiles,
  log: (message: string) => void,
): Promise<void> {
  await removeAbandoned(directory);
  if (await exists(files.cluster)) return;
  log('Making a PostgreSQL cluster');
  const draft = new ClusterFiles(join(directory, `draft-${randomBytes(4).toString('hex')}`));
  const firstPassword = await writePasswords(programs, draft);
  await programs.run('initdb', [
    ...['-D', draft.cluster, '-U', 'postgres', `--pwfile=${firstPassword}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--data-checksums', '--no-instructions'],
  ]);
  await rm(firstPassword);
  await rename(draft.folder, files.folder).catch(async (error) => {
    await rm(draft.folder, { recursive: true });
    if (!(await exists(files.cluster))) throw error;
  });
}

/** Returns the file that tells initdb the superuser's password. */
async function writePasswords({ account }: PostgresPrograms, draft: ClusterFiles): Promise<string> {
  const passwords: ClusterPasswords = {
    superuser: newPassword(),
    owner: newPassword(),
    application: newPassword(),
  };
  const firstPassword = join(draft.folder, 'first-password');
  await mkdir(draft.folder, { mode: 0o700 });
  await writeFile(draft.passwords, JSON.stringify(passwords), { mode: 0o600 });
  await writeFile(firstPassword, passwords.superuser, { mode: 0o600 });
  if (account) {
    await Promise.all([draft.folder, firstPassword].map((path) => chown(path, account.uid, account.gid)));
  }
  return firstPassword;
}

async function removeAbandoned(directory: string): Promise<void> {
  const drafts = (await readdir(directory)).filter((name) => name.startsWith('draft-'));
  for (const draft of drafts.map((name) => join(directory, name))) {
    const changedAt = await stat(draft).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    const age = performance.timeOrigin + performance.now() - changedAt;
    if (age > ABANDONED_AFTER_MS) await rm(draft, { recursive: true, force: true });
  }
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
