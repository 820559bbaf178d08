import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { isKeyId, KEY_BYTES } from './keyring.js';
import type { Keyring } from './keyring.js';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCES_DRAWN_AT_ONCE = 512;

/** The one place where a sealed value can be opened. */
export interface SealedPlace {
  table: string;
  column: string;
  rowId: string;
}

/** A sealed value was altered, stands in another place than it was sealed for, or its key is not here. */
export class SealedValueUnreadable extends Error {
  constructor(
    readonly place: SealedPlace,
    readonly reason: 'malformed' | 'unknown-key' | 'altered-or-moved',
    readonly keyId?: string,
  ) {
    super(
      `The sealed value in ${place.table}.${place.column} of row ${place.rowId} cannot be opened: ` +
        reason +
        (keyId === undefined ? '' : ` (key ${keyId})`),
    );
    this.name = 'SealedValueUnreadable';
  }
}

/** The key of a sealed value is not in the keyring: a fault of the deployment, never of the value. */
export function isKeyMissing(error: unknown): error is SealedValueUnreadable {
  return error instanceof SealedValueUnreadable && error.reason === 'unknown-key';
}

/** A keyring in use: its keys are objects that show their bytes to no log. */
export interface HeldKeyring {
  currentKeyId: string;
  keys: ReadonlyMap<string, KeyObject>;
}

/**
 * Encrypts single fields with AES-256-GCM. A value reads `v1.<key id>.<base64url of nonce, ciphertext and tag>`
 * and is bound to its table, column and row, so that it opens nowhere else.
 * The length of the plaintext shows; nothing else does.
 */
export class FieldEncryption {
  readonly #currentKeyId: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #nonces = Buffer.alloc(NONCE_BYTES * NONCES_DRAWN_AT_ONCE);
  #noncesUsed = NONCES_DRAWN_AT_ONCE;

  constructor(keyring: Keyring | HeldKeyring) {
    const keys = [...keyring.keys].map(([id, key]) => [id, keyObjectOf(key)] as const);
    for (const [id, key] of keys) {
      if (!isKeyId(id) || key.symmetricKeySize !== KEY_BYTES) throw new RangeError(`Key ${id} is not usable`);
    }
    if (!keyring.keys.has(keyring.currentKeyId))
      throw new RangeError('The current key is not in the keyring');
    this.#currentKeyId = keyring.currentKeyId;
    this.#keys = new Map(keys);
  }

  /** For a thread of this process that opens what this one seals. */
  get keyring(): HeldKeyring {
    return { currentKeyId: this.#currentKeyId, keys: this.#keys };
  }

  /**
   * Seals a text for one place with the current key. Sealing the same text twice gives two different values.
   *
   * @throws TypeError where the text has a lone surrogate, which would not come back as it was
   */
  seal(plaintext: string, place: SealedPlace): string {
    if (!plaintext.isWellFormed()) throw new TypeError('The text to seal is not well-formed Unicode');
    const keyId = this.#currentKeyId;
    const nonce = this.nextNonce();
    const cipher = createCipheriv(ALGORITHM, this.#keys.get(keyId)!, nonce);
    cipher.setAAD(boundTo(place, keyId));
    const ciphertext = cipher.update(plaintext, 'utf8');
    cipher.final();
    const body = Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
    return `${FORMAT}.${keyId}.${body.toString('base64url')}`;
  }

  /** Opens what was sealed for exactly this place. @throws SealedValueUnreadable */
  open(sealed: string, place: SealedPlace): string {
    const { keyId, body } = takeApart(sealed, place);
    const key = this.#keys.get(keyId);
    if (!key) throw new SealedValueUnreadable(place, 'unknown-key', keyId);
    const decipher = createDecipheriv(ALGORITHM, key, body.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(place, keyId));
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    const plaintext = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw new SealedValueUnreadable(place, 'altered-or-moved', keyId);
    }
    return plaintext.toString('utf8');
  }

  /** Whether a value was sealed by another key than the current one, and so waits for rotation. */
  needsResealing(sealed: string): boolean {
    return !sealed.startsWith(`${FORMAT}.${this.#currentKeyId}.`);
  }

  private nextNonce(): Buffer {
    if (this.#noncesUsed === NONCES_DRAWN_AT_ONCE) {
      randomFillSync(this.#nonces);
      this.#noncesUsed = 0;
    }
    const start = this.#noncesUsed * NONCE_BYTES;
    this.#noncesUsed += 1;
    return this.#nonces.subarray(start, start + NONCE_BYTES);
  }
}

function keyObjectOf(key: Buffer | KeyObject): KeyObject {
  return Buffer.isBuffer(key) ? createSecretKey(key) : key;
}

function boundTo(place: SealedPlace, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, keyId, place.table, place.column, place.rowId]));
}

function takeApart(sealed: string, place: SealedPlace): { keyId: string; body: Buffer } {
  const [format, keyId, text, ...more] = sealed.split('.');
  if (format !== FORMAT || keyId === undefined || text === undefined || more.length > 0 || !isKeyId(keyId)) {
    throw new SealedValueUnreadable(place, 'malformed');
  }
  const body = Buffer.from(text, 'base64url');
  // Base64 has several spellings of the same bytes; only the one that we write is ours.
  if (body.length < NONCE_BYTES + TAG_BYTES || body.toString('base64url') !== text) {
    throw new SealedValueUnreadable(place, 'malformed');
  }
  return { keyId, body };
}
