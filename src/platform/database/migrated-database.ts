import type { DatabaseUrls } from './cluster-roles.js';
import type { EmbeddedPostgres } from './embedded-postgres.js';
import { startThread } from '../thread.js';

/** What the thread is told. */
export interface WantedDatabase {
  directory: string;
}

/**
 * Starts the embedded database and migrates it, in a thread of its own: a process that is busy loading its modules
 * does not hold it up.
 */
export async function startMigratedDatabase(directory: string): Promise<EmbeddedPostgres> {
  const wanted: WantedDatabase = { directory };
  const thread = startThread(new URL('./migrated-database.thread.js', import.meta.url), wanted);
  const urls = await new Promise<DatabaseUrls>((done, failed) => {
    thread.once('message', done);
    thread.once('error', failed);
    thread.once('exit', () => failed(new Error('The thread that starts the database ended before it did')));
  });
  return {
    ...urls,
    stop: async () => {
      const { stopPostgresServer } = await import('./postgres-server.js');
      await stopPostgresServer(directory);
    },
  };
}
