import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceActor } from '../../src/platform/access/actor.js';
import { SettableClock } from '../../src/platform/clock.js';
import type { BulkChange } from '../../src/platform/database/bulk-statements.js';
import type { Transaction } from '../../src/platform/database/transaction.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type OpenDatabase, openDatabase } from './queue-application.js';

const NINE = new Date('2019-04-01T09:00:00Z');
const ACTOR = serviceActor('worker', 'bulk-changes');
const UNIQUE_VIOLATION = '23505';

const lease = (name: string, holder = 'one') => ({ name, holder, expires_at: NINE });
const inserted = (...rows: BulkChange['rows']): BulkChange => ({ table: 'lease', rows });

describe('changes in bulk', () => {
  let fresh: FreshDatabase;
  let opened: OpenDatabase;
  const unheard: unknown[] = [];
  const note = (error: unknown) => unheard.push(error);

  beforeAll(async () => {
    fresh = await freshDatabase();
    opened = await openDatabase(fresh.applicationUrl, new SettableClock(NINE));
    process.on('unhandledRejection', note);
  });
  afterEach(() => expect(unheard).toEqual([]));
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await opened.close();
    await fresh.drop();
  });

  const within = <T>(work: (tx: Transaction) => Promise<T>) => opened.database.inTransaction(ACTOR, work);
  const holders = (tx: Transaction, like: string) =>
    tx.query('SELECT name, holder FROM lease WHERE name LIKE $1 ORDER BY name', [like]);

  it('are carried out in their order, also where a table is met for the first time', async () => {
    const held = await within(async (tx) => {
      await tx.bulk([
        inserted(lease('order-1'), lease('order-2')),
        { table: 'lease', key: ['name'], rows: [{ name: 'order-1', holder: 'two' }], taking: 'all' },
        { table: 'lease', key: ['name'], rows: [{ name: 'order-2', holder: null }], taking: 'where-given' },
        inserted(),
        { table: 'lease', key: ['name'], rows: [{ name: 'order-1', holder: 'no' }], taking: 'where-blank' },
      ]);
      return holders(tx, 'order-%');
    });
    expect(held).toEqual([
      { name: 'order-1', holder: 'two' },
      { name: 'order-2', holder: 'one' },
    ]);
  });

  it.each([0, 1, 2, 3])(
    'tell of the first that fails, with %i before it, and leave nothing',
    async (before) => {
      const good = Array.from({ length: before }, (_, index) => inserted(lease(`fails-${index}`)));
      const bad = inserted(lease('fails-x'), lease('fails-x'));
      const after = [inserted(lease('fails-y')), { ...inserted({ subject: null }), table: 'staff_member' }];
      const failure = within((tx) => tx.bulk([...good, bad, ...after]));
      await expect(failure).rejects.toMatchObject({ code: UNIQUE_VIOLATION });
      expect(await within((tx) => holders(tx, 'fails-%'))).toEqual([]);
    },
  );

  it('are no longer under way where the next cannot be made', async () => {
    const unmade = inserted({ no_such_column: 1 });
    const failure = within((tx) => tx.bulk([inserted(lease('unmade')), unmade]));
    await expect(failure).rejects.toThrow('no column no_such_column');
    expect(await within((tx) => holders(tx, 'unmade'))).toEqual([]);
  });
});
