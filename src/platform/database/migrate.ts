import { readdir } from 'node:fs/promises';
import type pg from 'pg';
import type { DataSource, Logger, MigrationInterface } from 'typeorm';
import { withClient } from './cluster-roles.js';
import { migrateQueues } from './queue-tables.js';

type MigrationClass = new () => MigrationInterface;

const MIGRATION_FILE = /^\d{13}-[a-z0-9-]+\.(js|ts)$/;
const MIGRATION_TABLE = 'schema_migration';
const UNDEFINED_TABLE = '42P01';
/** Held for the session by whoever migrates, so that processes starting together take turns. */
const MIGRATION_LOCK = 7_201_847_002;

/** TypeORM prints a failed migration whatever it is told; the error that we throw says the same. */
const SILENT: Logger = {
  log: () => undefined,
  logMigration: () => undefined,
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
};

/** Our migrations, compiled or not, whichever this file is itself. */
const OUR_MIGRATIONS = new URL('../../../migrations/', import.meta.url);

/**
 * Brings a database up to date as its owner: our migrations, each in a transaction of its own, then the tables of
 * BullMQ. Any number of processes may do so at once. Returns the names of the migrations that it applied.
 */
export async function migrateUp(ownerUrl: string, folder = OUR_MIGRATIONS): Promise<string[]> {
  return withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = (await pendingOn(client, folder)).length > 0 ? await runPending(ownerUrl, folder) : [];
    await migrateQueues(client);
    return applied;
  });
}

/** Takes back the newest migration. Returns its name, or undefined when there was none. */
export async function migrateDownOne(ownerUrl: string, folder = OUR_MIGRATIONS): Promise<string | undefined> {
  return withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const newest = (await appliedOn(client)).at(-1);
    if (newest)
      await withMigrations(ownerUrl, folder, (source) => source.undoLastMigration({ transaction: 'each' }));
    return newest;
  });
}

/** Names of the migrations that a database still lacks, oldest first. Either role may ask. */
export async function pendingMigrations(url: string, folder = OUR_MIGRATIONS): Promise<string[]> {
  return withClient(url, (client) => pendingOn(client, folder));
}

async function runPending(ownerUrl: string, folder: URL): Promise<string[]> {
  return withMigrations(ownerUrl, folder, async (source) => {
    const applied = await source.runMigrations({ transaction: 'each' });
    await source.query(`GRANT SELECT ON ${MIGRATION_TABLE} TO val_app`);
    return applied.map(({ name }) => name);
  });
}

async function withMigrations<T>(
  url: string,
  folder: URL,
  work: (source: DataSource) => Promise<T>,
): Promise<T> {
  // Loaded only by who has something to migrate.
  const typeorm = await import('typeorm');
  const source = new typeorm.DataSource({
    type: 'postgres',
    url,
    migrations: await migrationsIn(folder),
    migrationsTableName: MIGRATION_TABLE,
    installExtensions: false,
    synchronize: false,
    logger: SILENT,
    poolSize: 2,
    applicationName: 'val-migrate',
  });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

async function pendingOn(client: pg.Client, folder: URL): Promise<string[]> {
  const applied = new Set(await appliedOn(client));
  return (await migrationsIn(folder)).map(({ name }) => name).filter((name) => !applied.has(name));
}

async function appliedOn(client: pg.Client): Promise<string[]> {
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM ${MIGRATION_TABLE} ORDER BY timestamp, id`,
    );
    return rows.map(({ name }) => name);
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

async function migrationsIn(folder: URL): Promise<MigrationClass[]> {
  const files = (await readdir(folder)).filter((name) => MIGRATION_FILE.test(name)).sort();
  return Promise.all(files.map((name) => migrationOf(new URL(name, folder))));
}

async function migrationOf(file: URL): Promise<MigrationClass> {
  const exported = Object.values((await import(file.href)) as Record<string, unknown>);
  const [migration] = exported;
  if (exported.length !== 1 || typeof migration !== 'function') {
    throw new Error(`${file.pathname} must export one migration and nothing else`);
  }
  return migration as MigrationClass;
}
