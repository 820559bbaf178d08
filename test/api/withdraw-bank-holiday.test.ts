import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BankHolidays } from '../../src/reference-data/bank-holidays.js';
import { addHoliday, withdrawHoliday } from '../support/bank-holidays.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';

let casework: CaseworkApplication;
beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
afterAll(() => casework.close());

describe('POST /bank-holidays/{on}/withdrawal', () => {
  it('leaves the day in the calendar as a working day, with the reason', async () => {
    await addHoliday(casework).expect(201);
    const { body } = await withdrawHoliday(casework, '2028-06-06').expect(201);
    expect(body).toMatchObject({
      version: 3,
      holiday: {
        isWithdrawn: true,
        changes: [{ change: 'added' }, { change: 'withdrawn', reason: 'Entered in error' }],
      },
    });
    expect(casework.app.get(BankHolidays).workingDays().isWorkingDay('2028-06-06')).toBe(true);
    await withdrawHoliday(casework, '2028-06-06').expect(refused(409, 'already-withdrawn'));
  });

  it('protects what has passed, and knows only bank holidays', async () => {
    await withdrawHoliday(casework, '2022-09-19').expect(refused(409, 'holiday-has-passed'));
    await withdrawHoliday(casework, '2028-06-07').expect(404);
    await withdrawHoliday(casework, 'christmas').expect(404);
    const { api } = casework;
    const body = { reason: 'Entered in error' };
    await api.as('coordinator').post('/bank-holidays/2028-12-25/withdrawal', body).expect(403);
    await api
      .as('administrator')
      .post('/bank-holidays/2028-12-25/withdrawal', {})
      .expect(refused(400, 'invalid-request', 'reason'));
  });
});
