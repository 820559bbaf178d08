import { configFolder } from '../../reference-data/policy/config-folder.js';
import type { ReferencePolicy } from '../../reference-data/policy/reference-policy.js';
import type { CodeBook } from './code-book.js';
import { readCodeBook } from './read-code.js';

let current: CodeBook | undefined;

/** The Codes of this process, read once. @throws PolicyRefused naming file, line and path */
export function currentCodeBook(policy: ReferencePolicy): CodeBook {
  current ??= readCodeBook(configFolder(), policy);
  return current;
}
