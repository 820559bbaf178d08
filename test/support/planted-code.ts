import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeBook } from '../../src/entitlements/code/code-book.js';
import { readCodeBook } from '../../src/entitlements/code/read-code.js';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import { PolicyRefused } from '../../src/reference-data/policy/policy-reader.js';

/** What one of the files of `config/victims-code` shall say instead. */
export type PlantedCode = Record<string, (text: string) => string>;

/** Reads a copy of the Codes in which some files say something else. */
export function codeWith(planted: PlantedCode): CodeBook {
  const folder = mkdtempSync(join(tmpdir(), 'val-code-'));
  try {
    cpSync(join(configFolder(), 'victims-code'), join(folder, 'victims-code'), { recursive: true });
    for (const [name, change] of Object.entries(planted)) {
      const path = join(folder, 'victims-code', name);
      const [before, after] = [readFileSync(path, 'utf8'), change(readFileSync(path, 'utf8'))];
      if (after === before) throw new Error('The planted change changes nothing');
      writeFileSync(path, after);
    }
    return readCodeBook(folder, currentPolicy());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The refusal of such a copy. Throws where it is not refused. */
export function codeRefusalOf(planted: PlantedCode): PolicyRefused {
  try {
    codeWith(planted);
  } catch (error) {
    if (error instanceof PolicyRefused) return error;
    throw error;
  }
  throw new Error('The planted Code was not refused');
}
