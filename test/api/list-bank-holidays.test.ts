import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addHoliday } from '../support/bank-holidays.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';

let casework: CaseworkApplication;
beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
afterAll(() => casework.close());

async function listed(query = '') {
  const { body } = await casework.api.as('board-analyst').get(`/bank-holidays${query}`).expect(200);
  return body as { version: number; knownFrom: string; knownThrough: string; items: { on: string }[] };
}

describe('GET /bank-holidays', () => {
  it('lists the calendar with its range and version', async () => {
    const before = await listed('?year=2028');
    expect(before).toMatchObject({ version: 1, knownFrom: '2015-01-01' });
    expect(before.knownThrough >= '2030-12-31').toBe(true);
    expect(before.items.map(({ on }) => on)).toContain('2028-12-25');
    expect(before.items[0]).toMatchObject({
      isWithdrawn: false,
      changes: [{ version: 1, change: 'published' }],
    });
    await addHoliday(casework).expect(201);
    const after = await listed('?year=2028');
    expect([after.version, after.items.length]).toEqual([2, before.items.length + 1]);
    expect((await listed()).items.length).toBeGreaterThan(100);
  });

  it('names late proclamations, and takes a year only', async () => {
    const { items } = await listed('?year=2022');
    expect(items).toContainEqual(expect.objectContaining({ on: '2022-09-19', isDeclaredLate: true }));
    await casework.api
      .as('auditor')
      .get('/bank-holidays?year=soon')
      .expect(refused(400, 'invalid-request', 'year'));
  });
});
