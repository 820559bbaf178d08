import { configFolder } from './config-folder.js';
import { loadReferencePolicy } from './load-reference-policy.js';
import type { ReferencePolicy } from './reference-policy.js';

let current: ReferencePolicy | undefined;

/** The policy of this process, read once. @throws PolicyRefused naming file, line and path */
export function currentPolicy(): ReferencePolicy {
  current ??= loadReferencePolicy(configFolder());
  return current;
}
