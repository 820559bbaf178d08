import { expect, it } from '@jest/globals';
import type { Got, Sent } from '../../support/contract/exchange.js';
import type { Operation, Schema } from '../../support/contract/operations.js';
import { formWith } from '../../support/contract/samples.js';
import type { Trial } from '../../support/contract/trial.js';
import { bodyFor, type Found } from '../../support/contract/world.js';

const AT_ONCE = 20;

/** What happens when a request that creates is sent again. */
export function describeRepeats(trial: () => Trial): void {
  const creating = () => trial().operations.filter(({ needsKey }) => needsKey);

  it('does once what twenty send with one key at once, and answers all of them the same', async () => {
    const faults: string[] = [];
    for (const operation of creating()) {
      const [first = {}, second = {}] = (await trial().world.find(operation)).reverse();
      const once = await effectOf(trial(), [requestOf(trial(), operation, first, 'one')]);
      const request = requestOf(trial(), operation, second, 'two');
      const repeated = await effectOf(trial(), Array<Sent>(AT_ONCE).fill(request));
      const texts = new Set(repeated.answers.map(({ text }) => text));
      const statuses = [...new Set(repeated.answers.map(({ status }) => status))];
      if (once.answers[0]!.status >= 300) faults.push(`${operation.id}: ${once.answers[0]!.text}`);
      if (texts.size !== 1 || statuses.length !== 1)
        faults.push(
          `${operation.id} answered ${statuses.join(', ')}: ${[...texts].slice(0, 2).join(' and ')}`,
        );
      const replayed = repeated.answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true');
      if (replayed.length !== AT_ONCE - 1) faults.push(`${operation.id} replayed ${replayed.length}`);
      const { keys, entries } = repeated;
      if (keys !== 1 || entries !== once.entries) faults.push(`${operation.id} took effect ${entries} times`);
    }
    expect(faults).toEqual([]);
    expect(creating().length).toBeGreaterThan(4);
  });

  it('refuses a key that was used for another body, and stores nothing of it', async () => {
    for (const operation of creating()) {
      const [, , found = {}] = (await trial().world.find(operation)).reverse();
      const request = requestOf(trial(), operation, found, 'three');
      const first = await trial().world.send(request);
      expect([operation.id, first.status < 300 ? 'done' : first.text]).toEqual([operation.id, 'done']);
      const before = await trial().stored();
      await trial().refusals.expect('another body', otherwise(operation, request, found), {
        status: 422,
        code: 'idempotency-key-reused',
        field: 'Idempotency-Key',
      });
      if (!operation.takesFile) expect(await trial().stored()).toEqual(before);
    }
    trial().expectNoFaults(creating().length);
  });

  it('takes the example of each request as it stands in the API description', async () => {
    const faults: string[] = [];
    const changing = trial().operations.filter(({ method, takesFile }) => method !== 'GET' && !takesFile);
    for (const operation of changing) {
      const found = (await trial().world.find(operation)).at(-1) ?? {};
      const { status, body, text } = await trial().world.send(trial().world.requestOf(operation, found));
      const isPossible = status < 300 || (status === 409 && operation.conflicts.includes(body?.code ?? ''));
      if (!isPossible) faults.push(`${operation.id}: ${status} ${text}`);
    }
    expect(faults).toEqual([]);
    expect(changing.length).toBeGreaterThan(10);
  });
}

/** The route's own example with a key; a file where it takes one. */
function requestOf({ world }: Trial, operation: Operation, found: Found, name: string): Sent {
  const request = world.requestOf(operation, found);
  const key = { 'idempotency-key': `${operation.id}-${name}` };
  if (!operation.takesFile) {
    const body = changed(bodyFor(operation, found), operation.body?.schema ?? {}, name);
    return { ...request, headers: { ...request.headers, ...key }, body: JSON.stringify(body) };
  }
  const form = formWith(world.extract.replace(/\r?\n$/, ''));
  return { ...request, headers: { ...request.headers, ...key, ...form.headers }, body: form.body };
}

function otherwise(operation: Operation, request: Sent, found: Found): Sent {
  // A line end more before the boundary makes another file of the same rows.
  if (operation.takesFile) return { ...request, body: String(request.body).replace('\r\n--', '\n\r\n--') };
  const body = changed(bodyFor(operation, found), operation.body?.schema ?? {}, 'other');
  return { ...request, body: JSON.stringify(body) };
}

/** The body with its first free text begun differently or, where it has none, with another code, number or day. */
function changed(
  body: Record<string, unknown>,
  { properties = {} }: Schema,
  start: string,
): Record<string, unknown> {
  const texts = Object.keys(properties).filter((name) => typeof body[name] === 'string');
  const free = texts.find((name) => / |@/.test(String(body[name])));
  if (free !== undefined) return { ...body, [free]: `${start}.${String(body[free])}` };
  if (start !== 'other') return body;
  const another = (name: string) => properties[name]?.enum?.find((code) => code !== body[name]);
  const coded = texts.find((name) => another(name) !== undefined);
  if (coded !== undefined) return { ...body, [coded]: another(coded) };
  const counted = Object.keys(properties).find((name) => typeof body[name] === 'number');
  if (counted !== undefined) return { ...body, [counted]: Number(body[counted]) - 1 };
  const day = texts.findLast((name) => /^\d{4}-\d\d-\d\d$/.test(String(body[name])));
  return day === undefined ? body : { ...body, [day]: `${String(body[day]).slice(0, 8)}28` };
}

interface Effect {
  answers: Got[];
  /** Audit entries and idempotency keys that were added. */
  entries: number;
  keys: number;
}

async function effectOf(trial: Trial, requests: Sent[]): Promise<Effect> {
  const before = await rowCounts(trial);
  const answers = await Promise.all(requests.map((request) => trial.world.send(request)));
  const after = await rowCounts(trial);
  return { answers, entries: after.entries - before.entries, keys: after.keys - before.keys };
}

async function rowCounts(trial: Trial): Promise<{ entries: number; keys: number }> {
  const { rows } = await trial.world.superuser.query<{ entries: number; keys: number }>(
    `SELECT (SELECT count(*)::int FROM audit_entry) AS entries, (SELECT count(*)::int FROM idempotency_key) AS keys`,
  );
  return rows[0]!;
}
