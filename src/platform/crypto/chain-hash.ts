import { createHmac, timingSafeEqual } from 'node:crypto';

import { KEY_BYTES } from './keyring.js';

const DOMAIN = 'victim-advice-line/sealed-chain/v1';
const HASH = /^[0-9a-f]{64}$/;

/** What can be sealed: JSON without anything that two programs might spell differently. Instants go in as ISO text. */
export type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [name: string]: CanonicalValue };

/** The hash before the first link. */
export const CHAIN_START = '0'.repeat(64);

/**
 * The next link of a sealed chain: a keyed hash (HMAC-SHA-256, 64 hex characters) over the previous link and these
 * entries. Whoever lacks the key can neither extend the chain nor repair it after a change.
 *
 * @throws RangeError where the previous hash is not one, or a value has no canonical form
 */
export function chainHash(key: Buffer, previousHash: string, entries: readonly CanonicalValue[]): string {
  if (key.length !== KEY_BYTES) throw new RangeError(`A chain key has ${KEY_BYTES} bytes`);
  if (!HASH.test(previousHash)) throw new RangeError('The previous hash is not 64 lower-case hex characters');
  return createHmac('sha256', key)
    .update(`${DOMAIN}\n${previousHash}\n${canonicalText(entries)}`, 'utf8')
    .digest('hex');
}

/** Whether two links are equal, compared in constant time. */
export function isSameHash(one: string, other: string): boolean {
  return HASH.test(one) && HASH.test(other) && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/**
 * JSON with sorted names, no spaces and whole numbers only: one text for one value, whatever order a database or
 * a program gave its properties.
 *
 * @throws RangeError for a fraction, an unsafe integer, `undefined`, a Date or any other object of a class
 */
export function canonicalText(value: CanonicalValue): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return wholeNumber(value);
  if (isList(value)) return `[${Array.from(value, canonicalText).join(',')}]`;
  if (!isPlainObject(value)) throw new RangeError(`A ${typeof value} has no canonical form`);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name]!)}`).join(',')}}`;
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError('Only whole numbers have a canonical form');
  return JSON.stringify(value === 0 ? 0 : value);
}

function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
