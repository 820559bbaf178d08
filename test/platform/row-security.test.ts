import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { insertRow, Planter, type Planting } from '../support/planted-rows.js';

const ME = 'dev-coordinator-1';
const REFUSED_BY_POLICY = '42501';
const REFUSED_BY_KEY = '23503';

let database: FreshDatabase;
let superuser: pg.Client;
let application: pg.Client;
let planter: Planter;
let shown: Planting;
let hidden: Planting;

beforeAll(async () => {
  database = await freshDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  application = new pg.Client({ connectionString: database.applicationUrl });
  await superuser.connect();
  await application.connect();
  planter = await Planter.open(superuser);
  shown = await planter.plant(false, { referral: { sent_by: 'dev-referrer-1' } });
  hidden = await planter.plant(true, { referral: { sent_by: 'dev-referrer-2' } });
});

afterAll(async () => {
  await superuser.end();
  await application.end();
  await database.drop();
});

beforeEach(() => application.query('BEGIN'));
afterEach(() => application.query('ROLLBACK'));

function scope(name: string, subject = ME): Promise<unknown> {
  return application.query('SELECT val_open_scope($1, $2, $3)', [name, subject, '2030-01-02T00:00:00Z']);
}

/** Counts the rows of each table with people, of one person or of everyone; tables that show none are left out. */
async function seen(who?: Planting, client = application): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of planter.tables) {
    const column = table === 'person' ? 'id' : 'person_id';
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM "${table}" WHERE $1::uuid IS NULL OR "${column}" = $1`,
      [who?.personId ?? null],
    );
    if (rows[0]!.count > 0) counts[table] = rows[0]!.count;
  }
  return counts;
}

function oneOfEach(): Record<string, number> {
  return Object.fromEntries(planter.tables.map((table) => [table, 1]));
}

/** Runs a statement that may fail and leaves the transaction usable. Returns its SQLSTATE, or how many rows it met. */
async function attempt(run: () => Promise<pg.QueryResult>): Promise<string | number> {
  await application.query('SAVEPOINT attempt');
  try {
    return (await run()).rowCount ?? 0;
  } catch (error) {
    await application.query('ROLLBACK TO attempt');
    return (error as { code: string }).code;
  }
}

describe('Rows about people', () => {
  it('were planted in every table that has people', async () => {
    expect(planter.tables.length).toBeGreaterThan(20);
    expect(await seen(shown, superuser)).toEqual(oneOfEach());
    expect(await seen(hidden, superuser)).toEqual(oneOfEach());
  });

  it('are not there for a transaction that says nothing about who asks', async () => {
    expect(await seen()).toEqual({});
  });

  it('are not there for a transaction that names a scope without opening it', async () => {
    await application.query(`SELECT set_config('val.scope', 'People', true)`);
    expect(await seen()).toEqual({});
  });

  it.each(['none', 'ledger', 'anything', ''])('are not there in scope "%s"', async (name) => {
    await scope(name);
    expect(await seen()).toEqual({});
  });

  it('are all there for the service itself', async () => {
    await scope('everything');
    expect(await seen(shown)).toEqual(oneOfEach());
    expect(await seen(hidden)).toEqual(oneOfEach());
  });

  it('are there for caseworkers, and vanish everywhere with a restricted person', async () => {
    await scope('people');
    expect(await seen(shown)).toEqual(oneOfEach());
    expect(await seen(hidden)).toEqual({});
    expect(await seen()).toEqual(oneOfEach());
  });

  it.each([
    ['a member', {}, true],
    ['somebody let in for some hours', { expires_at: '2030-01-03T00:00:00Z' }, true],
    ['somebody whose hours are over', { expires_at: '2030-01-02T00:00:00Z' }, false],
    ['a member who was withdrawn', { withdrawn_at: '2030-01-01T12:00:00Z' }, false],
    ['the member of somebody else', { subject: 'dev-coordinator-2' }, false],
  ])('of a restricted person, for %s: %o', async (_who, grant, isSeen) => {
    await scope('everything');
    const row = planter.rowFor('access_grant', hidden, { subject: ME, ...grant });
    await insertRow(application, 'access_grant', row);
    await scope('people');
    const { access_grant: ownGrants, ...others } = await seen(hidden);
    const { access_grant: _, ...all } = oneOfEach();
    expect(others).toEqual(isSeen ? all : {});
    expect(ownGrants).toBe(isSeen ? 2 : row.subject === ME ? 1 : undefined);
  });

  it('are, for a sender, the referrals that it sent and nothing more', async () => {
    await scope('sent', 'dev-referrer-1');
    expect(await seen()).toEqual({ referral: 1 });
    expect(await seen(shown)).toEqual({ referral: 1 });
    await scope('sent', 'dev-referrer-2');
    expect(await seen(shown)).toEqual({});
    await scope('sent', 'dev-referrer-3');
    expect(await seen()).toEqual({});
  });
});

describe('Writing about people', () => {
  it.each(['', 'none', 'ledger', 'people', 'sent'])(
    'reaches no row of a restricted person in scope "%s"',
    async (name) => {
      await scope(name);
      const met: Record<string, unknown> = {};
      for (const table of planter.tables) {
        const column = table === 'person' ? 'id' : 'person_id';
        const sql = `UPDATE "${table}" SET "${column}" = "${column}" WHERE "${column}" = $1`;
        met[table] = await attempt(() => application.query(sql, [hidden.personId]));
        if (met[table] === 0 || met[table] === REFUSED_BY_POLICY) delete met[table];
      }
      expect(met).toEqual({});
    },
  );

  it.each(['', 'none', 'ledger', 'people', 'sent'])(
    'adds no row to a restricted person in scope "%s"',
    async (name) => {
      const results: Record<string, unknown> = {};
      for (const table of planter.tables.filter((other) => other !== 'person')) {
        await scope(name, 'somebody');
        const row = planter.rowFor(table, hidden);
        results[table] = await attempt(() => insertRow(application, table, row));
        if (results[table] === REFUSED_BY_POLICY) delete results[table];
      }
      expect(results).toEqual({});
    },
  );

  it('cannot repeat the restriction of a person wrongly, whoever does it', async () => {
    const results: Record<string, unknown> = {};
    for (const table of planter.tables.filter((other) => other !== 'person')) {
      for (const person of [shown, hidden]) {
        const sql = `UPDATE "${table}" SET restricted = NOT restricted WHERE person_id = $1`;
        const result = await superuser.query(sql, [person.personId]).catch((error: unknown) => error);
        const { code } = result as { code?: string };
        if (code !== REFUSED_BY_KEY) results[table] = code;
      }
    }
    expect(results).toEqual({});
  });
});

describe('Restricting a person', () => {
  it('hides every row of theirs in the statement that does it, and lifting it shows them again', async () => {
    const person = await planter.plant(false);
    await scope('everything');
    await application.query('UPDATE person SET restricted = true WHERE id = $1', [person.personId]);
    for (const table of planter.tables.filter((other) => other !== 'person')) {
      const { rows } = await application.query(`SELECT restricted FROM "${table}" WHERE person_id = $1`, [
        person.personId,
      ]);
      expect([table, rows]).toEqual([table, [{ restricted: true }]]);
    }
    await scope('people');
    expect(await seen(person)).toEqual({});
    await scope('everything');
    await application.query('UPDATE person SET restricted = false WHERE id = $1', [person.personId]);
    await scope('people');
    expect(await seen(person)).toEqual(oneOfEach());
  });

  it('is nothing that somebody outside can undo', async () => {
    await scope('people');
    const lift = 'UPDATE person SET restricted = false WHERE id = $1';
    expect(await attempt(() => application.query(lift, [hidden.personId]))).toBe(0);
  });
});
