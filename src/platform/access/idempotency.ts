import { createHash } from 'node:crypto';
import { Invalid } from '../problems/problem.js';
import type { RequestTrace } from './actor.js';
import type { ApiRequest } from './api-request.js';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/;
const DEEPEST_BODY = 64;

/**
 * What makes a repeated request the same request: the caller's key, the operation, and a hash of the body whose
 * member order does not matter. A body that is not JSON is left to whoever reads it: its hash is empty.
 * @throws Invalid where the key is missing or is not 1 to 128 visible ASCII characters.
 */
export function idempotencyOf(request: ApiRequest): NonNullable<RequestTrace['idempotency']> {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') {
    throw Invalid.field(
      'Idempotency-Key',
      'required',
      'Send a key of your own for this request, such as a UUID.',
    );
  }
  if (typeof key !== 'string' || !VISIBLE_ASCII.test(key)) {
    throw Invalid.field(
      'Idempotency-Key',
      'invalid',
      'A key is 1 to 128 visible ASCII characters without spaces.',
    );
  }
  return {
    key,
    operation: operationOf(request),
    bodySha256: isJson(request) ? sha256(canonicalJson(request.body)) : '',
  };
}

/** Method and path; a query is part of the operation too, as a hash because its values are the caller's. */
function operationOf({ method, url }: ApiRequest): string {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return `${method} ${path}${query && `?${sha256(query).slice(0, 32)}`}`;
}

function isJson(request: ApiRequest): boolean {
  const type = request.headers['content-type'];
  if (type === undefined) return true;
  return typeof type === 'string' && /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i.test(type);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with the members of every object in one order. @throws Invalid where it is nested without sense. */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST_BODY)
    throw Invalid.field('body', 'too-deep', `Nest no deeper than ${DEEPEST_BODY} levels.`);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item, depth + 1)}`).join(',')}}`;
}
