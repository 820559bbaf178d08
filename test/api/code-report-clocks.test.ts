import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { VictimsCodeReportModule } from '../../src/reporting/victims-code/victims-code-report.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CodeClocks } from '../support/code-clocks.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

const DATES = 'from=2019-04-01&to=2019-04-30';

interface Line {
  key: string;
  counts: Record<string, number>;
  now: { counts: Record<string, number> } | null;
}
interface Page {
  items: { id: string; personId: string; state: string | null; ageBand: string; cohort: string }[];
  next: string | null;
}

let casework: CaseworkApplication;
let clocks: CodeClocks;
let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, VictimsCodeReportModule);
  clocks = new CodeClocks(casework);
  ada = await clocks.victim({ cohorts: ['cse', 'sexual'], age: 15 });
  ben = await clocks.victim({ cohorts: ['msht', 'fraud'], age: null });
  const bases = ['under-18', 'sexual-offence'];
  const quality = { reasonsGiven: 'yes' };
  await clocks.add(ada, { on: '2019-04-03', bases, quality, reported: 'not-told' }, 2);
  await clocks.add(ada, { on: '2019-04-04', bases, state: 'breached', holder: 'CPS', feed: 'cps' });
  await clocks.add(ada, { on: '2019-04-04', bases, state: 'not-applicable', reported: 'told' });
  await clocks.add(ben, { on: '2019-04-05', bases: ['modern-slavery'], rule: '15-ACK', limits: null });
  await clocks.add(ben, { on: '2019-04-05', status: 'not-assessed', statusNow: 'yes', satisfiedAfter: 7 });
  await clocks.add(ben, { on: '2019-04-05', status: 'not-assessed', statusNow: 'no', state: 'pending' });
  await clocks.add(ben, { on: '2019-04-06', status: 'no', state: 'no-evidence' });
});
afterAll(() => casework.close());

async function open(query: string, who = 'dev-team-leader-1'): Promise<Page> {
  const path = `/reports/victims-code/clocks?${DATES}${query}`;
  return (
    await casework.api
      .as(who as 'coordinator')
      .get(path)
      .expect(200)
  ).body as Page;
}

describe('GET /reports/victims-code/clocks', () => {
  it('opens every figure of the report to as many clocks', async () => {
    const { body } = await casework.api.as('team-leader').get(`/reports/victims-code?${DATES}`).expect(200);
    const { sections } = body as {
      sections: { status: string; total: Line; tables: { dimension: string; lines: Line[] }[] }[];
    };
    const figures = sections.flatMap(({ status, total, tables }) =>
      [{ dimension: null, lines: [total] }, ...tables].flatMap(({ dimension, lines }) =>
        lines.flatMap(({ key, counts, now }) =>
          [{ reading: 'start', counts }, ...(now ? [{ reading: 'now', counts: now.counts }] : [])].flatMap(
            (one) =>
              Object.entries(one.counts)
                .filter(([, count]) => count > 0)
                .map(([column, count]) => ({ status, dimension, key, column, count, reading: one.reading })),
          ),
        ),
      ),
    );
    expect(figures.length).toBeGreaterThan(100);
    const wrong: unknown[] = [];
    for (const figure of figures) {
      const { status, dimension, key, column, count, reading } = figure;
      const line = dimension === null ? '' : `&${dimension}=${encodeURIComponent(key)}`;
      const { items } = await open(`&status=${status}&column=${column}&reading=${reading}${line}`);
      if (items.length !== count) wrong.push({ ...figure, found: items.length });
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('pages by cursor, and audits each page with the people on it', async () => {
    const first = await open('&limit=5');
    const second = await open(`&limit=5&after=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([5, 3, null]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(8);
    const [entry] = await casework.rows<{ person_ids: string[]; target_ids: string[] }>(
      `SELECT person_ids, target_ids FROM audit_entry WHERE action = 'code-report.open' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry!.target_ids).toEqual(second.items.map(({ id }) => id));
    expect(entry!.person_ids.sort()).toEqual(
      [...new Set(second.items.map(({ personId }) => personId))].sort(),
    );
  });

  it('has nothing of people who are hidden from whoever asks', async () => {
    await casework.people.restrict(ben, ['dev-team-leader-1']);
    const ofBen = ({ items }: Page) => items.filter(({ personId }) => personId === ben.personId).length;
    expect(ofBen(await open(''))).toBe(4);
    expect(ofBen(await open('', 'coordinator'))).toBe(0);
    expect(ofBen(await open('', 'data-protection-officer'))).toBe(4);
  });

  it('is not for those who never see a person, the Board among them', async () => {
    for (const who of ['board-analyst', 'returns-officer', 'auditor', 'referrer', 'administrator'] as const)
      await casework.api.as(who).get(`/reports/victims-code/clocks?${DATES}`).expect(403);
  });

  it.each([
    ['&cohort=happiness', 'cohort'],
    ['&ageBand=3', 'ageBand'],
    ['&basisGroup=serious-crime%2Bnobody', 'basisGroup'],
    ['&column=happiness', 'column'],
    ['&reading=later', 'reading'],
    ['&status=maybe', 'status'],
    ['&asOf=2999-01-01T00:00:00Z', 'asOf'],
    ['&after=x', 'after'],
  ])('names what is wrong with %s', async (query, field) => {
    await casework.api
      .as('team-leader')
      .get(`/reports/victims-code/clocks?${DATES}${query}`)
      .expect(refused(400, 'invalid-request', field));
  });
});
