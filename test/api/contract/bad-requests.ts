import { it } from '@jest/globals';
import type { Sent } from '../../support/contract/exchange.js';
import { forgedTokens } from '../../support/contract/forged-tokens.js';
import { type Operation, type Parameter, parametersIn } from '../../support/contract/operations.js';
import { CANARY } from '../../support/contract/refusals.js';
import type { Trial } from '../../support/contract/trial.js';
import { filledPath } from '../../support/contract/world.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS'];

/** What is wrong with a request before its body is looked at. */
export function describeBadRequests(trial: () => Trial): void {
  it('a token that does not hold', async () => {
    const tokens = await forgedTokens(
      trial().world.token('coordinator'),
      trial().world.address.dataDirectory,
    );
    for (const operation of guarded(trial())) {
      const { headers, ...request } = trial().right(operation);
      await trial().refusals.expectAll(
        Object.entries(tokens).map(([what, token]) => [
          what,
          { ...request, headers: { ...headers, authorization: `Bearer ${token}` } },
          { status: 401, code: 'unauthenticated' },
        ]),
      );
    }
    trial().expectNoFaults(guarded(trial()).length * 9);
  });

  it('an id of another form, naming the parameter', async () => {
    for (const operation of trial().operations) {
      for (const parameter of parametersIn(operation, 'path')) {
        await trial().refusals.expectAll(
          wrongSegments(parameter).map((segment) => {
            const request = trial().world.requestOf(operation, {
              ...trial().foundFor(operation),
              [parameter.name]: segment,
            });
            const isNamed = parameter.schema.format === 'uuid' || parameter.schema.type !== 'string';
            const refusal = isNamed ? { status: 400, field: parameter.name } : { status: [400, 404, 409] };
            return [`"${segment}" as ${parameter.name}`, request, refusal];
          }),
        );
      }
    }
    trial().expectNoFaults(100);
  });

  it('a query parameter that it does not know, or knows and gets twice', async () => {
    for (const operation of trial().operations) {
      const known = parametersIn(operation, 'query').map(({ name }) => name);
      await trial().refusals.expectAll([
        ...['canary', 'isAdmin', 'constructor', '__proto__', 'select'].map((name) =>
          queried(trial(), operation, [[name, CANARY]], name === '__proto__' ? undefined : name),
        ),
        ...known.map((name) =>
          queried(
            trial(),
            operation,
            [
              [name, '1'],
              [name, '2'],
            ],
            name,
          ),
        ),
        ...known.map((name) => queried(trial(), operation, [[`${name}[]`, '1']])),
        ...known.map((name) => queried(trial(), operation, [[`${name}[a]`, '1']])),
      ]);
    }
    trial().expectNoFaults(300);
  });

  it('a query parameter with a value that it cannot have', async () => {
    for (const operation of trial().operations) {
      for (const parameter of parametersIn(operation, 'query')) {
        await trial().refusals.expectAll(
          wrongQueries(parameter).map((value) =>
            queried(trial(), operation, [[parameter.name, value]], parameter.name),
          ),
        );
      }
    }
    trial().expectNoFaults(100);
  });

  it('another method', async () => {
    const bearer = { authorization: `Bearer ${trial().world.token('team-leader')}` };
    const byPath = new Map(trial().operations.map((operation) => [operation.path, operation]));
    for (const [path, operation] of byPath) {
      const served = trial()
        .operations.filter((other) => other.path === path)
        .map(({ method }) => method);
      await trial().refusals.expectAll(
        METHODS.filter((method) => !served.includes(method)).map((method) => [
          'another method',
          { method, path: filledPath(operation), headers: bearer },
          // `GET /victims/search` is read as a victim whose id is no UUID.
          path.endsWith('/search')
            ? { status: [400, 405, 428] }
            : { status: 405, code: 'method-not-allowed' },
        ]),
      );
    }
    trial().expectNoFaults(200);
  });

  it('a body where it reads none', async () => {
    const without = trial().operations.filter(
      ({ body, takesFile, method }) => !body && !takesFile && method !== 'GET',
    );
    for (const operation of without) {
      const { headers, ...request } = trial().right(operation);
      const sent = { ...headers, 'content-type': 'application/json' };
      await trial().refusals.expect(
        'a body',
        { ...request, headers: sent, body: `{"isAdmin":"${CANARY}"}` },
        { status: 400 },
      );
    }
    trial().expectNoFaults(1);
  });
}

const guarded = ({ operations }: Trial) => operations.filter(({ permission }) => permission !== 'public');

function wrongSegments({ schema }: Parameter): string[] {
  const hostile = [
    '%00',
    `${CANARY}%27%20OR%201=1--`,
    '%F0%9F%92%A9',
    '..%2f..%2fetc',
    `${CANARY}${'x'.repeat(150)}`,
  ];
  if (schema.format === 'uuid')
    return [...hostile, CANARY, '0', 'null', '0193a5b0-0000-7000-8000-00000000000g'];
  return schema.type === 'string'
    ? hostile
    : [...hostile, CANARY, '0', '-1', '1.5', '1e3', '99999999999999999999'];
}

function wrongQueries({ name, schema }: Parameter): string[] {
  const cursors = ['x', 'W10', 'bnVsbA', 'WzEsMiwzLDQsNV0', CANARY, '', 'x'.repeat(600)];
  if (name === 'after') return cursors;
  if (schema.type === 'integer') return ['0', '201', 'abc', '1.5', '-1', '1e2', '', ' 1', '0x10'];
  const wrong = ['', ' ', '\u0000', `${CANARY}\u0000`, `${CANARY}${'x'.repeat(2000)}`];
  if (schema.enum || schema.format) wrong.push(CANARY);
  if (schema.format === 'date') wrong.push('2019-02-30', '2019-02-29', '20190401', '2024-W01');
  if (schema.format === 'date-time') wrong.push('2019-02-30T09:30:00Z', '2019-04-01T09:30:00', '2019-04-01');
  return wrong;
}

/** A request in order but for a query; those parameters that the route needs stay. */
function queried(
  trial: Trial,
  operation: Operation,
  given: [string, string][],
  field?: string,
): [string, Sent, { status: number; field?: string }] {
  const query = trial.world.neededQuery(operation);
  given.forEach(([name]) => query.delete(name));
  given.forEach(([name, value]) => query.append(name, value));
  const { path, ...request } = trial.right(operation);
  const address = `${path.split('?')[0]}?${query.toString()}`;
  const refusal = { status: 400, ...(field !== undefined && { field }) };
  return ['a wrong query', { ...request, path: address }, refusal];
}
