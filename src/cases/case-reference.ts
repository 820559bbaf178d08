import { randomFillSync } from 'node:crypto';

/** Crockford's alphabet: no letter that is read out as another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/** Random bytes cost by the call, not by the byte. */
const drawn = Buffer.alloc(LENGTH * 512);
let used = drawn.length;

/** A new case reference that can be read out on the phone, such as `VAL-4K7M-2QXD`. It says nothing of the person. */
export function newCaseReference(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  let letters = '';
  for (const byte of drawn.subarray(used, (used += LENGTH))) letters += LETTERS[byte % LETTERS.length]!;
  return `VAL-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
