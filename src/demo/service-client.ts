import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DevelopmentIssuer } from '../platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../platform/access/development-staff.js';
import type { Role } from '../platform/access/permissions.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';

/** Somebody with a role, or one of the invented staff by name. */
export type Caller = Role | `dev-${string}`;

/** Well within the twelve hours for which the development issuer's tokens hold. */
const TOKEN_USED_FOR_MS = 6 * 3600_000;

/** The service refused what the demonstration sent: its problem's code and fields, never what was sent. */
export class DemonstrationRefused extends Error {
  readonly code: string;

  constructor(
    path: string,
    readonly status: number,
    problem: { code?: string; fields?: { field: string; code: string }[] },
  ) {
    const fields = (problem.fields ?? []).map(({ field, code }) => `${field}: ${code}`).join(', ');
    super(`${path} answered ${status} ${problem.code ?? ''} ${fields}`.trim());
    this.code = problem.code ?? '';
  }
}

/** Speaks to a running service as its users do: over HTTP, with tokens of the development issuer. */
export class ServiceClient {
  private readonly connections = new Agent({ keepAlive: true });
  private readonly tokens = new Map<Caller, { token: Promise<string>; at: number }>();

  constructor(
    private readonly address: string,
    private readonly issuer: DevelopmentIssuer,
    private readonly clock: Clock,
  ) {}

  /** Uploads a file of a feed; answers the import's id. */
  async upload(name: string, csv: string, feed = 'athena'): Promise<string> {
    const form = new FormData();
    form.append('feed', feed);
    form.append('file', new Blob([csv], { type: 'text/csv' }), name);
    const headers = await this.headers('intake-service', true);
    const response = await fetch(`${this.address}/api/v1/imports`, { method: 'POST', body: form, headers });
    return answered<{ id: string }>('/imports', response.status, await response.text()).id;
  }

  /** @param version the version that was read, where two people could edit */
  async post<T = unknown>(
    caller: Caller,
    path: string,
    body: object,
    version: number | null = null,
  ): Promise<T> {
    return this.write<T>('POST', caller, path, body, version);
  }

  /** @param version the version that was read */
  async put<T = unknown>(caller: Caller, path: string, body: object, version: number): Promise<T> {
    return this.write<T>('PUT', caller, path, body, version);
  }

  async get<T>(caller: Caller, path: string): Promise<T> {
    return this.send<T>('GET', path, await this.headers(caller, false));
  }

  /** Lets the service go. */
  close(): void {
    this.connections.destroy();
  }

  private async write<T>(
    method: 'POST' | 'PUT',
    caller: Caller,
    path: string,
    body: object,
    version: number | null,
  ): Promise<T> {
    const headers = {
      ...(await this.headers(caller, method === 'POST')),
      'content-type': 'application/json',
      ...(version !== null && { 'if-match': `"${version}"` }),
    };
    return this.send<T>(method, path, headers, JSON.stringify(body));
  }

  private async send<T>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<T> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers, agent: this.connections };
      request(`${this.address}/api/v1${path}`, options, resolve).on('error', reject).end(body);
    });
    return answered<T>(path, response.statusCode ?? 0, await text(response));
  }

  private async headers(caller: Caller, isCreating: boolean): Promise<Record<string, string>> {
    const authorization = `Bearer ${await this.tokenOf(caller)}`;
    return isCreating ? { authorization, 'idempotency-key': newId() } : { authorization };
  }

  private tokenOf(caller: Caller): Promise<string> {
    const now = this.clock.now().getTime();
    const known = this.tokens.get(caller);
    if (known && now >= known.at && now < known.at + TOKEN_USED_FOR_MS) return known.token;
    const token = this.issuer.tokenFor(
      INVENTED_STAFF.find(
        ({ subject, roles }) => subject === caller || roles.some((role) => role === caller),
      )!,
    );
    this.tokens.set(caller, { token, at: now });
    return token;
  }
}

function answered<T>(path: string, status: number, body: string): T {
  const answer: unknown = JSON.parse(body);
  if (status < 200 || status > 299) throw new DemonstrationRefused(path, status, answer as object);
  return answer as T;
}
