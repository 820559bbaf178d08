import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newKeyringText, newKeyText } from './keyring.js';

/** The texts of all keys, as the settings would give them. */
export interface KeyTexts {
  fieldKeys: string;
  blindIndexKey: string;
  auditKeys: string;
}

/** The development keys of a data folder: made at the first start, kept readable for the owner alone. */
export async function developmentKeys(dataDir: string): Promise<KeyTexts> {
  const file = join(dataDir, 'development-keys.json');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept) return JSON.parse(kept) as KeyTexts;
  const made = { fieldKeys: newKeyringText(), blindIndexKey: newKeyText(), auditKeys: newKeyringText() };
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}
