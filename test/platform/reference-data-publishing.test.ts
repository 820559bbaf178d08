import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SettableClock } from '../../src/platform/clock.js';
import { BankHolidays, BankHolidaysMissing } from '../../src/reference-data/bank-holidays.js';
import { currentPolicy } from '../../src/reference-data/policy/current-policy.js';
import type { ReferencePolicy } from '../../src/reference-data/policy/reference-policy.js';
import { ReferenceDataStore, TemplateChanged } from '../../src/reference-data/reference-data-store.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { loadPlanted } from '../support/planted-policy.js';
import { openDatabase, type OpenDatabase } from './queue-application.js';

const clock = new SettableClock(new Date('2026-11-22T09:00:00Z'));
let database: FreshDatabase;
let client: pg.Client;
let opened: OpenDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.applicationUrl });
  await client.connect();
  opened = await openDatabase(database.applicationUrl, clock);
});

afterAll(async () => {
  await opened.close();
  await client.end();
  await database.drop();
});

async function rows<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
  return (await client.query<T>(sql, [...parameters])).rows;
}

async function publish(policy: ReferencePolicy): Promise<boolean> {
  await client.query('BEGIN');
  try {
    const tx = {
      query: async <T>(sql: string, parameters?: readonly unknown[]) =>
        (await rows<object>(sql, parameters)) as T[],
    };
    const isPublished = await new ReferenceDataStore(policy, clock).publish(tx);
    await client.query('COMMIT');
    return isPublished;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function countOf(table: string, where = 'true'): Promise<number> {
  const [row] = await rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${table} WHERE ${where}`);
  return row!.count;
}

describe('publishing the reference data', () => {
  it('comes before any working day is counted', async () => {
    const holidays = new BankHolidays(opened.database);
    await holidays.read();
    expect(() => holidays.workingDays()).toThrow(BankHolidaysMissing);
  });

  it('fills the tables once, and a second start changes nothing', async () => {
    expect(await publish(currentPolicy())).toBe(true);
    expect(await countOf('reference_code', `list = 'relationships' AND attributes ? 'group'`)).toBe(146);
    expect(await countOf('reference_code', `list = 'languages'`)).toBe(519);
    expect(await countOf('message_template')).toBe(5);
    expect(await publish(currentPolicy())).toBe(false);
  });

  it('stores rules with what they mean, where they come from and how sure they are', async () => {
    const [rule] = await rows(
      `SELECT * FROM reference_code WHERE list = 'offences' AND code = 'home-office:106'`,
    );
    expect(rule).toMatchObject({
      label: 'Modern slavery and human trafficking',
      attributes: { category: 'modern-slavery', suppressors: ['SUP_MSHT'], automaticContactAllowed: false },
      fact_status: 'likely',
      valid_to: null,
    });
    const [threshold] = await rows(
      `SELECT attributes FROM reference_code WHERE list = 'thresholds' AND code = 'breakGlassHours'`,
    );
    expect(threshold).toEqual({ attributes: { value: 8, unit: 'hours' } });
    expect(await countOf('reference_code', `source = ''`)).toBe(0);
  });

  it('seeds the bank holidays of England and Wales, and keeps a day that someone added', async () => {
    const [late] = await rows(`SELECT name, declared_late FROM bank_holiday WHERE holiday_on = '2022-09-19'`);
    expect(late).toMatchObject({ declared_late: true });
    expect(await countOf('bank_holiday', `holiday_on BETWEEN '2019-01-01' AND '2019-12-31'`)).toBe(8);
    expect(await countOf('bank_holiday', `holiday_on >= '2031-01-01'`)).toBeGreaterThan(0);
    await client.query(
      `INSERT INTO bank_holiday VALUES ('2027-06-01', 'Invented jubilee', 'invented', true)`,
    );
    const changed = { 'reference-data/genders.yaml': (text: string) => text.replace('Female', 'Woman') };
    expect(await publish(loadPlanted(changed))).toBe(true);
    expect(await countOf('bank_holiday', `name = 'Invented jubilee'`)).toBe(1);
    const [label] = await rows(`SELECT label FROM reference_code WHERE code = 'GNDR_0001'`);
    expect(label).toEqual({ label: 'Woman' });
  });

  it('ends a code that has gone from its file, the day before, and keeps it', async () => {
    const gone = {
      'reference-data/genders.yaml': (text: string) => text.replace('  GNDR_0008 Self-describe\n', ''),
    };
    expect(await publish(loadPlanted(gone))).toBe(true);
    const [code] = await rows(`SELECT valid_to::text AS until FROM reference_code WHERE code = 'GNDR_0008'`);
    expect(code).toEqual({ until: '2026-11-21' });
    expect(await publish(currentPolicy())).toBe(true);
    expect(await countOf('reference_code', `code = 'GNDR_0008' AND valid_to IS NULL`)).toBe(1);
  });

  it('refuses another text under a version that was published', async () => {
    const other = {
      'templates/email-acknowledgement.en.yaml': (text: string) =>
        text.replace('The call is free.', 'It is free.'),
    };
    await expect(publish(loadPlanted(other))).rejects.toThrow(TemplateChanged);
    expect(await countOf('message_template', `body LIKE '%It is free.%'`)).toBe(0);
    expect(await publish(currentPolicy())).toBe(false);
  });

  it('gives a calendar of working days, which knows a late day once the table is read again', async () => {
    const holidays = new BankHolidays(opened.database);
    await holidays.onModuleInit();
    try {
      // Thursday before Easter 2019: Good Friday, a weekend and Easter Monday lie between.
      expect(holidays.workingDays().addWorkingDays('2019-04-18', 1)).toBe('2019-04-23');
      expect(holidays.workingDays().isWorkingDay('2028-03-01')).toBe(true);
      await client.query(`INSERT INTO bank_holiday VALUES ('2028-03-01', 'Invented day', 'invented', true)`);
      await holidays.read();
      expect(holidays.workingDays().isWorkingDay('2028-03-01')).toBe(false);
    } finally {
      holidays.onModuleDestroy();
    }
  });
});
