import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { OpenAPIObject } from '@nestjs/swagger';
import pg from 'pg';
import type { Role } from '../../../src/platform/access/permissions.js';
import { askFor } from '../shared.js';
import { type ServiceAddress, startService, type StartedService } from '../started-service.js';
import type { Tokens } from '../tokens.js';
import { ASSESSMENT_PLACES, sampleAssessments } from './assessment-samples.js';
import { CALLBACK_TOKEN, CONTACT_PLACES, CONTACT_SAMPLES, sampleContacts } from './contact-samples.js';
import { Exchange, type Got, type Sent } from './exchange.js';
import { type Operation, operationsOf, parametersIn } from './operations.js';
import { JOURNEY_PLACES, sampleJourneys } from './journey-samples.js';
import { JUSTICE_PLACES, JUSTICE_SAMPLES } from './justice-event-samples.js';
import { RETURN_PLACES, sampleReturns } from './return-samples.js';
import { takeInSamples } from './samples.js';
import { sampleSupport, SUPPORT_PLACES } from './support-samples.js';

/** What stands for a path's parameters, the version that If-Match names, and ids that a body needs. */
export type Found = Record<string, string>;

const WAITING = `
  SELECT (SELECT count(*)::int FROM intake_file WHERE state IN ('receiving', 'accepted')) AS files,
         (SELECT count(*)::int FROM outbox_event WHERE relayed_at IS NULL) AS events,
         (SELECT count(*)::int FROM person WHERE checked_version < safety_version) AS people,
         (SELECT count(*)::int FROM message WHERE state IN ('planned', 'claimed')) AS messages`;
const SETTLED_WITHIN_MS = 15_000;

/** What somebody read of the person's safety; of each person one thing, for a change moves it on. */
const SAFETY_VERSION = `(SELECT safety_version FROM person WHERE person.id = person_id) AS "safetyVersion"`;

const UNOPENED = `WHERE restricted AND id NOT IN (SELECT case_id FROM access_grant WHERE kind = 'break-glass')`;

/**
 * Where things lie that a path names: the longest path that a route begins with counts. A route of a new resource
 * needs one line here; other new routes need none.
 */
const PLACES: [path: string, rows: string][] = [
  ['/cases/{id}', 'SELECT id, version, restricted FROM support_case WHERE closed_at IS NULL'],
  [
    '/cases/{id}/restriction/members',
    `SELECT case_id AS id FROM access_grant WHERE withdrawn_at IS NULL AND subject = 'dev-team-leader-1'
     EXCEPT SELECT case_id FROM access_grant WHERE subject = 'dev-coordinator-3'`,
  ],
  [
    '/cases/{id}/restriction/members/{subject}',
    `SELECT case_id AS id, subject FROM access_grant AS other
      WHERE kind = 'member' AND withdrawn_at IS NULL AND subject <> 'dev-team-leader-1' AND EXISTS
        (SELECT FROM access_grant AS own WHERE own.case_id = other.case_id AND own.subject = 'dev-team-leader-1')`,
  ],
  ['/cases/{id}/break-glass', `SELECT id FROM support_case ${UNOPENED}`],
  ['/break-glass', `SELECT reference AS "caseReference" FROM support_case ${UNOPENED}`],
  [
    '/cases/{id}/break-glass/{grantId}',
    `SELECT case_id AS id, id AS "grantId" FROM access_grant WHERE kind = 'break-glass' AND reviewed_at IS NULL`,
  ],
  ['/victims/{id}', `SELECT id, version, restricted FROM person WHERE kind = 'individual'`],
  ['/victims/{id}/contact-safety/preferences', 'SELECT id, 0 AS version, restricted FROM person'],
  [
    '/victims/{id}/contact-safety/lifted-markers',
    `SELECT DISTINCT ON (person_id) person_id AS id, id AS "referralId", marker, ${SAFETY_VERSION}, restricted
       FROM referral CROSS JOIN jsonb_object_keys(markers_raised) AS marker`,
  ],
  [
    '/victims/{id}/contact-points/{pointId}',
    `SELECT person_id AS id, id AS "pointId", version, ${SAFETY_VERSION}, restricted FROM contact_point
      WHERE superseded_at IS NULL AND invalid_code IS NULL`,
  ],
  [
    '/victims/{id}/contact-safety/notes/{noteId}',
    `SELECT DISTINCT ON (person_id) person_id AS id, id AS "noteId", ${SAFETY_VERSION}, restricted FROM safe_contact_note`,
  ],
  [
    '/victims/{id}/contact-safety/collisions/{collisionId}/clearance',
    `SELECT person_id AS id, id AS "collisionId", ${SAFETY_VERSION}, restricted FROM collision
      WHERE kind = 'suspect-person' AND gone_at IS NULL AND cleared_at IS NULL`,
  ],
  [
    '/victims/{id}/contact-safety/collisions/{collisionId}/clearance/withdrawal',
    `SELECT person_id AS id, id AS "collisionId", restricted FROM collision
      WHERE kind = 'possible-match-pending' AND gone_at IS NULL AND cleared_at IS NOT NULL`,
  ],
  ['/victims/{id}/objection', 'SELECT id, restricted FROM person WHERE objected_at IS NULL'],
  [
    '/victims/{id}/objection/withdrawal',
    `SELECT id, safety_version AS "safetyVersion", restricted FROM person WHERE objected_at IS NOT NULL`,
  ],
  ['/incidents/{id}', 'SELECT incident_id AS id, restricted FROM party WHERE person_id IS NOT NULL'],
  [
    '/tasks/{id}',
    'SELECT id, version, restricted FROM task WHERE completed_at IS NULL AND cancelled_at IS NULL',
  ],
  ['/imports/{id}', 'SELECT id FROM intake_file'],
  [
    '/imports/{id}/rows/{row}',
    `SELECT file_id AS id, row_number AS row FROM intake_row
      WHERE disposition = 'quarantined' AND decision IS NULL`,
  ],
  ['/referrals/{id}', 'SELECT id, restricted FROM referral'],
  ['/messages/{id}', 'SELECT id, version, restricted FROM message'],
  ...CONTACT_PLACES,
  ['/reference-data/{list}', `SELECT 'genders' AS list`],
  ...ASSESSMENT_PLACES,
  ...SUPPORT_PLACES,
  ...JOURNEY_PLACES,
  ...RETURN_PLACES,
  ...JUSTICE_PLACES,
];

/** A third of the people objected to contact, and each has a collision that stands and one that was cleared. */
const COLLIDING = `
  UPDATE person SET objected_at = created_at WHERE abs(hashtext(id::text)) % 3 = 0;
  INSERT INTO collision (id, person_id, restricted, kind, found_at)
  SELECT gen_random_uuid(), id, restricted, 'suspect-person', created_at FROM person ON CONFLICT DO NOTHING;
  INSERT INTO collision (id, person_id, restricted, kind, found_at, cleared_at, cleared_by, clear_reason)
  SELECT gen_random_uuid(), id, restricted, 'possible-match-pending', created_at, created_at, 'dev-coordinator-2',
         'entered-in-error' FROM person`;

/** An id that nothing has. */
const NOBODY = '0193a5b0-0000-7000-8000-00000000dead';

/** Somebody with a message, somebody with a safe contact note, and some more. */
const TO_HIDE = `SELECT id FROM support_case WHERE closed_at IS NULL AND NOT restricted AND person_id IN
  (SELECT * FROM (SELECT person_id FROM message LIMIT 2) AS with_message
   UNION SELECT * FROM (SELECT person_id FROM safe_contact_note LIMIT 1) AS with_note
   UNION SELECT * FROM (SELECT id FROM person WHERE kind = 'individual' LIMIT 6) AS more)`;

/** A service of one's own with invented people in it, and everything that a request of each route needs. */
export class ContractWorld {
  readonly exchange: Exchange;
  /** The extract that was taken in. */
  extract = '';

  private constructor(
    readonly address: ServiceAddress,
    readonly superuser: pg.Client,
    readonly operations: Operation[],
    private readonly tokens: Tokens,
    private readonly service: StartedService,
  ) {
    this.exchange = new Exchange(address.url);
  }

  /** A service of one's own, with invented people taken in. */
  static async open(): Promise<ContractWorld> {
    const service = await startService({
      env: { LOG_LEVEL: 'debug', NOTIFY_CALLBACK_TOKEN: CALLBACK_TOKEN },
    });
    const world = await ContractWorld.over(service.address, service);
    world.extract = await takeInSamples(world);
    await world.settle();
    await sampleJourneys(world);
    await sampleAssessments(world);
    await sampleSupport(world);
    await sampleReturns(world);
    await sampleContacts(world);
    await world.hideSome();
    return world;
  }

  private static async over(address: ServiceAddress, service: StartedService): Promise<ContractWorld> {
    const whose = new URLSearchParams({ dataDirectory: address.dataDirectory });
    const tokens = await askFor<Tokens>(`/tokens?${whose.toString()}`);
    const superuser = new pg.Client({ connectionString: address.superuserUrl });
    await superuser.connect();
    const answer = await fetch(`${address.url}/api/openapi.json`);
    const operations = operationsOf((await answer.json()) as OpenAPIObject);
    return new ContractWorld(address, superuser, operations, tokens, service);
  }

  async close(): Promise<void> {
    this.exchange.close();
    await this.superuser.end();
    await this.service.stop();
  }

  /** Starts the service again as one that answers requests and works no jobs: only requests change rows then. */
  async answerOnly(): Promise<void> {
    await this.settle();
    await this.service.restart({ ROLE: 'api' });
    await this.superuser.query(COLLIDING);
    for (const samples of [...CONTACT_SAMPLES, ...JUSTICE_SAMPLES]) await this.superuser.query(samples);
  }

  token(who: string): string {
    // Whoever holds no role is the provider of SMS.
    return who === '' ? CALLBACK_TOKEN : (this.tokens[who] ?? '');
  }

  /** Somebody who may call the route. */
  callerOf({ roles, id }: Operation): string {
    // A waiting row whose sender did not say whether it is restricted is for team leaders alone.
    const isWaitingRow = ['readImportRow', 'decideImportRow'].includes(id);
    const preferred: Role[] = isWaitingRow ? ['team-leader'] : ['coordinator', 'team-leader'];
    return preferred.find((role) => roles.includes(role)) ?? roles[0] ?? '';
  }

  /** The headers of a request in order: a token, a new key, a version and a content type, each where needed. */
  headersFor(
    operation: Operation,
    found: Found = {},
    who = this.callerOf(operation),
  ): Record<string, string> {
    return {
      ...(who !== 'anyone' && { authorization: `Bearer ${this.token(who)}` }),
      ...(operation.needsKey && { 'idempotency-key': randomUUID() }),
      ...(operation.needsIfMatch && { 'if-match': `"${found.version ?? 1}"` }),
      ...(operation.body && { 'content-type': 'application/json' }),
    };
  }

  /** The query that a route cannot do without. */
  neededQuery(operation: Operation): URLSearchParams {
    const needed = parametersIn(operation, 'query').filter(({ required }) => required);
    return new URLSearchParams(
      needed.map(({ name, example, schema }): [string, string] => [name, String(example ?? schema.example)]),
    );
  }

  /** A request of the route that is in order. */
  requestOf(operation: Operation, found: Found, who?: string): Sent {
    const query = this.neededQuery(operation).toString();
    const path = filledPath(operation, found);
    return {
      method: operation.method,
      path: query ? `${path}?${query}` : path,
      headers: this.headersFor(operation, found, who),
      ...(operation.body && { body: JSON.stringify(bodyFor(operation, found)) }),
    };
  }

  send(request: Sent): Promise<Got> {
    return this.exchange.send(request);
  }

  /** Things that stand for the parameters of a path, up to 50; of restricted people if asked. */
  async find({ path }: Operation, hidden = false): Promise<Found[]> {
    const [, things] =
      PLACES.filter(([start]) => path.startsWith(`/api/v1${start}`))
        .sort(([one], [other]) => other.length - one.length)
        .at(0) ?? [];
    if (!things && !path.includes('{')) return [{}];
    if (!things) throw new Error(`where does ${path} find its things? Add a line to PLACES in world.ts`);
    const isAboutPeople = /\brestricted\s+FROM/.test(things);
    if (hidden && !isAboutPeople) return [];
    const chosen = isAboutPeople ? `WHERE restricted = ${hidden}` : '';
    const { rows } = await this.superuser.query<Record<string, unknown>>(
      `SELECT * FROM (${things}) AS things ${chosen} LIMIT 50`,
    );
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value)])),
    );
  }

  /** Waits until everything that arrived is worked through. */
  async settle(): Promise<void> {
    const givenUpAt = performance.now() + SETTLED_WITHIN_MS;
    for (let quiet = 0; quiet < 3; await pause(50)) {
      const { rows } = await this.superuser.query<Record<string, number>>(WAITING);
      const isQuiet = Object.values(rows[0] ?? {}).every((count) => count === 0);
      quiet = isQuiet ? quiet + 1 : 0;
      if (performance.now() > givenUpAt) throw new Error(`still waiting: ${JSON.stringify(rows[0])}`);
    }
  }

  private async hideSome(): Promise<void> {
    const { rows } = await this.superuser.query<{ id: string }>(TO_HIDE);
    const restrict = this.operations.find(({ id }) => id === 'restrictCase')!;
    for (const { id } of rows) {
      const request = this.requestOf(restrict, { id }, 'team-leader');
      const body = { ...restrict.body?.example, members: [] };
      const { status, text } = await this.send({ ...request, body: JSON.stringify(body) });
      if (status >= 300) throw new Error(`a sample could not be restricted: ${text}`);
    }
  }
}

/** The path of a route; what is not found stands for nothing that is there. */
export function filledPath(operation: Operation, found: Found = {}): string {
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parametersIn(operation, 'path').find((one) => one.name === name);
    return found[name] ?? (parameter?.schema.format === 'uuid' ? NOBODY : '999999');
  });
}

/** The route's example, with the ids that it needs of what is there. */
export function bodyFor({ body }: Operation, found: Found = {}): Record<string, unknown> {
  const example = structuredClone(body?.example ?? {});
  for (const name of Object.keys(example)) {
    if (found[name] === undefined) continue;
    example[name] = typeof example[name] === 'number' ? Number(found[name]) : found[name];
  }
  return example;
}
