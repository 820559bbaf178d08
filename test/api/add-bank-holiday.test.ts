import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BankHolidays } from '../../src/reference-data/bank-holidays.js';
import { addHoliday, JUBILEE, withdrawHoliday } from '../support/bank-holidays.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';

let casework: CaseworkApplication;
beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
afterAll(() => casework.close());

const calendar = () => casework.app.get(BankHolidays).workingDays();

describe('POST /bank-holidays', () => {
  it('makes a day that was proclaimed late count at once, under the next version of the calendar', async () => {
    expect(calendar().addWorkingDays('2028-06-05', 1)).toBe('2028-06-06');
    const { body } = await addHoliday(casework).expect(201);
    expect(body).toMatchObject({
      version: 2,
      holiday: {
        ...{ on: JUBILEE.on, name: JUBILEE.name, isDeclaredLate: true, isWithdrawn: false },
        changes: [{ version: 2, change: 'added', reason: JUBILEE.reason, changedBy: 'dev-administrator-1' }],
      },
    });
    expect(calendar().addWorkingDays('2028-06-05', 1)).toBe('2028-06-07');
    const audited = await casework.rows(`SELECT fields FROM audit_entry WHERE action = 'bank-holiday.added'`);
    expect(audited).toEqual([{ fields: ['on:2028-06-06', 'version:2'] }]);
    const announced = await casework.rows(
      `SELECT payload FROM outbox_event WHERE name = 'bank-holidays.changed'`,
    );
    expect(announced).toEqual([{ payload: { version: '2' } }]);
    await addHoliday(casework).expect(refused(409, 'already-a-bank-holiday'));
  });

  it('refuses what has passed, weekends, and days beyond the calendar', async () => {
    const field = refused(400, 'invalid-request', 'on');
    await addHoliday(casework, { on: '2019-06-05' }).expect(field);
    await addHoliday(casework, { on: '2028-06-10' }).expect(field);
    await addHoliday(casework, { on: '2199-06-05' }).expect(field);
    await addHoliday(casework, { on: '2028-02-30' }).expect(field);
  });

  it('brings a withdrawn one back', async () => {
    await addHoliday(casework, { on: '2028-07-04' }).expect(201);
    await withdrawHoliday(casework, '2028-07-04').expect(201);
    const { body } = await addHoliday(casework, { on: '2028-07-04' }).expect(201);
    const { changes } = (body as { holiday: { changes: { change: string }[] } }).holiday;
    expect(changes.map(({ change }) => change)).toEqual(['added', 'withdrawn', 'restored']);
  });

  it('is for administrators', async () => {
    await casework.api.as('team-leader').post('/bank-holidays', JUBILEE).expect(403);
  });
});

describe('counting beyond the last year of the calendar', () => {
  it('fails with a problem of its own name', () => {
    expect(() => calendar().addWorkingDays('2199-01-01', 5)).toThrow(
      expect.objectContaining({ status: 503, code: 'calendar-runs-out' }),
    );
  });
});
