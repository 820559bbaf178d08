import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenRefused } from '../../src/platform/access/token-refused.js';
import { canonicalJson } from '../../src/platform/access/idempotency.js';
import { SigningKey, verifierFor } from '../support/access-tokens.js';

const keys = [new SigningKey('key-1'), new SigningKey('key-2', 'RS256'), new SigningKey('key-3', 'EdDSA')];
const verifier = verifierFor(keys);
const tokens = keys.map((key) => key.token());

async function isRefused(token: string): Promise<boolean> {
  return verifier.verify(token).then(
    () => false,
    (error: unknown) => {
      if (!(error instanceof TokenRefused)) throw error;
      return true;
    },
  );
}

describe('an access token', () => {
  it('holds as it was signed', async () => {
    expect(await Promise.all(tokens.map(isRefused))).toEqual([false, false, false]);
  });

  it('is refused with any one bit of its text flipped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tokens),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        async (token, at, bit) => {
          const bytes = Buffer.from(token, 'latin1');
          const place = at % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
          expect(await isRefused(bytes.toString('latin1'))).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('is refused with any bit flipped in the last characters of its signature', async () => {
    for (const token of tokens) {
      const bytes = Buffer.from(token, 'latin1');
      for (let place = bytes.length - 4; place < bytes.length; place += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const flipped = Buffer.from(bytes);
          flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
          expect(await isRefused(flipped.toString('latin1'))).toBe(true);
        }
      }
    }
  });

  it('is refused cut short anywhere, and with anything after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tokens),
        fc.nat(),
        fc.string({ minLength: 1 }),
        async (token, at, more) => {
          expect(await isRefused(token.slice(0, at % token.length))).toBe(true);
          expect(await isRefused(token + more)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is never anything that was not signed: every other text ends as a refusal, not as a failure', async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(part, part, part, async (head, body, signature) => {
        expect(await isRefused(`${head}.${body}.${signature}`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the canonical form of a body', () => {
  it('is JSON of the same value, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(turned(value))).toBe(text);
      }),
    );
  });
});

/** The same value with the members of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, item]) => [name, turned(item)] as const);
  return Object.fromEntries(members.reverse());
}
