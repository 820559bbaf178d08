import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import type { Role } from '../../src/platform/access/permissions.js';
import { askFor } from './shared.js';
import { type ServiceAddress, sharedService } from './started-service.js';
import type { Tokens } from './tokens.js';

const OUTSIDE_THE_PREFIX = /^\/(api|health|metrics)\b/;

/** Calls one service over HTTP. */
export class Api {
  constructor(
    readonly service: ServiceAddress,
    private readonly tokens: Tokens,
  ) {}

  /** As the first invented person of a role, or as one of them by subject, such as `dev-coordinator-2`. */
  as(who: Role | `dev-${string}`): Caller {
    const token = this.tokens[who];
    if (!token) throw new Error(`nobody invented is called ${who}`);
    return this.withToken(token);
  }

  withToken(token: string): Caller {
    return new Caller(this.service.url, { authorization: `Bearer ${token}` });
  }

  anonymously(): Caller {
    return new Caller(this.service.url, {});
  }
}

/**
 * Requests of one caller. A path without `/api`, `/health` or `/metrics` in front is below `/api/v1`. Each POST has a
 * new Idempotency-Key, unless the test sets one.
 */
class Caller {
  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string>,
  ) {}

  get(path: string): supertest.Test {
    return this.server.get(whole(path)).set(this.headers);
  }

  post(path: string, body?: string | object): supertest.Test {
    return this.server
      .post(whole(path))
      .set({ ...this.headers, 'idempotency-key': randomUUID() })
      .send(body);
  }

  /** An edit: `ifMatch` is the ETag of the version that was read. */
  patch(path: string, body: string | object, ifMatch?: string): supertest.Test {
    const headers = ifMatch === undefined ? this.headers : { ...this.headers, 'if-match': ifMatch };
    return this.server.patch(whole(path)).set(headers).send(body);
  }

  put(path: string, body: string | object, ifMatch?: string): supertest.Test {
    const headers = ifMatch === undefined ? this.headers : { ...this.headers, 'if-match': ifMatch };
    return this.server.put(whole(path)).set(headers).send(body);
  }

  delete(path: string): supertest.Test {
    return this.server.delete(whole(path)).set(this.headers);
  }

  private get server() {
    return supertest(this.url);
  }
}

/** Opens a service for calling; without one named, that which all API test files of the run share. */
export async function api(service?: ServiceAddress): Promise<Api> {
  const called = service ?? (await sharedService());
  const whose = new URLSearchParams({ dataDirectory: called.dataDirectory });
  const tokens = await askFor<Tokens>(`/tokens?${whose.toString()}`);
  return new Api(called, tokens);
}

/**
 * For supertest's `expect`: the answer is this problem, names exactly these fields, and tells nothing of the inside.
 */
export function refused(
  status: number,
  code: string,
  ...fields: string[]
): (response: supertest.Response) => void {
  return (response) => {
    const body = response.body as { code?: string; fields?: { field: string }[] };
    const found = `${response.status} ${body.code ?? 'no code'} ${sorted(body.fields?.map(({ field }) => field))}`;
    const expected = `${status} ${code} ${sorted(fields)}`;
    if (found !== expected) throw new Error(`expected ${expected}, got ${found}: ${response.text}`);
    if (!response.type.startsWith('application/problem+json'))
      throw new Error(`a problem sent as ${response.type}`);
    if (/\bat .+:\d+:\d+|SELECT |INSERT |relation "/.test(response.text))
      throw new Error(`it leaks: ${response.text}`);
  };
}

function whole(path: string): string {
  return OUTSIDE_THE_PREFIX.test(path) ? path : `/api/v1${path}`;
}

function sorted(names: string[] = []): string {
  return [...names].sort().join(', ');
}
