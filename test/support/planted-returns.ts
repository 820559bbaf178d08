import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { PolicyReader, PolicyRefused } from '../../src/reference-data/policy/policy-reader.js';

/** The refusal of a copy of `config/returns` in which a file says something else. Throws where it is read all the same. */
export function refusalOfReturns(
  file: string,
  change: (text: string) => string,
  read: (reader: PolicyReader) => unknown,
): PolicyRefused {
  const folder = mkdtempSync(join(tmpdir(), 'val-returns-'));
  try {
    cpSync(join(configFolder(), 'returns'), join(folder, 'returns'), { recursive: true });
    const path = join(folder, 'returns', file);
    const text = readFileSync(path, 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error('The planted change changes nothing');
    writeFileSync(path, changed);
    read(new PolicyReader(folder));
  } catch (error) {
    if (error instanceof PolicyRefused) return error;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
  throw new Error('The planted policy was not refused');
}
