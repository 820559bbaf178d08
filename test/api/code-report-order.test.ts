import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { VictimsCodeReportModule } from '../../src/reporting/victims-code/victims-code-report.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CodeClocks } from '../support/code-clocks.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let clocks: CodeClocks;
let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, VictimsCodeReportModule);
  clocks = new CodeClocks(casework);
  ada = await clocks.victim({ cohorts: ['msht'], age: 30 });
  ben = await clocks.victim({ cohorts: ['fraud'], age: 71 });
});
afterAll(() => casework.close());

interface Refusal {
  code: string;
  detail: string;
  fields: { field: string; code: string }[];
}

type Period = { from: string; to: string };
const month = (year: number, number: 4 | 5 | 6): Period => ({
  from: `${year}-0${number}-01`,
  to: `${year}-0${number}-${number === 5 ? 31 : 30}`,
});
const quarter = (year: number): Period => ({ from: `${year}-04-01`, to: `${year}-06-30` });
const publish = (period: Period) =>
  casework.api.as('returns-officer').post('/reports/victims-code/publications', period);

describe('a month whose quarter was published before', () => {
  it('is published where what the quarter shows gives no small count of it away', async () => {
    for (const number of [4, 5, 6] as const) {
      const on = `2017-0${number}-03`;
      await clocks.add(ada, { on }, 12);
      await clocks.add(ada, { on, state: 'met-late' }, 3);
      await clocks.add(ben, { on }, 9);
      await clocks.add(ben, { on, state: 'met-late' }, 7);
    }
    await publish(quarter(2017)).expect(201);
    await publish(month(2017, 4)).expect(201);
    await publish(month(2017, 5)).expect(201);
  });

  it('is refused where it would, naming the quarter and the counts that stand in the way', async () => {
    await clocks.add(ada, { on: '2016-04-03' }, 2);
    await clocks.add(ben, { on: '2016-04-03' }, 8);
    await clocks.add(ada, { on: '2016-05-03', state: 'met-late' }, 20);
    await clocks.add(ben, { on: '2016-05-03', state: 'met-late' }, 2);
    await publish(quarter(2016)).expect(201);
    const { body } = await publish(month(2016, 4)).expect(409);
    const { code, detail, fields } = body as Refusal;
    expect(code).toBe('would-disclose');
    expect(detail).toContain('With what was published of 2016-04-01 to 2016-06-30,');
    expect(detail).toContain('of 2016-04-01 to 2016-04-30 could be worked out');
    expect(fields.map(({ field }) => field)).toContain('yes cohort:msht: Met in time');
    expect(fields.every((field) => field.code === 'would-disclose')).toBe(true);
  });

  it('leaves what was published as it was', async () => {
    const { body } = await casework.api
      .as('board-analyst')
      .get('/reports/victims-code/publications')
      .expect(200);
    const { items } = body as { items: { from: string; kind: string }[] };
    expect(items.map(({ from, kind }) => `${kind} ${from}`)).toEqual([
      'quarter 2016-04-01',
      'month 2017-05-01',
      'month 2017-04-01',
      'quarter 2017-04-01',
    ]);
  });
});

describe('a further version of a table of which nothing has changed', () => {
  it('hides nothing by counts that the version before shows', async () => {
    for (const [who, times] of [
      [ada, 6],
      [ben, 5],
    ] as const) {
      await clocks.add(who, { on: '2015-05-03' }, times);
      await clocks.add(who, { on: '2015-05-04', state: 'met-late' }, times + 1);
    }
    await publish(month(2015, 5)).expect(201);
    await publish(month(2015, 5)).expect(201);
    const rows = await casework.rows<{ hidden: string[] }>(
      `SELECT cells #> '{yes,hidden}' AS hidden FROM code_report_publication WHERE period_from = '2015-05-01'`,
    );
    expect(rows).toEqual([{ hidden: [] }, { hidden: [] }]);
  });
});
