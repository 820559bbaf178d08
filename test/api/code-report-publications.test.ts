import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { VictimsCodeReportModule } from '../../src/reporting/victims-code/victims-code-report.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CodeClocks } from '../support/code-clocks.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

interface Line {
  key: string;
  label: string;
  counts: Record<string, number | string>;
  rate: number | string | null;
  now: unknown;
}
interface Report {
  published: { id: string; version: number; publishedBy: string } | null;
  suppressedBelow: number | null;
  sections: { status: string; total: Line; tables: { dimension: string; lines: Line[] }[] }[];
}

const APRIL = { from: '2019-04-01', to: '2019-04-30' };
const MAY = { from: '2019-05-01', to: '2019-05-31' };
const JUNE = { from: '2019-06-01', to: '2019-06-30' };
const QUARTER = { from: '2019-04-01', to: '2019-06-30' };

let casework: CaseworkApplication;
let clocks: CodeClocks;
let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, VictimsCodeReportModule);
  clocks = new CodeClocks(casework);
  ada = await clocks.victim({ cohorts: ['msht'], age: 30 });
  ben = await clocks.victim({ cohorts: ['fraud'], age: 71 });
  for (const [month, late] of [
    [4, 2],
    [5, 7],
    [6, 3],
  ] as const) {
    await clocks.add(ada, { on: `2019-0${month}-03` }, 8);
    await clocks.add(ada, { on: `2019-0${month}-03`, state: 'met-late' }, late);
    await clocks.add(ben, { on: `2019-0${month}-04`, holder: 'CPS' }, 9);
    await clocks.add(ben, { on: `2019-0${month}-04`, holder: 'CPS', state: 'met-late' }, 6);
    await clocks.add(ben, { on: `2019-0${month}-05`, status: 'no' }, 6);
  }
});
afterAll(() => casework.close());

const publish = (period: { from: string; to: string }, who = 'returns-officer') =>
  casework.api.as(who as 'returns-officer').post('/reports/victims-code/publications', period);
const board = (period: { from: string; to: string }, more = '') =>
  casework.api.as('board-analyst').get(`/reports/victims-code?from=${period.from}&to=${period.to}${more}`);
const shown = async (period: { from: string; to: string }) =>
  (await board(period).expect(200)).body as Report;
const counts = ({ sections }: Report) =>
  sections.flatMap(({ status, total, tables }) => [
    ...[{ dimension: '', lines: [total] }, ...tables].flatMap(({ dimension, lines }) =>
      lines.flatMap((line) =>
        Object.entries(line.counts).map(([column, count]) => ({
          place: `${status} ${dimension} ${line.key} ${column}`,
          count,
        })),
      ),
    ),
  ]);
const countAt = (report: Report, place: string) => counts(report).find((one) => one.place === place)!.count;

describe('What the Victims’ Board is shown', () => {
  it('are whole months, quarters and years only, naming the day that does not fit', async () => {
    await board({ from: '2019-04-02', to: '2019-04-30' }).expect(refused(422, 'period-not-fit', 'from'));
    await board({ from: '2019-04-01', to: '2019-04-29' }).expect(refused(422, 'period-not-fit', 'to'));
    await board({ from: '2019-05-01', to: '2019-07-31' }).expect(refused(422, 'period-not-fit', 'to'));
    await board({ from: '2019-07-01', to: '2020-06-30' }).expect(refused(422, 'period-not-fit', 'to'));
    await board(APRIL, '&asOf=2019-05-01T00:00:00Z').expect(refused(422, 'period-not-fit', 'asOf'));
    await board({ from: '2019-04-30', to: '2019-04-01' }).expect(refused(400, 'invalid-request', 'to'));
  });

  it('is nothing before it is published, and nothing that is not over can be', async () => {
    await board(APRIL).expect(refused(404, 'not-found'));
    await publish({ from: '2099-01-01', to: '2099-01-31' }).expect(refused(422, 'period-not-fit', 'to'));
    await publish({ from: '2019-04-02', to: '2019-04-30' }).expect(refused(422, 'period-not-fit', 'from'));
    for (const who of ['board-analyst', 'coordinator', 'auditor']) await publish(APRIL, who).expect(403);
  });

  it('hides small counts and what would give them away, and keeps true zeros', async () => {
    const { body } = await publish(APRIL).expect(201);
    expect(body).toMatchObject({ ...APRIL, kind: 'month', version: 1, publishedBy: 'dev-returns-officer-1' });
    const report = await shown(APRIL);
    expect(report).toMatchObject({
      suppressedBelow: 5,
      published: { id: (body as { id: string }).id, version: 1 },
    });
    const small = counts(report).filter(({ count }) => typeof count === 'number' && count > 0 && count < 5);
    expect(small).toEqual([]);
    expect(countAt(report, 'yes cohort msht metLate')).toBe('[c]');
    expect(countAt(report, 'yes cohort msht breached')).toBe(0);
    expect(countAt(report, 'yes total'.replace('total', ' total metLate'))).toBe(8);
    const late = counts(report).filter(({ place }) => /^yes cohort \w+ metLate$/.test(place));
    expect(late.map(({ count }) => count)).toEqual(['[c]', '[c]']);
    const msht = report.sections[0]!.tables.find(({ dimension }) => dimension === 'cohort')!.lines[0]!;
    expect(msht).toMatchObject({ label: 'Modern slavery and human trafficking', rate: '[c]', now: null });
    expect(report.sections[0]!.tables.map(({ dimension }) => dimension)).not.toContain('basis');
    expect(report.sections[2]!.total.counts.total).toBe(6);
  });

  it('is published once under a key, and not another period under it', async () => {
    const key = '6f0c2f0e-published-once';
    const first = await publish({ from: '2018-01-01', to: '2018-03-31' })
      .set('idempotency-key', key)
      .expect(201);
    const again = await publish({ from: '2018-01-01', to: '2018-03-31' })
      .set('idempotency-key', key)
      .expect(201);
    expect(again.body).toEqual(first.body);
    await publish({ from: '2018-01-02', to: '2018-03-31' })
      .set('idempotency-key', key)
      .expect(refused(422, 'idempotency-key-reused', 'Idempotency-Key'));
  });

  it('stays the same for ever, whatever is recorded later; a further publication is a new version', async () => {
    const first = (await board(APRIL).expect(200)).text;
    await clocks.add(ben, { on: '2019-04-20', holder: 'CPS' }, 5);
    expect((await board(APRIL).expect(200)).text).toBe(first);
    const { id } = (JSON.parse(first) as Report).published!;
    await publish(APRIL, 'team-leader').expect(201);
    const second = await shown(APRIL);
    expect(second.published).toMatchObject({ version: 2, publishedBy: 'dev-team-leader-1' });
    expect(countAt(second, 'yes  total total')).toBe(30);
    const stored = await casework.api
      .as('board-analyst')
      .get(`/reports/victims-code/publications/${id}`)
      .expect(200);
    expect(stored.text).toBe(first);
    await expect(casework.rows(`UPDATE code_report_publication SET report = '{}'`)).rejects.toThrow();
  });

  it('keeps of a quarter what with its months would give a small count away', async () => {
    for (const period of [MAY, JUNE, QUARTER]) await publish(period).expect(201);
    const [april, may, june, quarter] = [
      await shown(APRIL),
      await shown(MAY),
      await shown(JUNE),
      await shown(QUARTER),
    ] as const;
    const hidden = (report: Report) =>
      new Set(counts(report).flatMap(({ place, count }) => (count === '[c]' ? [place] : [])));
    for (const { place } of counts(quarter)) {
      const unknown = [april, may, june, quarter].filter((report) => hidden(report).has(place)).length;
      expect([place, unknown === 1]).toEqual([place, false]);
    }
    expect(countAt(quarter, 'yes  total metLate')).not.toBe('[c]');
  });

  it('comes as CSV and as a page too, with the marker, and is listed', async () => {
    const csv = await board(APRIL, '&format=csv').expect(200);
    expect(csv.text).toContain('"msht","Modern slavery and human trafficking"');
    expect(csv.text).toContain('"[c]"');
    const page = await board(APRIL, '&format=html').expect(200);
    expect(page.text).toContain('Published table, version 2.');
    expect(page.text).toContain('[c]');
    const { body } = await casework.api
      .as('board-analyst')
      .get('/reports/victims-code/publications')
      .expect(200);
    const { items } = body as { items: { kind: string; version: number }[] };
    expect(items.map(({ kind, version }) => [kind, version])).toEqual([
      ['quarter', 1],
      ['month', 1],
      ['month', 1],
      ['month', 2],
      ['quarter', 1],
      ['month', 1],
    ]);
  });
});
