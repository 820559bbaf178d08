import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { athenaSends, type Row } from '../support/journey-arrivals.js';
import { auditVerdict, inClear, possible, refusals, told } from '../support/journey-checks.js';
import { JourneyService } from '../support/journey-service.js';
import type { CaseStory, Made } from '../support/journey-steps.js';
import { CHILD_NRM, PENDING } from '../support/msht-answers.js';

let service: JourneyService;
let man: CaseStory;
let boy: CaseStory;
let assessment: { id: string; deadlines: { code: string; taskKind: string | null; arithmetic: string }[] };
let advocate: Made;
let plan: { goal: Made; action: Made };

beforeAll(async () => {
  service = await JourneyService.open('2026-02-27T06:00:00Z');
}, 60_000);
afterAll(() => service.close());

const CRIME: Row = {
  ...{ crimeReference: '22/30001/26', crimeOffenceCode: 'CJ09071', offenceTitle: 'Forced labour' },
  ...{ reportedDateTime: '2026-02-26T11:00:00', lastUpdatedDateTime: '2026-02-26T18:00:00' },
  ...{ modernSlavery: 'true', victimSupport: 'true' },
};
const MAN = { victimOnCrimeId: 'VOC-31', personId: 'P-31', givenName: 'Marek', surname: 'Invented' };
const BOY = { victimOnCrimeId: 'VOC-32', personId: 'P-32', givenName: 'Jan', surname: 'Invented' };
const REACH = { mobileTelephone: '07700 900331', emailAddress: 'marek.invented@example.org' };
const REFERRED = { ...PENDING, 'nrm.reference': 'Canary-1', summary: 'Canary: sleeps badly.' };
const DECIDED = {
  ...{ ...REFERRED, 'nrm.position': 'rg-positive', 'rg.decision': 'positive', 'rg.decidedOn': '2026-03-09' },
  ...{ 'support.provider': 'salvation-army', 'support.worker': null, 'support.addressType': 'outreach' },
};
const REVIEW = '2026-06-01';

describe('A man who was forced to work', () => {
  it('comes with the extract, and no machine writes to him', async () => {
    [man, boy] = (await athenaSends(
      service,
      { ...CRIME, ...MAN, ...REACH, dateOfBirth: '1991-05-17' },
      { ...CRIME, ...BOY, dateOfBirth: '2011-03-30' },
    )) as [CaseStory, CaseStory];
    expect((await man.case()).cohorts).toEqual(['msht']);
    const { decision, reasons, messages } = await man.contactPlan();
    expect([decision, messages]).toEqual(['HUMAN_ONLY', []]);
    expect(reasons).toContain('SUP_MSHT');
  });

  it('is reached by phone, and asked first whether it is safe to talk', async () => {
    const answered = { purpose: 'first-contact', result: 'answered-victim' };
    refused(
      400,
      'invalid-request',
      'safeToTalk',
    )(await man.tries('contact-attempts', { ...answered, safeToTalk: 'not-asked-no-answer' }));
    refused(409, 'needs-assessment-missing')(await assess(man, REFERRED));
    const rung = await man.reachesByPhone('Canary: he may talk after six.', { wantsSupport: true });
    expect(rung).toMatchObject({ safeToTalk: 'yes', number: 1, nextTask: 'assess-needs' });
  });

  it('names his needs, hears what the National Referral Mechanism is, and consents', async () => {
    await service.comesTo('2026-03-02T10:00:00Z');
    const needs = {
      'shelter-and-accommodation': { isIdentified: true, entryScore: 2 },
      safety: { isIdentified: true, entryScore: 1 },
      'immigration-status': { isIdentified: true, entryScore: null },
    };
    await man.assessesNeeds(needs, 'Canary: I want to be paid.', REVIEW);
    refused(
      422,
      'answers-invalid',
      'answers.nrm.consent',
    )(await assess(man, { ...REFERRED, 'nrm.consent': 'refused' }));
    assessment = (await assess(man, REFERRED)).body as typeof assessment;
  });

  it('is followed up on days that explain themselves', async () => {
    expect(assessment.deadlines[0]).toMatchObject({
      ...{ code: 'chase-reasonable-grounds', taskKind: 'chase-reasonable-grounds' },
      threshold: expect.stringContaining('nrmReasonableGroundsChaseWorkingDays: 5 working days') as unknown,
      arithmetic: expect.stringContaining('Monday 2 March 2026 (day 0) is Monday 9 March 2026') as unknown,
    });
    expect(await man.isDue()).toEqual([
      'chase-reasonable-grounds 2026-03-09',
      `review-assessment ${REVIEW}`,
      `review-assessment ${REVIEW}`,
    ]);
  });

  it('is referred to an independent advocate once he said yes, without an address', async () => {
    const imsa = { agencyCode: 'imsa', purpose: 'advocacy' };
    refused(409, 'consent-missing')(await man.tries('agency-referrals', imsa));
    await man.consentsTo('imsa', 'advocacy', { askedHow: 'through-interpreter' });
    const note = 'Canary: he lives at WR1 1AA.';
    refused(422, 'address-in-text', 'note')(await man.tries('agency-referrals', { ...imsa, note }));
    const sent = await man.refersTo('imsa', 'advocacy');
    expect(await man.isDue()).toContain('chase-agency-referral 2026-03-05');
    advocate = await man.agencyAccepts(sent, '2026-03-05');
    expect((await man.isDue()).join()).not.toContain('chase-agency-referral');
  });

  it('has a plan, with a goal in his words', async () => {
    plan = await man.plans(
      { nextCheckInAt: '2026-03-16T10:00:00Z', reviewDueOn: '2026-04-13', riskLevel: 'high' },
      { category: 'safety', words: 'Canary: nobody shall find me.' },
      { actionCode: 'immigration-advice', ownerKind: 'coordinator', dueOn: '2026-03-20' },
    );
    const due = await man.isDue();
    expect(due).toEqual(expect.arrayContaining(['plan-check-in 2026-03-16', 'plan-action 2026-03-20']));
    refused(409, 'plan-not-ended')(await man.triesToClose({ reason: 'needs-met' }));
  });

  it('is recognised, and the next day to look moves on', async () => {
    await service.comesTo('2026-03-09T14:00:00Z');
    const { body } = await assess(man, DECIDED, { supersedes: assessment.id });
    expect(body).toMatchObject({ deadlines: [{ code: 'recovery-minimum' }, { code: 'review' }] });
    const due = await man.isDue();
    expect(due).toContain('check-recovery-support 2026-04-08');
    expect(due.join()).not.toContain('chase-reasonable-grounds');
  });

  it('is called again as agreed, and in the end goes his own way', async () => {
    await service.comesTo('2026-03-16T10:00:00Z');
    const spoken = { safeToTalk: 'yes', result: 'answered-victim', note: 'Canary: sleeps better.' };
    await man.does('support-plan/check-ins', { ...spoken, nextCheckInAt: '2026-04-13T10:00:00Z' });
    await service.comesTo('2026-04-13T09:00:00Z');
    await man.completes('check-recovery-support');
    await man.agencyEnds(advocate);
    await man.endsPlan(plan);
    await man.assessesOutcomes({ outcome: 'M3_SAFETY', entryScore: 1, exitScore: 4 });
    const closed = await man.closes({ reason: 'needs-met', note: 'Canary: works in a bakery.' });
    expect(closed).toMatchObject({ reason: 'needs-met', handedOver: [], noOutcomeReason: null });
  });

  it('leaves the story in order, and nothing that can be done but to listen and to begin again', async () => {
    expect(await told(man)).toEqual([
      ...['case.opened', 'referral.received', 'contact.held', 'call.made'],
      ...['needs-assessment.completed', 'enhanced-status.decided', 'specialist-assessment.completed'],
      ...['agency-consent.given', 'agency-referral.sent', 'agency-referral.accepted'],
      ...['support-plan.opened', 'plan-goal.set', 'plan-action.agreed'],
      ...['specialist-assessment.corrected', 'plan-check-in.done', 'agency-referral.closed'],
      ...['plan-action.done', 'plan-goal.changed', 'support-plan.ended'],
      ...['outcomes.assessed', 'case.closed'],
    ]);
    expect(await possible(man)).toEqual(['write-note', 'record-feedback', 'reopen']);
    const { told: said, met } = await refusals(man);
    expect(met).toEqual(said);
  });
});

describe('A boy of the same file', () => {
  it('is written to by no machine either', async () => {
    const { decision, reasons } = await boy.contactPlan();
    expect(decision).toBe('HUMAN_ONLY');
    expect(reasons).toEqual(expect.arrayContaining(['SUP_MSHT', 'SUP_CHILD']));
  });

  it('is never asked to consent: the local authority refers him', async () => {
    await boy.assessesNeeds({ safety: { isIdentified: true, entryScore: null } }, 'Canary: home.', REVIEW);
    const asked = { ...CHILD_NRM, 'nrm.consent': 'given' };
    refused(422, 'consent-not-asked-of-child', 'answers.nrm.consent')(await assess(boy, asked));
    expect((await assess(boy, CHILD_NRM)).status).toBe(201);
    expect(await boy.isDue()).toContain('ask-first-responder 2026-04-13');
  });

  it('leaves an audit that holds, and nothing that either said in clear', async () => {
    const { ok, sealedEntries } = await auditVerdict(service);
    expect([ok, sealedEntries > 20]).toEqual([true, true]);
    expect(await inClear(service)).toEqual([]);
    expect(JSON.stringify(await man.reads('support-plan'))).toContain('Canary');
  });
});

function assess(story: CaseStory, answers: object, more: object = {}) {
  const body = { kind: 'msht', answers, reviewDueOn: REVIEW, ...more };
  return story.tries('specialist-assessments', body);
}
