import { withClient } from '../platform/database/cluster-roles.js';
import { startPostgresServer } from '../platform/database/postgres-server.js';

/** Somebody is looking at the demonstration's database. */
export class DemonstrationInUse extends Error {
  constructor() {
    super('The demonstration’s database is in use: stop `npm start -- --demo` or the other run first.');
  }
}

/** Drops the demonstration's database, so that it is built anew; refuses while another process uses it. */
export async function emptyDatabase(directory: string): Promise<void> {
  // Built anew each time: the disk need not keep up while months are replayed.
  const settings = { synchronous_commit: 'off' };
  const server = await startPostgresServer({ directory, log: () => undefined, settings });
  await withClient(server.superuserUrl('postgres'), async (client) => {
    const users = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = 'val' AND application_name LIKE 'val-%'`,
    );
    if (users.rows.length > 0) throw new DemonstrationInUse();
    await client.query('DROP DATABASE IF EXISTS val WITH (FORCE)');
  });
}
