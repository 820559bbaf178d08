import pg from 'pg';

/**
 * What an administrator runs once on a PostgreSQL server of one's own, and what we run on the embedded one.
 *
 * Placeholders are psql variables, so that it can be printed and piped into
 * `psql -v database=… -v owner_password=… -v application_password=…`. `server` runs in any database, `database` in
 * the new one. The owner migrates, BullMQ's tables too, and is never used by a running service. The application may
 * make nothing that lasts (BullMQ needs temporary tables) and truncate nothing; row-level security binds both.
 */
export const CLUSTER_SQL = {
  server: {
    ownerRole: `CREATE ROLE val_owner WITH LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';`,
    applicationRole: `CREATE ROLE val_app WITH LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'application_password';`,
    database: `CREATE DATABASE :"database" OWNER val_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C.UTF-8';`,
    databaseRights: `REVOKE ALL ON DATABASE :"database" FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO val_app;`,
  },
  database: `
ALTER SCHEMA public OWNER TO val_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO val_app;
CREATE SCHEMA IF NOT EXISTS bullmq AUTHORIZATION val_owner;
GRANT USAGE ON SCHEMA bullmq TO val_app;
ALTER DEFAULT PRIVILEGES FOR ROLE val_owner IN SCHEMA bullmq GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO val_app;
ALTER DEFAULT PRIVILEGES FOR ROLE val_owner IN SCHEMA bullmq GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO val_app;`,
} as const;

export interface ClusterNames {
  database: string;
  ownerPassword: string;
  applicationPassword: string;
}

/** Addresses of the two roles in one database. */
export interface DatabaseUrls {
  /** For migrations only. */
  ownerUrl: string;
  applicationUrl: string;
}

const ROLES_LOCK = 7_201_847_001;

/**
 * Sees to it that both roles, the database and its schemas are there, with these passwords. Any number of
 * processes may do so at once. `superuserUrl` may name any database of the server.
 */
export async function ensureClusterRoles(superuserUrl: string, names: ClusterNames): Promise<DatabaseUrls> {
  const { server, database } = CLUSTER_SQL;
  await withClient(superuserUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [ROLES_LOCK]);
    await ensureRole(client, 'val_owner', filled(server.ownerRole, names));
    await ensureRole(client, 'val_app', filled(server.applicationRole, names));
    if (!(await has(client, 'SELECT 1 FROM pg_database WHERE datname = $1', names.database))) {
      await client.query(filled(await withServersLocale(client, server.database), names));
    }
    await client.query(filled(server.databaseRights, names));
    await withClient(inDatabase(superuserUrl, names.database), (inside) => inside.query(database));
  });
  return roleUrls(superuserUrl, names);
}

/** The addresses that `ensureClusterRoles` answers, for a database that is known to be there. */
export function roleUrls(superuserUrl: string, names: ClusterNames): DatabaseUrls {
  const as = (role: string, password: string) => {
    const url = new URL(inDatabase(superuserUrl, names.database));
    url.username = role;
    url.password = password;
    return url.href;
  };
  return {
    ownerUrl: as('val_owner', names.ownerPassword),
    applicationUrl: as('val_app', names.applicationPassword),
  };
}

/** The same address with another database. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/** Opens one connection for some work and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, create: string): Promise<void> {
  const isThere = await has(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', role);
  await client.query(isThere ? create.replace('CREATE ROLE', 'ALTER ROLE') : create);
}

/** A server whose own locale is PostgreSQL's built-in one needs none from the operating system. */
async function withServersLocale(client: pg.Client, create: string): Promise<string> {
  const isBuiltIn = await has(
    client,
    `SELECT 1 FROM pg_database WHERE datname = $1 AND datlocprovider = 'b'`,
    'template0',
  );
  return isBuiltIn ? create.replace(/ LOCALE_PROVIDER [^;]*/, '') : create;
}

async function has(client: pg.Client, query: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(query, [name]);
  return rowCount === 1;
}

/** A text of `CLUSTER_SQL` with its placeholders replaced by quoted values. */
export function filled(sql: string, names: ClusterNames): string {
  return sql
    .replaceAll(`:"database"`, () => pg.escapeIdentifier(names.database))
    .replaceAll(`:'owner_password'`, () => pg.escapeLiteral(names.ownerPassword))
    .replaceAll(`:'application_password'`, () => pg.escapeLiteral(names.applicationPassword));
}
