import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Settings, SettingsRefused } from '../platform/settings.js';

/** Lies in the demonstration's folder once its whole period was replayed. */
const markIn = ({ dataDir }: Settings) => join(dataDir, 'replayed');

/** @throws SettingsRefused where the demonstration was never replayed to its end, and so would be empty */
export function mustBeReplayed(demo: Settings): void {
  if (existsSync(markIn(demo))) return;
  throw new SettingsRefused(
    `There is no demonstration in ${demo.dataDir} yet. Run \`npm run demo\` first: it builds one.`,
  );
}

/** Says that the demonstration is being built anew. */
export async function beginReplay(demo: Settings): Promise<void> {
  await rm(markIn(demo), { force: true });
}

/** Says that the demonstration is complete. */
export async function endReplay(demo: Settings): Promise<void> {
  await mkdir(demo.dataDir, { recursive: true });
  await writeFile(markIn(demo), '');
}
