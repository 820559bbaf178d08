import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assessNeeds, openAssessments, openTasks, REVIEW, standingAt } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { type Api, refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
let ada: Somebody;

/** A Monday without a bank holiday near. */
const MONDAY = new Date('2026-03-02T10:00:00Z');

beforeAll(async () => {
  casework = await openAssessments();
  api = await standingAt(casework, MONDAY);
});
beforeEach(async () => {
  ada = await casework.people.add({ cohorts: ['fraud'] });
  await assessNeeds({ api }, ada);
});
afterAll(() => casework.close());

interface Assessment {
  answers: Record<string, unknown>;
  warnings: { code: string }[];
  deadlines: { code: string; dueAt: string; taskKind: string | null; arithmetic: string }[];
}

const REPORT = {
  ...{ origin: 'self', 'report.isMade': 'yes', 'report.reportedOn': '2026-02-20' },
  ...{ 'report.service': 'report-fraud', 'report.reference': 'invented-123', 'report.by': 'person' },
};
const LOSS = {
  ...{ 'loss.attemptedPence': 500_000, 'loss.lostPence': 320_050, 'loss.recoveredPence': 0 },
  ...{
    'loss.methods': ['faster-payment'],
    'loss.firstPaymentOn': '2026-02-10',
    'loss.lastPaymentOn': '2026-02-18',
  },
};
const BANK = { 'bank.isTold': 'yes', 'bank.toldAt': '2026-02-19T09:15:00+00:00' };
const REST = {
  ...{ isStillEngaged: 'no', isAccountControlled: 'no', isWarnedOfRecoveryFraud: 'yes' },
  'reimbursement.state': 'not-claimed',
};
const ANSWERS = { ...REPORT, ...LOSS, ...BANK, ...REST };

const send = (answers: object, { caseId } = ada) =>
  api
    .as('coordinator')
    .post(`/cases/${caseId}/specialist-assessments`, { kind: 'fraud', answers, reviewDueOn: REVIEW });

async function completed(answers: object): Promise<Assessment> {
  return (await send(answers).expect(201)).body as Assessment;
}

async function dueBy(answers: object): Promise<string[]> {
  const { deadlines } = await completed(answers);
  return deadlines
    .filter(({ code }) => code !== 'review')
    .map(({ code, dueAt, taskKind }) => `${code} ${dueAt.slice(0, 10)} ${taskKind}`);
}

const REFUSED = { 'reimbursement.state': 'refused', 'reimbursement.refusedReason': 'not-known' };
const CLAIM = [
  'claim-first-warning 2026-12-10 claim-reimbursement',
  'claim-second-warning 2027-02-10 claim-reimbursement',
  'claim 2027-03-10 claim-reimbursement',
  'claim-by-last-payment 2027-03-18 claim-reimbursement',
];

const REPEAT_CALLS = [
  'repeat-victim-first-call 2026-04-02 call-repeat-victim',
  'repeat-victim-second-call 2026-06-02 call-repeat-victim',
  'repeat-victim-third-call 2026-09-02 call-repeat-victim',
];

describe('POST /cases/{id}/specialist-assessments, fraud', () => {
  it('keeps three amounts in pence, of which unknown is not zero, and seals the national reference', async () => {
    const { answers } = await completed({ ...ANSWERS, 'loss.attemptedPence': null });
    expect(answers).toMatchObject({
      'loss.attemptedPence': null,
      'loss.lostPence': 320_050,
      'loss.recoveredPence': 0,
      'report.reference': 'invented-123',
      'bank.toldAt': '2026-02-19T09:15:00.000Z',
    });
    const [row] = await casework.rows<object>(
      `SELECT * FROM assessment WHERE case_id = $1 AND kind = 'fraud'`,
      ada.caseId,
    );
    expect(JSON.stringify(row)).not.toContain('invented-123');
    await send({ ...ANSWERS, 'loss.lostPence': undefined, 'loss.recoveredPence': '0' }).expect(
      refused(422, 'answers-invalid', 'answers.loss.lostPence', 'answers.loss.recoveredPence'),
    );
    await send({ ...ANSWERS, 'loss.recoveredPence': 320_051 }).expect(
      refused(422, 'answers-invalid', 'answers.loss.recoveredPence'),
    );
  });

  it.each<[string, object, string[]]>([
    ['a transfer that may be claimed', {}, CLAIM],
    ['a transfer of which nobody knows how it was made', { 'loss.methods': undefined }, CLAIM],
    ['a payment by card', { 'loss.methods': ['card'] }, []],
    [
      'payments before reimbursement began',
      { 'loss.firstPaymentOn': '2024-09-01', 'loss.lastPaymentOn': '2024-10-06' },
      [],
    ],
    [
      'payments that went on after it had begun',
      { 'loss.firstPaymentOn': '2024-09-30', 'loss.lastPaymentOn': '2025-11-30' },
      [
        'claim-first-warning 2025-07-30 null',
        'claim-second-warning 2025-09-30 null',
        'claim 2025-10-30 claim-reimbursement',
        'claim-by-last-payment 2026-12-30 claim-reimbursement',
      ],
    ],
    ['payments of unknown days', { 'loss.firstPaymentOn': null, 'loss.lastPaymentOn': null }, []],
    [
      'a claim that waits for the bank',
      { 'reimbursement.state': 'claimed', 'reimbursement.claimedOn': '2026-02-27' },
      ['bank-decision 2026-03-06 chase-reimbursement', 'bank-long-stop 2026-04-21 complain-to-bank'],
    ],
    [
      'a refusal that nobody complained of',
      { ...REFUSED, 'reimbursement.decidedOn': '2026-02-27' },
      ['bank-complaint 2026-03-09 complain-to-bank'],
    ],
    [
      'a complaint that the bank has not answered',
      { ...REFUSED, 'reimbursement.complaintOn': '2026-02-25', 'reimbursement.finalResponseOn': null },
      ['bank-final-response 2026-04-22 go-to-ombudsman'],
    ],
    [
      'a complaint that the bank rejected',
      {
        ...{ ...REFUSED, 'reimbursement.complaintOn': '2025-08-29' },
        ...{
          'reimbursement.finalResponseOn': '2025-10-31',
          'reimbursement.complaintOutcome': 'rejected',
        },
      },
      ['ombudsman-warning 2026-02-28 null', 'ombudsman 2026-04-30 go-to-ombudsman'],
    ],
    [
      'a complaint that the bank upheld',
      {
        ...{ ...REFUSED, 'reimbursement.complaintOn': '2025-08-29' },
        ...{ 'reimbursement.finalResponseOn': '2025-10-31', 'reimbursement.complaintOutcome': 'upheld' },
      },
      [],
    ],
    [
      'a complaint that the ombudsman has',
      {
        ...{ ...REFUSED, 'reimbursement.complaintOn': '2025-12-01' },
        'reimbursement.ombudsmanOn': '2026-02-20',
      },
      [],
    ],
    ['a repeat victim', { 'loss.methods': ['card'], vulnerability: ['repeat-victim'] }, REPEAT_CALLS],
    ['payments that go on', { 'loss.methods': ['card'], 'loss.isContinuing': 'yes' }, REPEAT_CALLS],
    [
      'payments of which nobody knows whether they go on',
      { 'loss.methods': ['card'], 'loss.isContinuing': 'unknown' },
      [],
    ],
    [
      'a bank that nobody told',
      { 'bank.isTold': 'no', 'bank.toldAt': undefined, 'loss.methods': ['cash'] },
      ['tell-bank 2026-03-02 tell-bank'],
    ],
  ])('counts what is due by %s', async (_, change, due) => {
    expect(await dueBy({ ...ANSWERS, ...change })).toEqual(due);
  });

  it('counts months by the calendar, and makes each deadline a task', async () => {
    const { deadlines } = await completed({ ...ANSWERS, 'loss.firstPaymentOn': '2026-01-31' });
    expect(deadlines.find(({ code }) => code === 'claim')).toMatchObject({
      dueAt: '2027-02-28T23:59:59.999Z',
      calendar: 'calendar months',
      arithmetic: '2026-01-31 + 13 months = 2027-02-28',
      threshold: expect.stringContaining('reimbursementClaimMonths: 13 months') as unknown,
    });
    const claims = (await openTasks(casework, ada)).filter((task) => task.startsWith('claim-reimbursement'));
    expect(claims).toHaveLength(4);
  });

  it('says of the ombudsman’s days by which number they were counted, and that it is to be verified', async () => {
    const rejected = {
      ...{ ...ANSWERS, ...REFUSED, 'reimbursement.complaintOn': '2026-02-02' },
      'reimbursement.finalResponseOn': '2026-02-27',
    };
    const of = async (answers: object, wanted: string) =>
      (await completed(answers)).deadlines.find(({ code }) => code === wanted);
    expect(await of(rejected, 'ombudsman')).toMatchObject({
      ...{ factStatus: 'likely', source: expect.stringContaining('verify') as unknown },
      ...{ arithmetic: '2026-02-27 + 6 months = 2026-08-27', dueAt: '2026-08-27T22:59:59.999Z' },
    });
    const waiting = { ...rejected, 'reimbursement.finalResponseOn': undefined };
    expect(await of(waiting, 'bank-final-response')).toMatchObject({
      ...{ factStatus: 'likely', arithmetic: '2026-02-02 + 8 weeks = 2026-03-30' },
      threshold: expect.stringContaining('bankComplaintWeeks: 8 weeks') as unknown,
    });
    const early = { ...rejected, 'reimbursement.finalResponseOn': '2026-02-01' };
    await send(early).expect(refused(422, 'answers-invalid', 'answers.reimbursement.finalResponseOn'));
  });

  it('counts the bank’s days as banks do: no bank holiday is one', async () => {
    const claimed = { 'reimbursement.state': 'claimed', 'reimbursement.claimedOn': '2026-02-27' };
    const { deadlines } = await completed({ ...ANSWERS, ...claimed });
    expect(deadlines.find(({ code }) => code === 'bank-long-stop')).toMatchObject({
      dueAt: '2026-04-21T22:59:59.999Z',
      calendar: 'banking days: Monday to Friday without bank holidays of England and Wales',
      threshold: expect.stringContaining('reimbursementLongStopBankingDays: 35 banking days') as unknown,
      arithmetic: expect.stringContaining('Friday 3 April 2026') as unknown,
    });
  });

  it('seals who is the person’s advocate at the national service, and asks only where there is one', async () => {
    const advocate = { 'nationalService.advocate': 'Canary: invented advocate' };
    const led = { 'nationalService.level': 'level-2', 'nationalService.state': 'leads', ...advocate };
    expect((await completed({ ...ANSWERS, ...led })).answers).toMatchObject(advocate);
    const [row] = await casework.rows<object>(
      `SELECT * FROM assessment WHERE case_id = $1 AND kind = 'fraud'`,
      ada.caseId,
    );
    expect(JSON.stringify(row)).not.toContain('Canary');
    await send({
      ...ANSWERS,
      ...led,
      'nationalService.level': 'none',
      'nationalService.state': undefined,
    }).expect(refused(422, 'answers-invalid', 'answers.nationalService.advocate'));
  });

  it('knows which national service took reports on which day', async () => {
    const about = (service: string, day: string) =>
      send({ ...ANSWERS, 'report.service': service, 'report.reportedOn': day });
    await about('action-fraud', '2025-12-03').expect(201);
    await about('report-fraud', '2025-12-04').expect(201);
    const wrong = refused(422, 'answers-invalid', 'answers.report.service');
    await about('report-fraud', '2025-12-03').expect(wrong);
    await about('action-fraud', '2025-12-04').expect(wrong);
  });

  it.each<[string, object, string[]]>([
    ['an account that others control', { isAccountControlled: 'yes' }, ['msht-screen-wanted']],
    ['the same after it was asked', { isAccountControlled: 'yes', mshtScreen: 'concern' }, []],
    [
      'somebody coerced to move money',
      { vulnerability: ['coerced-mule'], 'bank.vulnerabilityToldAt': null },
      ['msht-screen-wanted', 'bank-to-know-of-vulnerability'],
    ],
    ['somebody still in touch', { isStillEngaged: 'yes' }, ['do-not-email']],
    [
      'a risk of suicide',
      { vulnerability: ['suicide-risk'], 'bank.vulnerabilityToldAt': '2026-02-19T09:15:00Z' },
      ['suicide-risk'],
    ],
    [
      'payments that are claimed back in other ways',
      { 'loss.methods': ['card', 'direct-debit'] },
      ['card-payments-have-their-own-way', 'direct-debits-have-their-own-way'],
    ],
    ['somebody whom nobody warned', { isWarnedOfRecoveryFraud: undefined }, ['warn-of-recovery-fraud']],
    ['payments that go on', { 'loss.isContinuing': 'yes' }, ['repeat-victim']],
    ['nothing to vulnerability', { vulnerability: ['none-found'] }, []],
  ])('warns of %s, and blocks nothing', async (_, change, codes) => {
    const { warnings } = await completed({ ...ANSWERS, ...change });
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });

  it('records what became of a claim', async () => {
    const partly = {
      ...{ 'reimbursement.state': 'partly-accepted', 'reimbursement.claimedOn': '2026-02-20' },
      ...{ 'reimbursement.amountPence': 100_000, 'reimbursement.excessPence': null },
      ...{ 'reimbursement.complaintOn': '2026-02-25', 'reimbursement.ombudsmanOn': '2026-03-01' },
    };
    await completed({ ...ANSWERS, ...partly });
    await send({ ...ANSWERS, ...partly, 'reimbursement.ombudsmanOn': '2026-02-24' }).expect(
      refused(422, 'answers-invalid', 'answers.reimbursement.ombudsmanOn'),
    );
    await send({ ...ANSWERS, 'reimbursement.amountPence': 5 }).expect(
      refused(422, 'answers-invalid', 'answers.reimbursement.amountPence'),
    );
  });

  it('is taken of an organisation too', async () => {
    const shop = await casework.people.add({ organisationName: 'Invented Ltd' });
    await assessNeeds({ api }, shop);
    await send(ANSWERS, shop).expect(201);
  });
});
