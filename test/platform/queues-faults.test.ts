import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { Readiness } from '../../src/platform/health/readiness.js';
import { Job, type JobIds } from '../../src/platform/queues/job.decorator.js';
import { JOBS } from '../../src/platform/queues/job-list.js';
import { JobQueues } from '../../src/platform/queues/job-queues.js';
import type { QueueOptions } from '../../src/platform/queues/queue-options.js';
import { refuseForgetfulRedis } from '../../src/platform/queues/redis-durability.js';
import { Schedules } from '../../src/platform/queues/schedules.js';
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

const sent: JobIds[] = [];
let rings = 0;
let isSweepBroken = false;

@Injectable()
class Handlers {
  @Job('send-message')
  async send(ids: JobIds): Promise<void> {
    sent.push(ids);
  }

  @Job('sweep-contact')
  async sweep(): Promise<void> {
    if (isSweepBroken) throw new Error('broken');
    rings += 1;
  }
}

const JOBS_HERE = {
  'send-message': JOBS['send-message'],
  'sweep-contact': { everySeconds: 1, purpose: 'ring' },
} satisfies QueueOptions['jobs'];

let fresh: FreshDatabase;
let database: OpenDatabase;
let redis: TestRedis | null = null;
let application: INestApplicationContext | undefined;

async function start(
  options: Partial<Parameters<typeof startQueues>[0]> = {},
): Promise<INestApplicationContext> {
  application = await startQueues({
    database,
    databaseUrl: fresh.applicationUrl,
    redisUrl: redis?.url ?? null,
    jobs: JOBS_HERE,
    handlers: [Handlers],
    ...options,
  });
  return application;
}

async function stop(): Promise<void> {
  await application?.close();
  application = undefined;
}

function schedulersOf(queue: 'work' | 'messages' = 'work') {
  return application!.get(JobQueues).of(queue).getJobSchedulers();
}

const isRelayed = (id: string) => sent.some(({ messageId }) => messageId === id);

function suite(): void {
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await openDatabase(fresh.applicationUrl);
  });

  afterEach(async () => {
    await stop();
    sent.length = 0;
  });

  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  it('has one effect when adding the jobs succeeded and marking the events did not', async () => {
    const log = new KeptLog();
    await start({ log });
    const queue = application!.get(JobQueues).of('messages');
    const add = queue.add.bind(queue);
    queue.add = async (...job) => {
      await add(...job);
      queue.add = add;
      throw new Error('the process ends here');
    };
    await announce(database, 'message.queued', { messageId: 'once' });
    await until('it was relayed again', () => log.events('outbox.relayed-again').length === 1);
    await announce(database, 'message.queued', { messageId: 'next' });
    await until('the next job', () => isRelayed('next'));
    expect(log.events('outbox.not-relayed')).toHaveLength(1);
    expect(sent).toEqual([{ messageId: 'once' }, { messageId: 'next' }]);
  });

  it('makes its schedules at every start, in London time, and takes away those of jobs that are no more', async () => {
    const daily = { pattern: '0 3 * * *', purpose: 'ring at night' };
    await start({ jobs: { ...JOBS_HERE, 'sweep-contact': daily } });
    expect(await schedulersOf()).toMatchObject([
      { key: 'sweep-contact', pattern: '0 3 * * *', tz: 'Europe/London' },
    ]);
    await application!.get(JobQueues).of('messages').upsertJobScheduler('send-old-letters', { every: 1000 });
    await stop();
    await start();
    expect(await schedulersOf()).toMatchObject([{ key: 'sweep-contact', every: 1000 }]);
    expect(await schedulersOf('messages')).toEqual([]);
    const before = rings;
    await until('it rings again and again', () => rings >= before + 2);
  });

  it('makes a schedule again that was lost', async () => {
    await start();
    await application!.get(JobQueues).of('work').removeJobScheduler('sweep-contact');
    expect(await application!.get(Schedules).mend()).toEqual(['sweep-contact']);
    expect(await application!.get(Schedules).mend()).toEqual([]);
    const before = rings;
    await until('it rings', () => rings > before);
  });

  it('rings on after a ring that failed', async () => {
    const log = new KeptLog();
    isSweepBroken = true;
    await start({ log });
    await until('a ring fails', () => log.events('job.failed').length > 0);
    expect(log.events('job.failed')[0]).toMatchObject({ job: 'sweep-contact', code: 'Error', tries: 1 });
    isSweepBroken = false;
    const before = rings;
    await until('it rings', () => rings > before);
  });
}

describe('queues in trouble on PostgreSQL', () => {
  suite();

  it('takes jobs again after the server cut its connections off', async () => {
    await start();
    await announce(database, 'message.queued', { messageId: 'before' });
    await until('the first job', () => isRelayed('before'));
    await withClient(fresh.superuserUrl, (client) =>
      client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = 'val_app'`,
      ),
    );
    await announce(database, 'message.queued', { messageId: 'after' }).catch(() =>
      announce(database, 'message.queued', { messageId: 'after' }),
    );
    await until('the next job', () => isRelayed('after'), 15_000);
  });
});

describeWithRedis('queues in trouble on Redis', () => {
  let client: Redis;
  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis!.url);
  });
  afterAll(async () => {
    client.disconnect();
    await redis?.stop();
  });
  suite();

  it('goes on after Redis has forgotten everything: schedules are mended and sweeps announce anew', async () => {
    await start();
    await announce(database, 'message.queued', { messageId: 'before' });
    await until('the first job', () => isRelayed('before'));
    await client.flushdb();
    await application!.get(Schedules).mend();
    const before = rings;
    await until('the sweep rings', () => rings > before);
    await announce(database, 'message.queued', { messageId: 'announced-by-a-sweep' });
    await until('its job', () => isRelayed('announced-by-a-sweep'));
  });

  // These change the server for everybody, so one that others share is left alone.
  if (!process.env.REDIS_URL) troublesOfOneServer(() => client);
});

function troublesOfOneServer(admin: () => Redis): void {
  it('keeps events while Redis takes nothing, says so, and relays them afterwards', async () => {
    const log = new KeptLog();
    await start({ log });
    await admin().config('SET', 'maxmemory', '1');
    try {
      await announce(database, 'message.queued', { messageId: 'patient' });
      await until('the failure is noticed', () => log.events('outbox.not-relayed').length > 0);
      const { checks } = await application!.get(Readiness).look();
      expect(checks).toContainEqual({ name: 'outbox', ready: false });
      expect(sent).toEqual([]);
    } finally {
      await admin().config('SET', 'maxmemory', '0');
    }
    await until('the job', () => isRelayed('patient'));
    await until('it is ready again', async () => (await application!.get(Readiness).look()).ready);
  });

  it('commits at once while Redis hangs, and catches up', async () => {
    await start();
    await admin().client('PAUSE', 1500, 'ALL');
    const began = performance.now();
    await announce(database, 'message.queued', { messageId: 'unhurried' });
    expect(performance.now() - began).toBeLessThan(1000);
    await until('the job', () => isRelayed('unhurried'));
  });

  it('takes jobs again after its connections were cut off', async () => {
    await start();
    await admin().client('KILL', 'TYPE', 'NORMAL', 'SKIPME', 'YES');
    await announce(database, 'message.queued', { messageId: 'reconnected' });
    await until('the job', () => isRelayed('reconnected'));
  });
}

if (!process.env.REDIS_URL) {
  describeWithRedis('a Redis that forgets', () => {
    let server: TestRedis;
    let client: Redis;
    beforeAll(async () => {
      server = (await startRedis())!;
      client = new Redis(server.url);
    });
    afterAll(async () => {
      client.disconnect();
      await server.stop();
    });

    it('is taken when it keeps what it is given', async () => {
      await expect(refuseForgetfulRedis(server.url, null)).resolves.toBeUndefined();
    });

    it.each([
      ['appendonly', 'no', 'yes'],
      ['maxmemory-policy', 'allkeys-lru', 'noeviction'],
    ])('is refused with %s %s, also where somebody assured otherwise', async (setting, wrong, right) => {
      await client.config('SET', setting, wrong);
      await expect(refuseForgetfulRedis(server.url, 'assured')).rejects.toThrow(
        `this Redis has ${setting} ${wrong}; it needs ${setting} ${right}`,
      );
      await client.config('SET', setting, right);
    });

    it('is refused where it hides its configuration, unless somebody checked', async () => {
      const url = new URL(server.url);
      await client.call('ACL', 'SETUSER', 'hidden', 'on', '>pass-for-tests', '~*', '+@all', '-config');
      url.username = 'hidden';
      url.password = 'pass-for-tests';
      await expect(refuseForgetfulRedis(url.href, null)).rejects.toThrow('set REDIS_DURABILITY=assured');
      await expect(refuseForgetfulRedis(url.href, 'assured')).resolves.toBeUndefined();
      await client.call('ACL', 'DELUSER', 'hidden');
    });

    it('is refused when it takes the connection and says nothing', async () => {
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      await expect(refuseForgetfulRedis(`redis://127.0.0.1:${port}`, null)).rejects.toThrow(
        'the server does not answer (no answer)',
      );
      silent.close();
    });

    it('is refused when it does not answer, without repeating the password', async () => {
      const refusal = refuseForgetfulRedis('redis://someone:secret-word@127.0.0.1:1', 'assured');
      await expect(refusal).rejects.toThrow('the server does not answer (ECONNREFUSED)');
      await expect(refusal).rejects.not.toThrow('secret-word');
    });
  });
}
