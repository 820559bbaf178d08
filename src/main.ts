import 'reflect-metadata';
import { Log } from './platform/logging/log.js';
import { SettingsRefused } from './platform/settings.js';
import { embeddedDatabaseOf, settingsFor } from './start-options.js';

// An error of the database holds what it was given: of one that nobody expected only kind and place are told.
process.on('uncaughtException', (error) => {
  const log = new Log('error');
  log.error('process.failed', log.describe(error));
  process.exit(1);
});

/** `npm start`: the whole service. `--empty` leaves the samples out, `--demo` serves the demonstration's database. */
async function start(options: string[]): Promise<void> {
  const settings = settingsFor(options);
  // PostgreSQL starts in a process of its own while this one loads its modules.
  const embedded = embeddedDatabaseOf(settings);
  embedded?.catch(() => undefined);
  const { loadLibraries } = await import('./load-libraries.js');
  await loadLibraries();
  const { startService } = await import('./start-service.js');
  await startService(settings, embedded, options.length === 0);
}

start(process.argv.slice(2)).catch((error: unknown) => {
  const stack = error instanceof Error ? error.stack : error;
  console.error('The service did not start:', error instanceof SettingsRefused ? error.message : stack);
  process.exit(1);
});
