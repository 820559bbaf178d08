import { newId } from '../../src/platform/ids.js';
import { givenAwayBy } from './canary-hunt.js';
import { ALL_OF_HER, CANARY } from './canary-person.js';

/** An answer with all that came with it. */
export interface Heard {
  request: string;
  status: number;
  headers: Record<string, string>;
  text: string;
  json: Record<string, unknown>;
}

/** What a request brings beside its address. */
export interface Brought {
  json?: object;
  body?: string | FormData;
  headers?: Record<string, string>;
}

/** An operation as the served API description has it. */
interface Operation {
  method: string;
  path: string;
  role: string;
  query: string[];
  /** Names of the fields of its JSON body; null where it takes none. */
  fields: string[] | null;
}

interface Description {
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
}

interface DescribedOperation {
  'x-roles'?: string[];
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
}

/** Calls a service and remembers everything that it answered. */
export class Visitor {
  readonly heard: Heard[] = [];

  constructor(
    private readonly url: string,
    private readonly tokens: Record<string, string>,
  ) {}

  async ask(
    role: string,
    method: string,
    path: string,
    { json, body, headers }: Brought = {},
  ): Promise<Heard> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      body: json ? JSON.stringify(json) : (body ?? null),
      headers: {
        ...(this.tokens[role] && { authorization: `Bearer ${this.tokens[role]}` }),
        ...(method !== 'GET' && { 'idempotency-key': newId() }),
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    const text = await response.text();
    const heard = {
      request: `${method} ${path.slice(0, 80)}`,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      json: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {},
    };
    this.heard.push(heard);
    return heard;
  }

  upload(csv: string, name = 'extract.csv'): Promise<Heard> {
    const body = new FormData();
    body.append('file', new Blob([csv], { type: 'text/csv' }), name);
    return this.ask('intake-service', 'POST', '/api/v1/imports', { body });
  }

  /** Every operation with real ids where it only reads, and with her in the place of everything that can be wrong. */
  async goEverywhere(idsOf: (path: string) => string): Promise<void> {
    for (const operation of await this.operations()) {
      const { method, path, role, query, fields } = operation;
      const real = idsOf(path);
      if (method === 'GET') await this.ask(role, 'GET', real);
      await this.askWrongly(operation);
      for (const name of [...query, 'surname']) {
        await this.ask(role, method, `${real}?${name}=${encodeURIComponent(CANARY.email)}`);
      }
      if (fields) await this.sendWrongly(role, method, real, fields);
    }
  }

  /** Answers in which she may not be found at all, with what gives her away; empty where there is none. */
  slips(): { request: string; status: number; where: string; what: string[] }[] {
    return this.heard.flatMap(({ request, status, headers, text, json }) => {
      const next = request.startsWith('GET') && typeof json.next === 'string' ? json.next : '';
      const places = { headers: JSON.stringify(headers), 'next page': next, body: status >= 400 ? text : '' };
      return Object.entries(places)
        .map(([where, said]) => ({ request, status, where, what: givenAwayBy(said) }))
        .filter(({ what }) => what.length > 0);
    });
  }

  private async askWrongly({ method, path, role }: Operation): Promise<void> {
    const wrong = encodeURIComponent(`${CANARY.surname} ${CANARY.email}`);
    await this.ask(role, method, path.replaceAll(/\{\w+\}/g, wrong));
    await this.ask(role, method, path.replaceAll(/\{\w+\}/g, newId()));
    await this.ask('nobody', method, path.replaceAll(/\{\w+\}/g, wrong));
  }

  private async sendWrongly(role: string, method: string, path: string, fields: string[]): Promise<void> {
    const everywhere = Object.fromEntries(fields.map((field) => [field, ALL_OF_HER]));
    const nested = Object.fromEntries(fields.map((field) => [field, [{ [ALL_OF_HER]: ALL_OF_HER }]]));
    const json = { 'content-type': 'application/json' };
    await this.ask(role, method, path, { json: everywhere });
    await this.ask(role, method, path, { json: nested });
    await this.ask(role, method, path, { json: [everywhere] });
    await this.ask(role, method, path, { json: everywhere, headers: { 'if-match': `"${CANARY.surname}"` } });
    await this.ask(role, method, path, { json: everywhere, headers: { 'idempotency-key': ALL_OF_HER } });
    await this.ask(role, method, path, { body: `{"text": "${ALL_OF_HER}`, headers: json });
    await this.ask(role, method, path, { body: ALL_OF_HER, headers: { 'content-type': 'text/plain' } });
    await this.ask(role, method, path, { body: `"${ALL_OF_HER}\\u0000"`, headers: json });
  }

  private async operations(): Promise<Operation[]> {
    const response = await fetch(`${this.url}/api/openapi.json`);
    const { paths, components } = (await response.json()) as Description;
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({
        method: method.toUpperCase(),
        path,
        role: described['x-roles']?.[0] ?? 'coordinator',
        query: (described.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name),
        fields: fieldsOf(described, components),
      })),
    );
  }
}

function fieldsOf(described: DescribedOperation, { schemas }: Description['components']): string[] | null {
  const name = described.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
  return name ? Object.keys(schemas[name]?.properties ?? {}) : null;
}
