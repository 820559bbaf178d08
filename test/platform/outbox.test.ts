import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Injectable } from '@nestjs/common';
import { serviceActor } from '../../src/platform/access/actor.js';
import { Metrics } from '../../src/platform/health/metrics.js';
import { Readiness } from '../../src/platform/health/readiness.js';
import { Job, type JobIds } from '../../src/platform/queues/job.decorator.js';
import { JOBS } from '../../src/platform/queues/job-list.js';
import { JobQueues } from '../../src/platform/queues/job-queues.js';
import { OutboxRelay } from '../../src/platform/queues/outbox-relay.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.js';
import {
  announce,
  KeptLog,
  type OpenDatabase,
  openDatabase,
  startQueues,
  until,
} from './queue-application.js';

const done: { job: string; ids: JobIds }[] = [];
let perform: (ids: JobIds) => Promise<void> = () => Promise.resolve();

@Injectable()
class Handlers {
  @Job('send-message')
  async send(ids: JobIds): Promise<void> {
    await perform(ids);
    done.push({ job: 'send-message', ids });
  }

  @Job('plan-contact')
  async plan(ids: JobIds): Promise<void> {
    done.push({ job: 'plan-contact', ids });
  }
}

const JOBS_HERE = { 'send-message': JOBS['send-message'], 'plan-contact': JOBS['plan-contact'] };
const sentIds = () =>
  done.filter(({ job }) => job === 'send-message').map(({ ids }) => String(ids.messageId));

let fresh: FreshDatabase;
let database: OpenDatabase;
let redis: TestRedis | null = null;
const applications: INestApplicationContext[] = [];

async function start(
  options: Partial<Parameters<typeof startQueues>[0]> = {},
): Promise<INestApplicationContext> {
  const application = await startQueues({
    database,
    databaseUrl: fresh.applicationUrl,
    redisUrl: redis?.url ?? null,
    jobs: JOBS_HERE,
    handlers: [Handlers],
    ...options,
  });
  applications.push(application);
  return application;
}

async function stop(application: INestApplicationContext): Promise<void> {
  applications.splice(applications.indexOf(application), 1);
  await application.close();
}

async function waiting(): Promise<string[]> {
  return database.database.inTransaction(serviceActor('worker', 'test'), async (tx) => {
    const rows = await tx.query<{ name: string }>('SELECT name FROM outbox_event WHERE relayed_at IS NULL');
    return rows.map(({ name }) => name);
  });
}

function forget(): void {
  done.length = 0;
  perform = () => Promise.resolve();
}

function suite(): void {
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openDatabase(fresh.applicationUrl);
  });

  afterEach(async () => {
    while (applications[0]) await stop(applications[0]);
    forget();
  });

  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  it('runs the job of an announcement after its commit, and every job once', async () => {
    await start();
    await announce(database, 'message.queued', { messageId: 'a' }, { messageId: 'b' });
    await announce(database, 'referrals.accepted', { fileId: 'f' });
    await until('three jobs', () => done.length === 3);
    expect(done).toContainEqual({ job: 'plan-contact', ids: { fileId: 'f' } });
    expect([...sentIds()].sort((one, other) => one.localeCompare(other))).toEqual(['a', 'b']);
    expect(await waiting()).toEqual([]);
  });

  it('picks up at once what its own process announced', async () => {
    await start();
    await announce(database, 'message.queued', { messageId: 'warm-up' });
    await until('the first job', () => done.length === 1);
    const began = performance.now();
    await announce(database, 'message.queued', { messageId: 'quick' });
    await until('the second job', () => done.length === 2);
    expect(performance.now() - began).toBeLessThan(800);
  });

  it('never runs what was rolled back', async () => {
    await start();
    const failed = database.database.inTransaction(serviceActor('worker', 'test'), async (tx) => {
      await tx.announce('message.queued', { messageId: 'rolled-back' });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await announce(database, 'message.queued', { messageId: 'committed' });
    await until('the committed job', () => done.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    expect(sentIds()).toEqual(['committed']);
  });

  it('has one effect for an event that is relayed again because the process died before it was marked', async () => {
    const application = await start();
    await announce(database, 'message.queued', { messageId: 'once' });
    await until('the job', () => done.length === 1);
    await withClient(fresh.superuserUrl, (client) =>
      client.query('UPDATE outbox_event SET relayed_at = NULL'),
    );
    await until('it is relayed again', async () => (await waiting()).length === 0);
    await announce(database, 'message.queued', { messageId: 'next' });
    await until('the next job', () => sentIds().includes('next'));
    expect(sentIds()).toEqual(['once', 'next']);
    await stop(application);
  });

  it('adds nothing twice when two processes relay the same backlog', async () => {
    const ids = Array.from({ length: 1200 }, (_, index) => ({ messageId: `m${index}` }));
    await announce(database, 'message.queued', ...ids);
    const [one, other] = await Promise.all([start(), start()]);
    await until('all jobs', () => done.length >= 1200, 20_000);
    expect(new Set(sentIds()).size).toBe(1200);
    expect(done.length).toBe(1200);
    await Promise.all([stop(one), stop(other)]);
  });

  it('leaves events that only a newer version knows', async () => {
    await withClient(fresh.superuserUrl, (client) =>
      client.query(
        `INSERT INTO outbox_event (id, name, payload, occurred_at)
         VALUES (gen_random_uuid(), 'letters.printed', '{}', '2019-04-01T09:00:00Z')`,
      ),
    );
    await start();
    await announce(database, 'message.queued', { messageId: 'known' });
    await until('the known job', () => done.length === 1);
    expect(await waiting()).toEqual(['letters.printed']);
    await withClient(fresh.superuserUrl, (client) => client.query('DELETE FROM outbox_event'));
  });

  it('tries a failing job again, and tells the queue and the log a code and no values', async () => {
    const log = new KeptLog();
    const application = await start({ log });
    let tries = 0;
    perform = async () => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error('duplicate key: Jane Canary'), { code: '23505' });
    };
    await announce(database, 'message.queued', { messageId: 'stubborn' });
    await until('the third try', () => done.length === 1);
    expect(tries).toBe(3);
    const text = JSON.stringify(log.lines);
    expect(text).toContain('23505');
    expect(text).not.toContain('Canary');
    const [job] = await application.get(JobQueues).of('messages').getJobs(['completed']);
    expect(JSON.stringify({ ...job?.toJSON(), stacktrace: job?.stacktrace })).not.toContain('Canary');
    const counted = await application.get(Metrics).jobs.get();
    expect(counted.values).toContainEqual(
      expect.objectContaining({ value: 2, labels: { job: 'send-message', result: 'retried' } }),
    );
  });

  it('says so when a job has failed for good', async () => {
    const log = new KeptLog();
    const application = await start({ log });
    perform = () => Promise.reject(new RangeError('Jane Canary is out of range'));
    const [queued] = await application
      .get(JobQueues)
      .of('messages')
      .addBulk([
        {
          name: 'send-message',
          data: { messageId: 'hopeless' },
          opts: { jobId: 'hopeless.send', attempts: 1 },
        },
      ]);
    await until('the failure is logged', () => log.events('job.failed').length === 1);
    expect(log.events('job.failed')[0]).toMatchObject({
      job: 'send-message',
      id: queued?.id,
      code: 'RangeError',
    });
    expect(JSON.stringify(log.lines)).not.toContain('Canary');
  });

  it('finishes running jobs when it stops, and takes no more', async () => {
    const application = await start({ concurrency: { messages: 1 } });
    let isStarted = false;
    perform = async () => {
      isStarted = true;
      await new Promise((resolve) => setTimeout(resolve, 400));
    };
    await announce(database, 'message.queued', { messageId: 'first' }, { messageId: 'second' });
    await until('the first has begun', () => isStarted);
    await stop(application);
    expect(done.length).toBe(1);
    perform = () => Promise.resolve();
    await start();
    await until('the second', () => done.length === 2);
    expect([...sentIds()].sort((one, other) => one.localeCompare(other))).toEqual(['first', 'second']);
  });

  it('stops in time although a job does not end', async () => {
    const log = new KeptLog();
    const application = await start({ shutdownSeconds: 1, log });
    let release: () => void = () => undefined;
    perform = () => new Promise((resolve) => (release = resolve));
    await announce(database, 'message.queued', { messageId: 'endless' });
    await until('it has begun', () =>
      application
        .get(JobQueues)
        .of('messages')
        .getActiveCount()
        .then((n) => n === 1),
    );
    const began = performance.now();
    await stop(application);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(log.events('worker.stopped-at-work')).toHaveLength(1);
    release();
  });

  it('relays and runs nothing in the role of the API', async () => {
    const application = await start({ role: 'api', redisUrl: 'redis://127.0.0.1:1' });
    await announce(database, 'message.queued', { messageId: 'later' });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await waiting()).toEqual(['message.queued']);
    expect(() => application.get(OutboxRelay)).toThrow();
    await start({ role: 'worker' });
    await until('the worker has it', () => sentIds().includes('later'));
  });

  it('is ready while its queue answers', async () => {
    const application = await start();
    await until('readiness', async () => (await application.get(Readiness).look()).ready);
    const { checks } = await application.get(Readiness).look();
    expect(checks.map(({ name }) => name).sort()).toEqual(['database', 'outbox', 'queue']);
  });
}

describe('the outbox on PostgreSQL', suite);

describeWithRedis('the outbox on Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    await redis?.stop();
  });
  suite();
});
