import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configFolder } from '../../reference-data/policy/config-folder.js';
import { differencesOf, type Golden, goldenOf } from './golden.js';
import type { PeriodFigures } from './period-figures.js';

const FOLDER = join(configFolder(), '..', 'test', 'golden');
const fileOf = (name: string) => join(FOLDER, `${name}.json`);

/** Writes the figures of a period down as those that are expected from now on. */
export async function writeGolden(period: string, figures: PeriodFigures): Promise<void> {
  for (const [name, golden] of Object.entries(goldenOf(figures)))
    await writeFile(fileOf(`${name}-${period}`), `${JSON.stringify(golden, null, 2)}\n`);
}

/**
 * Where the figures of a period are not those expected; one line each, first the name of the file. Nothing is expected
 * where the service was installed without its tests.
 */
export async function goldenDifferences(period: string, figures: PeriodFigures): Promise<string[]> {
  if (!existsSync(FOLDER)) return [];
  const found = await Promise.all(
    Object.entries(goldenOf(figures)).map(async ([name, golden]) => {
      const file = `${name}-${period}`;
      const text = await readFile(fileOf(file), 'utf8').catch(() => null);
      if (text === null) return [`${file}: nothing is expected yet`];
      const expected = JSON.parse(text) as Golden;
      return differencesOf(golden, expected).map((line) => `${file}: ${line}`);
    }),
  );
  return found.flat();
}
