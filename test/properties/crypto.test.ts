import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { canonicalText } from '../../src/platform/crypto/chain-hash.js';
import type { CanonicalValue } from '../../src/platform/crypto/chain-hash.js';
import { FieldEncryption, SealedValueUnreadable } from '../../src/platform/crypto/field-encryption.js';

const key = createHash('sha256').update('a key for tests').digest();
const encryption = new FieldEncryption({ currentKeyId: 'k1', keys: new Map([['k1', key]]) });
const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const place = fc.record({ table: text, column: text, rowId: text });

describe('field encryption', () => {
  it('opens whatever it sealed, in its place', () => {
    fc.assert(
      fc.property(text, place, (plaintext, where) => {
        expect(encryption.open(encryption.seal(plaintext, where), where)).toBe(plaintext);
      }),
    );
  });

  it('opens nowhere else', () => {
    fc.assert(
      fc.property(text, place, place, (plaintext, where, elsewhere) => {
        fc.pre(JSON.stringify(where) !== JSON.stringify(elsewhere));
        expect(() => encryption.open(encryption.seal(plaintext, where), elsewhere)).toThrow(
          SealedValueUnreadable,
        );
      }),
    );
  });

  it('notices any flipped bit of the stored text', () => {
    fc.assert(
      fc.property(text, place, fc.nat(), fc.nat(6), (plaintext, where, at, bit) => {
        const bytes = Buffer.from(encryption.seal(plaintext, where), 'latin1');
        bytes[at % bytes.length]! ^= 1 << bit;
        expect(() => encryption.open(bytes.toString('latin1'), where)).toThrow(SealedValueUnreadable);
      }),
      { numRuns: 500 },
    );
  });
});

describe('canonical text', () => {
  const value = fc.letrec<{ value: CanonicalValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  it('reads back as the value it was made from', () => {
    fc.assert(
      fc.property(value, (made) => {
        expect(canonicalText(JSON.parse(canonicalText(made)) as CanonicalValue)).toBe(canonicalText(made));
        expect(JSON.parse(canonicalText(made))).toEqual(JSON.parse(JSON.stringify(made)));
      }),
    );
  });
});
