import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, api, refused } from '../support/http.js';

let service: Api;

beforeAll(async () => {
  service = await api();
});

const ID = '0193a5b0-0000-7000-8000-000000000001';

async function asked(method: string, path: string): Promise<{ status: number; allow: string | null }> {
  const response = await fetch(`${service.service.url}${path}`, { method });
  const body = (await response.json()) as { code: string; requestId: string };
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ status: response.status, requestId: response.headers.get('x-request-id') });
  if (response.status === 405) expect(body.code).toBe('method-not-allowed');
  return { status: response.status, allow: response.headers.get('allow') };
}

describe('A method that an address does not take', () => {
  it.each([
    ['PATCH', '/api/v1/cases', 'GET, HEAD'],
    ['PUT', '/api/v1/cases', 'GET, HEAD'],
    ['DELETE', `/api/v1/cases/${ID}`, 'GET, HEAD'],
    ['OPTIONS', `/api/v1/cases/${ID}/restriction`, 'DELETE, GET, HEAD, POST'],
    ['OPTIONS', '/api/v1/imports', 'GET, HEAD, POST'],
    ['DELETE', `/api/v1/victims/${ID}/contact-safety/preferences?of=somebody`, 'GET, HEAD, PUT'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['GET', '/api/v1/referrals/../imports/x/undo', null],
  ])('%s %s is refused, saying which it takes, also to somebody who has not signed in', async (...row) => {
    const [method, path, allow] = row;
    expect(await asked(method, path)).toEqual({ status: allow ? 405 : 404, allow });
  });

  it('is refused before its body is read', async () => {
    await service.anonymously().put('/cases', '{"half').expect(refused(405, 'method-not-allowed'));
  });

  it.each(['OPTIONS', 'PATCH', 'GET'])('leaves an unknown address unknown to %s', async (method) => {
    expect(await asked(method, '/api/v1/nothing-here')).toEqual({ status: 404, allow: null });
    expect(await asked(method, `/api/v1/cases/${ID}/nothing-here`)).toEqual({ status: 404, allow: null });
  });
});
