import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

// A process that starts the embedded database in the folder it is given, tells where, and stops on SIGTERM.
const database = await startEmbeddedPostgres({ directory: process.argv[2] ?? '', log: () => undefined });
process.stdout.write(`${database.ownerUrl}\n`);
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(alive);
  void database.stop();
});
