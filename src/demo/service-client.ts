import type { DevelopmentIssuer } from '../platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../platform/access/development-staff.js';
import type { Role } from '../platform/access/permissions.js';
import { newId } from '../platform/ids.js';

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
  constructor(
    private readonly address: string,
    private readonly issuer: DevelopmentIssuer,
  ) {}

  /** Uploads an extract as the police's feed; answers the import's id. */
  async upload(name: string, csv: string): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([csv], { type: 'text/csv' }), name);
    const accepted = await this.send<{ id: string }>('intake-service', 'POST', '/imports', form);
    return accepted.id;
  }

  /** @param version the version that was read, where two people could edit */
  post<T = unknown>(role: Role, path: string, body: object, version: number | null = null): Promise<T> {
    return this.send<T>(role, 'POST', path, JSON.stringify(body), version);
  }

  get<T>(role: Role, path: string): Promise<T> {
    return this.send<T>(role, 'GET', path);
  }

  private async send<T>(
    role: Role,
    method: string,
    path: string,
    body?: string | FormData,
    version: number | null = null,
  ): Promise<T> {
    const user = INVENTED_STAFF.find((staff) => staff.roles.includes(role))!;
    const response = await fetch(`${this.address}/api/v1${path}`, {
      method,
      body,
      headers: {
        authorization: `Bearer ${await this.issuer.tokenFor(user)}`,
        ...(method === 'POST' && { 'idempotency-key': newId() }),
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...(version !== null && { 'if-match': `"${version}"` }),
      },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new DemonstrationRefused(path, response.status, answer as object);
    return answer as T;
  }
}
