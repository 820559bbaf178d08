import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { selfReferral } from '../support/journey-arrivals.js';
import { auditVerdict, inClear, possible, refusals, told } from '../support/journey-checks.js';
import { JourneyService } from '../support/journey-service.js';
import type { CaseStory } from '../support/journey-steps.js';

let service: JourneyService;
let father: CaseStory;

beforeAll(async () => {
  service = await JourneyService.open('2019-08-12T09:00:00Z');
}, 60_000);
afterAll(() => service.close());

/** VAL report to the Police and Crime Panel, 10 September 2019, para 21; the names are invented. */
describe('A father asks where his daughter was found', () => {
  it('rings himself, and becomes a case in which there is no crime', async () => {
    father = await selfReferral(service, {
      role: 'family-member',
      person: {
        ...{ kind: 'individual', givenName: 'Howard', surname: 'Invented', dateOfBirth: '1958-06-02' },
        mobileTelephone: '07700 900147',
      },
      victimSupport: true,
      reasonForReferral: 'Canary: his daughter died a few years ago, he would like to see where.',
    });
    const { referrals } = await father.case();
    expect(referrals).toMatchObject([{ pathway: 'self', role: 'family-member', crimeReference: null }]);
    expect(await father.contactPlan()).toMatchObject({ decision: 'HUMAN_ONLY', messages: [] });
  });

  it('is answered at once, and his call is written down', async () => {
    const received = await father.does('inbound-contacts', {
      ...{ channel: 'phone', receivedAt: '2019-08-12T09:00:00Z', answeredAt: '2019-08-12T09:01:30Z' },
      summary: 'Canary: where was she found? The constable is on leave until 23 August.',
    });
    expect(received).toMatchObject({ waitedSeconds: 90, callBackWantedAt: null });
  });

  it('has a coordinator ask the sergeant of the officer who is on leave', async () => {
    await father.does('tasks', {
      ...{ kind: 'other', dueAt: '2019-08-13T16:00:00Z', owner: 'dev-coordinator-1' },
      details: 'Canary: ask the sergeant of PC Invented whether he can assist the family.',
    });
    expect(await father.isDue()).toContain('other 2019-08-13');
    await service.comesTo('2019-08-13T13:00:00Z');
    await father.does('notes', {
      text: 'Canary: the sergeant made contact; the family visits the scene on Sunday 18 August.',
    });
    await father.completes('other');
    expect((await father.isDue()).map((task) => task.split(' ')[0])).not.toContain('other');
  });

  it('is told so in a call that he was promised, after asking whether it is safe to talk', async () => {
    const call = { purpose: 'agreed-call', safeToTalk: 'yes', result: 'answered-victim' };
    const rung = await father.does('contact-attempts', { ...call, note: 'Canary: he is relieved.' });
    expect(rung).toMatchObject({ isReached: true, number: null });
  });

  it('says what it meant to him', async () => {
    await service.comesTo('2019-08-19T10:00:00Z');
    const feedback = await father.does('feedback', {
      ...{ channel: 'phone', mayBePublished: 'no' },
      words: 'Canary: we could say goodbye.',
    });
    expect(feedback).toMatchObject({ mayBePublished: 'no', quote: null });
  });

  it('needs no assessment for the case to be closed, but a reason that is true', async () => {
    refused(400, 'invalid-request', 'reason')(await father.triesToClose({ reason: 'needs-met' }));
    refused(400, 'invalid-request', 'reason')(await father.triesToClose({}));
    const closed = await father.closes({
      reason: 'moved-to-agency',
      note: 'Canary: the police take the family there.',
    });
    expect(closed).toMatchObject({
      reason: 'moved-to-agency',
      outcomeAssessmentId: null,
      noOutcomeReason: null,
    });
  });

  it('leaves the story in order, and nothing that can be done but to listen and to begin again', async () => {
    expect(await told(father)).toEqual([
      ...['case.opened', 'referral.received', 'contact.held'],
      ...['contact.received', 'note.written', 'call.made', 'feedback.given'],
      'case.closed',
    ]);
    expect(await possible(father)).toEqual(['write-note', 'record-feedback', 'reopen']);
    const { told: said, met } = await refusals(father);
    expect(met).toEqual(said);
    expect((await father.case()).tasks).toEqual([]);
  });

  it('leaves an audit that holds, and nothing of his words in clear', async () => {
    const { ok, sealedEntries } = await auditVerdict(service);
    expect([ok, sealedEntries > 20]).toEqual([true, true]);
    expect(await inClear(service)).toEqual([]);
    expect(JSON.stringify(await father.reads('feedback'))).toContain('Canary');
  });
});
