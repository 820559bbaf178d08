import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { configFolder } from '../../src/reference-data/policy/config-folder.js';
import { PolicyReader } from '../../src/reference-data/policy/policy-reader.js';

/** As built: the sources have nothing parsed beside them. */
const BUILT = '../../dist/src/reference-data/policy/parsed-at-build.js';
const { parsedAtBuild } = (await import(BUILT)) as { parsedAtBuild(file: string, text: string): unknown };

const reader = new PolicyReader(configFolder());
const files = ['feeds', 'forms', 'policy', 'reference-data', 'returns', 'victims-code'].flatMap((folder) =>
  reader.filesOf(folder),
);
const textOf = (file: string) => readFileSync(join(configFolder(), file), 'utf8');

describe('What the build parsed of config/', () => {
  it.each(files)('is what %s says', (file) => {
    expect(parsedAtBuild(file, textOf(file))).toEqual(parse(textOf(file)));
  });

  it('is not taken for a file that has changed since, or for another', () => {
    const text = textOf('policy/retention.yaml');
    expect(parsedAtBuild('policy/retention.yaml', `${text}# changed\n`)).toBeUndefined();
    expect(parsedAtBuild('policy/none.yaml', text)).toBeUndefined();
  });

  it('is each caller’s own', () => {
    const [file] = files as [string];
    expect(parsedAtBuild(file, textOf(file))).not.toBe(parsedAtBuild(file, textOf(file)));
  });
});
