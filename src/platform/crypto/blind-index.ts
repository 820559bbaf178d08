import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { KEY_BYTES } from './keyring.js';

const INDEX_BYTES = 16;

/** What may be looked up without being readable. Birth dates and postcodes may not: they can be guessed through. */
export type BlindIndexKind = 'phone' | 'email' | 'address';

/**
 * A keyed fingerprint for finding equal encrypted values. Without the key it neither reveals nor confirms a value,
 * and equal texts of two kinds do not match.
 */
export class BlindIndex {
  readonly #key: KeyObject;

  /** @param key 32 bytes of its own, never a key that also encrypts; or the key of the index of another thread */
  constructor(key: Buffer | KeyObject) {
    this.#key = Buffer.isBuffer(key) ? createSecretKey(key) : key;
    if (this.#key.symmetricKeySize !== KEY_BYTES)
      throw new RangeError(`A blind index key has ${KEY_BYTES} bytes`);
  }

  /** For a thread of this process that indexes as this one does: an object that shows its bytes to no log. */
  get key(): KeyObject {
    return this.#key;
  }

  /**
   * 32 hex characters for a value that is already normalised.
   *
   * @throws RangeError for a blank value, which would make strangers look alike
   */
  of(kind: BlindIndexKind, normalisedValue: string): string {
    if (normalisedValue.trim() === '') throw new RangeError('A blank value has no blind index');
    return createHmac('sha256', this.#key)
      .update(`${kind}\u0000${normalisedValue}`, 'utf8')
      .digest()
      .toString('hex', 0, INDEX_BYTES);
  }
}
