import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource, createPool } from '../../src/platform/database/connections.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

let database: FreshDatabase;
let lost: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});

afterEach(() => {
  lost = [];
});

afterAll(() => database.drop());

function settings(applicationName: string) {
  const onLost = (code: string) => lost.push(code);
  return { url: database.applicationUrl, applicationName, most: 4, onLost };
}

/** Cuts off all connections of that name and waits until the server has none left. */
function cutOff(applicationName: string): Promise<void> {
  return withClient(database.superuserUrl, async (client) => {
    const left = `FROM pg_stat_activity WHERE application_name = $1`;
    do await client.query(`SELECT pg_terminate_backend(pid) ${left}`, [applicationName]);
    while ((await client.query(`SELECT ${left}`, [applicationName])).rowCount);
  });
}

describe('a pool', () => {
  let pool: pg.Pool;

  afterEach(() => pool.end());

  it('survives losing idle and working connections, and opens new ones', async () => {
    pool = createPool(settings('lost-pool'));
    const working = await pool.connect();
    await pool.query('SELECT 1');
    const cut = expect(working.query('SELECT pg_sleep(20)')).rejects.toMatchObject({ code: '57P01' });
    await cutOff('lost-pool');
    await cut;
    working.release(true);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(lost.length).toBeGreaterThan(0);
  });

  it('gives the server time limits, keeps days as text and looks into the schema it was told', async () => {
    pool = createPool({ ...settings('limits'), schema: 'bullmq' });
    const { rows } = await pool.query<Record<string, unknown>>(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
              current_setting('idle_in_transaction_session_timeout') AS idle, current_schema() AS schema,
              DATE '2019-02-28' AS day, ARRAY[DATE '2019-02-28'] AS days, TIMESTAMPTZ '2019-02-28 12:00Z' AS instant`,
    );
    expect(rows).toEqual([
      {
        statement: '30s',
        lock: '10s',
        idle: '1min',
        schema: 'bullmq',
        day: '2019-02-28',
        days: ['2019-02-28'],
        instant: new Date('2019-02-28T12:00:00Z'),
      },
    ]);
  });

  it('refuses in bounded time when every connection is taken', async () => {
    pool = createPool({ ...settings('exhausted'), most: 1 });
    const only = await pool.connect();
    await expect(pool.query('SELECT 1')).rejects.toThrow('timeout');
    only.release();
  });

  it('lets the application role run the queue whose tables the owner made', async () => {
    pool = createPool({ ...settings('queue'), schema: 'bullmq' });
    const queue = new Queue('work', { connection: pool }, createPostgresBackend);
    await queue.addBulk([1, 2, 3].map((number) => ({ name: 'count', data: { number } })));
    const seen: number[] = [];
    const worker = new Worker(
      'work',
      async (job: Job<{ number: number }>) => {
        seen.push(job.data.number);
      },
      { connection: pool },
      createPostgresBackend,
    );
    while (seen.length < 3) await new Promise((done) => setTimeout(done, 10));
    await worker.close();
    await queue.close();
    expect(new Set(seen)).toEqual(new Set([1, 2, 3]));
  });
});

describe('a data source', () => {
  let source: DataSource;

  afterEach(() => source.destroy());

  it('survives losing idle and working connections, keeps days as text and throws on an undefined condition', async () => {
    source = await createDataSource(settings('lost-source')).initialize();
    const runner = source.createQueryRunner();
    await runner.connect();
    await source.query('SELECT 1');
    const cut = expect(runner.query('SELECT pg_sleep(20)')).rejects.toThrow();
    await cutOff('lost-source');
    await cut;
    await runner.release();
    expect(await source.query(`SELECT DATE '2019-02-28' AS day`)).toEqual([{ day: '2019-02-28' }]);
    expect(source.options).not.toHaveProperty('invalidWhereValuesBehavior');
    expect(source.options).toMatchObject({ synchronize: false, migrationsRun: false, logging: false });
  });
});
