import { parentPort, workerData } from 'node:worker_threads';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import type { WantedDatabase } from './migrated-database.js';

const { directory } = workerData as WantedDatabase;
const whileWaiting = () => void import('./migrate.js').catch(() => undefined);
const database = await startEmbeddedPostgres({ directory, log: () => undefined, whileWaiting });
try {
  const { migrateUp } = await import('./migrate.js');
  await migrateUp(database.ownerUrl);
} catch (error) {
  await database.stop();
  throw error;
}
parentPort?.postMessage({ ownerUrl: database.ownerUrl, applicationUrl: database.applicationUrl }, []);
