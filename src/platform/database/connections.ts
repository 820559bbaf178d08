import pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import { StatementClient } from './statement-client.js';

export interface ConnectionSettings {
  url: string;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** How many connections the process may hold. */
  most: number;
  /**
   * Told the SQLSTATE or the network's code when the server cuts a connection off. The pool opens another one when
   * it is next needed; who was using the connection gets the error as well.
   */
  onLost: (code: string) => void;
  /** Schema in which names without one are looked up. */
  schema?: string;
}

/**
 * Milliseconds after which the server gives up for us; waiting for a free connection ends as an error too. One that
 * nobody needs is closed after the last.
 */
const LIMITS = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 60_000,
  connectionTimeoutMillis: 5_000,
  // A connection has planned the statements that come again and again: a new one begins with none.
  idleTimeoutMillis: 300_000,
};

const DAY_OID = 1082;
const DAYS_OID = 1182;
const TEXTS_OID = 1009;

/** Days stay the text `2019-04-01`: as an instant they would move with the machine's time zone. */
const typesWithPlainDays: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    if (oid === DAY_OID) return String;
    const known: number = oid === DAYS_OID ? TEXTS_OID : oid;
    return pg.types.getTypeParser(known, format);
  }) as typeof pg.types.getTypeParser,
};

/** A pool whose broken connections never end the process. */
export function createPool(settings: ConnectionSettings): pg.Pool {
  const pool = new pg.Pool({
    ...poolOptions(settings),
    connectionString: settings.url,
    application_name: settings.applicationName,
    max: settings.most,
  });
  // An idle client reports to the pool; one in use only to itself, and an error that nobody hears ends the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', (error) => settings.onLost(codeOf(error))));
  return pool;
}

/** TypeORM on the same terms, for the application role. The schema belongs to migrations alone. */
export function createDataSource(
  settings: ConnectionSettings,
  entities: (EntitySchema | (new () => object))[] = [],
): DataSource {
  return new DataSource({
    type: 'postgres',
    url: settings.url,
    entities,
    applicationName: settings.applicationName,
    poolSize: settings.most,
    extra: { ...poolOptions(settings), Client: StatementClient },
    poolErrorHandler: (error: Error) => settings.onLost(codeOf(error)),
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
  });
}

function poolOptions({ schema }: ConnectionSettings): pg.PoolConfig {
  return {
    ...LIMITS,
    keepAlive: true,
    types: typesWithPlainDays,
    options: schema && `-c search_path=${schema}`,
  };
}

function codeOf(error: Error): string {
  return (error as { code?: string }).code ?? error.name;
}
