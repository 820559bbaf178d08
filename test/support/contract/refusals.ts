import type pg from 'pg';
import type { Got, Sent } from './exchange.js';
import type { ContractWorld } from './world.js';

/** Stands in every value that is sent to be refused: no answer and no log may repeat it. */
export const CANARY = 'canary7f3a';

/** What a refusal must say. */
export interface Refusal {
  /** The status, or several that are right. */
  status: number | number[];
  code?: string | RegExp;
  /** The field that must be named, alone or as the start of a deeper path. */
  field?: string;
}

const INSIDE = [
  /\b(select|insert into|update|delete from|returning)\s+["\w*]/i,
  /\bat .+:\d+:\d+|\.(ts|js):\d+|node_modules|\/src\/|\/dist\//,
  /violates|constraint|relation "|syntax error|QueryFailed|TypeError|Cannot read|undefined|\bpg\b/i,
];

/** Sends requests that must be refused, and gathers what is wrong with the answers. */
export class Refusals {
  private readonly faults: string[] = [];
  private sent = 0;

  private constructor(
    private readonly world: ContractWorld,
    private readonly names: string[],
  ) {}

  static async over(world: ContractWorld): Promise<Refusals> {
    return new Refusals(world, await namesInside(world.superuser));
  }

  /** Sends many at once; what is said of each is a word for what was wrong with it. */
  async expectAll(requests: [what: string, request: Sent, refusal: Refusal][]): Promise<void> {
    await Promise.all(requests.map((one) => this.expect(...one)));
  }

  async expect(what: string, request: Sent, refusal: Refusal): Promise<void> {
    this.sent += 1;
    const label = `${request.method} ${request.path.slice(0, 150)} with ${what}`;
    const got = await this.world.send(request).catch((error: Error) => error.message);
    const faults = typeof got === 'string' ? [got] : this.faultsOf(got, refusal);
    if (faults.length > 0) this.faults.push(`${label}: ${faults.join('; ')}`);
  }

  /** What was wrong since the last call, and how many requests were sent. */
  taken(): { faults: string[]; sent: number } {
    const { sent } = this;
    this.sent = 0;
    return { faults: this.faults.splice(0), sent };
  }

  private faultsOf(got: Got, { status, code, field }: Refusal): string[] {
    const { text, headers, body } = got;
    const faults: string[] = [];
    if (![status].flat().includes(got.status)) faults.push(`answered ${got.status}: ${text.slice(0, 300)}`);
    if (got.status < 400) return faults;
    if (!String(headers['content-type']).startsWith('application/problem+json'))
      faults.push(`sent as ${String(headers['content-type'])}`);
    if (headers['cache-control'] !== 'no-store')
      faults.push(`cache-control ${String(headers['cache-control'])}`);
    if (!body?.requestId || body.requestId !== headers['x-request-id']) faults.push('no request id');
    if (!/^[a-z]+(-[a-z]+)*$/.test(body?.code ?? '')) faults.push(`code ${body?.code}`);
    if (code && !new RegExp(code).test(body?.code ?? ''))
      faults.push(`code ${body?.code}, not ${String(code)}`);
    if (field !== undefined && !names(body, field))
      faults.push(`names ${JSON.stringify(body?.fields)}, not ${field}`);
    if (text.includes(CANARY)) faults.push(`repeats what was sent: ${text.slice(0, 300)}`);
    const leak = this.names.find((name) => text.includes(name)) ?? INSIDE.find((word) => word.test(text));
    if (leak) faults.push(`tells of the inside (${String(leak)}): ${text.slice(0, 300)}`);
    return faults;
  }
}

function names(body: Got['body'], field: string): boolean {
  return (body?.fields ?? []).some(
    (named) =>
      named.field === field || named.field.startsWith(`${field}[`) || named.field.startsWith(`${field}.`),
  );
}

/** Names of tables, indexes and constraints that are no plain word. */
async function namesInside(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname LIKE '%\\_%'
     UNION SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname LIKE '%\\_%'`,
  );
  return rows.map(({ name }) => name);
}

/** Signs of life that a process leaves whatever is asked of it. */
const OWN_PULSE = ['lease', 'staff_member'];

/** How many rows each table has and what they hold, as a number each. */
export async function stored(client: pg.Client): Promise<Record<string, string>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class
      WHERE relnamespace IN ('public'::regnamespace, 'bullmq'::regnamespace) AND relkind IN ('r', 'p')
        AND NOT relname = ANY ($1)`,
    [OWN_PULSE],
  );
  const { rows } = await client.query<{ name: string; state: string }>(
    tables
      .map(
        ({ name }) =>
          `SELECT '${name}' AS name, count(*) || ' rows ' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS state FROM ${name} t`,
      )
      .join(' UNION ALL '),
  );
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}
