import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { VictimsCodeReportModule } from '../../src/reporting/victims-code/victims-code-report.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CodeClocks } from '../support/code-clocks.js';
import { refused } from '../support/http.js';

interface Line {
  key: string;
  label: string;
  counts: Record<string, number>;
  rate: number | null;
  lowerBound: number | null;
  now: { counts: Record<string, number>; rate: number | null } | null;
}
interface Report {
  sections: {
    status: string;
    total: Line;
    tables: { dimension: string; addsUp: boolean; lines: Line[] }[];
  }[];
  rules: { key: string; factStatus: string; limitKind: string; footnotes: number[] }[];
  footnotes: { number: number; text: string }[];
}

let casework: CaseworkApplication;
let clocks: CodeClocks;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, VictimsCodeReportModule);
  clocks = new CodeClocks(casework);
});
afterAll(() => casework.close());

/** Each test has a month of its own, so that nobody counts the clocks of another. */
let month = 0;
beforeEach(() => {
  month += 1;
});
const two = (number: number) => String(number).padStart(2, '0');
const on = (day: number) => `${2016 + Math.floor(month / 12)}-${two(1 + (month % 12))}-${two(day)}`;
const dates = () => `from=${on(1)}&to=${on(28)}`;
const ask = (query = '', who = 'returns-officer') =>
  casework.api.as(who as 'returns-officer').get(`/reports/victims-code?${dates()}${query}`);

async function report(query = ''): Promise<Report> {
  return (await ask(query).expect(200)).body as Report;
}
const section = ({ sections }: Report, status: string) => sections.find((one) => one.status === status)!;
const lines = (of: Report, dimension: string, status = 'yes') =>
  section(of, status).tables.find((table) => table.dimension === dimension)!.lines;
const line = (of: Report, dimension: string, key: string, status = 'yes') =>
  lines(of, dimension, status).find((one) => one.key === key)!;

describe('GET /reports/victims-code', () => {
  it('says what was met of what can be judged, and at least of all that fell due, with enhanced rights first', async () => {
    const ada = await clocks.victim({ cohorts: ['msht'] });
    await clocks.add(ada, { on: on(3) }, 6);
    await clocks.add(ada, { on: on(3), state: 'met-late' }, 2);
    await clocks.add(ada, { on: on(4), state: 'breached' });
    await clocks.add(ada, { on: on(4), state: 'no-evidence', holder: 'CPS', feed: 'cps' }, 3);
    await clocks.add(ada, { on: on(5), state: 'pending' });
    await clocks.add(ada, { on: on(5), state: 'not-applicable' });
    await clocks.add(ada, { on: on(5), isCounted: false });
    const body = await report();
    expect(body.sections.map(({ status }) => status)).toEqual(['yes', 'not-assessed', 'no']);
    const { total } = section(body, 'yes');
    expect(total.counts).toMatchObject({
      total: 14,
      fellDue: 12,
      judged: 9,
      met: 6,
      metLate: 2,
      breached: 1,
    });
    expect(total.counts).toMatchObject({ noEvidence: 3, pending: 1, notApplicable: 1 });
    expect(total).toMatchObject({ rate: 0.6667, lowerBound: 0.5 });
    expect(line(body, 'dutyHolder', 'CPS')).toMatchObject({
      rate: null,
      lowerBound: 0,
      label: 'Crown Prosecution Service',
    });
    expect(line(body, 'cohort', 'msht').counts.total).toBe(14);
    expect(section(body, 'no').total.counts.total).toBe(0);
  });

  it('divides by crime group, basis, age, duty holder, right and rule, and each way adds up', async () => {
    const [ada, ben, cleo] = [
      await clocks.victim({ cohorts: ['cse', 'sexual'], age: 15 }),
      await clocks.victim({ cohorts: ['cse', 'msht'], age: null }),
      await clocks.victim({ cohorts: ['fraud'], age: 71 }),
    ] as const;
    await clocks.add(ada, { on: on(3), bases: ['under-18', 'sexual-offence'] });
    await clocks.add(ben, {
      on: on(3),
      bases: ['modern-slavery'],
      rule: '15-SENT',
      right: 'Ch.2 Pt A s.4',
      limits: [1, 1],
    });
    await clocks.add(cleo, { on: on(3), bases: ['persistently-targeted'], holder: 'CPS' });
    const body = await report();
    const keys = (dimension: string) => lines(body, dimension).map(({ key }) => key);
    expect(keys('cohort')).toEqual(['cse', 'fraud', 'several']);
    expect(keys('basisGroup')).toEqual(['serious-crime', 'persistently-targeted', 'serious-crime+under-18']);
    expect(keys('basis').sort()).toEqual([
      'modern-slavery',
      'persistently-targeted',
      'sexual-offence',
      'under-18',
    ]);
    expect(keys('ageBand')).toEqual(['13', '60', 'not-known']);
    expect(keys('rule')).toEqual(['15-ARR/main', '15-SENT/main']);
    expect(keys('limitKind')).toEqual(['differs', 'same']);
    for (const { addsUp, lines } of section(body, 'yes').tables)
      if (addsUp) expect(lines.reduce((sum, { counts }) => sum + counts.total!, 0)).toBe(3);
  });

  it('keeps those whom nobody assessed out of every rate, and judges what both limits judge alike', async () => {
    const ada = await clocks.victim();
    await clocks.add(ada, { on: on(3), status: 'not-assessed' });
    await clocks.add(ada, { on: on(3), status: 'not-assessed', satisfiedAfter: 7 });
    await clocks.add(ada, { on: on(3), status: 'no', satisfiedAfter: 7 });
    const body = await report();
    expect(section(body, 'not-assessed').total).toMatchObject({ rate: null, lowerBound: null });
    expect(section(body, 'not-assessed').total.counts).toMatchObject({ total: 2, met: 1, unsettled: 1 });
    expect(section(body, 'no').total).toMatchObject({ rate: 1, counts: { total: 1, met: 1 } });
    expect(section(body, 'yes').total.counts.total).toBe(0);
  });

  it('shows what differs by what is known now of enhanced rights, and where it was known otherwise', async () => {
    const ada = await clocks.victim();
    await clocks.add(ada, { on: on(3), status: 'not-assessed', statusNow: 'yes', satisfiedAfter: 7 });
    await clocks.add(ada, { on: on(3) });
    const body = await report();
    expect(section(body, 'yes').total).toMatchObject({
      rate: 1,
      now: { rate: 0.5, counts: { total: 2, metLate: 1 } },
    });
    expect(line(body, 'statusNow', 'yes', 'not-assessed').counts).toMatchObject({ total: 1, unsettled: 1 });
    expect(line(body, 'dutyHolder', 'POLICE').now).not.toBeNull();
    expect(section(body, 'no').total.now).toBeNull();
  });

  it('counts duties without a limit as shown or not shown, in no rate', async () => {
    const ada = await clocks.victim();
    await clocks.add(ada, { on: on(3), limits: null, rule: '15-ACK' });
    await clocks.add(ada, { on: on(3), limits: null, rule: '15-ACK', state: 'pending' }, 2);
    await clocks.add(ada, { on: on(3), state: 'breached' });
    const body = await report();
    expect(section(body, 'yes').total).toMatchObject({
      rate: 0,
      counts: { shown: 1, notShown: 2, fellDue: 1, met: 0 },
    });
    expect(body.rules.find(({ key }) => key === '15-ACK/main')?.limitKind).toBe('none');
  });

  it('sets quality and what victims report themselves beside the times', async () => {
    const ada = await clocks.victim();
    await clocks.add(ada, {
      on: on(3),
      quality: { reasonsGiven: 'yes', understood: 'no' },
      reported: 'not-told',
    });
    await clocks.add(ada, { on: on(3), quality: { reasonsGiven: 'no' }, reported: 'told' });
    await clocks.add(ada, { on: on(3), state: 'breached', reported: 'not-told' });
    const { counts } = section(await report(), 'yes').total;
    expect(counts).toMatchObject({
      asked: 3,
      told: 1,
      notTold: 2,
      notToldButRecorded: 1,
      notToldNorRecorded: 1,
    });
    expect(counts).toMatchObject({
      'quality.reasonsGiven': 2,
      'quality.reasonsGiven.yes': 1,
      'quality.understood.no': 1,
    });
    expect(counts).toMatchObject({ met: 2, breached: 1 });
  });

  it('stands as of an instant: later evidence and later clocks are not there yet', async () => {
    const ada = await clocks.victim();
    await clocks.add(ada, { on: on(3) });
    await clocks.add(ada, { on: on(20) });
    const early = await report(`&asOf=${on(3)}T23:00:00Z`);
    expect(section(early, 'yes').total.counts).toMatchObject({ total: 1, met: 0, pending: 1 });
    expect(section(await report(), 'yes').total.counts).toMatchObject({ total: 2, met: 2 });
    await ask('&asOf=2999-01-01T00:00:00Z').expect(refused(400, 'invalid-request', 'asOf'));
  });

  it('tells in footnotes what is not verified, what has no limit and what the records cover', async () => {
    const ada = await clocks.victim();
    await clocks.add(ada, { on: on(3), rule: '15-LEAFLET', limits: [5, 5] });
    await clocks.add(ada, { on: on(3), rule: '15-ACK', limits: null });
    const { rules, footnotes } = await report();
    const of = (key: string) => {
      const { footnotes: numbers } = rules.find((rule) => rule.key === key)!;
      return footnotes
        .filter(({ number }) => numbers.includes(number))
        .map(({ text }) => text)
        .join('\n');
    };
    expect(of('15-LEAFLET/main')).toContain('15-LEAFLET: not verified (likely)');
    expect(of('15-ACK/main')).toContain('No time limit was found');
    expect(footnotes.map(({ text }) => text).join('\n')).toContain(
      'Records of police: none come to the service.',
    );
  });

  it('is a table of every line as CSV, and a page of charts that loads nothing and runs nothing', async () => {
    const ada = await clocks.victim({ cohorts: ['fraud'] });
    await clocks.add(ada, { on: on(3) }, 2);
    await clocks.add(ada, { on: on(3), state: 'breached' });
    const csv = await ask('&format=csv').expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [heading, first] = csv.text.split('\r\n');
    expect(heading).toContain('"status","dimension","key","label","total","fellDue","judged","met"');
    expect(first).toContain('"yes","total","total","All",3,3,3,2,0,1,0');
    expect(csv.text).toContain('"yes","cohort","fraud","Fraud",3,');
    const page = await ask('&format=html').expect(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('67 %');
    expect(page.text).toMatch(/<svg[^>]*role="img"[^>]*aria-label=/);
    expect(page.text).not.toMatch(/<script|<img|https?:/);
  });

  it.each([
    ['from=2019-04-02&to=2019-04-01', 'to'],
    ['from=2019-02-30&to=2019-04-01', 'from'],
    ['from=2019-04-01', 'to'],
    ['from=2019-04-01&to=2019-04-02&format=pdf', 'format'],
    ['from=2019-04-01&to=2019-04-02&asOf=yesterday', 'asOf'],
  ])('names what is wrong with %s', async (query, field) => {
    await casework.api
      .as('returns-officer')
      .get(`/reports/victims-code?${query}`)
      .expect(refused(400, 'invalid-request', field));
  });

  it('is for those who may see every count, counts people whom nobody may see, and leaves an audit entry', async () => {
    const ada = await clocks.victim();
    await clocks.add(ada, { on: on(3) });
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    expect(section(await report(), 'yes').total.counts.total).toBe(1);
    for (const who of ['team-leader', 'data-protection-officer', 'auditor']) await ask('', who).expect(200);
    for (const who of ['coordinator', 'referrer', 'administrator']) await ask('', who).expect(403);
    const [entry] = await casework.rows<{ audit_class: string; person_ids: string[] }>(
      `SELECT audit_class, person_ids FROM audit_entry WHERE action = 'code-report.read' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry).toEqual({ audit_class: 'aggregate-read', person_ids: [] });
  });
});
