import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BreakGlassSweep } from '../../src/cases/break-glass-sweep.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;
let path: string;

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';
const REASON = { reason: 'Canary: the caller names this case and is in danger' };

interface Grant {
  grantId: string;
  caseId: string;
  expiresAt: string;
  reviewDueAt: string;
}

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});

beforeEach(async () => {
  ada = await casework.people.add();
  path = `/cases/${ada.caseId}/break-glass`;
  await casework.people.restrict(ada, ['dev-team-leader-1']);
});

afterAll(() => casework.close());

async function opened(who: `dev-${string}` = 'dev-coordinator-2'): Promise<Grant> {
  return (await casework.api.as(who).post(path, REASON).expect(201)).body as Grant;
}

function tasks(): Promise<{ kind: string; due: Date; completed_by: string | null }[]> {
  return casework.rows(
    `SELECT kind, due_at AS due, completed_by FROM task WHERE case_id = $1 AND source = 'access' ORDER BY created_at`,
    ada.caseId,
  );
}

describe('opening a restricted case in an emergency', () => {
  it('shows it for eight hours, and leaves a task, an event and an audit entry without the reason', async () => {
    const coordinator = casework.api.as('dev-coordinator-2');
    await coordinator.get(`/cases/${ada.caseId}`).expect(404);
    const grant = await opened();
    const now = casework.clock.now().getTime();
    expect(Date.parse(grant.expiresAt)).toBe(now + 8 * 3_600_000);
    expect(Date.parse(grant.reviewDueAt)).toBe(now + 24 * 3_600_000);
    const { body } = await coordinator.get(`/cases/${ada.caseId}`).expect(200);
    expect(body).toMatchObject({ restriction: { seenAs: 'break-glass', seenUntil: grant.expiresAt } });
    const actions = (body as { availableActions: { action: string; reasonCode: string }[] }).availableActions;
    expect(actions.find(({ action }) => action === 'take')).toMatchObject({ reasonCode: 'not-a-member' });
    expect(await tasks()).toMatchObject([{ kind: 'review-break-glass', due: new Date(grant.reviewDueAt) }]);
    const kept = await casework.rows(
      `SELECT to_jsonb(a) FROM audit_entry a UNION ALL SELECT to_jsonb(e) FROM case_event e UNION ALL SELECT to_jsonb(g) FROM access_grant g`,
    );
    expect(JSON.stringify(kept)).not.toContain('Canary');
    const entries = `SELECT subject FROM audit_entry WHERE action = 'case.break-glass' AND person_ids @> ARRAY[$1::uuid]`;
    expect(await casework.rows(entries, ada.personId)).toEqual([{ subject: 'dev-coordinator-2' }]);
  });

  it('lets read and write down, but gives no work that would be out of sight when it ends', async () => {
    await opened();
    const coordinator = casework.api.as('dev-coordinator-2');
    await coordinator.post(`/cases/${ada.caseId}/notes`, { text: 'Invented' }).expect(201);
    await coordinator
      .post(`/tasks/${ada.taskId}/taking`)
      .set('if-match', '"1"')
      .expect(refused(409, 'not-a-member'));
    const task = { kind: 'call-person', dueAt: '2090-01-01T00:00:00Z', owner: 'dev-coordinator-2' };
    await coordinator.post(`/cases/${ada.caseId}/tasks`, task).expect(refused(409, 'not-a-member'));
    await coordinator.post(`/cases/${ada.caseId}/tasks`, { ...task, owner: 'dev-team-leader-1' }).expect(201);
  });

  it('ends by itself', async () => {
    await opened();
    casework.later(7);
    await casework.api.as('dev-coordinator-2').get(`/cases/${ada.caseId}`).expect(200);
    casework.later(1);
    await casework.api.as('dev-coordinator-2').get(`/cases/${ada.caseId}`).expect(404);
    casework.later(-8);
  });

  it('works by the reference that a caller reads out', async () => {
    const coordinator = casework.api.as('dev-coordinator-2');
    const reference = { ...REASON, caseReference: ada.reference.toLowerCase() };
    const { body } = await coordinator.post('/break-glass', reference).expect(201);
    expect(body).toMatchObject({ caseId: ada.caseId });
    await coordinator
      .post('/break-glass', { ...REASON, caseReference: 'VAL-0000-0000' })
      .expect(refused(404, 'not-found'));
  });

  it('is refused where it is not needed, and tells nothing of what is not there', async () => {
    const usual = await casework.people.add();
    const coordinator = casework.api.as('dev-coordinator-2');
    await coordinator.post(`/cases/${UNKNOWN}/break-glass`, REASON).expect(refused(404, 'not-found'));
    await coordinator
      .post(`/cases/${usual.caseId}/break-glass`, REASON)
      .expect(refused(409, 'not-restricted'));
    await casework.api.as('dev-team-leader-1').post(path, REASON).expect(refused(409, 'already-a-member'));
    await opened();
    await coordinator.post(path, REASON).expect(refused(409, 'already-open'));
    await coordinator.post(path, {}).expect(refused(400, 'invalid-request', 'reason'));
    await coordinator.post(path, { reason: ' ' }).expect(refused(400, 'invalid-request', 'reason'));
    await casework.api.as('referrer').post(path, REASON).expect(refused(403, 'forbidden'));
    await casework.api.as('auditor').post(path, REASON).expect(refused(403, 'forbidden'));
  });

  it('answers a repeated request with the first answer', async () => {
    const send = () =>
      casework.api.as('dev-coordinator-3').post(path, REASON).set('idempotency-key', `once-${ada.caseId}`);
    const first = await send().expect(201);
    expect((await send().expect(201)).body).toEqual(first.body);
  });
});

describe('reviewing', () => {
  it('is done by somebody else, once, and ends the task', async () => {
    const { grantId } = await opened('dev-team-leader-2');
    const review = `${path}/${grantId}/review`;
    const outcome = { outcome: 'justified', note: 'Canary: the danger was real' };
    await casework.api
      .as('dev-team-leader-2')
      .post(review, outcome)
      .expect(refused(409, 'needs-second-person'));
    await casework.api.as('coordinator').post(review, outcome).expect(refused(403, 'forbidden'));
    const listed = await casework.api
      .as('dev-team-leader-1')
      .get('/break-glass?reviewed=false&limit=200')
      .expect(200);
    const waiting = (listed.body as { items: { grantId: string }[] }).items;
    expect(waiting.find((item) => item.grantId === grantId)).toMatchObject({
      reason: REASON.reason,
      isOverdue: false,
    });
    const { body } = await casework.api.as('dev-team-leader-1').post(review, outcome).expect(200);
    expect(body).toMatchObject({ outcome: 'justified', reviewedBy: 'dev-team-leader-1' });
    expect(await tasks()).toMatchObject([{ kind: 'review-break-glass', completed_by: 'dev-team-leader-1' }]);
    await casework.api.as('dev-team-leader-1').post(review, outcome).expect(refused(409, 'already-reviewed'));
    const still = await casework.api
      .as('dev-team-leader-1')
      .get('/break-glass?reviewed=false&limit=200')
      .expect(200);
    expect(JSON.stringify(still.body)).not.toContain(grantId);
    await casework.api.as('dev-team-leader-2').get(`/cases/${ada.caseId}`).expect(200);
  });

  it('ends at once what was not justified, also by the data-protection officer', async () => {
    const { grantId } = await opened();
    const officer = casework.api.as('data-protection-officer');
    await officer.post(`${path}/${grantId}/review`, { outcome: 'not-justified' }).expect(200);
    await casework.api.as('dev-coordinator-2').get(`/cases/${ada.caseId}`).expect(404);
    const listed = await officer.get('/break-glass?reviewed=true&limit=200').expect(200);
    expect(JSON.stringify(listed.body)).toContain(grantId);
  });

  it('does not exist for leaders who may not see the case', async () => {
    const { grantId } = await opened();
    const stranger = casework.api.as('dev-team-leader-2');
    const { body } = await stranger.get('/break-glass?limit=200').expect(200);
    expect(JSON.stringify(body)).not.toContain(grantId);
    await stranger
      .post(`${path}/${grantId}/review`, { outcome: 'justified' })
      .expect(refused(404, 'not-found'));
    const leader = casework.api.as('dev-team-leader-1');
    await leader
      .post(`${path}/${UNKNOWN}/review`, { outcome: 'justified' })
      .expect(refused(404, 'not-found'));
    await leader
      .post(`${path}/${grantId}/review`, { outcome: 'fine' })
      .expect(refused(400, 'invalid-request', 'outcome'));
    await leader.get('/break-glass?reviewed=no').expect(refused(400, 'invalid-request', 'reviewed'));
  });

  it('cannot be ticked off as a task', async () => {
    await opened();
    const [task] = await casework.rows<{ id: string }>(
      `SELECT id FROM task WHERE case_id = $1 AND source = 'access'`,
      ada.caseId,
    );
    const completion = casework.api.as('dev-team-leader-1').post(`/tasks/${task!.id}/completion`, {});
    await completion.set('if-match', '"1"').expect(refused(409, 'ends-elsewhere'));
  });
});

describe('the sweep', () => {
  it('raises what nobody reviewed in time, once, until it is reviewed', async () => {
    const { grantId } = await opened();
    const sweep = casework.app.get(BreakGlassSweep);
    await sweep.sweep();
    expect(await tasks()).toHaveLength(1);
    casework.later(25);
    await sweep.sweep();
    await sweep.sweep();
    casework.later(-25);
    expect((await tasks()).map(({ kind }) => kind)).toEqual(['review-break-glass', 'break-glass-unreviewed']);
    await casework.api
      .as('dev-team-leader-1')
      .post(`${path}/${grantId}/review`, { outcome: 'justified' })
      .expect(200);
    expect((await tasks()).every(({ completed_by: by }) => by === 'dev-team-leader-1')).toBe(true);
  });

  it('gives a restricted person whom nobody may see to the team leaders', async () => {
    const lost = await casework.people.add();
    await casework.people.restrict(lost, []);
    await casework.api.as('dev-team-leader-2').get(`/cases/${lost.caseId}`).expect(404);
    await casework.app.get(BreakGlassSweep).sweep();
    await casework.api.as('dev-team-leader-2').get(`/cases/${lost.caseId}`).expect(200);
    await casework.api.as('coordinator').get(`/cases/${lost.caseId}`).expect(404);
    await casework.app.get(BreakGlassSweep).sweep();
    const grants = await casework.rows(
      `SELECT subject FROM access_grant WHERE person_id = $1 ORDER BY 1`,
      lost.personId,
    );
    expect(grants).toEqual([{ subject: 'dev-team-leader-1' }, { subject: 'dev-team-leader-2' }]);
  });
});
