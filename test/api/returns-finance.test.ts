import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportingModule } from '../../src/reporting/reporting.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { CountedRows } from '../support/counted-rows.js';
import { refused } from '../support/http.js';
import {
  APPROVER,
  etag,
  PREPARER,
  ReturnsOffice,
  sheetOf,
  type ShownReturn,
} from '../support/returns-office.js';

let casework: CaseworkApplication;
let office: ReturnsOffice;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ReportingModule);
  office = new ReturnsOffice(casework);
});
afterAll(() => casework.close());

const LINE = {
  ...{ stream: 'core', provider: 'victim-advice-line', allocationPence: 40_000_000 },
  ...{ spendPeriodPence: 9_500_000, spendYearPence: 9_500_000, forecastPence: 39_000_000 },
};

const put = (shown: ShownReturn, what: 'finance' | 'explanations', body: object, who = PREPARER) =>
  casework.api.as(who as 'dev-1').put(`/returns/${shown.id}/${what}`, body, etag(shown));

async function withMoney(from: string, to: string, ...lines: object[]): Promise<ShownReturn> {
  const { body } = await put(await office.begun(from, to), 'finance', { lines }).expect(200);
  return body as ShownReturn;
}

const result = ({ rules }: ShownReturn, rule: string) => rules.find((one) => one.rule === rule)!.result;

describe('PUT /returns/{id}/finance', () => {
  it('writes whole pence by stream and provider, all lines at once', async () => {
    const shown = await withMoney('2019-04-01', '2019-06-30', LINE);
    expect(sheetOf(shown, 'Finance')).toEqual([
      {
        ...{
          stream: 'core',
          provider: 'victim-advice-line',
          allocation: 40_000_000,
          spend_period: 9_500_000,
        },
        ...{ spend_ytd: 9_500_000, forecast: 39_000_000, variance: -1_000_000, variance_reason: '[z]' },
      },
    ]);
    expect(['R27', 'R28', 'R29'].map((rule) => result(shown, rule))).toEqual(['met', 'met', 'met']);
    const { body } = await put(shown, 'finance', { lines: [] }).expect(200);
    expect(sheetOf(body as ShownReturn, 'Finance')).toEqual([]);
    await put(shown, 'finance', { lines: [] }).expect(refused(412, 'stale-edit'));
  });

  it.each([
    ['R27', { spendYearPence: 9_500_001 }],
    ['R28', { spendPeriodPence: 40_000_001, spendYearPence: 40_000_001 }],
    ['R28', { stream: 'da-sv' }],
    ['R29', { stream: 'da-sv-combined', provider: 'specialist-agency' }],
  ])('is caught by %s where %j', async (rule, fault) => {
    const shown = await withMoney('2019-04-01', '2019-06-30', { ...LINE, ...fault });
    expect(result(shown, rule)).toBe('failed');
    const { body } = await office.approve(shown).expect(409);
    expect(JSON.stringify(body)).toContain(`rules.${rule}`);
  });

  it('may spend more than allocated where the variance is explained', async () => {
    const more = {
      spendPeriodPence: 40_000_001,
      spendYearPence: 40_000_001,
      varianceReason: 'One-off equipment.',
    };
    expect(result(await withMoney('2019-04-01', '2019-06-30', { ...LINE, ...more }), 'R28')).toBe('met');
  });

  it('goes on within the financial year from what was locked', async () => {
    await office.lock(await withMoney('2019-04-01', '2019-06-30', LINE));
    const [wrong, right] = [
      await withMoney('2019-07-01', '2019-09-30', { ...LINE, spendPeriodPence: 10, spendYearPence: 10 }),
      await withMoney('2019-07-01', '2019-09-30', {
        ...LINE,
        spendPeriodPence: 10,
        spendYearPence: 9_500_010,
      }),
    ];
    expect([result(wrong, 'R27'), result(right, 'R27')]).toEqual(['failed', 'met']);
  });

  it.each([
    [{ stream: 'pockets' }, 'lines[0].stream'],
    [{ provider: 'somebody' }, 'lines[0].provider'],
  ])('refuses %j', async (fault, field) => {
    const draft = await office.begun('2020-04-01', '2020-06-30');
    await put(draft, 'finance', { lines: [{ ...LINE, ...fault }] }).expect(
      refused(422, 'return-not-possible', field),
    );
    await put(draft, 'finance', { lines: [LINE, LINE] }).expect(
      refused(422, 'return-not-possible', 'lines[1].provider'),
    );
  });

  it('is for whoever prepares the return, while it is a draft', async () => {
    const draft = await office.begun('2021-04-01', '2021-06-30');
    await put(draft, 'finance', { lines: [LINE] }, APPROVER).expect(refused(403, 'preparer-only'));
    const { body } = await office.approve(draft).expect(200);
    await put(body as ShownReturn, 'finance', { lines: [LINE] }).expect(refused(409, 'return-decided'));
  });
});

describe('PUT /returns/{id}/explanations', () => {
  it('lets a code that somebody looked at count as not known, and says so in the notes', async () => {
    const rows = new CountedRows(casework);
    await rows.arrived(await casework.people.add(), '2022-05-01T12:00:00Z', { homeOffice: '999/99' });
    const draft = await office.begun('2022-04-01', '2022-06-30');
    expect([result(draft, 'CODES'), sheetOf(draft, 'Crime')[0]!['return_category']]).toEqual([
      'failed',
      'unmapped',
    ]);
    const explanations = [{ about: 'code:offences:999/99', text: 'Awaiting classification by the force.' }];
    const { body } = await put(draft, 'explanations', { explanations }).expect(200);
    const explained = body as ShownReturn;
    expect(explained.unmapped).toEqual([{ list: 'offences', code: '999/99', count: 1, isExplained: true }]);
    expect([result(explained, 'CODES'), sheetOf(explained, 'Crime')[0]!['return_category']]).toEqual([
      'met',
      'not-known',
    ]);
    expect(JSON.stringify(sheetOf(explained, 'Notes'))).toContain('Awaiting classification by the force.');
  });

  it.each([
    [[{ about: 'rule:R01', text: 'It is right.' }], 'explanations[0].about'],
    [[{ about: 'everything', text: 'It is right.' }], 'explanations[0].about'],
    [
      [
        { about: 'rule:R09', text: 'Late.' },
        { about: 'rule:R09', text: 'Later.' },
      ],
      'explanations[1].about',
    ],
  ])('refuses %j', async (explanations, field) => {
    const draft = await office.begun('2020-04-01', '2020-06-30');
    await put(draft, 'explanations', { explanations }).expect(refused(422, 'return-not-possible', field));
  });

  it('may not name a person: R36 stops the return', async () => {
    const draft = await office.begun('2020-04-01', '2020-06-30');
    const explanations = [{ about: 'rule:R09', text: 'Ask 07700 900123 about it.' }];
    const { body } = await put(draft, 'explanations', { explanations }).expect(200);
    expect(result(body as ShownReturn, 'R36')).toBe('failed');
  });
});
