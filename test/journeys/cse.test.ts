import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { athenaSends } from '../support/journey-arrivals.js';
import { auditVerdict, inClear, possible, refusals, told } from '../support/journey-checks.js';
import { JourneyService } from '../support/journey-service.js';
import type { CaseStory, Made } from '../support/journey-steps.js';

let service: JourneyService;
let girl: CaseStory;
let mothersPhone: string;
let agency: Made;
let plan: { goal: Made; action: Made };

beforeAll(async () => {
  service = await JourneyService.open('2026-03-11T06:30:00Z');
}, 60_000);
afterAll(() => service.close());

const TOOL = {
  ...{
    tool: 'get-safe',
    'tool.version': '2024',
    'tool.level': 'medium',
    'tool.completedBy': 'social-worker',
  },
  ...{ 'tool.completedOn': '2026-03-10', 'tool.reviewDueOn': '2026-04-14' },
};
const WHAT_IS_KNOWN = {
  ...{ mode: 'online', domains: ['online', 'money-or-gifts'], 'domains.notes': 'Canary: a second phone.' },
  ...{ behavioursIndicateRisk: 'yes', hasLearningDisability: 'no', ...TOOL },
  ...{ isSignificantHarmFeared: 'yes', isInDanger: 'no' },
  ...{ 'nrm.considered': 'not-indicated', 'nrm.consideredReason': 'Canary: nobody arranged a journey.' },
  ...{ 'consent.givenBy': 'parental-responsibility', 'contact.isLookedAfter': 'no' },
  ...{ 'contact.who': 'parent', 'contact.hasParentalResponsibility': 'yes', 'contact.doesChildKnow': 'yes' },
};
const CHECKED = {
  ...{ 'contact.checkedWith': 'social-worker', 'contact.checkedOn': '2026-03-11' },
  'contact.isNoSuspect': 'yes',
};
const GILLICK = {
  ...{ isCompetent: true, assessor: 'Canary: the social worker', assessedOn: '2026-03-12' },
  reasons: 'Canary: says in her own words what counselling is.',
};
const REVIEW = '2026-05-29';

describe('A girl who is exploited online', () => {
  it('comes with the extract, and no machine writes to her or to her parents', async () => {
    [girl] = (await athenaSends(service, {
      ...{ crimeReference: '22/40001/26', victimOnCrimeId: 'VOC-41', personId: 'P-41' },
      ...{ crimeOffenceCode: 'SX03048', offenceTitle: 'Cause or incite the sexual exploitation of a child' },
      ...{ reportedDateTime: '2026-03-10T19:00:00', lastUpdatedDateTime: '2026-03-10T20:00:00' },
      ...{ givenName: 'Grace', surname: 'Invented', dateOfBirth: '2011-09-01' },
      ...{ childSexualExploitation: 'true', victimSupport: 'true' },
      ...{ mobileTelephone: '07700 900441', emailAddress: 'grace.invented@example.org' },
    })) as [CaseStory];
    const { decision, reasons, messages } = await girl.contactPlan();
    expect([decision, messages]).toEqual(['HUMAN_ONLY', []]);
    expect(reasons).toEqual(expect.arrayContaining(['SUP_CE', 'SUP_CHILD', 'SUP_SEX']));
  });

  it('is spoken for by her mother, whom the social worker called safe', async () => {
    await girl.does('notes', { text: 'Canary: social worker says that the mother is safe to ring.' });
    const { body } = await service.api
      .as('coordinator')
      .post(`/victims/${girl.personId}/contact-points`, {
        ...{ kind: 'mobile-phone', value: '07700 900442', safe: 'yes' },
        ...{ belongsTo: 'other', belongsToRelationship: 'mother' },
      })
      .expect(201);
    mothersPhone = (body as Made).id;
    const answered = { purpose: 'first-contact', safeToTalk: 'yes', result: 'answered-agreed-contact' };
    refused(409, 'child-contact-not-checked')(await girl.tries('contact-attempts', answered));
    await girl.does('child-contact-checks', {
      ...{ who: 'parent', checkedWith: 'social-worker', isNoSuspect: true },
      safeNumbers: [{ contactPointId: mothersPhone, whose: 'parent' }],
      ...{ isLookedAfter: false, hasParentalResponsibility: true, doesChildKnow: true },
    });
    const rung = await girl.reachesByPhone('Canary: her mother answered.', {
      ...{ result: 'answered-agreed-contact', contactPointId: mothersPhone, wantsSupport: true },
    });
    expect(rung).toMatchObject({ isReached: true, safeToTalk: 'yes', nextTask: 'assess-needs' });
    expect(await girl.contactPlan()).toMatchObject({ decision: 'HUMAN_ONLY', messages: [] });
  });

  it('has her needs assessed, and a level recorded as the tool gave it', async () => {
    const needs = {
      'digital-safety': { isIdentified: true, entryScore: 2 },
      'mental-and-physical-health': { isIdentified: true, entryScore: 3 },
    };
    await girl.assessesNeeds(needs, 'Canary: I want my own phone back.', REVIEW);
    const nobodyAsked = (await assess(WHAT_IS_KNOWN)).body as { fields: object[] };
    expect(nobodyAsked.fields).toContainEqual(
      expect.objectContaining({ field: 'answers.contact.who', code: 'contact-not-checked' }),
    );
    const { status, body } = await assess({ ...WHAT_IS_KNOWN, ...CHECKED });
    expect([status, body]).toMatchObject([201, { answers: TOOL, warnings: [] }]);
    expect(JSON.stringify((body as { answers: object }).answers)).not.toMatch(/score/i);
    expect(await girl.isDue()).toEqual([
      'make-safeguarding-referral 2026-03-11',
      'review-risk-tool 2026-04-14',
      `review-assessment ${REVIEW}`,
      `review-assessment ${REVIEW}`,
    ]);
  });

  it('is referred to the local authority the same day, which answers the next', async () => {
    const early = { reason: 'needs-met', noOutcomeReason: 'declined' };
    refused(409, 'safeguarding-referral-unmade')(await girl.triesToClose(early));
    const concern = 'Canary: is asked for pictures by an adult.';
    const made = await girl.does<Made>('safeguarding-referrals', {
      ...{ about: 'child', authority: 'E10000034', concern },
    });
    const due = await girl.isDue();
    expect(due).toEqual(
      expect.arrayContaining(['chase-safeguarding 2026-03-12', 'escalate-safeguarding 2026-03-13']),
    );
    expect(due.join()).not.toContain('make-safeguarding-referral');
    await service.comesTo('2026-03-12T11:00:00Z');
    const acknowledgement = `safeguarding-referrals/${made.id}/acknowledgement`;
    const answered = await girl.does(acknowledgement, { decision: 'section-47' }, made.version);
    expect(answered).toMatchObject({ decision: 'section-47' });
    expect((await girl.isDue()).join()).not.toContain('safeguarding');
  });

  it('consents herself to counselling, found competent for that decision and no other', async () => {
    const counselling = { agencyCode: 'wmrsasc', purpose: 'counselling' };
    const own = { ...counselling, isGiven: true, givenBy: 'self', askedHow: 'in-person' };
    refused(409, 'consent-not-asked-of-child')(await girl.tries('agency-consents', own));
    await girl.consentsTo('wmrsasc', 'counselling', { askedHow: 'in-person', gillick: GILLICK });
    refused(
      409,
      'consent-missing',
    )(await girl.tries('agency-referrals', { ...counselling, purpose: 'advocacy' }));
    const sent = await girl.refersTo('wmrsasc', 'counselling');
    agency = await girl.agencyAccepts(sent, '2026-03-19');
    expect(agency).toMatchObject({ state: 'accepted', firstAppointmentOn: '2026-03-19' });
  });

  it('has a plan with her mother agreed on as the adult she trusts', async () => {
    plan = await girl.plans(
      { nextCheckInAt: '2026-03-26T15:30:00Z', reviewDueOn: '2026-04-20', riskLevel: 'high' },
      { category: 'digital-safety', words: 'Canary: that nobody writes to me any more.' },
      { actionCode: 'trusted-adult-agreed', ownerKind: 'coordinator', dueOn: '2026-03-20' },
    );
    await service.comesTo('2026-03-26T15:30:00Z');
    await girl.does('support-plan/check-ins', {
      ...{ safeToTalk: 'yes', result: 'answered-agreed-contact', nextCheckInAt: '2026-04-20T15:30:00Z' },
      ...{ contactPointId: mothersPhone, note: 'Canary: she goes to school again.' },
    });
    expect(await girl.isDue()).toContain('plan-check-in 2026-04-20');
  });

  it('is closed once the plan has its end and the agency has reported', async () => {
    await service.comesTo('2026-04-20T14:00:00Z');
    refused(409, 'plan-not-ended')(await girl.triesToClose({ reason: 'needs-met' }));
    await girl.endsPlan(plan);
    refused(409, 'agency-referral-open')(await girl.triesToClose({ reason: 'needs-met' }));
    await girl.agencyEnds(agency);
    await girl.assessesOutcomes({ outcome: 'M3_SAFETY', entryScore: 1, exitScore: 4 });
    expect(await girl.closes({ reason: 'needs-met' })).toMatchObject({ approvedBy: null, handedOver: [] });
  });

  it('leaves the story in order, and nothing that can be done but to listen and to begin again', async () => {
    expect(await told(girl)).toEqual([
      ...['case.opened', 'referral.received', 'contact.held', 'note.written'],
      ...['contact-point.added', 'child-contact.checked', 'call.made'],
      ...['needs-assessment.completed', 'enhanced-status.decided', 'specialist-assessment.completed'],
      ...['safeguarding-referral.made', 'safeguarding-referral.acknowledged'],
      ...['agency-consent.given', 'agency-referral.sent', 'agency-referral.accepted'],
      ...['support-plan.opened', 'plan-goal.set', 'plan-action.agreed', 'plan-check-in.done'],
      ...['plan-action.done', 'plan-goal.changed', 'support-plan.ended'],
      ...['agency-referral.closed', 'outcomes.assessed', 'case.closed'],
    ]);
    expect(await possible(girl)).toEqual(['write-note', 'record-feedback', 'reopen']);
    const { told: said, met } = await refusals(girl);
    expect(met).toEqual(said);
  });

  it('leaves an audit that holds, and nothing that she said in clear', async () => {
    const { ok, sealedEntries } = await auditVerdict(service);
    expect([ok, sealedEntries > 20]).toEqual([true, true]);
    expect(await inClear(service)).toEqual([]);
    expect(JSON.stringify(await girl.reads('agency-consents'))).toContain('Canary');
  });
});

function assess(answers: object) {
  return girl.tries('specialist-assessments', { kind: 'cse', answers, reviewDueOn: REVIEW });
}
