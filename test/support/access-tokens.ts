import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createLocalJWKSet, type JWK } from 'jose';
import { SettableClock } from '../../src/platform/clock.js';
import { type TokenRules, TokenVerifier } from '../../src/platform/access/token-verifier.js';

export const ISSUER = 'https://sign-in.example.org';
export const AUDIENCE = 'victim-advice-line';
/** The instant at which the tokens of the tests are looked at. */
export const NOW = new Date('2026-03-02T09:00:00Z');
export const NOW_SECONDS = NOW.getTime() / 1000;

export const RULES: TokenRules = {
  issuer: ISSUER,
  audience: AUDIENCE,
  algorithms: ['ES256', 'RS256', 'EdDSA'],
  rolesClaim: 'roles',
  nameClaim: 'name',
  teamClaim: 'team',
  requiredAcr: null,
};

type Claims = Record<string, unknown>;

/** A key pair of an issuer, with the public half as it would be published. */
export class SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;

  constructor(
    readonly kid: string,
    readonly alg: 'ES256' | 'RS256' | 'EdDSA' = 'ES256',
  ) {
    const pair = pairFor(alg);
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  get jwk(): JWK {
    const { kty, crv, x, y, n, e } = this.publicKey.export({ format: 'jwk' }) as JWK;
    return JSON.parse(
      JSON.stringify({ kty, crv, x, y, n, e, kid: this.kid, alg: this.alg, use: 'sig' }),
    ) as JWK;
  }

  get pem(): string {
    return this.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  }

  /** A token that holds, but for what is given differently. `undefined` leaves a member out. */
  token(claims: Claims = {}, header: Claims = {}): string {
    return signed({ ...this.header(), ...header }, { ...goodClaims(), ...claims }, (text) => this.sign(text));
  }

  header(): Claims {
    return { alg: this.alg, typ: 'at+jwt', kid: this.kid };
  }

  sign(text: string): Buffer {
    if (this.alg === 'RS256') return sign('sha256', Buffer.from(text), this.privateKey);
    if (this.alg === 'EdDSA') return sign(null, Buffer.from(text), this.privateKey);
    return sign('sha256', Buffer.from(text), { key: this.privateKey, dsaEncoding: 'ieee-p1363' });
  }
}

export function goodClaims(): Claims {
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'someone-invented',
    iat: NOW_SECONDS - 60,
    nbf: NOW_SECONDS - 60,
    exp: NOW_SECONDS + 600,
    roles: ['coordinator'],
    name: 'Invented Person',
    team: 'central',
  };
}

/** Puts a token together with any signature at all. */
export function signed(header: Claims, claims: unknown, signature: (text: string) => Buffer): string {
  const text = `${encoded(JSON.stringify(header))}.${encoded(JSON.stringify(claims))}`;
  return `${text}.${signature(text).toString('base64url')}`;
}

export function hmac(secret: string | Buffer): (text: string) => Buffer {
  return (text) => createHmac('sha256', secret).update(text).digest();
}

export function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export function verifierFor(keys: SigningKey[], rules: Partial<TokenRules> = {}, at = NOW): TokenVerifier {
  const published = createLocalJWKSet({ keys: keys.map((key) => key.jwk) });
  return new TokenVerifier({ ...RULES, ...rules }, published, new SettableClock(at));
}

function pairFor(alg: SigningKey['alg']): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return alg === 'EdDSA'
    ? generateKeyPairSync('ed25519')
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
