import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const KEPT = new URL('../../../parsed-config.json', import.meta.url);

let kept: Record<string, { sha256: string; content?: unknown }> | undefined;

/**
 * What the build parsed of a file of `config/`, as long as its text is the same; undefined where it is not, or where
 * nothing was built. Each answer is the caller's own.
 */
export function parsedAtBuild(file: string, text: string): unknown {
  kept ??= existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, 'utf8')) as typeof kept & object) : {};
  const found = kept[file];
  if (found?.content === undefined) return undefined;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return found.sha256 === sha256 ? structuredClone(found.content) : undefined;
}
