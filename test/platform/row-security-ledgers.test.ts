import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Column, columnsOf, Planter } from '../support/planted-rows.js';

const NEVER_CHANGED = 'VA001';

interface Ledger {
  name: string;
  /** Columns that may still change, such as the copy of a person's restriction. */
  mayChange: string[];
}

let database: FreshDatabase;
let owner: pg.Client;
let superuser: pg.Client;
let ledgers: Ledger[];

beforeAll(async () => {
  database = await freshDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await superuser.connect();
  await owner.connect();
  const planter = await Planter.open(superuser);
  await planter.plant(false);
  await superuser.query(PLATFORM_LEDGERS);
  ledgers = await ledgersOf(superuser);
  await owner.query(`SELECT set_config('val.scope', 'everything', false)`);
});

afterAll(async () => {
  await superuser.end();
  await owner.end();
  await database.drop();
});

const PLATFORM_LEDGERS = `
  INSERT INTO audit_entry VALUES (gen_random_uuid(), pg_current_xact_id(), '2030-01-01Z', 'worker', 'service:val', '{}',
    'planted', 'none', 'planted', '{}', '{}', '{}', 'planted', 'planted');
  INSERT INTO bank_holiday VALUES ('2030-12-25', 'planted', 'planted', false);
  INSERT INTO bank_holiday_change VALUES (1, '2030-12-25', 'added', 'planted', 'planted', '2030-01-01Z');
  INSERT INTO audit_seal VALUES (1, ARRAY[gen_random_uuid()], pg_current_xact_id(), '-', '-', 'planted', '2030-01-01Z');
  INSERT INTO code_report_publication VALUES (gen_random_uuid(), '2030-01-01', '2030-01-31', 'month', 1, '2030-02-01Z',
    '2030-02-01Z', 'planted', 5, '{}', '{}');`;

/** Tables with the trigger, and the columns that it lets change. */
async function ledgersOf(client: pg.Client): Promise<Ledger[]> {
  const { rows } = await client.query<{ name: string; mayChange: string }>(
    `SELECT tgrelid::regclass::text AS name, encode(tgargs, 'escape') AS "mayChange" FROM pg_trigger
      WHERE tgfoid = 'val_append_only'::regproc AND tgname LIKE '%append_only' ORDER BY 1`,
  );
  return rows.map(({ name, mayChange }) => ({
    name,
    mayChange: mayChange.split('\\000').filter((column) => column !== ''),
  }));
}

/** An expression for another value than the row has. */
function another({ name, type }: Column): string {
  const column = `"${name}"`;
  if (type.endsWith('[]')) return `${column} || ${column} || CAST(ARRAY[gen_random_uuid()] AS ${type})`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'jsonb') return `'{"changed": true}'`;
  if (type === 'boolean') return `coalesce(NOT ${column}, true)`;
  if (type === 'integer' || type === 'bigint') return `coalesce(${column}, 0) + 1`;
  if (type === 'xid8') return `'1'`;
  if (type.startsWith('timestamp')) return `coalesce(${column}, '2030-01-01Z') + interval '1 day'`;
  return type === 'date' ? `coalesce(${column}, '2030-01-01') + 1` : `coalesce(${column}, '') || 'x'`;
}

async function codeOf(client: pg.Client, sql: string): Promise<string> {
  await client.query('BEGIN');
  try {
    const { rowCount } = await client.query(sql);
    return `${rowCount} rows`;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.query('ROLLBACK');
  }
}

describe('A ledger', () => {
  it('is every table that is only ever added to', () => {
    expect(ledgers.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'audit_entry',
        'audit_seal',
        'bank_holiday_change',
        'captured_message',
        'case_event',
        'contact_decision',
        'justice_event',
        'marker_lift',
        'message_attempt',
        'person_correction',
        'referral_version',
        'safety_word',
      ]),
    );
  });

  it('holds a row here, so that the refusals below are not those of an empty table', async () => {
    for (const { name } of ledgers) {
      expect([name, await codeOf(owner, `SELECT FROM "${name}"`)]).toEqual([name, '1 rows']);
    }
  });

  it.each(['owner', 'superuser'])('cannot be changed, emptied or deleted from by its %s', async (who) => {
    const client = who === 'owner' ? owner : superuser;
    const results: Record<string, string> = {};
    for (const { name, mayChange } of ledgers) {
      const kept = (await columnsOf(superuser, name)).filter((column) => !mayChange.includes(column.name));
      const changes = kept.map((column) => `UPDATE "${name}" SET "${column.name}" = ${another(column)}`);
      const refused = [...changes, `DELETE FROM "${name}"`, `TRUNCATE "${name}" CASCADE`];
      for (const sql of refused) results[sql] = await codeOf(client, sql);
    }
    const let_ = Object.entries(results).filter(([, code]) => code !== NEVER_CHANGED);
    expect(let_).toEqual([]);
    expect(Object.keys(results).length).toBeGreaterThan(60);
  });

  it('cannot be rid of its rows through the tables that it refers to', async () => {
    for (const sql of ['TRUNCATE person CASCADE', 'TRUNCATE support_case CASCADE']) {
      expect([sql, await codeOf(owner, sql)]).toEqual([sql, NEVER_CHANGED]);
    }
  });
});
