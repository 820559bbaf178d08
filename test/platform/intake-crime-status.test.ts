import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IntakeApplication } from './intake-application.js';
import { ALEX, csv } from './intake-rows.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

/** Another victim of the same crime. */
const WITNESS = { ...ALEX, victimOnCrimeId: 'VOC-2', personId: 'P-2', givenName: 'Sam', surname: 'Invented' };

const said = (row: typeof ALEX, hour: number, crimeStatus: string) => ({
  ...row,
  crimeStatus,
  lastUpdatedDateTime: `2019-04-01T${hour}:00:00`,
});

async function statusAfter(...rows: (typeof ALEX)[]): Promise<unknown> {
  for (const row of rows) await intake.feed(csv(row));
  const [incident, ...more] = await intake.rows(`SELECT crime_status AS status FROM incident`);
  expect(more).toEqual([]);
  return incident!.status;
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    orders(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}

describe('the status of a crime', () => {
  const newest = [
    ['of one victim', [said(ALEX, 10, 'New'), said(ALEX, 12, 'Cancelled'), said(ALEX, 14, '')], 'Cancelled'],
    [
      'of two victims',
      [said(ALEX, 10, 'New'), said(WITNESS, 12, 'Cancelled'), said(ALEX, 14, '')],
      'Cancelled',
    ],
    [
      'that is taken back',
      [said(ALEX, 10, 'New'), said(WITNESS, 12, 'Cancelled'), said(ALEX, 14, 'New')],
      'New',
    ],
  ] as const;

  it.each(newest)('is the newest that was given, in any order: %s', async (_, rows, status) => {
    for (const order of orders(rows)) {
      await intake.empty();
      expect([order.map((row) => row.crimeStatus), await statusAfter(...order)]).toEqual([
        order.map((row) => row.crimeStatus),
        status,
      ]);
      await intake.empty();
      await intake.feed(csv(...order));
      expect(await statusAfter()).toBe(status);
    }
  });

  it('that an older version of a referral brings makes its person be judged anew, once', async () => {
    await statusAfter(said(ALEX, 10, 'New'), said(ALEX, 14, ''));
    const version = () => intake.number(`SELECT safety_version FROM person`);
    const before = await version();
    const late = said(ALEX, 12, 'Cancelled');
    expect((await intake.feed(csv(late))).receipt.counts.unchanged).toBe(1);
    expect(await version()).toBe(before + 1);
    await intake.feed(csv(late));
    expect(await version()).toBe(before + 1);
  });

  it('is blank where nobody gave it', async () => {
    expect(await statusAfter(said(ALEX, 10, ''), said(WITNESS, 12, ''))).toBeNull();
  });
});
