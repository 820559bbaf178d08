import { join } from 'node:path';
import { demoSettings } from './demo/demo-settings.js';
import { mustBeReplayed } from './demo/replayed-mark.js';
import type { EmbeddedPostgres } from './platform/database/embedded-postgres.js';
import { startMigratedDatabase } from './platform/database/migrated-database.js';
import { Settings, SettingsRefused } from './platform/settings.js';

const OPTIONS = ['--empty', '--demo'];

/** The settings of a start with these options of the command line. @throws SettingsRefused */
export function settingsFor(options: string[]): Settings {
  const unknown = options.find((option) => !OPTIONS.includes(option));
  if (unknown) throw new SettingsRefused(`There is no option ${unknown}; there are ${OPTIONS.join(' and ')}`);
  const settings = new Settings();
  if (!options.includes('--demo')) return settings;
  const demo = demoSettings(settings);
  mustBeReplayed(demo);
  return demo;
}

/** Starts the embedded database where no other is named, and migrates it while the service's modules are loaded. */
export function embeddedDatabaseOf(settings: Settings): Promise<EmbeddedPostgres> | null {
  return settings.databaseUrl ? null : startMigratedDatabase(join(settings.dataDir, 'postgres'));
}
