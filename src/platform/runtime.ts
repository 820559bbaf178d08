import type { DataSource } from 'typeorm';
import { Clock, SystemClock } from './clock.js';
import { developmentKeys } from './crypto/development-keys.js';
import { type Keyring, parseKey, parseKeyring } from './crypto/keyring.js';
import { createDataSource } from './database/connections.js';
import type { EmbeddedPostgres } from './database/embedded-postgres.js';
import { migrateUp, pendingMigrations } from './database/migrate.js';
import { Log } from './logging/log.js';
import { type Settings, SettingsRefused } from './settings.js';

/** What a process needs before its modules are put together. */
export interface Runtime {
  settings: Settings;
  clock: Clock;
  dataSource: DataSource;
  applicationUrl: string;
  keys: { field: Keyring; blindIndex: Buffer; audit: Keyring };
  /** Stops what the process itself started, after the application has closed. */
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  clock?: Clock;
  /** The entity classes of all rooms. */
  entities: (new () => object)[];
  /** The embedded database, on its way up and to its newest migration; null where the settings name another. */
  embedded: Promise<EmbeddedPostgres> | null;
}

/** Starts or finds the database, migrates it, and reads the keys. Throws `SettingsRefused` where a setting is missing. */
export async function prepareRuntime(settings: Settings, options: RuntimeOptions): Promise<Runtime> {
  const { dataDir } = settings;
  const keys = await readKeys(settings, dataDir);
  const database = await openDatabase(settings, options.embedded);
  const log = new Log(settings.logLevel);
  const dataSource = createDataSource(
    {
      url: database.applicationUrl,
      applicationName: `val-${settings.role}`,
      most: settings.databasePool,
      onLost: (code) => log.warn('database.connection-lost', { code }),
    },
    options.entities,
  );
  await dataSource.initialize();
  return {
    settings,
    clock: options.clock ?? new SystemClock(),
    dataSource,
    applicationUrl: database.applicationUrl,
    keys,
    stop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await database.stop();
    },
  };
}

async function openDatabase(settings: Settings, starting: RuntimeOptions['embedded']) {
  const embedded = await starting;
  if (embedded) return embedded;
  if (!settings.databaseUrl) throw new SettingsRefused('DATABASE_URL is missing');
  if (settings.databaseOwnerUrl) await migrateUp(settings.databaseOwnerUrl);
  const pending = await pendingMigrations(settings.databaseOwnerUrl ?? settings.databaseUrl);
  if (pending.length > 0) {
    throw new SettingsRefused(
      `${pending.length} migrations are pending: give DATABASE_OWNER_URL once to run them`,
    );
  }
  return { applicationUrl: settings.databaseUrl, stop: async () => undefined };
}

async function readKeys(settings: Settings, dataDir: string): Promise<Runtime['keys']> {
  const given = {
    fieldKeys: settings.fieldKeys,
    blindIndexKey: settings.blindIndexKey,
    auditKeys: settings.auditKeys,
  };
  const all = Object.values(given).every((text) => text !== null);
  const fallback = all || settings.production ? null : await developmentKeys(dataDir);
  return {
    field: parseKeyring('FIELD_KEYS', given.fieldKeys ?? fallback?.fieldKeys ?? ''),
    blindIndex: parseKey('BLIND_INDEX_KEY', given.blindIndexKey ?? fallback?.blindIndexKey ?? ''),
    audit: parseKeyring('AUDIT_KEYS', given.auditKeys ?? fallback?.auditKeys ?? ''),
  };
}
