import { SettingsRefused } from './platform/settings.js';
import { embeddedDatabaseOf, settingsFor } from './start-options.js';

/** `npm start`: the whole service. `--empty` leaves the samples out, `--demo` serves the demonstration's database. */
async function start(options: string[]): Promise<void> {
  const settings = settingsFor(options);
  // Before the large modules are loaded, so that PostgreSQL is made and started meanwhile.
  const embedded = embeddedDatabaseOf(settings);
  embedded?.catch(() => undefined);
  await import('reflect-metadata');
  await tellOfUncaughtErrors();
  const { startService } = await import('./start-service.js');
  await startService(settings, embedded, options.length === 0);
}

/** An error of the database holds what it was given: of one that nobody expected only kind and place are told. */
async function tellOfUncaughtErrors(): Promise<void> {
  const { Log } = await import('./platform/logging/log.js');
  process.on('uncaughtException', (error) => {
    const log = new Log('error');
    log.error('process.failed', log.describe(error));
    process.exit(1);
  });
}

start(process.argv.slice(2)).catch((error: unknown) => {
  const stack = error instanceof Error ? error.stack : error;
  console.error('The service did not start:', error instanceof SettingsRefused ? error.message : stack);
  process.exit(1);
});
