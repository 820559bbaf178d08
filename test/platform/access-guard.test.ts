import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, Query, type Type } from '@nestjs/common';
import { Access } from '../../src/platform/access/access.decorator.js';
import type { Actor } from '../../src/platform/access/actor.js';
import { CurrentActor } from '../../src/platform/access/current-actor.decorator.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { mayDo, PERMISSIONS, type Permission, ROLES } from '../../src/platform/access/permissions.js';
import { routesWithoutAccess } from '../../src/platform/access/route-access-check.js';
import { AccessApplication } from '../support/access-application.js';
import { NOW, SigningKey } from '../support/access-tokens.js';

/** One route for each permission, made from the list itself. */
function routeOfEachPermission(): Type<unknown> {
  class EachPermission {}
  for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
    Object.defineProperty(EachPermission.prototype, permission, { value: () => ({ permission }) });
    const route = Object.getOwnPropertyDescriptor(EachPermission.prototype, permission) ?? {};
    Get(permission.replace(':', '/'))(EachPermission.prototype, permission, route);
    Access({ permission, audit: 'none' })(EachPermission.prototype, permission, route);
  }
  Controller('each')(EachPermission);
  return EachPermission;
}

@Controller('things')
class ThingsController {
  @Get('open')
  @Access({ permission: 'public', audit: 'none' })
  open() {
    return { open: true };
  }

  @Get('open/mine')
  @Access({ permission: 'public', audit: 'none' })
  mine(@CurrentActor() actor: Actor) {
    return actor;
  }

  @Get('me')
  @Access({ permission: 'case:read', audit: 'person-read' })
  me(@CurrentActor() actor: Actor, @Query('noise') _noise?: string) {
    return actor;
  }

  @Post()
  @Access({ permission: 'case:edit', audit: 'person-write', creates: true })
  create(@CurrentActor() actor: Actor) {
    return actor;
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get(':id/secrets')
  secrets() {
    return { leaked: true };
  }
}

let access: AccessApplication;
beforeAll(async () => {
  access = await AccessApplication.open([routeOfEachPermission(), ThingsController]);
});
afterAll(() => access.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('every role on a route of every permission', () => {
  it.each(ROLES)('%s', async (role) => {
    const headers = await access.bearerOf(role);
    for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
      const { status, body } = await access.ask(`/each/${permission.replace(':', '/')}`, headers);
      const expected = mayDo([role], permission) ? { permission } : { status: 403, code: 'forbidden' };
      expect({ permission, body }).toMatchObject({ permission, body: expected });
      expect(status).toBe(mayDo([role], permission) ? 200 : 403);
    }
  });

  it('nobody, without a token', async () => {
    for (const permission of Object.keys(PERMISSIONS)) {
      const { status, body, headers } = await access.ask(`/each/${permission.replace(':', '/')}`);
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
      expect(headers.get('www-authenticate')).toBe('Bearer realm="victim-advice-line"');
    }
  });
});

describe('the door', () => {
  it('is open on a public route, which knows nobody even where a token is sent', async () => {
    expect((await access.ask('/things/open')).body).toEqual({ open: true });
    expect((await access.ask('/things/open', bearer('nonsense'))).status).toBe(200);
    expect((await access.ask('/things/open/mine', await access.bearerOf('coordinator'))).status).toBe(500);
  });

  it.each([
    'Basic aW52ZW50ZWQ6cGVyc29u',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer a, Bearer b',
    'Token abc',
    'eyJhbGciOiJub25lIn0.e30.',
  ])('does not open to "%s"', async (authorization) => {
    const { status, body, headers } = await access.ask('/things/me', { authorization });
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('does not open to a token in the address or in the body', async () => {
    const token = await access.tokenOf('coordinator');
    expect((await access.ask(`/things/me?access_token=${token}`)).status).toBe(401);
    expect((await access.ask('/things', {}, { access_token: token })).status).toBe(401);
  });

  it('does not open to a token of another issuer, nor once it has expired', async () => {
    expect((await access.ask('/things/me', bearer(new SigningKey('key-1').token()))).status).toBe(401);
    const token = await access.tokenOf('coordinator');
    access.clock.set(new Date(NOW.getTime() + 13 * 3_600_000));
    const { body } = await access.ask('/things/me', bearer(token));
    access.clock.set(NOW);
    expect(body).toMatchObject({ status: 401, detail: 'The access token has expired.' });
  });

  it('says no-role to somebody who has none of ours', async () => {
    const token = await access.app.get(DevelopmentIssuer).tokenFor({ subject: 'dev-nobody', roles: [] });
    expect((await access.ask('/things/me', bearer(token))).body).toMatchObject({
      status: 403,
      code: 'no-role',
    });
  });

  it('takes the scheme in any case, and hands on who acts', async () => {
    const { body } = await access.ask('/things/me?noise=1', {
      authorization: `bEARER ${await access.tokenOf('coordinator')}`,
    });
    expect(body).toEqual({
      kind: 'user',
      subject: 'dev-coordinator-1',
      roles: ['coordinator'],
      displayName: 'Invented Coordinator One',
      team: 'central',
      request: { id: 'request-1', auditClass: 'person-read' },
    });
  });
});

describe('a route that creates', () => {
  it('needs an Idempotency-Key', async () => {
    const { status, body } = await access.ask('/things', await access.bearerOf('coordinator'), { a: 1 });
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(body.fields).toEqual([expect.objectContaining({ field: 'Idempotency-Key', code: 'required' })]);
  });

  it('asks for the token and the permission first', async () => {
    expect((await access.ask('/things', {}, { a: 1 })).status).toBe(401);
    expect((await access.ask('/things', await access.bearerOf('auditor'), { a: 1 })).status).toBe(403);
  });

  it('carries key, operation and hash', async () => {
    const headers = { ...(await access.bearerOf('coordinator')), 'idempotency-key': 'key-1' };
    const traceOf = async (payload: object) => (await access.ask('/things', headers, payload)).body.request;
    const first = await traceOf({ a: 1, b: 2 });
    expect(first).toEqual({
      id: 'request-1',
      auditClass: 'person-write',
      idempotency: {
        key: 'key-1',
        operation: 'POST /things',
        bodySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(await traceOf({ b: 2, a: 1 })).toEqual(first);
    expect(await traceOf({ b: 2, a: 2 })).not.toEqual(first);
  });
});

describe('a route that declares nothing', () => {
  it('stops the start', async () => {
    await expect(access.start([ForgottenController])).rejects.toThrow(
      'GET /forgotten/:id/secrets (ForgottenController.secrets)',
    );
  });

  it('is found by name, and there is none here', () => {
    expect(routesWithoutAccess(access.app)).toEqual([]);
  });
});
