import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';
const LATER = '2090-01-01T00:00:00.000Z';

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});

beforeEach(async () => {
  ada = await casework.people.add();
});

afterAll(() => casework.close());

async function dueOf({ caseId }: Somebody): Promise<string> {
  const { body } = await casework.api.as('coordinator').get(`/cases/${caseId}`).expect(200);
  return (body as { nextActionDueAt: string }).nextActionDueAt;
}

describe('GET /tasks', () => {
  it('shows what is due for me, a team or nobody in particular', async () => {
    const coordinator = casework.api.as('coordinator');
    const ids = async (query: string) => {
      const { body } = await coordinator.get(`/tasks?${query}`).expect(200);
      return (body as { items: { id: string }[] }).items.map(({ id }) => id);
    };
    expect(await ids('owner=nobody&team=central')).toContain(ada.taskId);
    expect(await ids('owner=me')).not.toContain(ada.taskId);
    await coordinator.post(`/tasks/${ada.taskId}/taking`).set('if-match', '"1"').expect(200);
    expect(await ids('owner=me')).toContain(ada.taskId);
    expect(await ids('owner=me&state=ended')).not.toContain(ada.taskId);
    expect(await ids('owner=me&kind=call-person')).not.toContain(ada.taskId);
    expect(await ids('dueBefore=2019-01-01T00:00:00Z')).toEqual([]);
    await casework.people.add();
    const first = await coordinator.get('/tasks?limit=1').expect(200);
    const { items, next } = first.body as { items: { id: string }[]; next: string };
    expect(await ids(`limit=200&after=${next}`)).not.toContain(items[0]!.id);
  });

  it('shows one, and does not know what is not there', async () => {
    const { body } = await casework.api.as('coordinator').get(`/tasks/${ada.taskId}`).expect(200);
    expect(body).toMatchObject({
      kind: 'first-contact',
      caseId: ada.caseId,
      state: 'open',
      details: null,
      version: 1,
    });
    await casework.api.as('coordinator').get(`/tasks/${UNKNOWN}`).expect(refused(404, 'not-found'));
    await casework.api
      .as('coordinator')
      .get('/tasks?state=all')
      .expect(refused(400, 'invalid-request', 'state'));
  });
});

describe('POST /cases/{id}/tasks', () => {
  it('adds a task whose details are sealed, and keeps the case due with the earliest', async () => {
    const before = await dueOf(ada);
    const body = {
      kind: 'other',
      dueAt: LATER,
      owner: 'dev-coordinator-3',
      details: 'Canary: ask about the lock',
    };
    const answer = await casework.api.as('coordinator').post(`/cases/${ada.caseId}/tasks`, body).expect(201);
    expect(answer.body).toMatchObject({ owner: 'dev-coordinator-3', caseNextAction: { dueAt: before } });
    const { id } = answer.body as { id: string };
    const task = await casework.api.as('coordinator').get(`/tasks/${id}`).expect(200);
    expect(task.body).toMatchObject({
      details: 'Canary: ask about the lock',
      team: 'specialist',
      source: 'person',
    });
    expect(JSON.stringify(await casework.rows(`SELECT * FROM task`))).not.toContain('Canary');
  });

  it.each([
    [{ kind: 'other', dueAt: LATER }, 'details'],
    [{ kind: 'call-person', dueAt: '2019-01-01T00:00:00Z' }, 'dueAt'],
    [{ kind: 'call-person', dueAt: '2090-02-30T00:00:00Z' }, 'dueAt'],
    [{ kind: 'call-person', dueAt: LATER, owner: 'nobody-at-all' }, 'owner'],
    [{ kind: 'review-break-glass', dueAt: LATER }, 'kind'],
  ])('refuses %j', async (body, field) => {
    const path = `/cases/${ada.caseId}/tasks`;
    await casework.api
      .as('coordinator')
      .post(path, body)
      .expect(refused(400, 'invalid-request', field));
  });
});

describe('taking and completing', () => {
  it('gives a task to one of two', async () => {
    const take = (who: `dev-${string}`) =>
      casework.api.as(who).post(`/tasks/${ada.taskId}/taking`).set('if-match', '"1"');
    const statuses = (await Promise.all([take('dev-coordinator-1'), take('dev-coordinator-2')])).map(
      ({ status }) => status,
    );
    expect(statuses.sort((one, other) => one - other)).toEqual([200, 409]);
    await casework.api
      .as('coordinator')
      .post(`/tasks/${ada.taskId}/taking`)
      .expect(refused(428, 'if-match-required'));
  });

  it('never leaves an open case without a next step, and says why it is due then', async () => {
    const path = `/tasks/${ada.taskId}/completion`;
    const answer = await casework.api
      .as('coordinator')
      .post(path, { outcomeCode: 'person-reached' })
      .set('if-match', '"1"')
      .expect(200);
    const { caseNextAction, version } = answer.body as {
      caseNextAction: Record<string, string>;
      version: number;
    };
    expect(caseNextAction).toMatchObject({ because: 'follow-up-review-added' });
    expect(caseNextAction.explanation).toMatch(/^followUpReviewWorkingDays: 10 working days/);
    expect(version).toBe(2);
    expect(await dueOf(ada)).toBe(caseNextAction.dueAt);
    const open = await casework.rows<{ kind: string }>(
      `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL`,
      ada.caseId,
    );
    expect(open).toEqual([{ kind: 'follow-up-review' }]);
    await casework.api
      .as('coordinator')
      .post(path, {})
      .set('if-match', '"2"')
      .expect(refused(409, 'task-not-open'));
  });

  it('refuses a stale version and an unknown outcome', async () => {
    const path = `/tasks/${ada.taskId}/completion`;
    const coordinator = casework.api.as('coordinator');
    await coordinator.post(path, {}).set('if-match', '"7"').expect(refused(412, 'stale-edit'));
    await coordinator
      .post(path, { outcomeCode: 'rang her' })
      .set('if-match', '"1"')
      .expect(refused(400, 'invalid-request', 'outcomeCode'));
    await coordinator
      .post(`/tasks/${UNKNOWN}/completion`, {})
      .set('if-match', '"1"')
      .expect(refused(404, 'not-found'));
  });
});

describe('GET /teams', () => {
  it('names the teams and who is in them', async () => {
    const { body } = await casework.api.as('coordinator').get('/teams').expect(200);
    const teams = (body as { items: { code: string; members: { subject: string }[] }[] }).items;
    expect(teams.map(({ code }) => code).sort()).toEqual(['central', 'specialist']);
    expect(teams.find(({ code }) => code === 'specialist')!.members.map(({ subject }) => subject)).toContain(
      'dev-coordinator-3',
    );
    await casework.api.as('referrer').get('/teams').expect(refused(403, 'forbidden'));
  });
});
