/**
 * Parses the YAML files of `config/` at build time into `dist/parsed-config.json`, because parsing is a tenth of a start:
 * { "<folder>/<file>": { "sha256": of its text, "content": … } }. A start takes from it only files whose text is still
 * the same, and holds them to schemas and rules as ever; any other file it parses itself.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = readdirSync(`${root}config`, { recursive: true, encoding: 'utf8' });
const parsed = files
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => {
    const text = readFileSync(`${root}config/${path}`, 'utf8');
    const sha256 = createHash('sha256').update(text).digest('hex');
    return [path.replaceAll('\\', '/'), { sha256, content: contentOf(text) }];
  });
writeFileSync(`${root}dist/parsed-config.json`, JSON.stringify(Object.fromEntries(parsed)));

/** A file that cannot be parsed is left out: the start that reads it names the line. */
function contentOf(text) {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
