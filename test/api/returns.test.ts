import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { disagreementsOf } from '../../src/demo/quarter-return.js';
import type { ReturnResponse } from '../../src/reporting/moj-return/return-responses.js';
import type { PanelFigures } from '../../src/reporting/panel/panel-figures.js';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CountedRows } from '../support/counted-rows.js';
import { refused } from '../support/http.js';
import { goldenQuarter } from '../support/golden-quarter.js';
import {
  failedRules,
  funnelOf,
  PREPARER,
  ReturnsOffice,
  sheetOf,
  type ShownReturn,
} from '../support/returns-office.js';

let casework: CaseworkApplication;
let office: ReturnsOffice;
let draft: ShownReturn;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
  office = new ReturnsOffice(casework);
  await goldenQuarter(casework);
  draft = await office.begun('2019-04-01', '2019-06-30');
});
afterAll(() => casework.close());

const rowOf = (sheet: string, values: Record<string, string>) =>
  sheetOf(draft, sheet).find((row) => Object.entries(values).every(([name, value]) => row[name] === value));

describe('POST /returns', () => {
  it('counts the golden quarter', () => {
    expect(draft).toMatchObject({ state: 'draft', versionNo: 1, financialYear: '2019-20', quarter: 'Q1' });
    expect(funnelOf(draft)).toEqual({
      'referrals.total': 8,
      'referrals.athena': 6,
      'referrals.self': 1,
      'referrals.internal': 1,
      'referrals.duplicate': 1,
      'referrals.accepted': 4,
      'referrals.declined': 1,
      'referrals.unable-to-contact': 1,
      'referrals.pending': 1,
      'persons.referred': 7,
      'automatic-contact.undecided': 8,
      calls: 5,
      'calls.reached': 4,
      phoned: 4,
      'phoned.from-referrals': 1,
      'phoned.proactive': 3,
      'needs-assessments': 4,
      supported: 4,
      'supported.needs-assessment': 3,
      'supported.specialist-plan': 1,
      'support-plans': 1,
      ongoing: 2,
      'agency-referrals': 3,
      'agency-referrals.accepted': 1,
      'agency-referrals.declined': 1,
      'agency-referrals.pending': 1,
      'agency-referrals.persons': 2,
      'outcomes.M1_HEALTH': 1,
      'outcomes.M1_HEALTH.compared': 2,
      'outcomes.M2_COPE': 1,
      'outcomes.M2_COPE.compared': 1,
      'exit-assessments': 2,
      'episodes.opened': 7,
      'episodes.closed': 4,
      'episodes.open': 4,
    });
    expect(failedRules(draft)).toEqual(['R26']);
  });

  it('splits the same figures by what each sheet asks', () => {
    expect(sheetOf(draft, 'Referrals').map((row) => Object.values(row).join(' '))).toEqual([
      'athena burglary 2 0 0 1 0 0 0 0 1',
      'athena child-sexual-abuse-current 1 0 1 0 0 0 0 0 0',
      'athena domestic-abuse 1 0 1 0 0 0 0 0 0',
      'athena not-known 1 0 1 0 0 0 0 0 0',
      'athena violence 1 0 0 0 0 0 1 0 0',
      'internal domestic-abuse 1 1 0 0 0 0 0 0 0',
      'self fraud 1 0 1 0 0 0 0 0 0',
    ]);
    expect(sheetOf(draft, 'Caseload').map((row) => Object.values(row).join(' '))).toEqual([
      'needs-assessment 1 3 0 2 0 2',
      'specialist-plan 0 1 0 0 0 1',
    ]);
    expect(
      rowOf('Outcomes', {
        outcome_code: 'M1_HEALTH',
        service_level: 'needs-assessment',
        reported_by: 'victim',
      }),
    ).toEqual({
      ...{
        framework: 'MOJ-2018',
        outcome_code: 'M1_HEALTH',
        service_level: 'needs-assessment',
        reported_by: 'victim',
      },
      ...{ closed: 2, entry_done: 2, exit_done: 2, paired: 2, improved: 1, maintained: 1, declined: 0 },
      ...{ ceiling: 1, not_assessable: 0, pct_improved: '[low]' },
    });
    expect(rowOf('Demographics', { dimension: 'age-band', code: '10-12' })).toMatchObject({
      ...{ referred_persons: 1, supported_persons: 1 },
    });
    expect(rowOf('Demographics', { dimension: 'sex', code: 'organisation' })).toMatchObject({
      referred_persons: 1,
    });
    expect(rowOf('Crime', { return_category: 'domestic-abuse' })).toMatchObject({
      ...{ hocr_group: 'violence-against-the-person', flag: 'domestic-abuse', referred_persons: 1 },
    });
    expect(rowOf('Needs', { need_code: 'finance-and-benefits' })).toMatchObject({
      identified: 2,
      addressed: 0,
    });
    expect(rowOf('Timeliness', { stage: 'referral-to-first-contact' })).toMatchObject({
      n: 4,
      median_days: 2,
      p90_days: 4,
    });
    expect(sheetOf(draft, 'OnwardReferrals').map((row) => Object.values(row).join(' '))).toEqual([
      'axis 2 1 0 1 2',
      'relate 1 0 1 0 1',
    ]);
    expect(rowOf('Closures', { reason: 'needs-met' })).toMatchObject({
      episodes: 2,
      with_exit_assessment: 2,
    });
    expect(rowOf('Contacts', { method: 'phone', direction: 'outbound' })).toMatchObject({
      ...{ attempts: 5, successful: 4, persons_reached: 4, attempt_1: 1 },
    });
  });

  it('agrees with the Panel report over the same dates', async () => {
    const query = '/reports/panel?from=2019-04-01&to=2019-06-30';
    const { body } = await casework.api.as('returns-officer').get(query).expect(200);
    const report = body as PanelFigures;
    expect(disagreementsOf(draft as unknown as ReturnResponse, report)).toEqual([]);
    const wrong = { ...report, agencyReferrals: { ...report.agencyReferrals, value: 4 } };
    expect(disagreementsOf(draft as unknown as ReturnResponse, wrong)).toEqual([
      'agency-referrals: 3 in the return, 4 in the report',
    ]);
  });

  it('lists on its face what is not checked', () => {
    const results = Object.fromEntries(draft.rules.map(({ rule, result }) => [rule, result]));
    expect(results).toMatchObject({
      R08: 'met',
      R09: 'not-checked',
      R12: 'not-checked',
      R33: 'enforced',
      R35: 'not-checked',
    });
    expect(rowOf('Reconciliation', { rule_id: 'R06' })).toMatchObject({
      ...{ sheet_a: 'Funnel[persons.referred]', value_a: 7, sheet_b: 'Funnel[referrals.total]', value_b: 8 },
      ...{ difference: -1, result: 'met', severity: 'block' },
    });
  });

  it.each([
    ['quarter', '2019-04-02', '2019-06-30', 'from'],
    ['quarter', '2019-05-01', '2019-07-31', 'from'],
    ['quarter', '2019-04-01', '2019-06-29', 'to'],
    ['half', '2019-07-01', '2019-12-31', 'from'],
    ['year', '2019-04-01', '2020-03-30', 'to'],
    ['ad-hoc', '2019-04-02', '2019-04-01', 'to'],
    ['quarter', '2018-01-01', '2018-03-31', 'from'],
    ['quarter', '2999-01-01', '2999-03-31', 'from'],
  ])('refuses a %s from %s to %s, naming %s', async (kind, from, to, field) => {
    await office.begin(from, to, { kind }).expect(refused(422, 'return-not-possible', field));
  });

  it('takes free days, and calls a quarter what its days say', async () => {
    expect(await office.begun('2019-04-01', '2019-08-16', { kind: 'ad-hoc' })).toMatchObject({
      quarter: null,
    });
    const last = await office.begun('2019-01-01', '2019-03-31');
    expect([last.financialYear, last.quarter]).toEqual(['2018-19', 'Q4']);
  });

  it('checks that the flows of a half are those of its quarters', async () => {
    const half = await office.begun('2019-04-01', '2019-09-30', { kind: 'half' });
    expect(half.rules.find(({ rule }) => rule === 'R31')).toMatchObject({ result: 'met' });
  });

  it('is for returns officers, and shows them no person', async () => {
    await office.begin('2019-04-01', '2019-06-30', {}, 'team-leader').expect(403);
    await office.begin('2019-04-01', '2019-06-30', {}, 'coordinator').expect(403);
    expect(JSON.stringify(draft)).not.toMatch(/Invented-\d|VAL-[0-9A-Z]{4}|@example/);
  });

  it('refuses a reason where there is nothing to take the place of', async () => {
    const more = { reason: 'Late rows.' };
    await office
      .begin('2019-04-01', '2019-06-30', more)
      .expect(refused(422, 'return-not-possible', 'reason'));
  });
});

describe('GET /returns', () => {
  it('lists them newest first, by state, without their figures', async () => {
    const { body } = await casework.api.as('team-leader').get('/returns?state=draft&limit=2').expect(200);
    const { items, next } = body as {
      items: { preparedBy: string; sheets?: unknown }[];
      next: string | null;
    };
    expect(items.map(({ preparedBy, sheets }) => [preparedBy, sheets])).toEqual([
      [PREPARER, undefined],
      [PREPARER, undefined],
    ]);
    await casework.api.as('team-leader').get(`/returns?limit=2&after=${next}`).expect(200);
    const none = await casework.api.as('team-leader').get('/returns?state=submitted').expect(200);
    expect((none.body as { items: unknown[] }).items).toEqual([]);
    await casework.api.as('board-analyst').get('/returns').expect(403);
  });
});

describe('GET /returns/{id}', () => {
  it('counts a draft anew: what was entered late shows, with another hash', async () => {
    const own = await office.begun('2020-04-01', '2020-06-30');
    const rows = new CountedRows(casework);
    const again = await office.read(own.id);
    expect(again.figuresSha256).toBe(own.figuresSha256);
    await rows.arrived(await casework.people.add(), '2020-05-01T12:00:00Z');
    const later = await office.read(own.id);
    expect([funnelOf(own)['referrals.total'], funnelOf(later)['referrals.total']]).toEqual([undefined, 1]);
    expect(later.figuresSha256).not.toBe(own.figuresSha256);
  });

  it('counts people whom nobody may see', async () => {
    const own = await office.begun('2021-04-01', '2021-06-30');
    const hidden = await casework.people.add();
    await new CountedRows(casework).arrived(hidden, '2021-05-01T12:00:00Z');
    await casework.people.restrict(hidden, []);
    expect(funnelOf(await office.read(own.id))['referrals.total']).toBe(1);
  });
});
