import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { newKeyText, parseKey } from '../../src/platform/crypto/keyring.js';
import type { SearchVictimsRequest } from '../../src/victims/victim-search-request.js';
import { searchStatement } from '../../src/victims/victim-search-statement.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

const PEOPLE = 6000;

let database: FreshDatabase;
let application: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  await superuser.query(
    `INSERT INTO person (id, kind, given_name, surname, organisation_name, date_of_birth, postcode, retention_class,
                         created_at, updated_at)
     SELECT gen_random_uuid(), CASE WHEN n % 4 = 0 THEN 'organisation' ELSE 'individual' END,
            CASE WHEN n % 4 > 0 THEN 'Invented' END, CASE WHEN n % 4 > 0 THEN 'Name ' || md5(n::text) END,
            CASE WHEN n % 4 = 0 THEN 'Shop ' || md5(n::text) END,
            CASE WHEN n % 4 > 0 THEN date '1950-01-01' + n END, 'WR' || n % 90 || ' 1AA', 'standard', now(), now()
       FROM generate_series(1, $1::integer) AS n`,
    [PEOPLE],
  );
  await superuser.query(
    `INSERT INTO person (id, kind, given_name, surname, retention_class, created_at, updated_at)
     SELECT gen_random_uuid(), 'individual', 'Invented', name, 'standard', now(), now()
       FROM unnest($1::text[]) AS name`,
    [['MÜLLER-SØRENSEN', 'O’Invented', "o'invented-smith", 'Łukasińska', 'Percent%sign']],
  );
  await superuser.query('ANALYZE person');
  await superuser.end();
  application = new pg.Client({ connectionString: database.applicationUrl });
  await application.connect();
  await application.query('BEGIN');
  await application.query('SELECT val_open_scope($1, $2, $3)', ['people', 'dev-coordinator-1', new Date()]);
});

afterAll(async () => {
  await application.end();
  await database.drop();
});

function statement(request: SearchVictimsRequest): { sql: string; parameters: unknown[] } {
  return searchStatement(request, new BlindIndex(parseKey('BLIND_INDEX_KEY', newKeyText())));
}

async function surnames(request: SearchVictimsRequest): Promise<string[]> {
  const { sql, parameters } = statement(request);
  const { rows } = await application.query<{ displayName: string }>(sql, parameters);
  return rows.map(({ displayName }) => displayName.replace('Invented ', ''));
}

describe('Searching people by the beginning of a name', () => {
  it.each<[SearchVictimsRequest, string]>([
    [{ surname: 'name a1b' }, 'person_by_name'],
    [{ surname: 'name a1b', givenName: 'Inv' }, 'person_by_name'],
    [{ organisationName: 'shop a1b' }, 'person_by_organisation'],
    [{ dateOfBirth: '1954-06-07' }, 'person_by_birth'],
    [{ surname: 'name a1b', after: cursor() }, 'person_by_name'],
  ])('%j reads an index behind row-level security, as the application', async (request, index) => {
    const { sql, parameters } = statement(request);
    const { rows } = await application.query<{ 'QUERY PLAN': unknown }>(
      `EXPLAIN (FORMAT JSON) ${sql}`,
      parameters,
    );
    const plan = JSON.stringify(rows[0]!['QUERY PLAN']);
    expect(plan).toContain(`"Index Name":"${index}"`);
    expect(plan).not.toMatch(/"Node Type":"Seq Scan"[^{}]*"Relation Name":"person"/);
  });

  it('finds whom it should, whatever the case, the accents and the strokes', async () => {
    expect(await surnames({ surname: 'muller' })).toEqual(['MÜLLER-SØRENSEN']);
    expect(await surnames({ surname: 'Müller-Sør' })).toEqual(['MÜLLER-SØRENSEN']);
    expect(await surnames({ surname: 'O’INV' })).toEqual(['O’Invented', "o'invented-smith"]);
    expect(await surnames({ surname: 'oinvented s' })).toEqual(["o'invented-smith"]);
    expect(await surnames({ surname: 'LUKASIN' })).toEqual(['Łukasińska']);
    expect(await surnames({ surname: 'perc' })).toEqual(['Percent%sign']);
    expect(await surnames({ surname: 'p%' })).toEqual([]);
    expect(await surnames({ surname: '-' })).toEqual([]);
    expect(await surnames({ surname: 'Name', limit: 200 })).toHaveLength(201);
  });
});

function cursor(): string {
  return Buffer.from(JSON.stringify(['namea1b', randomUUID()])).toString('base64url');
}
