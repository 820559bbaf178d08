import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encoded, signed } from '../access-tokens.js';

type Part = Record<string, unknown>;

/** Tokens that differ from a genuine one in one thing, and that no route may take. */
export async function forgedTokens(genuine: string, dataDirectory: string): Promise<Record<string, string>> {
  const file = await readFile(join(dataDirectory, 'development-issuer-key.json'), 'utf8');
  const key = createPrivateKey({ key: JSON.parse(file) as JsonWebKey, format: 'jwk' });
  const [header, claims] = genuine.split('.').slice(0, 2).map(decoded) as [Part, Part];
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const now = Number(claims.iat);
  const changed = (claim: Part) => signed(header, { ...claims, ...claim }, by(key));
  const unsigned = `${encoded(JSON.stringify({ ...header, alg: 'none' }))}.${encoded(JSON.stringify(claims))}`;
  return {
    'an expired token': changed({ iat: now - 7200, nbf: now - 7200, exp: now - 3600 }),
    'a token without an end': changed({ exp: undefined }),
    'an unsigned token': `${unsigned}.`,
    'an unsigned token with a signature': `${unsigned}.${genuine.split('.')[2]}`,
    'a token for another audience': changed({ aud: 'another-service' }),
    'a token of another issuer': changed({ iss: 'https://stranger.example.org' }),
    'a token signed by a stranger': signed(header, claims, by(stranger)),
    'an identity token': signed({ ...header, typ: 'id+jwt' }, claims, by(key)),
    'a token with other roles than were signed': genuine.replace(
      genuine.split('.')[1]!,
      encoded(JSON.stringify({ ...claims, roles: ['team-leader'] })),
    ),
    'no token': '',
  };
}

function by(key: KeyObject): (text: string) => Buffer {
  return (text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
}

function decoded(part: string): Part {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Part;
}
