import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { serviceActor } from '../../src/platform/access/actor.js';
import { SettableClock } from '../../src/platform/clock.js';
import { FieldEncryption } from '../../src/platform/crypto/field-encryption.js';
import { newKeyringText, parseKeyring } from '../../src/platform/crypto/keyring.js';
import { AnsweredRequests } from '../../src/platform/database/answered-requests.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import { createDataSource } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import type { Transaction } from '../../src/platform/database/transaction.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

const SERVICE = serviceActor('worker', 'test');
const NOTE = { action: 'case.read', targetType: 'case', targetIds: [], personIds: [] };

let fresh: FreshDatabase;
/** One connection only, so that every transaction is the next user of the same one. */
let source: DataSource;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  const settings = {
    url: fresh.applicationUrl,
    applicationName: 'statements',
    most: 1,
    onLost: () => undefined,
  };
  source = await createDataSource(settings).initialize();
  const encryption = new FieldEncryption(parseKeyring('FIELD_KEYS', newKeyringText()));
  const clock = new SettableClock(new Date('2030-01-02T00:00:00Z'));
  database = new Database(source, clock, new AnsweredRequests(encryption));
});

afterAll(async () => {
  await source.destroy();
  await fresh.drop();
});

function run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database.inTransaction(SERVICE, work);
}

async function audited(): Promise<number> {
  return withClient(fresh.superuserUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM audit_entry');
    return rows[0]!.count;
  });
}

describe('Statements sent before the answers to those before them', () => {
  it('are answered in their order', async () => {
    const answers = await run((tx) =>
      Promise.all([1, 2, 3].map((number) => tx.queryOne('SELECT $1::int AS number', [number]))),
    );
    expect(answers).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
  });

  it('fail with what the first of them failed with, and leave nothing behind', async () => {
    const before = await audited();
    const work = run(async (tx) => {
      await tx.audit({ ...NOTE, targetIds: ['not an id'] });
      await tx.audit(NOTE);
      await tx.query('SELECT 1');
    });
    await expect(work).rejects.toMatchObject({ code: '22P02' });
    expect(await audited()).toBe(before);
    expect(await run((tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  it('are not committed where one of them could not even be sent', async () => {
    const before = await audited();
    const work = run(async (tx) => {
      await tx.audit(NOTE);
      const own: Record<string, unknown> = {};
      own.self = own;
      tx.leave('SELECT $1::jsonb', [own]);
    });
    await expect(work).rejects.toThrow('circular');
    expect(await audited()).toBe(before);
    expect(await run((tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  it('are not committed where one fails whose answer nobody waited for', async () => {
    const before = await audited();
    const work = run(async (tx) => {
      await tx.audit(NOTE);
      tx.leave('SELECT 1 / $1::int', [0]);
    });
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect(await audited()).toBe(before);
  });

  it('are not taken for committed where a failure was swallowed', async () => {
    const before = await audited();
    const work = run(async (tx) => {
      await tx.audit(NOTE);
      await tx.query('SELECT 1 / $1::int', [0]).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('not committed');
    expect(await audited()).toBe(before);
  });

  it('keep the failure of the work itself', async () => {
    const work = run(async (tx) => {
      await tx.audit(NOTE);
      throw new RangeError('of the work');
    });
    await expect(work).rejects.toThrow('of the work');
  });

  it('are planned once where they come often, with the same answers and only while they last', async () => {
    for (let use = 1; use <= 12; use += 1) {
      const rows = await run((tx) => tx.query('SELECT $1::int + 1 AS next', [use]));
      expect(rows).toEqual([{ next: use + 1 }]);
    }
    const kept = await run((tx) =>
      tx.query(`SELECT count(*)::int AS plans FROM pg_prepared_statements WHERE statement LIKE $1`, [
        'SELECT $1::int + 1 AS next',
      ]),
    );
    expect(kept).toEqual([{ plans: 1 }]);
  });

  it('plan as usual again after one that is planned once', async () => {
    const once = { name: 'test.once', text: 'SELECT $1::int AS given', isPlannedOnce: true };
    const [given, mode] = await run((tx) =>
      Promise.all([tx.prepared(once, [7]), tx.queryOne(`SELECT current_setting('plan_cache_mode') AS mode`)]),
    );
    expect([given, mode]).toEqual([[{ given: 7 }], { mode: 'auto' }]);
  });
});
