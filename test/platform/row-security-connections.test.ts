import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type Actor, serviceActor } from '../../src/platform/access/actor.js';
import { SettableClock } from '../../src/platform/clock.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { newKeyringText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { AnsweredRequests } from '../../src/platform/database/answered-requests.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { Planter } from '../support/planted-rows.js';

const CASEWORKER: Actor = { kind: 'user', subject: 'dev-coordinator-1', roles: ['coordinator'] };
const SERVICE = serviceActor('worker', 'test');

let fresh: FreshDatabase;
/** One connection only, so that every transaction is the next user of the same one. */
let source: DataSource;
let database: Database;
let tables: string[];

beforeAll(async () => {
  fresh = await freshDatabase();
  const settings = { url: fresh.applicationUrl, applicationName: 'fence', most: 1, onLost: () => undefined };
  source = await createDataSource(settings).initialize();
  const encryption = new FieldEncryption(parseKeyring('FIELD_KEYS', newKeyringText()));
  const clock = new SettableClock(new Date('2030-01-02T00:00:00Z'));
  database = new Database(source, clock, new AnsweredRequests(encryption));
  await withClient(fresh.superuserUrl, async (client) => {
    const planter = await Planter.open(client);
    tables = planter.tables;
    await planter.plant(false);
    await planter.plant(true);
  });
});

afterAll(async () => {
  await source.destroy();
  await fresh.drop();
});

let connection: number;
beforeEach(async () => {
  connection = await pidOf();
});

async function pidOf(): Promise<number> {
  const [row] = await source.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
  return row!.pid;
}

/** What the next user of the connection finds without a transaction of its own. */
async function leftBehind(): Promise<unknown> {
  const [settings] = await source.query<object[]>(
    `SELECT nullif(current_setting('val.scope', true), '') AS scope,
            nullif(current_setting('val.subject', true), '') AS subject,
            nullif(current_setting('val.granted', true), '') AS granted, pg_backend_pid() AS pid`,
  );
  const filled: string[] = [];
  for (const table of tables) {
    const [row] = await source.query<{ some: boolean }[]>(`SELECT EXISTS (SELECT FROM "${table}") AS some`);
    if (row!.some) filled.push(table);
  }
  return { settings, filled };
}

const nothing = () => ({
  settings: { scope: null, subject: null, granted: null, pid: connection },
  filled: [],
});

describe('A connection handed on', () => {
  it('says nothing of who used it before', async () => {
    const people = await database.inTransaction(SERVICE, (tx) => tx.query('SELECT id FROM person'));
    expect(people).toHaveLength(2);
    expect(await leftBehind()).toEqual(nothing());
  });

  it('says nothing of it after work that failed', async () => {
    const failing = database.inTransaction(SERVICE, async (tx) => {
      await tx.query('SELECT id FROM person');
      throw new Error('planted');
    });
    await expect(failing).rejects.toThrow('planted');
    expect(await leftBehind()).toEqual(nothing());
  });

  it('says nothing of it after a statement that failed', async () => {
    await expect(database.inTransaction(SERVICE, (tx) => tx.query('SELECT 1 / 0'))).rejects.toThrow();
    expect(await leftBehind()).toEqual(nothing());
  });

  it('gives each of many who take turns what they may see', async () => {
    const asks = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? SERVICE : CASEWORKER));
    const seen = await Promise.all(
      asks.map((actor) => database.inTransaction(actor, (tx) => tx.query('SELECT id FROM person'))),
    );
    expect(seen.map((people) => people.length)).toEqual(asks.map((actor) => (actor === SERVICE ? 2 : 1)));
    expect(await leftBehind()).toEqual(nothing());
  });
});
