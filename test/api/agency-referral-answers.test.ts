import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

const HELP = { agencyCode: 'victim-support', purpose: 'emotional-support' };
const CONSENT = { ...HELP, isGiven: true, givenBy: 'self', askedHow: 'phone' };

interface Shown {
  id: string;
  version: number;
  state: string;
  nextDueAt: string | null;
}

beforeAll(async () => {
  casework = await CaseworkApplication.open(AgencyReferralsModule);
});

beforeEach(async () => {
  ada = await casework.people.add();
});

afterAll(() => casework.close());

const coordinator = () => casework.api.as('coordinator');
const path = ({ caseId }: Somebody) => `/cases/${caseId}/agency-referrals`;
const send = (somebody: Somebody, change: object = {}) =>
  coordinator().post(path(somebody), { ...HELP, ...change });

async function consented(somebody: Somebody, change: object = {}): Promise<string> {
  const answer = await coordinator().post(`/cases/${somebody.caseId}/agency-consents`, {
    ...CONSENT,
    ...change,
  });
  return (answer.body as { id: string }).id;
}

async function sent(): Promise<Shown> {
  await consented(ada);
  return (await send(ada).expect(201)).body as Shown;
}

const move = ({ id, version }: Shown, verb: 'acceptance' | 'closure', body: object) =>
  coordinator()
    .post(`${path(ada)}/${id}/${verb}`, body)
    .set('if-match', `"${version}"`);

function openTasks(): Promise<{ kind: string; source_id: string; due_at: Date }[]> {
  return casework.rows(
    `SELECT kind, source_id, due_at FROM task WHERE case_id = $1 AND source = 'agency-referral'
        AND completed_at IS NULL AND cancelled_at IS NULL`,
    ada.caseId,
  );
}

describe('POST /cases/{id}/agency-referrals/{referralId}/acceptance', () => {
  it('goes from sent to accepted with a next date in each state', async () => {
    const referral = await sent();
    const acknowledged = (await move(referral, 'acceptance', { decision: 'acknowledged' }).expect(200))
      .body as Shown;
    expect(acknowledged).toMatchObject({ state: 'acknowledged', version: 2, decidedAt: null });
    expect(await openTasks()).toMatchObject([{ kind: 'chase-agency-referral', source_id: referral.id }]);
    const day = casework.clock.now().toISOString().slice(0, 10);
    const accepted = (
      await move(acknowledged, 'acceptance', { decision: 'accepted', firstAppointmentOn: day }).expect(200)
    ).body as Shown;
    expect(accepted).toMatchObject({ state: 'accepted', firstAppointmentOn: day, version: 3 });
    expect((await openTasks()).map(({ kind }) => kind)).toEqual(['ask-after-agency-referral']);
    await move(accepted, 'acceptance', { decision: 'declined', reason: 'no-capacity' }).expect(
      refused(409, 'not-from-this-state'),
    );
    const moved = (await move(accepted, 'acceptance', { decision: 'accepted' }).expect(200)).body as Shown;
    expect(moved).toMatchObject({ firstAppointmentOn: day, version: 4 });
  });

  it('ends with a reason where the agency declines', async () => {
    const referral = await sent();
    await move(referral, 'acceptance', { decision: 'declined' }).expect(
      refused(400, 'invalid-request', 'reason'),
    );
    const { body } = await move(referral, 'acceptance', {
      decision: 'declined',
      reason: 'no-capacity',
    }).expect(200);
    expect(body).toMatchObject({ state: 'declined', declineReason: 'no-capacity', nextDueAt: null });
    expect(await openTasks()).toEqual([]);
    await move({ ...referral, version: 2 }, 'acceptance', { decision: 'accepted' }).expect(
      refused(409, 'agency-referral-ended'),
    );
    await send(ada).expect(201);
  });

  it('refuses a stale version, what does not fit together, and times that cannot be', async () => {
    const referral = await sent();
    const answer = (body: object) => move(referral, 'acceptance', body);
    await move({ ...referral, version: 9 }, 'acceptance', { decision: 'accepted' }).expect(
      refused(412, 'stale-edit'),
    );
    const wrong: [object, string][] = [
      [{ decision: 'accepted', reason: 'no-capacity' }, 'reason'],
      [{ decision: 'acknowledged', firstAppointmentOn: '2031-04-01' }, 'firstAppointmentOn'],
      [{ decision: 'accepted', firstAppointmentOn: '2019-04-01' }, 'firstAppointmentOn'],
      [{ decision: 'accepted', answeredAt: '2019-04-01T09:30:00Z' }, 'answeredAt'],
      [{ decision: 'accepted', answeredAt: '2090-04-01T09:30:00Z' }, 'answeredAt'],
      [{ decision: 'sent' }, 'decision'],
    ];
    for (const [body, field] of wrong) await answer(body).expect(refused(400, 'invalid-request', field));
    const missing = `${path(ada)}/0193a5b0-0000-7000-8000-00000000dead/acceptance`;
    await coordinator()
      .post(missing, { decision: 'accepted' })
      .set('if-match', '"1"')
      .expect(refused(404, 'not-found'));
  });
});

describe('POST /cases/{id}/agency-referrals/{referralId}/closure', () => {
  it('ends a referral with what came of it, and every step that it had', async () => {
    const referral = await sent();
    const accepted = (await move(referral, 'acceptance', { decision: 'accepted' }).expect(200)).body as Shown;
    const { body } = await move(accepted, 'closure', { outcomeCode: 'support-completed' }).expect(200);
    expect(body).toMatchObject({
      state: 'closed',
      outcomeCode: 'support-completed',
      nextDueAt: null,
      version: 3,
    });
    expect(await openTasks()).toEqual([]);
    await move({ ...referral, version: 3 }, 'closure', { outcomeCode: 'not-taken-up' }).expect(
      refused(409, 'agency-referral-ended'),
    );
    const { body: supportCase } = await coordinator().get(`/cases/${ada.caseId}`).expect(200);
    expect((supportCase as { nextActionDueAt: string | null }).nextActionDueAt).not.toBeNull();
  });

  it('ends what a withdrawn consent left to look at', async () => {
    const referral = await sent();
    const [{ id }] = (await casework.rows<{ id: string }>(
      `SELECT id FROM agency_consent WHERE case_id = $1`,
      ada.caseId,
    )) as [{ id: string }];
    await coordinator()
      .post(`/cases/${ada.caseId}/agency-consents/${id}/withdrawal`, { withdrawnHow: 'in-person' })
      .expect(201);
    expect(await openTasks()).toHaveLength(2);
    await move(referral, 'closure', { outcomeCode: 'consent-withdrawn' }).expect(200);
    expect(await openTasks()).toEqual([]);
  });

  it('refuses an unknown outcome and a closed case', async () => {
    const referral = await sent();
    await move(referral, 'closure', { outcomeCode: 'fine' }).expect(
      refused(400, 'invalid-request', 'outcomeCode'),
    );
    await casework.rows(
      `UPDATE support_case SET closed_at = opened_at, closure_reason = 'needs-met' WHERE id = $1`,
      ada.caseId,
    );
    await move(referral, 'closure', { outcomeCode: 'not-taken-up' }).expect(refused(409, 'case-closed'));
    await send(ada).expect(refused(409, 'case-closed'));
  });
});
