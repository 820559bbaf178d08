import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askFor } from '../support/shared.js';
import { findInDatabase, findInFiles, findInRedis, givenAwayBy } from '../support/canary-hunt.js';
import {
  CANARY,
  canaryExtract,
  canaryReferral,
  changedExtract,
  frameLikeExtract,
  headlessExtract,
} from '../support/canary-person.js';
import { Visitor } from '../support/canary-visitor.js';
import { Aftermath } from '../support/kill-aftermath.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { type StartedService, startService } from '../support/started-service.js';
import type { Tokens } from '../support/tokens.js';

/** The only places where anything of a person may stand in clear: searched for, behind row-level security. */
const IN_CLEAR = {
  'incident.officer_name': ['officer’s name'],
  'person.alias': ['alias'],
  'person.date_of_birth': ['date of birth'],
  'person.given_name': ['given name'],
  'person.given_name_key': ['given name'],
  'person.postcode': ['postcode'],
  'person.surname': ['surname'],
  'person.surname_key': ['surname'],
};

/** An error whose message repeats the row, as constraints and triggers of PostgreSQL may. */
const TALKATIVE = `
  CREATE FUNCTION talk() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'not this: %', NEW USING ERRCODE = 'check_violation', DETAIL = NEW::text; END $$;
  CREATE TRIGGER talk BEFORE INSERT OR UPDATE ON person FOR EACH ROW EXECUTE FUNCTION talk();
  CREATE TRIGGER talk BEFORE INSERT ON case_note FOR EACH ROW EXECUTE FUNCTION talk();`;
const SILENT = 'DROP FUNCTION talk() CASCADE';

interface Started {
  service: StartedService;
  visitor: Visitor;
  aftermath: Aftermath;
}

async function start(env: Record<string, string>): Promise<Started> {
  const service = await startService({ env: { ...env, LOG_LEVEL: 'trace' } });
  const whose = new URLSearchParams({ dataDirectory: service.address.dataDirectory });
  const visitor = new Visitor(service.url, await askFor<Tokens>(`/tokens?${whose.toString()}`));
  return { service, visitor, aftermath: new Aftermath(service.address.superuserUrl) };
}

/** She arrives by file and by hand, is found, read, edited and written to. */
async function liveThroughIt({ visitor, aftermath }: Started): Promise<Record<string, string>> {
  for (const csv of [
    canaryExtract(),
    changedExtract(),
    headlessExtract(),
    canaryExtract().replaceAll(',', ';'),
  ]) {
    await visitor.upload(csv);
    await settled(aftermath);
  }
  const referral = await visitor.ask('coordinator', 'POST', '/api/v1/referrals', { json: canaryReferral() });
  expect(referral.status).toBe(201);
  const ids = await idsOf(aftermath);
  const base = `/api/v1/victims/${ids.victim}`;
  const workPhone = { kind: 'work-phone', value: CANARY.suspectMobile, safe: 'unknown', belongsTo: 'victim' };
  const posts: [string, object][] = [
    ['/api/v1/victims/search', { surname: CANARY.surname.slice(0, 4), limit: 1 }],
    ['/api/v1/victims/search', { phone: CANARY.mobile, email: CANARY.email, dateOfBirth: CANARY.bornOn }],
    [`${base}/contact-points`, workPhone],
    [`${base}/contact-points`, workPhone],
    [`/api/v1/cases/${ids.case}/notes`, { text: CANARY.caseNote }],
    [
      `/api/v1/cases/${ids.case}/tasks`,
      { kind: 'other', dueAt: '2051-04-03T16:00:00Z', details: CANARY.taskDetails },
    ],
    [`/api/v1/imports/${ids.import}/rows/2/decision`, { decision: 'release', reason: CANARY.settlement }],
  ];
  for (const [path, json] of posts) await visitor.ask('coordinator', 'POST', path, { json });
  const named = { 'idempotency-key': CANARY.email, 'x-request-id': `${CANARY.surname}-${CANARY.bornOn}` };
  const note = { json: { text: CANARY.caseNote }, headers: named };
  expect((await visitor.ask('coordinator', 'POST', `/api/v1/cases/${ids.case}/notes`, note)).status).toBe(
    201,
  );
  await settled(aftermath);
  return idsOf(aftermath);
}

/** Errors of the database that repeat what they were given, in a request and in a job. */
async function failInTheDatabase(
  { visitor, aftermath }: Started,
  ids: Record<string, string>,
): Promise<void> {
  const note = { json: { text: CANARY.caseNote } };
  const refer = { json: canaryReferral({ senderReference: 'CANARY-2' }) };
  const search = { json: { surname: CANARY.surname } };
  const ask = async () => [
    (await visitor.ask('coordinator', 'POST', `/api/v1/cases/${ids.case}/notes`, note)).status,
    (await visitor.ask('coordinator', 'POST', '/api/v1/referrals', refer)).status,
    (await visitor.ask('coordinator', 'POST', '/api/v1/victims/search', search)).status,
  ];
  await aftermath.rows(TALKATIVE);
  await visitor.upload(frameLikeExtract());
  await settled(aftermath);
  expect(await ask()).toEqual([500, 500, 200]);
  await aftermath.rows(SILENT);
  await aftermath.rows('REVOKE INSERT ON person, case_note, audit_entry FROM val_app');
  expect(await ask()).toEqual([500, 500, 500]);
  await aftermath.rows('GRANT INSERT ON person, case_note, audit_entry TO val_app');
  expect((await ask())[0]).toBe(201);
}

async function settled(aftermath: Aftermath): Promise<void> {
  await aftermath.untilIdle(20_000, ['messages']);
}

async function idsOf(aftermath: Aftermath): Promise<Record<string, string>> {
  const [ids] = await aftermath.rows<Record<string, string>>(`
    SELECT r.person_id AS victim, r.case_id AS "case", r.incident_id AS incident, r.id AS referral,
           f.id AS import, t.id AS task, p.id AS point, m.id AS message,
           (SELECT n.id FROM safe_contact_note n LIMIT 1) AS note
      FROM referral r JOIN intake_file f ON f.id = r.import_id JOIN task t ON t.case_id = r.case_id
      JOIN contact_point p ON p.person_id = r.person_id
      LEFT JOIN message m ON m.case_id = r.case_id
     WHERE r.pathway = 'athena' ORDER BY t.details_sealed IS NULL LIMIT 1`);
  return ids!;
}

/** The address of an operation with ids that there are. */
function realPath(ids: Record<string, string>, path: string): string {
  const resource = /^\/api\/v1\/([a-z]+?)s?\//.exec(path)?.[1] ?? '';
  const own = { pointId: ids.point, noteId: ids.note, row: '2', list: 'pathway' };
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'id' ? (ids[resource] ?? ids.case!) : (own[name as keyof typeof own] ?? ids.case!),
  );
}

function suite(prepare: () => Promise<Record<string, string>>, finish: () => Promise<void>): void {
  let started: Started;

  beforeAll(async () => {
    started = await start(await prepare());
    const ids = await liveThroughIt(started);
    await started.visitor.goEverywhere((path) => realPath(ids, path));
    await failInTheDatabase(started, ids);
    await settled(started.aftermath);
  }, 120_000);

  afterAll(async () => {
    await started.service.stop();
    await finish();
  });

  it('had her everywhere, so that there is something to find', async () => {
    const { heard } = started.visitor;
    const said = heard.filter(({ status }) => status < 400).map(({ text }) => text);
    const known = ['surname', 'email', 'telephone', 'case note', 'task details', 'date of birth', 'postcode'];
    expect(givenAwayBy(said.join('\n'))).toEqual(expect.arrayContaining(known));
    const wrongly = heard.filter(({ status }) => status >= 400);
    expect(wrongly.length).toBeGreaterThan(200);
    expect(new Set(wrongly.map(({ status }) => status))).toEqual(
      new Set([400, 401, 403, 404, 409, 415, 422, 428, 500]),
    );
  });

  it('says nothing of her in an error, a header, an address or a cursor', () => {
    expect(started.visitor.slips()).toEqual([]);
  });

  it('says nothing of her in its metrics', async () => {
    const { status, text } = await started.visitor.ask('administrator', 'GET', '/metrics');
    expect([status, givenAwayBy(text)]).toEqual([200, []]);
  });

  it('stores nothing of her in clear but what is searched for', async () => {
    expect(await findInDatabase(started.service.address.superuserUrl)).toEqual(IN_CLEAR);
  });

  it('leaves nothing of her in its logs or in any file', async () => {
    expect((await started.service.output()).split('\n').length).toBeGreaterThan(300);
    expect(await findInFiles(started.service.address.dataDirectory)).toEqual({});
  });
}

describe('A canary on PostgreSQL, written to by email', () => {
  let sink: SmtpSink;

  suite(
    async () => {
      sink = await SmtpSink.open({ refusal: (recipient) => refusalOf(recipient) });
      return { MESSAGE_CHANNEL: 'smtp', SMTP_URL: sink.url, SMTP_FROM: 'val@example.org' };
    },
    () => sink.close(),
  );

  it('was refused by a mail relay that repeats whom it refuses', () => {
    expect(sink.refused.length).toBeGreaterThan(0);
    expect(givenAwayBy(sink.refused.join('\n'))).toContain('email');
  });
});

describeWithRedis('A canary on Redis, written to on paper only', () => {
  let redis: TestRedis | null;

  suite(
    async () => {
      redis = await startRedis();
      return { REDIS_URL: redis!.url };
    },
    async () => redis?.stop(),
  );

  it('leaves nothing of her in Redis', async () => {
    expect(await findInRedis(redis!.url)).toEqual({});
  });
});

/** Relays repeat the address, and some say whose it is. */
function refusalOf(recipient: string) {
  const whose = `${CANARY.givenName} ${CANARY.surname}`;
  return { responseCode: 550, message: `5.1.1 <${recipient}>: ${whose} does not live here` };
}
