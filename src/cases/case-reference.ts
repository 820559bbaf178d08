import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letter that is read out as another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new case reference that can be read out on the phone, such as `VAL-4K7M-2QXD`. It says nothing of the person. */
export function newCaseReference(): string {
  const letters = Array.from(randomBytes(8), (byte) => LETTERS[byte % LETTERS.length]).join('');
  return `VAL-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
