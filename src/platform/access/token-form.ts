import type { ProtectedHeaderParameters } from 'jose';
import { decodeProtectedHeader } from 'jose';
import { TokenRefused } from './token-refused.js';

const LONGEST_TOKEN = 8 * 1024;
const PART = /^[A-Za-z0-9_-]+$/;
/** Headers by which a token brings or points to its own key, or asks for processing that we do not do. */
const REFUSED_HEADERS = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc'] as const;

/**
 * What can be said against a token before its signature is looked at.
 * @throws TokenRefused where it is too long, is not three canonical base64url parts, or has a refused header.
 */
export function checkForm(token: string, tokenTypes: readonly string[]): void {
  const parts = token.length > LONGEST_TOKEN ? [] : token.split('.');
  if (parts.length !== 3 || !parts.every(isCanonical)) throw new TokenRefused('malformed');
  const header = readHeader(token);
  if (REFUSED_HEADERS.some((name) => Object.hasOwn(header, name))) throw new TokenRefused('header');
  if (typeof header.alg !== 'string') throw new TokenRefused('algorithm');
  if (!isAcceptedType(header.typ, tokenTypes)) throw new TokenRefused('type');
}

/** One text for one sequence of bytes: unused bits of the last character must not make a second token. */
function isCanonical(part: string): boolean {
  return PART.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function readHeader(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new TokenRefused('malformed');
  }
}

function isAcceptedType(type: unknown, accepted: readonly string[]): boolean {
  if (typeof type !== 'string') return false;
  const bare = type.toLowerCase().replace(/^application\//, '');
  return accepted.some((candidate) => candidate.toLowerCase() === bare);
}
