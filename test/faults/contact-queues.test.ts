import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { ContactApplication } from '../support/contact-application.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.js';

const PEOPLE = 30;

async function states(contact: ContactApplication): Promise<Record<string, number>> {
  const rows = await contact.query<{ state: string; count: number }>(
    `SELECT state, count(*)::int AS count FROM message GROUP BY state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

async function untilSent(contact: ContactApplication, count: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await states(contact)).sent === count) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not all were sent: ${JSON.stringify(await states(contact))}`);
}

/** Everybody once: what was captured is what was sent. */
async function captured(contact: ContactApplication): Promise<number[]> {
  const rows = await contact.query<{ times: number }>(
    `SELECT count(*)::int AS times FROM captured_message GROUP BY message_id`,
  );
  return rows.map(({ times }) => times);
}

async function arrive(contact: ContactApplication): Promise<void> {
  const people = await contact.people.addMany(PEOPLE);
  await contact.inTransaction((tx) =>
    tx.announce('referrals.accepted', { personIds: people.map(({ personId }) => personId) }),
  );
}

describe('From an arrival to its email on PostgreSQL', () => {
  let contact: ContactApplication;
  beforeAll(async () => {
    contact = await ContactApplication.open({ queues: { redisUrl: null, redisDurability: null } });
  });
  afterAll(() => contact.close());

  it('everybody is planned for and written to once', async () => {
    await arrive(contact);
    await untilSent(contact, PEOPLE);
    expect(await captured(contact)).toEqual(Array.from({ length: PEOPLE }, () => 1));
  }, 60_000);
});

describeWithRedis('From an arrival to its email on Redis', () => {
  let contact: ContactApplication;
  let redis: TestRedis;
  beforeAll(async () => {
    redis = (await startRedis())!;
    contact = await ContactApplication.open({ queues: { redisUrl: redis.url, redisDurability: 'assured' } });
  });
  afterAll(async () => {
    await contact.close();
    await redis.stop();
  });

  it('a queue that forgets everything loses nothing and sends nothing twice', async () => {
    await arrive(contact);
    const client = new Redis(redis.url);
    for (let at = 0; at < 5; at += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await client.flushdb();
    }
    await client.quit();
    contact.later(61_000);
    for (let round = 0; round < 3; round += 1) {
      await contact.sweep();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      contact.later(61_000);
    }
    await untilSent(contact, PEOPLE);
    expect(await captured(contact)).toEqual(Array.from({ length: PEOPLE }, () => 1));
  }, 60_000);
});
