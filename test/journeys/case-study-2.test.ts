import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DANGER_MARKERS } from '../../src/demo/scenario/columns.js';
import { refused } from '../support/http.js';
import { athenaSends, selfReferral } from '../support/journey-arrivals.js';
import { auditVerdict, inClear, possible, refusals, told } from '../support/journey-checks.js';
import { JourneyService } from '../support/journey-service.js';
import type { CaseStory } from '../support/journey-steps.js';

let service: JourneyService;
let woman: CaseStory;

beforeAll(async () => {
  service = await JourneyService.open('2019-08-06T06:00:00Z');
}, 60_000);
afterAll(() => service.close());

const NOBODY_IN_DANGER = Object.fromEntries(DANGER_MARKERS.map((marker) => [marker, 'false']));
const WOMAN = { givenName: 'Frances', surname: 'Invented', dateOfBirth: '1971-10-19' };
const INQUIRY = { kind: 'signposted', agencyCode: 'truth-project', purpose: 'account-to-inquiry' };

/** VAL report to the Police and Crime Panel, 10 September 2019, para 22; the name is invented. */
describe('A woman whose bag was stolen', () => {
  it('looks like a simple case, of the extract, to which a machine may write', async () => {
    [woman] = (await athenaSends(service, {
      ...{ crimeReference: '22/20001/19', victimOnCrimeId: 'VOC-21', personId: 'P-21', ...WOMAN },
      ...{ incidentStartDateTime: '2019-08-05T16:00:00', reportedDateTime: '2019-08-05T17:40:00' },
      ...{ lastUpdatedDateTime: '2019-08-05T18:00:00' },
      ...{ buildingNumber: '12', street: 'Invented Street', cityOrTown: 'Worcester', postcode: 'WR1 1AA' },
      ...{ crimeOffenceCode: 'TH68001', offenceTitle: 'Theft from the person of another' },
      ...{ mobileTelephone: '07700 900221', emailAddress: 'frances.invented@example.org' },
      ...{ ...NOBODY_IN_DANGER, relationshipToSuspect: 'PTPR_0142', victimSupport: 'true' },
    })) as [CaseStory];
    expect(await woman.contactPlan()).toEqual({
      decision: 'AUTO_OK',
      reasons: [],
      messages: [expect.anything()],
    });
  });

  it('is called, and speaks of something else that nobody ever saw', async () => {
    await service.comesTo('2019-08-07T10:00:00Z');
    const note = 'Canary: hardly speaks of the bag, but of what was done to her as a child and since.';
    expect(await woman.reachesByPhone(note, { wantsSupport: true })).toMatchObject({
      ...{ number: 1, isReached: true, nextTask: 'assess-needs' },
    });
  });

  it('is referred for that too: without a crime reference, in the same case', async () => {
    const older = await selfReferral(service, {
      ...{ role: 'victim', person: { kind: 'individual', personId: 'P-21', ...WOMAN } },
      incident: { forceIdentifier: '22', offenceTitle: 'Sexual abuse as a child, not reported' },
      ...{ markers: { vulnerable: true }, reasonForReferral: 'Canary: wants it to be heard.' },
    });
    expect([older.caseId, older.disposition]).toEqual([woman.caseId, 'joined']);
    const { referrals } = await woman.case();
    expect(referrals.map(({ pathway, crimeReference }) => [pathway, crimeReference])).toEqual([
      ['athena', '22/20001/19'],
      ['self', null],
    ]);
    expect(await woman.isDue()).toContain('look-at-joined-referral 2019-08-08');
    await woman.completes('look-at-joined-referral');
    expect(await woman.contactPlan()).toMatchObject({ decision: 'HUMAN_ONLY' });
  });

  it('names her own needs', async () => {
    const needs = {
      'mental-and-physical-health': { isIdentified: true, entryScore: 4 },
      'justice-and-rights': { isIdentified: true, entryScore: 1 },
      'finance-and-benefits': { isIdentified: false },
    };
    await woman.assessesNeeds(needs, 'Canary: I never had justice.', '2019-09-30');
    expect(await woman.isDue()).toContain('review-assessment 2019-09-30');
  });

  it('does not want Victim Support this time, so nothing goes there', async () => {
    const support = { agencyCode: 'victim-support', purpose: 'emotional-support' };
    await woman.does('agency-consents', { ...support, isGiven: false, givenBy: 'self', askedHow: 'phone' });
    refused(409, 'consent-missing')(await woman.tries('agency-referrals', support));
  });

  it('is told of the Truth Project, where people refer themselves', async () => {
    const referral = { ...INQUIRY, kind: 'referral' };
    refused(409, 'agency-self-referral-only')(await woman.tries('agency-referrals', referral));
    const signposted = await woman.does('agency-referrals', INQUIRY);
    expect(signposted).toMatchObject({ kind: 'signposted', state: 'closed', consentId: null });
  });

  it('asks to be called next week, and is', async () => {
    const dueAt = '2019-08-14T10:00:00Z';
    await woman.does('tasks', { kind: 'call-person', dueAt, owner: 'dev-coordinator-1' });
    expect(await woman.isDue()).toContain('call-person 2019-08-14');
    await service.comesTo(dueAt);
    const call = { purpose: 'agreed-call', safeToTalk: 'yes', result: 'answered-victim' };
    const rung = await woman.does('contact-attempts', { ...call, note: 'Canary: she has written to them.' });
    expect(rung).toMatchObject({ number: null, isReached: true, nextTask: null });
    expect((await woman.isDue()).join()).not.toContain('call-person');
  });

  it('is closed with what changed for her, and not before that was asked', async () => {
    refused(409, 'outcome-assessment-missing')(await woman.triesToClose({ reason: 'needs-met' }));
    const outcomes = await woman.assessesOutcomes(
      { outcome: 'M4_INFORMED', entryScore: 1, exitScore: 4 },
      { outcome: 'M2_COPE', entryScore: 3, exitScore: 3 },
    );
    expect(outcomes).toMatchObject({ results: [{ result: 'improved' }, { result: 'maintained' }] });
    expect(await woman.closes({ reason: 'needs-met' })).toMatchObject({ outcomeAssessmentId: outcomes.id });
  });

  it('leaves the story in order, and nothing that can be done but to listen and to begin again', async () => {
    expect(await told(woman)).toEqual([
      ...['case.opened', 'referral.received', 'message.queued', 'message.sent', 'call.made'],
      ...['referral.received', 'referral.joined', 'contact.held'],
      ...['needs-assessment.completed', 'enhanced-status.decided'],
      ...['agency-consent.refused', 'agency.signposted', 'call.made'],
      ...['outcomes.assessed', 'case.closed'],
    ]);
    expect(await possible(woman)).toEqual(['write-note', 'record-feedback', 'reopen']);
    const { told: said, met } = await refusals(woman);
    expect(met).toEqual(said);
  });

  it('leaves an audit that holds, and nothing of her words in clear', async () => {
    const { ok, sealedEntries } = await auditVerdict(service);
    expect([ok, sealedEntries > 20]).toEqual([true, true]);
    expect(await inClear(service)).toEqual([]);
    expect(JSON.stringify(await woman.reads('needs-assessments'))).toContain('Canary');
  });
});

describe('The Truth Project', () => {
  it('is told of to nobody any more, once the inquiry has reported', async () => {
    const agencies = async (on: string) =>
      (await woman.reads<{ items: { code: string }[] }>(`/agencies?on=${on}`)).items.map(({ code }) => code);
    expect(await agencies('2019-08-07')).toContain('truth-project');
    expect(await agencies('2023-01-01')).not.toContain('truth-project');
    await service.comesTo('2023-01-03T10:00:00Z');
    const somebody = await selfReferral(service, {
      ...{
        role: 'victim',
        person: { kind: 'individual', surname: 'Later-Invented', dateOfBirth: '1980-01-01' },
      },
    });
    refused(409, 'agency-not-accepting')(await somebody.tries('agency-referrals', INQUIRY));
  });
});
