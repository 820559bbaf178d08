import { randomBytes } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { CHAIN_START, canonicalText, chainHash, isSameHash } from '../../src/platform/crypto/chain-hash.js';
import { FieldEncryption, SealedValueUnreadable } from '../../src/platform/crypto/field-encryption.js';
import {
  KeySettingUnreadable,
  newKeyText,
  newKeyringText,
  parseKey,
  parseKeyring,
} from '../../src/platform/crypto/keyring.js';

const place = { table: 'contact_point', column: 'value', rowId: '0190b6a2-0000-7000-8000-000000000001' };
const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const before = new FieldEncryption({ currentKeyId: 'k1', keys: new Map([['k1', oldKey]]) });
const during = new FieldEncryption({
  currentKeyId: 'k2',
  keys: new Map([
    ['k2', newKey],
    ['k1', oldKey],
  ]),
});
const after = new FieldEncryption({ currentKeyId: 'k2', keys: new Map([['k2', newKey]]) });

function failure(act: () => unknown): SealedValueUnreadable {
  try {
    act();
  } catch (error) {
    if (error instanceof SealedValueUnreadable) return error;
    throw error;
  }
  throw new Error('It was opened');
}

describe('field encryption', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const one = before.seal('07700 900123', place);
    const other = before.seal('07700 900123', place);
    expect(one).toMatch(/^v1\.k1\.[A-Za-z0-9_-]+$/);
    expect(one).not.toBe(other);
    expect(before.open(one, place)).toBe('07700 900123');
    expect(before.open(before.seal('', place), place)).toBe('');
  });

  it('never uses a nonce twice', () => {
    const nonces = Array.from({ length: 3000 }, () => before.seal('x', place).slice('v1.k1.'.length, 22));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it.each([
    ['table', { ...place, table: 'note' }],
    ['column', { ...place, column: 'label' }],
    ['row', { ...place, rowId: '0190b6a2-0000-7000-8000-000000000002' }],
  ])('refuses a value moved to another %s', (_what, elsewhere) => {
    expect(failure(() => before.open(before.seal('secret', place), elsewhere)).reason).toBe(
      'altered-or-moved',
    );
  });

  it.each([
    '',
    'secret',
    'v1.k1.',
    'v1.k1.AAAA',
    'v2.k1.AAAA',
    'v1.k1.AAAA.BBBB',
    'v1.K 1.AAAA',
    'v1.k1.a+/=',
  ])('refuses what was never sealed: %p', (text) => {
    expect(failure(() => before.open(text, place)).reason).toBe('malformed');
  });

  it('says which place and key failed, and nothing of the content', () => {
    const sealed = before.seal('the hidden refuge', place);
    const error = failure(() => after.open(sealed, place));
    expect(error).toMatchObject({ reason: 'unknown-key', keyId: 'k1' });
    expect(error.message).toContain(place.rowId);
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify(error) + error.message).not.toContain(sealed.split('.')[2]);
  });

  it('reads old values while keys rotate, and needs the old key no longer once they are sealed again', () => {
    const old = before.seal('note', place);
    expect(during.needsResealing(old)).toBe(true);
    const resealed = during.seal(during.open(old, place), place);
    expect(during.needsResealing(resealed)).toBe(false);
    expect(after.open(resealed, place)).toBe('note');
  });

  it('refuses text that would come back altered', () => {
    expect(() => before.seal('a\ud800b', place)).toThrow(TypeError);
  });

  it('keeps its keys out of sight', () => {
    expect(JSON.stringify(before)).toBe('{}');
  });
});

describe('keys in settings', () => {
  const key = newKeyText();

  it('reads a list of which the first key seals', () => {
    const ring = parseKeyring('FIELD_KEYS', `k2:${key}, k1:${newKeyText()}`);
    expect(ring.currentKeyId).toBe('k2');
    expect([...ring.keys.keys()]).toEqual(['k2', 'k1']);
    expect(parseKeyring('FIELD_KEYS', newKeyringText()).currentKeyId).toBe('dev-1');
  });

  it.each([
    ['', 'id:base64'],
    [key, 'id:base64'],
    [`K1:${key}`, 'key id'],
    [`k1:${key},k1:${newKeyText()}`, 'same id'],
    [`k1:${key},k2:${key}`, 'same key'],
    ['k1:not base64', 'base64'],
    ['k1:AAAA', '32 bytes'],
    [`k1:${Buffer.alloc(32, 7).toString('base64')}`, 'repeated byte'],
  ])('names the setting and the trouble with %p', (text, trouble) => {
    const read = () => parseKeyring('FIELD_KEYS', text);
    expect(read).toThrow(KeySettingUnreadable);
    expect(read).toThrow(/^FIELD_KEYS /);
    expect(read).toThrow(trouble);
  });

  it('never shows key material', () => {
    const short = randomBytes(31).toString('base64');
    expect(() => parseKey('BLIND_INDEX_KEY', short)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(short) }),
    );
  });
});

describe('blind index', () => {
  const index = new BlindIndex(oldKey);

  it('is the same for the same value, and another for another kind, value or key', () => {
    const phone = index.of('phone', '+447700900123');
    expect(phone).toMatch(/^[0-9a-f]{32}$/);
    expect(index.of('phone', '+447700900123')).toBe(phone);
    const others = [
      index.of('email', '+447700900123'),
      index.of('phone', '+447700900124'),
      new BlindIndex(newKey).of('phone', '+447700900123'),
    ];
    expect(new Set([phone, ...others]).size).toBe(4);
  });

  it('refuses a blank value, which would make strangers look alike', () => {
    expect(() => index.of('email', '  ')).toThrow(RangeError);
  });
});

describe('sealed chain', () => {
  const entries = [{ id: '1', action: 'case.read', at: '2019-04-01T00:00:00.000Z', fields: ['name'] }];

  it('depends on the key, the previous link and every entry', () => {
    const link = chainHash(oldKey, CHAIN_START, entries);
    const others = [
      chainHash(newKey, CHAIN_START, entries),
      chainHash(oldKey, link, entries),
      chainHash(oldKey, CHAIN_START, [...entries, ...entries]),
      chainHash(oldKey, CHAIN_START, [{ ...entries[0]!, fields: ['name', 'phone'] }]),
      chainHash(oldKey, CHAIN_START, []),
    ];
    expect(new Set([link, ...others]).size).toBe(6);
    expect(isSameHash(link, chainHash(oldKey, CHAIN_START, entries))).toBe(true);
    expect(isSameHash(link, others[0]!)).toBe(false);
    expect(isSameHash('', '')).toBe(false);
  });

  it('does not depend on the order of properties', () => {
    expect(canonicalText({ b: [1, null], a: { d: 'x', c: true } })).toBe(
      '{"a":{"c":true,"d":"x"},"b":[1,null]}',
    );
    expect(canonicalText(-0)).toBe('0');
  });

  it.each([0.5, 2 ** 60, Number.NaN, new Date(0), undefined, [undefined], { at: new Date(0) }, new Map()])(
    'refuses %p, which has no canonical form',
    (value) => {
      expect(() => canonicalText(value as never)).toThrow(RangeError);
    },
  );

  it('refuses a previous link that is none', () => {
    expect(() => chainHash(oldKey, 'abc', entries)).toThrow(RangeError);
  });
});
