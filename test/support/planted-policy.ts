import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { loadReferencePolicy } from '../../src/reference-data/policy/load-reference-policy.js';
import { PolicyRefused } from '../../src/reference-data/policy/policy-reader.js';
import type { ReferencePolicy } from '../../src/reference-data/policy/reference-policy.js';

const FOLDERS = ['reference-data', 'feeds', 'policy', 'templates', 'victims-code'];

/** What one file of `config/` shall say instead: its whole text, or a change to it. */
export type Planted = Record<string, string | ((text: string) => string)>;

/** Loads a copy of `config/` in which some files say something else. */
export function loadPlanted(planted: Planted): ReferencePolicy {
  const folder = mkdtempSync(join(tmpdir(), 'val-policy-'));
  try {
    for (const name of FOLDERS) cpSync(join(configFolder(), name), join(folder, name), { recursive: true });
    for (const [file, change] of Object.entries(planted)) {
      const path = join(folder, file);
      writeFileSync(path, typeof change === 'string' ? change : changed(readFileSync(path, 'utf8'), change));
    }
    return loadReferencePolicy(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The refusal of a copy of `config/` in which some files say something else. Throws where it is not refused. */
export function refusalOf(planted: Planted): PolicyRefused {
  try {
    loadPlanted(planted);
  } catch (error) {
    if (error instanceof PolicyRefused) return error;
    throw error;
  }
  throw new Error('The planted policy was not refused');
}

/** The line of a text, counted from 1, on which something stands. */
export function lineOf(text: string, something: string): number {
  return text.slice(0, text.indexOf(something)).split('\n').length;
}

function changed(text: string, change: (text: string) => string): string {
  const now = change(text);
  if (now === text) throw new Error('The planted change changes nothing');
  return now;
}
