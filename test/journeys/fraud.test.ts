import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { athenaSends } from '../support/journey-arrivals.js';
import { auditVerdict, inClear, possible, refusals, told } from '../support/journey-checks.js';
import { JourneyService } from '../support/journey-service.js';
import { CaseStory, type Made } from '../support/journey-steps.js';

let service: JourneyService;
let man: CaseStory;
let again: CaseStory;
let assessmentId: string;
let agency: Made;
let plan: { goal: Made; action: Made };

beforeAll(async () => {
  service = await JourneyService.open('2026-03-02T06:00:00Z');
}, 60_000);
afterAll(() => service.close());

const REPORT = {
  ...{ origin: 'athena', 'report.isMade': 'yes', 'report.reportedOn': '2026-02-20' },
  ...{ 'report.service': 'report-fraud', 'report.reference': 'Canary-123', 'report.by': 'person' },
};
const LOSS = {
  ...{ 'loss.attemptedPence': null, 'loss.lostPence': 320_050, 'loss.recoveredPence': 0 },
  ...{ 'loss.methods': ['faster-payment'], 'loss.firstPaymentOn': '2026-02-10' },
  'loss.lastPaymentOn': '2026-02-18',
};
const BANK = {
  ...{ 'bank.isTold': 'yes', 'bank.toldAt': '2026-02-19T09:15:00Z' },
  ...{ vulnerability: ['lives-alone'], 'bank.vulnerabilityToldAt': '2026-02-19T09:15:00Z' },
};
const REST = {
  ...{ isStillEngaged: 'no', isAccountControlled: 'no', isWarnedOfRecoveryFraud: 'yes' },
  'reimbursement.state': 'not-claimed',
};
const ANSWERS = { ...REPORT, ...LOSS, ...BANK, ...REST };
const PAID_BACK = {
  ...{ ...ANSWERS, 'reimbursement.state': 'accepted', 'reimbursement.claimedOn': '2026-03-03' },
  ...{ 'reimbursement.amountPence': 320_050, 'reimbursement.excessPence': 0 },
};
const REVIEW = '2026-06-01';

describe('A man whose savings went to a fraudster', () => {
  it('comes with the extract, and is called', async () => {
    [man] = (await athenaSends(service, {
      ...{ crimeReference: '22/50001/26', victimOnCrimeId: 'VOC-51', personId: 'P-51' },
      ...{ crimeOffenceCode: 'FA06001', offenceTitle: 'Fraud by false representation' },
      ...{ reportedDateTime: '2026-03-01T10:00:00', lastUpdatedDateTime: '2026-03-01T18:00:00' },
      ...{ givenName: 'Walter', surname: 'Invented', dateOfBirth: '1949-01-23', lossAmount: '3200.50' },
      ...{ mobileTelephone: '07700 900551', victimSupport: 'true' },
    })) as [CaseStory];
    expect((await man.case()).cohorts).toEqual(['fraud']);
    await service.comesTo('2026-03-02T10:00:00Z');
    expect(await man.reachesByPhone('Canary: is ashamed.', { wantsSupport: true })).toMatchObject({
      nextTask: 'assess-needs',
    });
  });

  it('says how much was lost, of which unknown is not nothing', async () => {
    const needs = { 'finance-and-benefits': { isIdentified: true, entryScore: 2 } };
    await man.assessesNeeds(needs, 'Canary: how shall I tell my daughter?', REVIEW);
    refused(
      422,
      'answers-invalid',
      'answers.loss.recoveredPence',
    )(await assess({ ...ANSWERS, 'loss.recoveredPence': 320_051 }));
    const { status, body } = await assess(ANSWERS);
    expect([status, body]).toMatchObject([201, { answers: LOSS, warnings: [] }]);
    assessmentId = (body as Made).id;
  });

  it('has until the last day of a claim, and is reminded on days that explain themselves', async () => {
    const { items } = await man.reads<{ items: { deadlines: object[] }[] }>('specialist-assessments');
    expect(items[0]!.deadlines).toContainEqual(
      expect.objectContaining({
        ...{ code: 'claim', taskKind: 'claim-reimbursement', calendar: 'calendar months' },
        arithmetic: '2026-02-10 + 13 months = 2027-03-10',
      }),
    );
    expect(await man.isDue()).toEqual([
      ...[REVIEW, REVIEW].map((day) => `review-assessment ${day}`),
      ...['2026-12-10', '2027-02-10', '2027-03-10', '2027-03-18'].map((day) => `claim-reimbursement ${day}`),
    ]);
  });

  it('is referred with his consent, and plans what protects him', async () => {
    await man.consentsTo('victim-support', 'fraud-protection');
    const sent = await man.refersTo('victim-support', 'fraud-protection');
    agency = await man.agencyAccepts(sent, '2026-03-12');
    plan = await man.plans(
      { nextCheckInAt: '2026-03-16T10:00:00Z', reviewDueOn: '2026-04-13', riskLevel: 'standard' },
      { category: 'finance-and-benefits', words: 'Canary: that it cannot happen again.' },
      { actionCode: 'reimbursement-claim', ownerKind: 'victim', dueOn: '2026-03-09' },
    );
    expect(await man.isDue()).toContain('plan-action 2026-03-09');
  });

  it('gets his money back, so that nobody reminds him any more', async () => {
    await service.comesTo('2026-03-16T10:00:00Z');
    await man.does('support-plan/check-ins', {
      ...{ safeToTalk: 'yes', result: 'answered-victim', nextCheckInAt: '2026-03-30T10:00:00Z' },
      note: 'Canary: the bank has paid.',
    });
    const { status, body } = await assess(PAID_BACK, { supersedes: assessmentId });
    expect([status, body]).toMatchObject([201, { deadlines: [{ code: 'review' }] }]);
    expect((await man.isDue()).join()).not.toContain('claim-reimbursement');
  });

  it('says what changed for him, and the case is closed', async () => {
    await man.endsPlan(plan);
    await man.agencyEnds(agency);
    await man.assessesOutcomes(
      { outcome: 'M2_COPE', entryScore: 2, exitScore: 4 },
      { outcome: 'M4_INFORMED', result: 'improved' },
    );
    const closed = await man.closes({ reason: 'needs-met', note: 'Canary: told his daughter.' });
    expect(closed).toMatchObject({ reason: 'needs-met', noOutcomeReason: null });
  });

  it('rings again two weeks later, and that is a new case, linked to the first', async () => {
    await service.comesTo('2026-03-30T09:00:00Z');
    const reopened = await man.does<{ caseId: string }>('reopening', {
      ...{ reason: 'new-need', note: 'Canary: somebody offers to get back what he has back.' },
    });
    expect(reopened).toMatchObject({ reopenedFrom: man.caseId, daysSinceClosure: 14, version: 1 });
    again = await CaseStory.of(service, reopened.caseId);
    expect(again.personId).toBe(man.personId);
    expect(await again.case()).toMatchObject({
      reopenedFrom: man.caseId,
      closedAt: null,
      cohorts: ['fraud'],
    });
    expect(await again.isDue()).toEqual(['call-person 2026-03-31']);
    expect(await told(again)).toEqual(['case.opened']);
  });

  it('leaves the story in order, and what can be done where', async () => {
    expect(await told(man)).toEqual([
      ...['case.opened', 'referral.received', 'contact.held', 'call.made'],
      ...['needs-assessment.completed', 'specialist-assessment.completed'],
      ...['agency-consent.given', 'agency-referral.sent', 'agency-referral.accepted'],
      ...['support-plan.opened', 'plan-goal.set', 'plan-action.agreed', 'plan-check-in.done'],
      ...['specialist-assessment.corrected', 'plan-action.done', 'plan-goal.changed', 'support-plan.ended'],
      ...['agency-referral.closed', 'outcomes.assessed', 'case.closed', 'case.reopened'],
    ]);
    expect(await possible(man)).toEqual(['write-note', 'record-feedback']);
    expect(await possible(again)).toEqual(expect.arrayContaining(['record-first-contact', 'assess-needs']));
    for (const story of [man, again]) {
      const { told: said, met } = await refusals(story);
      expect(met).toEqual(said);
    }
  });

  it('leaves an audit that holds, and nothing that he said in clear', async () => {
    const { ok, sealedEntries } = await auditVerdict(service);
    expect([ok, sealedEntries > 20]).toEqual([true, true]);
    expect(await inClear(service)).toEqual([]);
    expect(JSON.stringify(await man.reads('specialist-assessments'))).toContain('Canary-123');
  });
});

function assess(answers: object, more: object = {}) {
  return man.tries('specialist-assessments', { kind: 'fraud', answers, reviewDueOn: REVIEW, ...more });
}
