import { describe, expect, it } from '@jest/globals';
import type { ApiRequest } from '../../src/platform/access/api-request.js';
import { canonicalJson, idempotencyOf } from '../../src/platform/access/idempotency.js';
import { Invalid } from '../../src/platform/problems/problem.js';

const EMPTY_SHA256 = /^[0-9a-f]{64}$/;

function post(given: Partial<ApiRequest> = {}, key: string | string[] | undefined = 'key-1'): ApiRequest {
  return {
    id: 'request-1',
    method: 'POST',
    url: '/api/v1/referrals',
    body: { crime: { reference: '22/1/26' }, notes: ['a', 'b'] },
    ...given,
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...given.headers },
  };
}

describe('the key of a request that creates', () => {
  it.each(['a', 'A'.repeat(128), '018f-uuid', '"quoted"', '~!@#$%^&*()'])('may be %s', (key) => {
    expect(idempotencyOf(post({}, key)).key).toBe(key);
  });

  it.each([
    [undefined, 'required'],
    ['', 'required'],
    ['A'.repeat(129), 'invalid'],
    ['two words', 'invalid'],
    ['a, b', 'invalid'],
    ['tab\t', 'invalid'],
    ['naïve', 'invalid'],
    ['\u007f', 'invalid'],
    [['a', 'b'], 'invalid'],
  ])('may not be %j', (key, code) => {
    const request = post({ headers: { 'idempotency-key': key } });
    expect(() => idempotencyOf(request)).toThrow(Invalid);
    expect(() => idempotencyOf(request)).toThrow(
      expect.objectContaining({
        status: 400,
        fields: [expect.objectContaining({ field: 'Idempotency-Key', code })],
      }),
    );
  });
});

describe('the same request', () => {
  const hashOf = (given: Partial<ApiRequest>) => idempotencyOf(post(given)).bodySha256;

  it('has the same body whatever the order of its members', () => {
    expect(hashOf({ body: { b: { d: 1, c: 2 }, a: [1, 2] } })).toBe(
      hashOf({ body: { a: [1, 2], b: { c: 2, d: 1 } } }),
    );
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: { b: 1 } }, { 'a.b': 1 }],
    [{ a: ['b,c'] }, { a: ['b', 'c'] }],
    [[], {}],
    [{ a: 0 }, { a: false }],
  ])('does not have the body %j where the first was %j', (one, other) => {
    expect(hashOf({ body: one })).not.toBe(hashOf({ body: other }));
  });

  it('has the same path and query, and neither key nor hash shows a value of the query', () => {
    const operation = (url: string) => idempotencyOf(post({ url })).operation;
    expect(operation('/api/v1/referrals')).toBe('POST /api/v1/referrals');
    expect(operation('/api/v1/imports?feed=athena')).toMatch(/^POST \/api\/v1\/imports\?[0-9a-f]{32}$/);
    expect(operation('/api/v1/imports?feed=athena')).not.toBe(operation('/api/v1/imports?feed=other'));
    expect(operation('/api/v1/imports?')).toBe('POST /api/v1/imports');
  });

  it('has a hash where there is no body, and none where the body is a file', () => {
    expect(hashOf({ body: undefined, headers: { 'content-type': undefined } })).toMatch(EMPTY_SHA256);
    expect(hashOf({ headers: { 'content-type': 'multipart/form-data; boundary=x' } })).toBe('');
    expect(hashOf({ headers: { 'content-type': 'text/csv' } })).toBe('');
    expect(hashOf({ headers: { 'content-type': 'Application/JSON; charset=utf-8' } })).toMatch(EMPTY_SHA256);
    expect(hashOf({ headers: { 'content-type': 'application/merge-patch+json' } })).toMatch(EMPTY_SHA256);
  });

  it('cannot be nested so deep that reading it ends the process', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as unknown;
    expect(() => canonicalJson(deep)).toThrow(expect.objectContaining({ status: 400 }));
  });
});
