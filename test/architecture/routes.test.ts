import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DiscoveryService } from '@nestjs/core';
import { withUnstartedService } from '../../src/describe-service.js';
import { PERMISSIONS } from '../../src/platform/access/permissions.js';
import {
  type DeclaredRoute,
  routesOf,
  routesWithoutAccess,
} from '../../src/platform/access/route-access-check.js';
import { describeApi } from '../../src/platform/http/api-description.js';

/** Routes of POST that create nothing which a repeat could double, and why a repeat does no harm. */
const CREATES_NOTHING: Record<string, string> = {
  'POST /provider-callbacks/notify': 'told twice, it writes nothing the second time',
  'POST /victims/search': 'reads; names and numbers to look for do not belong into an address',
};

interface Described {
  'x-permission': string;
  'x-roles': string[];
  'x-audit': string;
  parameters?: { name: string; in: string }[];
  responses: Record<string, unknown>;
}

let routes: DeclaredRoute[];
let without: string[];
let described: Map<string, Described>;

beforeAll(async () => {
  const seen = await withUnstartedService((app) => ({
    routes: routesOf(app.get(DiscoveryService, { strict: false })),
    without: routesWithoutAccess(app),
    document: describeApi(app),
  }));
  ({ routes, without } = seen);
  described = operationsIn(seen.document);
}, 60_000);

/** Operations by method and path below the prefix, written as the router writes them. */
function operationsIn(document: OpenAPIObject): Map<string, Described> {
  const found = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(([method, operation]): [string, Described] => [
      `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '').replace(/\{(\w+)\}/g, ':$1')}`,
      operation,
    ]),
  );
  return new Map(found);
}

const nameOf = ({ method, path }: DeclaredRoute) => `${method} ${path}`;

function hasHeader(operation: Described | undefined, name: string): boolean {
  return (operation?.parameters ?? []).some(
    (parameter) => parameter.in === 'header' && parameter.name === name,
  );
}

describe('Every route', () => {
  it('has a permission and an audit class', () => {
    expect(without).toEqual([]);
    expect(routes.length).toBeGreaterThan(40);
    const permissions = routes.map(({ access }) => access?.permission).filter((one) => one !== 'public');
    expect(permissions.filter((permission) => !permission || !(permission in PERMISSIONS))).toEqual([]);
  });

  it('is open to everybody only where it shows no more than that the service runs', () => {
    const open = routes.filter(({ access }) => access?.permission === 'public').map(nameOf);
    expect(open.sort()).toEqual(['GET /health/live', 'GET /health/ready']);
  });

  it('is there once', () => {
    expect(new Set(routes.map(nameOf)).size).toBe(routes.length);
  });

  it('is in the API description, with its permission, roles and audit class, and nothing else is', () => {
    expect([...described.keys()].sort()).toEqual(routes.map(nameOf).sort());
    for (const route of routes) {
      const { permission, audit } = route.access!;
      const roles = permission === 'public' ? ['anyone'] : [...PERMISSIONS[permission]];
      expect(described.get(nameOf(route))).toMatchObject({
        'x-permission': permission,
        'x-roles': roles,
        'x-audit': audit,
      });
    }
  });

  it('that shows or changes people leaves an audit entry', () => {
    const people = /^\/(victims|incidents|cases|tasks|messages|captured-messages|referrals)\b/;
    const silent = routes.filter(({ path, access }) => people.test(path) && access?.audit === 'none');
    expect(silent.map(nameOf)).toEqual([]);
    const writing = routes
      .filter(({ method }) => method !== 'GET')
      .filter(({ path }) => path !== '/victims/search');
    expect(writing.filter(({ access }) => access?.audit !== 'person-write').map(nameOf)).toEqual([]);
  });
});

describe('Every route that changes something', () => {
  const changing = () => routes.filter(({ method }) => method !== 'GET');

  it('is safe to repeat: by a key, by the version that was read, by replacing, or for a reason', () => {
    const unsafe = changing()
      .filter(({ method }) => method !== 'PUT' && method !== 'DELETE')
      .filter(({ access }) => !access?.creates)
      .filter((route) => !hasHeader(described.get(nameOf(route)), 'If-Match'))
      .map(nameOf);
    expect(unsafe.sort()).toEqual(Object.keys(CREATES_NOTHING).sort());
  });

  it('says in the API description that it needs a key, where it does', () => {
    const keyed = routes.filter((route) => hasHeader(described.get(nameOf(route)), 'Idempotency-Key'));
    expect(keyed.map(nameOf)).toEqual(routes.filter(({ access }) => access?.creates).map(nameOf));
  });

  it('needs a key where it answers that something was created', () => {
    const created = routes.filter((route) => '201' in (described.get(nameOf(route))?.responses ?? {}));
    expect(created.filter(({ access }) => !access?.creates).map(nameOf)).toEqual([]);
  });
});
