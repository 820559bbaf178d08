import { withClient } from '../platform/database/cluster-roles.js';
import { type PostgresServer, startPostgresServer } from '../platform/database/postgres-server.js';

/** Somebody is looking at the demonstration's database. */
export class DemonstrationInUse extends Error {
  constructor() {
    super('The demonstration’s database is in use: stop `npm start -- --demo` or the other run first.');
  }
}

/**
 * Settings of the server while the demonstration is built. What a crash leaves of it is thrown away and built anew, so
 * the disk need not keep up; and each look at a table's rows makes every connection plan anew, so that they are looked
 * at when they have doubled.
 */
const WHILE_REPLAYING = {
  synchronous_commit: 'off',
  fsync: 'off',
  full_page_writes: 'off',
  max_wal_size: '4GB',
  checkpoint_timeout: '30min',
  autovacuum_naptime: '5min',
  shared_buffers: '512MB',
  update_process_title: 'off',
};

/** Drops the demonstration's database, so that it is built anew; refuses while another process uses it. */
export async function emptyDatabase(directory: string): Promise<PostgresServer> {
  const server = await startPostgresServer({ directory, log: () => undefined, settings: WHILE_REPLAYING });
  await withClient(server.superuserUrl('postgres'), async (client) => {
    const users = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = 'val' AND application_name LIKE 'val-%'`,
    );
    if (users.rows.length > 0) throw new DemonstrationInUse();
    await client.query('DROP DATABASE IF EXISTS val WITH (FORCE)');
  });
  return server;
}

/** Lets the server learn how many rows its tables have by now. */
export async function lookAtTables(server: PostgresServer): Promise<void> {
  await withClient(server.superuserUrl('val'), (client) => client.query('ANALYZE'));
}
