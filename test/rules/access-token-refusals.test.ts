import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Refusal } from '../../src/platform/access/token-refused.js';
import { TokenRefused } from '../../src/platform/access/token-refused.js';
import type { TokenVerifier } from '../../src/platform/access/token-verifier.js';
import {
  encoded,
  goodClaims,
  hmac,
  ISSUER,
  NOW,
  NOW_SECONDS,
  SigningKey,
  signed,
  verifierFor,
} from '../support/access-tokens.js';

const key = new SigningKey('key-1');
const rsa = new SigningKey('key-2', 'RS256');
const edwards = new SigningKey('key-3', 'EdDSA');
const stranger = new SigningKey('key-1');
const verifier = verifierFor([key, rsa, edwards]);
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

async function refusalOf(token: string, by: TokenVerifier = verifier): Promise<Refusal | 'accepted'> {
  try {
    await by.verify(token);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    expect(error.status).toBe(401);
    expect(error.code).toBe('unauthenticated');
    return error.reason;
  }
}

const noSignature = () => Buffer.alloc(0);
const [head = '', body = '', signature = ''] = key.token().split('.');
const tampered = encoded(JSON.stringify({ ...goodClaims(), roles: ['administrator'] }));
const long = 'x'.repeat(9000);

const FORGED: [name: string, token: string, reason: Refusal][] = [
  ['no token at all', '', 'malformed'],
  ['words', 'not a token', 'malformed'],
  ['two parts', `${head}.${body}`, 'malformed'],
  ['four parts', `${head}.${body}.${signature}.${signature}`, 'malformed'],
  ['an encrypted token of five parts', `${head}.${body}.${signature}.${signature}.${signature}`, 'malformed'],
  ['padding', `${head}.${body}.${signature}==`, 'malformed'],
  ['a header that is not JSON', `${encoded('{')}.${body}.${signature}`, 'malformed'],
  ['a header that is a list', `${encoded('[]')}.${body}.${signature}`, 'malformed'],
  ['a payload that is not JSON', signedText(encoded('{"iss":')), 'malformed'],
  ['a payload that is a list', signed(key.header(), [goodClaims()], (text) => key.sign(text)), 'malformed'],
  ['more than 8 KiB', key.token({ note: long }), 'malformed'],
  ['algorithm none without signature', `${encoded('{"alg":"none","typ":"at+jwt"}')}.${body}.`, 'malformed'],
  [
    'algorithm none with a signature',
    signed({ ...key.header(), alg: 'none' }, goodClaims(), () => Buffer.from('x')),
    'algorithm',
  ],
  [
    'algorithm NoNe',
    signed({ ...key.header(), alg: 'NoNe' }, goodClaims(), () => Buffer.from('x')),
    'algorithm',
  ],
  ['no algorithm', key.token({}, { alg: undefined }), 'algorithm'],
  ['an algorithm that is a list', key.token({}, { alg: ['ES256'] }), 'algorithm'],
  [
    'HS256 with the public key as PEM',
    signed({ ...rsa.header(), alg: 'HS256' }, goodClaims(), hmac(rsa.pem)),
    'algorithm',
  ],
  [
    'HS256 with an empty secret',
    signed({ ...key.header(), alg: 'HS256' }, goodClaims(), hmac('')),
    'algorithm',
  ],
  ['RS512 where only RS256 is on the list', rsa.token({}, { alg: 'RS512' }), 'algorithm'],
  ['another algorithm than the key has', rsa.token({}, { kid: key.kid, alg: 'RS256' }), 'unknown-key'],
  ['a signature of nothing', signed(key.header(), goodClaims(), noSignature), 'malformed'],
  [
    'a signature of zeros (CVE-2022-21449)',
    signed(key.header(), goodClaims(), () => Buffer.alloc(64)),
    'signature',
  ],
  ['a tampered payload', `${head}.${tampered}.${signature}`, 'signature'],
  ['a stranger under our key id', stranger.token(), 'signature'],
  ['an unknown key id', new SigningKey('key-9').token(), 'unknown-key'],
  ['a key id that is a path', key.token({}, { kid: '../../../../dev/null' }), 'unknown-key'],
  ['a key id that is SQL', key.token({}, { kid: "key-1' OR '1'='1" }), 'unknown-key'],
  ['a key id that is a number', key.token({}, { kid: 1 }), 'unknown-key'],
  ['its own key in the header', stranger.token({}, { jwk: stranger.jwk }), 'header'],
  ['a place to fetch the key', stranger.token({}, { jku: 'https://evil.example.com/keys' }), 'header'],
  ['a place to fetch the certificate', stranger.token({}, { x5u: 'https://evil.example.com/c' }), 'header'],
  ['its own certificate', stranger.token({}, { x5c: ['MIIB'] }), 'header'],
  ['an extension that must be understood', key.token({}, { crit: ['exp'] }), 'header'],
  ['an unencoded payload', key.token({}, { b64: false }), 'header'],
  ['compression', key.token({}, { zip: 'DEF' }), 'header'],
  ['no type', key.token({}, { typ: undefined }), 'type'],
  ['an identity token type', key.token({}, { typ: 'id_token+jwt' }), 'type'],
  ['a logout token', key.token({}, { typ: 'logout+jwt' }), 'type'],
  ['another issuer', key.token({ iss: 'https://evil.example.com' }), 'issuer'],
  ['the issuer with a slash', key.token({ iss: `${ISSUER}/` }), 'issuer'],
  ['no issuer', key.token({ iss: undefined }), 'claims'],
  ['another audience', key.token({ aud: 'another-service' }), 'audience'],
  ['a list of other audiences', key.token({ aud: ['another-service', 'victim-advice-line-2'] }), 'audience'],
  ['no audience', key.token({ aud: undefined }), 'claims'],
  ['no expiry', key.token({ exp: undefined }), 'claims'],
  ['an expiry in words', key.token({ exp: '2030-01-01' }), 'claims'],
  ['an expiry of null', key.token({ exp: null }), 'claims'],
  ['a past expiry', key.token({ exp: NOW_SECONDS - 31 }), 'expired'],
  ['no time of issue', key.token({ iat: undefined }), 'claims'],
  ['a time of issue to come', key.token({ iat: NOW_SECONDS + 31 }), 'not-yet-valid'],
  ['an issue of more than 12 hours ago', key.token({ iat: NOW_SECONDS - 12 * 3600 - 31 }), 'expired'],
  ['a beginning to come', key.token({ nbf: NOW_SECONDS + 31 }), 'not-yet-valid'],
  ['a beginning in words', key.token({ nbf: 'now' }), 'claims'],
  ['no subject', key.token({ sub: undefined }), 'claims'],
  ['an empty subject', key.token({ sub: '' }), 'claims'],
  ['a subject that is a number', key.token({ sub: 7 }), 'claims'],
  ['a subject with a NUL', key.token({ sub: 'a\0b' }), 'claims'],
  ['a subject that outgrows its column', key.token({ sub: 'a'.repeat(256) }), 'claims'],
  ['a subject of the service itself', key.token({ sub: 'service:val' }), 'claims'],
];

function signedText(payload: string): string {
  const text = `${encoded(JSON.stringify(key.header()))}.${payload}`;
  return `${text}.${key.sign(text).toString('base64url')}`;
}

describe('tokens that are refused', () => {
  it.each(FORGED)('%s', async (_name, token, reason) => {
    expect(await refusalOf(token)).toBe(reason);
  });

  it('the same signature written with other unused bits', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const token = key.token();
    const last = alphabet.indexOf(token.at(-1) ?? '');
    const twin = token.slice(0, -1) + alphabet.charAt(last ^ 1);
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(token.split('.')[2] ?? '', 'base64url'),
    );
    expect(await refusalOf(token)).toBe('accepted');
    expect(await refusalOf(twin)).toBe('malformed');
  });

  it('a token that held a moment ago, once the clock has passed its expiry', async () => {
    const token = key.token({ exp: NOW_SECONDS + 600 });
    expect(await refusalOf(token, verifierFor([key], {}, later(629)))).toBe('accepted');
    expect(await refusalOf(token, verifierFor([key], {}, later(630)))).toBe('expired');
  });

  it('every token while its key is not published', async () => {
    expect(await refusalOf(key.token(), verifierFor([rsa]))).toBe('unknown-key');
  });
});

describe('tokens that are accepted', () => {
  const ACCEPTED: [name: string, token: string][] = [
    ['ES256', key.token()],
    ['RS256', rsa.token()],
    ['EdDSA', edwards.token()],
    ['the type of older issuers', key.token({}, { typ: 'JWT' })],
    ['the type written as a media type', key.token({}, { typ: 'application/at+JWT' })],
    ['a list of audiences with ours', key.token({ aud: ['another-service', 'victim-advice-line'] })],
    ['no beginning', key.token({ nbf: undefined })],
    ['a clock 30 seconds ahead', key.token({ nbf: NOW_SECONDS + 30, iat: NOW_SECONDS + 30 })],
    ['a clock 29 seconds behind', key.token({ exp: NOW_SECONDS - 29 })],
    ['a thumbprint of the certificate, as ADFS sends', key.token({}, { x5t: 'abc' })],
  ];

  it.each(ACCEPTED)('%s', async (_name, token) => {
    expect(await verifier.verify(token)).toMatchObject({
      subject: 'someone-invented',
      roles: ['coordinator'],
    });
  });

  it('made by another library than the one of these tests', async () => {
    const token = await new SignJWT({ ...goodClaims() })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid })
      .sign(key.privateKey);
    expect(await refusalOf(token)).toBe('accepted');
  });

  it('only of the types that were configured', async () => {
    const strict = verifierFor([key], { tokenTypes: ['at+jwt'] });
    expect(await refusalOf(key.token({}, { typ: 'JWT' }), strict)).toBe('type');
    expect(await refusalOf(key.token(), strict)).toBe('accepted');
  });
});

describe('the list of algorithms', () => {
  it.each([
    [['HS256']],
    [['ES256', 'HS512']],
    [['none']],
    [['ES256', 'none']],
    [[]],
    [['']],
    [['es256']],
    [['ES256K']],
    [['A128KW']],
  ])('cannot be %j', (algorithms) => {
    expect(() => verifierFor([key], { algorithms })).toThrow('OIDC_ALGORITHMS');
  });
});

describe('what a caller is told', () => {
  it('is the challenge of RFC 6750', () => {
    expect(new TokenRefused('absent').challenge()).toBe('Bearer realm="victim-advice-line"');
    expect(new TokenRefused('expired').challenge()).toBe(
      'Bearer realm="victim-advice-line", error="invalid_token", error_description="The access token has expired."',
    );
  });

  it('is the challenge of RFC 9470 where a second factor is missing', () => {
    expect(new TokenRefused('stronger-sign-in').challenge('mfa')).toBe(
      'Bearer realm="victim-advice-line", error="insufficient_user_authentication", acr_values="mfa"',
    );
  });
});
