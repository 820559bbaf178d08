import 'reflect-metadata';
import { SettingsRefused } from './platform/settings.js';
import { startService } from './start-service.js';

/** `npm start`: the whole service. `--empty` leaves the samples out, `--demo` serves the demonstration's database. */
startService(process.argv.slice(2)).catch((error: unknown) => {
  const reason = error instanceof SettingsRefused ? error.message : error;
  console.error('The service did not start:', reason);
  process.exit(1);
});
