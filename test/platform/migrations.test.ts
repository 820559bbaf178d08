import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { migrateDownOne, migrateUp, pendingMigrations } from '../../src/platform/database/migrate.js';
import { catalogOf } from '../support/catalog.js';
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../support/database.js';
import { runFolder } from '../support/shared.js';

/** Tables about people that have no `person_id` column. */
const ALSO_PERSONAL = ['person', 'person_link', 'incident', 'intake_file', 'audit_entry', 'staff_member'];

const LEDGERS = [
  'case_event',
  'audit_entry',
  'audit_seal',
  'referral_version',
  'contact_decision',
  'assessment',
  'assessed_need',
  'enhanced_status',
  'case_deadline',
];

let client: pg.Client;

function open(database: FreshDatabase): Promise<unknown> {
  client = new pg.Client({ connectionString: database.superuserUrl });
  return client.connect();
}

async function rows<T extends object>(query: string, ...parameters: unknown[]): Promise<T[]> {
  return (await client.query<T>(query, parameters)).rows;
}

async function names(query: string, ...parameters: unknown[]): Promise<string[]> {
  return (await rows<{ name: string }>(query, ...parameters)).map(({ name }) => name);
}

describe('migrations', () => {
  let database: FreshDatabase;
  let firstUp: string[];
  let applied: string[];

  beforeAll(async () => {
    database = await emptyDatabase();
    await open(database);
    applied = await migrateUp(database.ownerUrl);
    firstUp = await catalogOf(client);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('go up once and leave nothing pending, which the application role may ask', async () => {
    expect(applied.length).toBeGreaterThan(0);
    expect(await pendingMigrations(database.applicationUrl)).toEqual([]);
    expect(await migrateUp(database.ownerUrl)).toEqual([]);
  });

  it('go down to nothing and up again to the same', async () => {
    const takenBack: string[] = [];
    for (let name = await down(); name; name = await down()) takenBack.push(name);
    expect(takenBack).toEqual([...applied].reverse());
    expect(await catalogOf(client)).toEqual([]);
    expect(await pendingMigrations(database.ownerUrl)).toEqual(applied);

    expect(await migrateUp(database.ownerUrl)).toEqual(applied);
    expect(await catalogOf(client)).toEqual(firstUp);
  });

  it('are run once by processes that start together', async () => {
    const shared = await emptyDatabase();
    const runs = await Promise.all([1, 2, 3].map(() => migrateUp(shared.ownerUrl)));
    expect(runs.filter((names) => names.length > 0)).toEqual([applied]);
    await shared.drop();
  });

  it('leave everything as it was when one of them fails', async () => {
    const folder = join(runFolder(), 'failing-migrations');
    await mkdir(folder);
    const fails = `await runner.query('CREATE TABLE half (id uuid)'); await runner.query('SELECT 1 / 0');`;
    const source = (body: string) =>
      `export class Fails1700000000000 { async up(runner) { ${body} } async down() {} }`;
    await writeFile(join(folder, '1700000000000-fails.ts'), source(fails));
    const shared = await emptyDatabase();
    const url = pathToFileURL(`${folder}/`);
    await expect(migrateUp(shared.ownerUrl, url)).rejects.toThrow('division by zero');
    expect(await pendingMigrations(shared.ownerUrl, url)).toEqual(['Fails1700000000000']);
    await shared.drop();
  });

  function down(): Promise<string | undefined> {
    return migrateDownOne(database.ownerUrl);
  }
});

describe('the schema', () => {
  let database: FreshDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
    await open(database);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('forces row-level security on every table about people', async () => {
    const open = await names(
      `SELECT relname AS name FROM pg_class c
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
          AND (relname = ANY ($1) OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                                              AND a.attname ~ '(^|_)person_ids?$' AND NOT a.attisdropped))
          AND NOT (relrowsecurity AND relforcerowsecurity)`,
      ALSO_PERSONAL,
    );
    expect(open).toEqual([]);
    const listed = await names(
      `SELECT relname AS name FROM pg_class WHERE oid = ANY ($1::regclass[])`,
      ALSO_PERSONAL,
    );
    expect(listed.sort()).toEqual([...ALSO_PERSONAL].sort());
  });

  it('has a policy on every table with row-level security', async () => {
    const shut = await names(
      `SELECT relname AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
          AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)`,
    );
    expect(shut).toEqual([]);
  });

  it('gives the application role no power beyond its rows', async () => {
    expect(
      await rows(`SELECT rolname AS role, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication
                    FROM pg_roles WHERE rolname IN ('val_app', 'val_owner') ORDER BY rolname`),
    ).toEqual(
      ['val_app', 'val_owner'].map((role) => ({
        role,
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
      })),
    );
    expect(
      await rows(`SELECT has_schema_privilege('val_app', 'public', 'CREATE') AS public,
                         has_schema_privilege('val_app', 'bullmq', 'CREATE') AS bullmq,
                                                  has_database_privilege('val_app', current_database(), 'CREATE') AS database,
                         (SELECT count(*)::int FROM pg_auth_members
                           WHERE member = 'val_app'::regrole OR roleid = 'val_owner'::regrole) AS memberships`),
    ).toEqual([{ public: false, bullmq: false, database: false, memberships: 0 }]);
    const tooMuch = await names(
      `SELECT format('%s %s', relname, right_) AS name
         FROM pg_class, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS right_
        WHERE relnamespace IN ('public'::regnamespace, 'bullmq'::regnamespace) AND relkind IN ('r', 'p', 'v')
          AND has_table_privilege('val_app', pg_class.oid, right_)`,
    );
    expect(tooMuch).toEqual([]);
  });

  it('belongs to the owner and gives the public nothing', async () => {
    const strangers = await names(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace IN ('public'::regnamespace, 'bullmq'::regnamespace)
          AND (relowner <> 'val_owner'::regrole OR relacl::text ~ '[{,]=')`,
    );
    expect(strangers).toEqual([]);
  });

  it('lets the application only add to ledgers', async () => {
    const rights = await rows<{ ledger: string; may: string[] }>(
      `SELECT relname AS ledger, array_agg(right_ ORDER BY right_) AS may
         FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS right_
        WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1)
          AND (has_table_privilege('val_app', pg_class.oid, right_)
               OR (right_ <> 'TRUNCATE' AND right_ <> 'DELETE' AND has_any_column_privilege('val_app', pg_class.oid, right_)))
        GROUP BY relname ORDER BY relname`,
      LEDGERS,
    );
    expect(rights).toEqual([...LEDGERS].sort().map((ledger) => ({ ledger, may: ['INSERT', 'SELECT'] })));
  });

  it('has no view that reads with its owner’s eyes', async () => {
    const blind = await names(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
          AND (relkind = 'm' OR (relkind = 'v' AND NOT coalesce(reloptions::text ~ 'security_invoker=(true|on|1)', false)))`,
    );
    expect(blind).toEqual([]);
  });

  it('has no function that runs with its owner’s rights', async () => {
    const powerful = await names(
      `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef`,
    );
    expect(powerful).toEqual([]);
  });

  it('never reads the machine’s time', async () => {
    const machineTime =
      '(now\\(\\)|current_(timestamp|date|time)|localtime|(clock|statement|transaction)_timestamp)';
    const defaults = await names(
      `SELECT format('%s.%s', d.adrelid::regclass, a.attname) AS name
         FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
         JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE c.relnamespace = 'public'::regnamespace AND pg_get_expr(d.adbin, d.adrelid) ~* $1`,
      machineTime,
    );
    expect(defaults).toEqual([]);
    const functions = await names(
      `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosrc ~* $1`,
      machineTime,
    );
    expect(functions).toEqual([]);
  });
});
