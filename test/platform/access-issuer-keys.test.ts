import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SettableClock } from '../../src/platform/clock.js';
import { IssuerKeys, type KeyTimes } from '../../src/platform/access/issuer-keys.js';
import { TokenVerifier } from '../../src/platform/access/token-verifier.js';
import { NOW, RULES, SigningKey } from '../support/access-tokens.js';

/** An OpenID Connect issuer as far as we read one: discovery and its key set. */
class FakeIssuer {
  published: SigningKey[] = [];
  asked: string[] = [];
  answer: 'well' | 'error' | 'garbage' | 'never' | 'elsewhere' = 'well';
  discovery: Record<string, unknown> = {};
  private readonly server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    this.asked.push(path);
    if (this.answer === 'never') return;
    if (this.answer === 'error') response.writeHead(503);
    if (this.answer === 'elsewhere') response.writeHead(302, { location: `${this.url}/keys` });
    if (this.answer === 'garbage') response.end('<html>');
    else response.end(JSON.stringify(path === '/keys' ? this.keys() : this.description(path)));
  });

  async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private keys() {
    return { keys: this.published.map((key) => key.jwk) };
  }

  private description(path: string) {
    if (path !== '/.well-known/openid-configuration') return {};
    return { issuer: this.url, jwks_uri: `${this.url}/keys`, ...this.discovery };
  }
}

const first = new SigningKey('first');
const second = new SigningKey('second', 'RS256');

let issuer: FakeIssuer;
let failures: string[];

beforeEach(async () => {
  issuer = new FakeIssuer();
  failures = [];
  await issuer.start();
  issuer.published = [first];
});
afterEach(() => issuer.stop());

function verifierWith(times: Partial<KeyTimes> = {}, address = issuer.url): TokenVerifier {
  const keys = new IssuerKeys(address, (code) => failures.push(code), times);
  return new TokenVerifier({ ...RULES, issuer: address }, keys.find, new SettableClock(NOW));
}

const tokenBy = (key: SigningKey) => key.token({ iss: issuer.url });
const keyReads = () => issuer.asked.filter((path) => path === '/keys').length;
const away = expect.objectContaining({ status: 503, code: 'unavailable' });

describe('keys of a configured issuer', () => {
  it('are found by discovery, and read once for many tokens', async () => {
    const verifier = verifierWith();
    const users = await Promise.all(Array.from({ length: 20 }, () => verifier.verify(tokenBy(first))));
    await verifier.verify(tokenBy(first));
    expect(users[0]).toMatchObject({ subject: 'someone-invented' });
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('are found where the issuer ends in a slash', async () => {
    const address = `${issuer.url}/`;
    issuer.discovery = { issuer: address };
    await verifierWith({}, address).verify(first.token({ iss: address }));
    expect(issuer.asked[0]).toBe('/.well-known/openid-configuration');
  });

  it('that are new are fetched when a token names one', async () => {
    const verifier = verifierWith({ cooldown: 0 });
    await verifier.verify(tokenBy(first));
    issuer.published = [first, second];
    expect(await verifier.verify(tokenBy(second))).toMatchObject({ roles: ['coordinator'] });
    expect(await verifier.verify(tokenBy(first))).toMatchObject({ roles: ['coordinator'] });
    expect(keyReads()).toBe(2);
  });

  it('that nobody knows do not make us ask again and again', async () => {
    const verifier = verifierWith();
    await verifier.verify(tokenBy(first));
    for (let turn = 0; turn < 20; turn += 1) {
      const forged = new SigningKey(`made-up-${turn}`);
      await expect(verifier.verify(tokenBy(forged))).rejects.toMatchObject({ reason: 'unknown-key' });
    }
    expect(keyReads()).toBe(1);
  });

  it('that were withdrawn end when the held ones are no longer fresh', async () => {
    const verifier = verifierWith({ freshFor: 20 });
    await verifier.verify(tokenBy(first));
    issuer.published = [second];
    await pause(30);
    await expect(verifier.verify(tokenBy(first))).rejects.toMatchObject({ reason: 'unknown-key' });
  });

  it('outlive a short absence of the issuer, but not a long one', async () => {
    const verifier = verifierWith({ freshFor: 0, heldFor: 250, retryAfter: 0 });
    await verifier.verify(tokenBy(first));
    issuer.answer = 'error';
    await verifier.verify(tokenBy(first));
    await pause(300);
    await expect(verifier.verify(tokenBy(first))).rejects.toEqual(away);
    issuer.answer = 'well';
    await verifier.verify(tokenBy(first));
  });
});

describe('an issuer that does not answer as it should', () => {
  it.each(['error', 'garbage', 'elsewhere'] as const)(
    '(%s) is unavailable, not a refusal',
    async (answer) => {
      issuer.answer = answer;
      await expect(verifierWith().verify(tokenBy(first))).rejects.toEqual(away);
      expect(failures).toHaveLength(1);
    },
  );

  it('is given a limited time', async () => {
    issuer.answer = 'never';
    const begun = performance.now();
    await expect(verifierWith({ timeout: 100 }).verify(tokenBy(first))).rejects.toEqual(away);
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(failures).toEqual(['TimeoutError']);
  });

  it('is left alone for a while', async () => {
    issuer.answer = 'error';
    const verifier = verifierWith();
    for (let turn = 0; turn < 5; turn += 1)
      await expect(verifier.verify(tokenBy(first))).rejects.toEqual(away);
    expect(issuer.asked).toHaveLength(1);
  });

  it('is not there at all', async () => {
    const verifier = verifierWith({}, 'http://127.0.0.1:1');
    await expect(verifier.verify(first.token())).rejects.toEqual(away);
    expect(failures).toHaveLength(1);
  });

  it('says that it is another', async () => {
    issuer.discovery = { issuer: 'https://evil.example.com' };
    await expect(verifierWith().verify(tokenBy(first))).rejects.toEqual(away);
    expect(failures).toEqual(['other-issuer']);
  });

  it.each(['http://evil.example.com/keys', 'file:///etc/passwd', 'not an address', ''])(
    'names %p as the place of its keys',
    async (address) => {
      issuer.discovery = { jwks_uri: address };
      await expect(verifierWith().verify(tokenBy(first))).rejects.toEqual(away);
      expect(keyReads()).toBe(0);
    },
  );

  it.each([
    ['secret', { kty: 'oct', k: 'c2VjcmV0', kid: 'first', alg: 'ES256' }],
    ['private', { ...first.privateKey.export({ format: 'jwk' }), kid: 'first', alg: 'ES256' }],
  ])('publishes a %s key', async (_kind, jwk) => {
    issuer.published = [{ jwk } as unknown as SigningKey];
    await expect(verifierWith().verify(tokenBy(first))).rejects.toMatchObject({ status: 401 });
  });
});

describe('the address of an issuer', () => {
  it.each(['http://sign-in.example.org', 'ftp://sign-in.example.org', 'nonsense'])(
    'may not be %s',
    (address) => {
      expect(() => new IssuerKeys(address, () => undefined)).toThrow();
    },
  );

  it.each(['https://sign-in.example.org', 'http://localhost:8080/realms/val', 'http://[::1]:1'])(
    'may be %s',
    (address) => {
      expect(() => new IssuerKeys(address, () => undefined)).not.toThrow();
    },
  );
});
