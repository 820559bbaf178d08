import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { TokenVerifier } from '../../src/platform/access/token-verifier.js';
import { SettableClock } from '../../src/platform/clock.js';
import { NOW, NOW_SECONDS, RULES, SigningKey } from '../support/access-tokens.js';

const key = new SigningKey('key-1');
const keysOf = (...keys: SigningKey[]): JWTVerifyGetKey =>
  createLocalJWKSet({ keys: keys.map(({ jwk }) => jwk) });

async function verdictOf(verifier: TokenVerifier, token: string): Promise<string> {
  return verifier.verify(token).then(
    ({ subject }) => subject,
    (error: { reason?: string }) => String(error.reason),
  );
}

describe('A token that was verified before', () => {
  it('is accepted and refused at the same seconds as one that was not', async () => {
    const clock = new SettableClock(NOW);
    const token = key.token({ nbf: NOW_SECONDS - 10, iat: NOW_SECONDS - 60, exp: NOW_SECONDS + 600 });
    const knowing = new TokenVerifier(RULES, keysOf(key), clock);
    await knowing.verify(token);
    const edges = [-60, -10, 0, 600].flatMap((edge) => [-31, -30, -29, 0, 29, 30, 31].map((by) => edge + by));
    for (const second of edges) {
      clock.set(new Date((NOW_SECONDS + second) * 1000));
      const verdict = await verdictOf(new TokenVerifier(RULES, keysOf(key), clock), token);
      expect([second, await verdictOf(knowing, token)]).toEqual([second, verdict]);
      clock.set(NOW);
      await knowing.verify(token);
    }
  });

  it('is refused once it is older than tokens may become', async () => {
    const clock = new SettableClock(NOW);
    const token = key.token({ exp: NOW_SECONDS + 7200 });
    const verifier = new TokenVerifier({ ...RULES, longestAgeSeconds: 3600 }, keysOf(key), clock);
    await verifier.verify(token);
    clock.set(new Date(NOW.getTime() + 3600_000));
    expect(await verdictOf(verifier, token)).toBe('expired');
  });

  it('is refused as soon as the issuer has its key no more, or another one of that name', async () => {
    let keys = keysOf(key);
    const verifier = new TokenVerifier(RULES, (header, jws) => keys(header, jws), new SettableClock(NOW));
    const token = key.token();
    await verifier.verify(token);
    keys = keysOf(new SigningKey('key-2'));
    expect(await verdictOf(verifier, token)).toBe('unknown-key');
    keys = keysOf(key);
    await verifier.verify(token);
    keys = keysOf(new SigningKey('key-1'));
    expect(await verdictOf(verifier, token)).toBe('signature');
  });

  it('is accepted again where the issuer lists the same keys anew', async () => {
    let keys = keysOf(key);
    const verifier = new TokenVerifier(RULES, (header, jws) => keys(header, jws), new SettableClock(NOW));
    const token = key.token();
    await verifier.verify(token);
    keys = keysOf(new SigningKey('key-0'), key);
    expect(await verdictOf(verifier, token)).toBe('someone-invented');
  });
});
