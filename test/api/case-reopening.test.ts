import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(CaseworkModule);
});
beforeEach(async () => {
  ada = await casework.people.add({ cohorts: ['fraud'], priority: 40, team: 'specialist' });
});
afterAll(() => casework.close());

interface Reopened {
  caseId: string;
  reference: string;
}

const close = (caseId = ada.caseId) =>
  casework.api
    .as('coordinator')
    .post(`/cases/${caseId}/closure`, { reason: 'support-declined' })
    .set('if-match', '"1"')
    .expect(200);
const reopen = (
  body: object = { reason: 'asked-for-support', note: 'Canary: called again' },
  caseId = ada.caseId,
) => casework.api.as('coordinator').post(`/cases/${caseId}/reopening`, body);

describe('POST /cases/{id}/reopening', () => {
  it('opens a new case that is linked to the closed one, in the queue of its team, with a call to make', async () => {
    await close();
    await casework.rows(
      `UPDATE support_case SET opened_at = opened_at - interval '20 days', closed_at = closed_at - interval '10 days' WHERE id = $1`,
      ada.caseId,
    );
    const { body } = await reopen().expect(201);
    expect(body).toMatchObject({ reopenedFrom: ada.caseId, reason: 'asked-for-support', team: 'specialist' });
    expect(body).toMatchObject({ daysSinceClosure: 10, windowDays: 90, version: 1 });
    const { caseId, reference } = body as Reopened;
    const announced = await casework.rows(
      `SELECT payload FROM outbox_event WHERE name = 'case.reopened' AND payload ->> 'caseId' = $1`,
      caseId,
    );
    expect(announced).toHaveLength(1);
    const { body: shown } = await casework.api.as('coordinator').get(`/cases/${caseId}`).expect(200);
    expect(shown).toMatchObject({ reference, reopenedFrom: ada.caseId, priority: 40, cohorts: ['fraud'] });
    expect(shown).toMatchObject({ allocation: { subject: null, team: 'specialist' }, closedAt: null });
    expect((shown as { tasks: object[] }).tasks).toMatchObject([{ kind: 'call-person', team: 'specialist' }]);
    const kept = await casework.rows(
      'SELECT reason, window_days AS days, note_sealed AS note FROM case_reopening',
    );
    expect(kept).toMatchObject([{ reason: 'asked-for-support', days: 90 }]);
    expect(JSON.stringify(kept)).not.toContain('Canary');
  });

  it('refuses an open case, a second reopening, and a person who has an open case', async () => {
    await reopen().expect(refused(409, 'case-open'));
    await close();
    const { caseId } = (await reopen().expect(201)).body as Reopened;
    await reopen().expect(refused(409, 'person-has-open-case'));
    await close(caseId);
    await reopen().expect(refused(409, 'reopened-before'));
    await reopen(undefined, caseId).expect(201);
  });

  it('opens one case where two ask at once', async () => {
    await close();
    const both = await Promise.all([reopen(), reopen()]);
    expect(both.map(({ status }) => status).sort((one, other) => one - other)).toEqual([201, 409]);
  });

  it('refuses a reason that there is not', async () => {
    await close();
    await reopen({ reason: 'because' }).expect(refused(400, 'invalid-request', 'reason'));
    await reopen({}).expect(refused(400, 'invalid-request', 'reason'));
  });

  it('does not know a case that the caller may not see', async () => {
    await close();
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    await reopen().expect(refused(404, 'not-found'));
  });
});
