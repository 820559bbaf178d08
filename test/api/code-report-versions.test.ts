import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { VictimsCodeReportModule } from '../../src/reporting/victims-code/victims-code-report.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CodeClocks } from '../support/code-clocks.js';
import type { Somebody } from '../support/people.js';

interface Line {
  key: string;
  counts: Record<string, number | string>;
}
interface Report {
  published: { version: number };
  sections: { status: string; total: Line; tables: { dimension: string; lines: Line[] }[] }[];
}
interface Refusal {
  code: string;
  detail: string;
  fields: { field: string }[];
}

const APRIL = { from: '2019-04-01', to: '2019-04-30' };
const MAY = { from: '2019-05-01', to: '2019-05-31' };
const JUNE = { from: '2019-06-01', to: '2019-06-30' };
const QUARTER = { from: '2019-04-01', to: '2019-06-30' };
type Period = typeof APRIL;

let casework: CaseworkApplication;
let clocks: CodeClocks;
let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, VictimsCodeReportModule);
  clocks = new CodeClocks(casework);
  ada = await clocks.victim({ cohorts: ['msht'], age: 30 });
  ben = await clocks.victim({ cohorts: ['fraud'], age: 71 });
  for (const month of [4, 5, 6]) {
    await clocks.add(ada, { on: `2019-0${month}-03` }, 20);
    await clocks.add(ada, { on: `2019-0${month}-03`, state: 'met-late' }, 10);
    await clocks.add(ben, { on: `2019-0${month}-04`, holder: 'CPS' }, 25);
    await clocks.add(ben, { on: `2019-0${month}-04`, holder: 'CPS', state: 'met-late' }, 12);
  }
});
afterAll(() => casework.close());

const publish = (period: Period) =>
  casework.api.as('returns-officer').post('/reports/victims-code/publications', period);
const addLate = (who: Somebody, month: number, times: number) =>
  clocks.add(who, { on: `2019-0${month}-10`, ...(who === ben && { holder: 'CPS' }) }, times);

/** What the Board is shown, by place. */
async function shown({ from, to }: Period): Promise<Map<string, number | string>> {
  const { body } = await casework.api
    .as('board-analyst')
    .get(`/reports/victims-code?from=${from}&to=${to}`)
    .expect(200);
  return new Map(
    (body as Report).sections.flatMap(({ status, total, tables }) =>
      [{ dimension: '', lines: [total] }, ...tables].flatMap(({ dimension, lines }) =>
        lines.flatMap(({ key, counts }) =>
          Object.entries(counts).map(
            ([column, count]) => [`${status} ${dimension} ${key} ${column}`, count] as const,
          ),
        ),
      ),
    ),
  );
}

async function afterPublishing(period: Period) {
  await publish(period).expect(201);
  return shown(period);
}

type Shown = Awaited<ReturnType<typeof shown>>;

/** Where one table and the sum of others show that there is somebody more, or less, but fewer than five. */
function nearlyAlike(table: Shown, others: readonly Shown[]): string[] {
  return [...table].flatMap(([place, count]) => {
    const before = others.map((other) => other.get(place) ?? 0);
    if (typeof count === 'string' || before.some((one) => typeof one === 'string')) return [];
    const difference = Math.abs(before.reduce<number>((left, one) => left - Number(one), count));
    return difference > 0 && difference < 5 ? [place] : [];
  });
}

describe('A further version of a published table', () => {
  let first: Shown;
  let second: Shown;

  it('is refused while so little has changed that it could not show its total, and says what to do', async () => {
    first = await afterPublishing(APRIL);
    await addLate(ada, 4, 1);
    const { body } = await publish(APRIL).expect(409);
    const { code, detail, fields } = body as Refusal;
    expect(code).toBe('would-disclose');
    expect(detail).toContain('Too little has changed');
    expect(detail).toContain('Publish again when more has changed.');
    expect(fields.map(({ field }) => field)).toContain('yes total: All duties');
    expect(await shown(APRIL)).toEqual(first);
  });

  it('hides counts that differ by 1 to 4 from what the one before shows, and shows the others', async () => {
    await addLate(ada, 4, 1);
    await addLate(ben, 4, 9);
    second = await afterPublishing(APRIL);
    expect(nearlyAlike(second, [first])).toEqual([]);
    expect([first.get('yes cohort msht met'), second.get('yes cohort msht met')]).toEqual([20, '[c]']);
    expect([first.get('yes cohort fraud met'), second.get('yes cohort fraud met')]).toEqual([25, '[c]']);
    expect([first.get('yes  total met'), second.get('yes  total met')]).toEqual([45, 56]);
    expect(second.get('yes  total metLate')).toBe(22);
  });

  it('shows them again when they differ by five or more from every version that shows them', async () => {
    await addLate(ada, 4, 3);
    await addLate(ben, 4, 3);
    const third = await afterPublishing(APRIL);
    expect(nearlyAlike(third, [first])).toEqual([]);
    expect(nearlyAlike(third, [second])).toEqual([]);
    expect([third.get('yes cohort msht met'), third.get('yes  total met')]).toEqual([25, 62]);
  });

  it('is kept apart from a quarter too, which counts what came after its months', async () => {
    const months = [await shown(APRIL), await afterPublishing(MAY), await afterPublishing(JUNE)];
    await addLate(ada, 5, 2);
    await addLate(ben, 6, 6);
    const quarter = await afterPublishing(QUARTER);
    expect(nearlyAlike(quarter, months)).toEqual([]);
    expect(quarter.get('yes cohort msht met')).toBe('[c]');
    expect(quarter.get('yes  total met')).toBe(62 + 45 + 45 + 8);
  });
});
