import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { newId } from '../../src/platform/ids.js';
import { freePort } from '../support/child-process.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { writableExtract, writablePeople } from '../support/fault-load.js';
import { type Api, api } from '../support/http.js';
import { Aftermath } from '../support/kill-aftermath.js';
import { StubbornClient } from '../support/kill-client.js';
import { type Pace, pacedEnvironment } from '../support/kill-pace.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.js';
import { askFor, runFolder } from '../support/shared.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { type StartedService, startService } from '../support/started-service.js';
import type { Tokens } from '../support/tokens.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ANSWER_WITHIN_MS = 2000;
const STOP_WITHIN_MS = 15_000;
const PATIENCE_MS = 90_000;
/** The lock under which arrivals are taken in, one transaction at a time: a test that holds it keeps them waiting. */
const TAKING_IN = 7_201_847_010;

let service: StartedService;
let sink: SmtpSink;
let aftermath: Aftermath;
let called: Api;
let client: StubbornClient;

async function open(env: Record<string, string>, pace: Pace): Promise<void> {
  sink = await SmtpSink.open({ answersAfterMs: () => 150 });
  const mail = { MESSAGE_CHANNEL: 'smtp', SMTP_URL: sink.url, SMTP_FROM: 'val@example.org' };
  service = await startService({ env: { ...env, ...mail, ...pacedEnvironment(pace) } });
  aftermath = new Aftermath(service.address.superuserUrl);
  called = await api(service.address);
  const whose = new URLSearchParams({ dataDirectory: service.address.dataDirectory });
  client = new StubbornClient(service.url, await askFor<Tokens>(`/tokens?${whose.toString()}`));
}

async function close(): Promise<void> {
  client.giveUp();
  await service.stop();
  await sink.close();
}

const referrals = () =>
  aftermath.rows<{ reference: string; times: number }>(
    'SELECT sender_reference AS reference, count(*)::int AS times FROM referral GROUP BY 1 ORDER BY 1',
  );

async function timed<T>(work: PromiseLike<T>): Promise<{ answer: T; ms: number }> {
  const startedAt = performance.now();
  const answer = await work;
  return { answer, ms: performance.now() - startedAt };
}

async function until(what: string, holds: () => Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const givenUpAt = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > givenUpAt) throw new Error(`it never came to this: ${what}`);
    await pause(50);
  }
}

async function isReady(): Promise<boolean> {
  return (await called.anonymously().get('/health/ready')).status === 200;
}

describe('A service whose database fails', () => {
  beforeAll(() => open({}, {}), PATIENCE_MS);
  afterAll(close);

  it('answers 503 when its connections are cut in the middle of requests, goes on, and repeats nothing', async () => {
    const holder = new Client({ connectionString: service.address.superuserUrl });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [TAKING_IN]);
    const sent = writablePeople(8).map((body) => ({ body, key: newId() }));
    const refer = ({ body, key }: (typeof sent)[number]) =>
      called.as('referrer').post('/referrals', body).set('idempotency-key', key);
    const waiting = sent.map((one) => timed(refer(one).then((answer) => answer.status)));
    await until('all wait', async () => (await waitingForLock(holder)) === sent.length);
    const pid = service.pid;
    await holder.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const cut = await Promise.all(waiting);
    await holder.end();
    expect(cut.map(({ answer }) => answer)).toEqual(sent.map(() => 503));
    await until('ready again', isReady);
    const again = await Promise.all(sent.map(async (one) => (await refer(one)).status));
    expect(again).toEqual(sent.map(() => 201));
    expect(await referrals()).toEqual(
      sent.map(({ body }) => ({ reference: body.senderReference, times: 1 })),
    );
    expect([service.pid, await isReady()]).toEqual([pid, true]);
    await aftermath.untilIdle(20_000);
    expect([await aftermath.contradictions(), sink.takenTwice()]).toEqual([{}, []]);
  });

  it('shows nobody to anybody whose looking cannot be audited', async () => {
    const [{ id }] = (await aftermath.rows<{ id: string }>('SELECT id FROM person LIMIT 1')) as [
      { id: string },
    ];
    const coordinator = called.as('coordinator');
    await coordinator.get(`/victims/${id}`).expect(200);
    await aftermath.rows('REVOKE INSERT ON audit_entry FROM val_app');
    try {
      const looks = [
        coordinator.get(`/victims/${id}`),
        coordinator.get(`/victims/${id}/contact-points`),
        coordinator.post('/victims/search', { surname: 'Invented' }),
        coordinator.get('/cases'),
      ];
      const answers = await Promise.all(looks);
      expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500]);
      expect(answers.map(({ text }) => text).join()).not.toContain('Invented');
    } finally {
      await aftermath.rows('GRANT INSERT ON audit_entry TO val_app');
    }
    await coordinator.get(`/victims/${id}`).expect(200);
  });

  it(
    'loses nothing and leaves nothing unknown when it is asked to stop at its work',
    async () => {
      const people = writablePeople(30, 200);
      const sending = Promise.all(people.map((body) => client.post('referrer', '/referrals', body)));
      const uploading = client.upload('extract.csv', writableExtract(60, 300));
      const before = sink.taken.length;
      await until('emails are on their way', async () => sink.taken.length > before + 3);
      const { answer: code, ms } = await timed(service.stop());
      expect(code).toBe(0);
      expect(ms).toBeLessThan(STOP_WITHIN_MS);
      await service.start();
      await Promise.all([sending, uploading]);
      await aftermath.untilIdle(30_000);
      expect([await aftermath.contradictions(), sink.takenTwice()]).toEqual([{}, []]);
      const states = await aftermath.rows(`SELECT DISTINCT state FROM message`);
      expect(states).toEqual([{ state: 'sent' }]);
      const found = await referrals();
      expect(
        found.filter(({ reference }) => people.some((body) => body.senderReference === reference)),
      ).toEqual(people.map((body) => ({ reference: body.senderReference, times: 1 })));
    },
    PATIENCE_MS,
  );
});

function waitingForLock(holder: Client): Promise<number> {
  return holder
    .query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
    .then(({ rows }) => rows[0]!.waiting);
}

describeWithRedis('A service whose Redis fails', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = (await startRedis())!;
    await open({ REDIS_URL: redis.url }, { times: 30 });
  }, PATIENCE_MS);

  afterAll(async () => {
    await close();
    await redis.stop();
  });

  it('answers as fast as ever while Redis hangs, keeps what is to be done, and does it afterwards', async () => {
    await client.upload('first.csv', writableExtract(3));
    await aftermath.untilIdle(20_000);
    const wake = await hang(redis);
    try {
      const people = writablePeople(5, 100);
      for (const body of people) {
        const { answer, ms } = await timed(called.as('referrer').post('/referrals', body));
        expect(answer.status).toBe(201);
        expect(ms).toBeLessThan(ANSWER_WITHIN_MS);
      }
      await called.anonymously().get('/health/live').expect(200);
      const [{ waiting }] = (await aftermath.rows<{ waiting: number }>(
        'SELECT count(*)::int AS waiting FROM outbox_event WHERE relayed_at IS NULL',
      )) as [{ waiting: number }];
      expect(waiting).toBeGreaterThanOrEqual(people.length);
    } finally {
      await wake();
    }
    await aftermath.untilIdle(30_000);
    expect(sink.taken.length).toBe(8);
    expect([await aftermath.contradictions(), sink.takenTwice()]).toEqual([{}, []]);
  });

  it(
    'brings every message to its end, and none twice, when Redis forgets everything in the middle',
    async () => {
      const before = sink.taken.length;
      await client.upload('second.csv', writableExtract(80, 500));
      await until('some emails have left', async () => sink.taken.length > before + 10);
      const admin = new Redis(redis.url);
      await admin.flushdb();
      admin.disconnect();
      await aftermath.untilIdle(50_000);
      expect([await aftermath.contradictions(), sink.takenTwice()]).toEqual([{}, []]);
      expect(sink.taken.length).toBe(before + 80);
    },
    PATIENCE_MS,
  );
});

/** A server of our own is stopped where it stands; another one is asked to let its clients wait. Returns how it goes on. */
async function hang({ pid, url }: TestRedis): Promise<() => Promise<unknown>> {
  if (pid) {
    process.kill(pid, 'SIGSTOP');
    return async () => process.kill(pid, 'SIGCONT');
  }
  const admin = new Redis(url);
  await admin.call('CLIENT', 'PAUSE', '8000', 'ALL');
  return async () => admin.disconnect();
}

describe('A service that may not start', () => {
  let database: FreshDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
  });

  afterAll(() => database.drop());

  it('exits in production, naming what is missing', async () => {
    const { code, said } = await startsWith({
      NODE_ENV: 'production',
      DATABASE_URL: database.applicationUrl,
    });
    expect(code).toBe(1);
    const missing = ['OIDC_ISSUER', 'FIELD_KEYS', 'BLIND_INDEX_KEY', 'AUDIT_KEYS', 'MESSAGE_CHANNEL'];
    for (const name of missing) expect(said).toContain(name);
    expect(said).not.toContain('DATABASE_URL');
  });

  it('exits in production that would keep messages instead of sending them', async () => {
    const given = [
      'OIDC_ISSUER',
      'OIDC_AUDIENCE',
      'FIELD_KEYS',
      'BLIND_INDEX_KEY',
      'AUDIT_KEYS',
      'AUDIT_ANCHOR_FILE',
    ];
    const env = Object.fromEntries(given.map((name) => [name, 'given']));
    const url = { NODE_ENV: 'production', DATABASE_URL: database.applicationUrl };
    const channels = { MESSAGE_CHANNEL: 'capture', LETTER_CHANNEL: 'none', SMS_CHANNEL: 'none' };
    const { code, said } = await startsWith({ ...url, ...env, ...channels });
    expect([code, said.includes('MESSAGE_CHANNEL=smtp')]).toEqual([1, true]);
  });
});

describeWithRedis('A service on a Redis that forgets', () => {
  it('does not start, and names the setting', async () => {
    const [redis, database] = await Promise.all([startRedis(), freshDatabase()]);
    // A Redis that others use too is left as it is.
    if (redis?.pid) {
      const admin = new Redis(redis.url);
      await admin.config('SET', 'appendonly', 'no');
      admin.disconnect();
      const { code, said } = await startsWith({
        DATABASE_URL: database.applicationUrl,
        REDIS_URL: redis.url,
      });
      expect([code, said.includes('appendonly')]).toEqual([1, true]);
    }
    await redis?.stop();
    await database.drop();
  });
});

/** Starts the program with these settings alone and waits for its end. */
async function startsWith(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  await askFor('/build');
  const dataDirectory = await mkdtemp(join(runFolder(), 'refused-'));
  const child = spawn(process.execPath, ['dist/src/main.js', '--empty'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDirectory, PORT: String(await freePort()), ...env },
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
