import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { PlannedPeople } from '../support/planned-people.js';

let people: PlannedPeople;
let ada: Awaited<ReturnType<PlannedPeople['planned']>>;

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';
const GOAL = { category: 'safety', words: 'Canary: I want to sleep again.' };
const ACTION = { actionCode: 'home-security-check', ownerKind: 'coordinator', dueOn: '2090-01-10' };

beforeAll(async () => {
  people = await PlannedPeople.open();
});

beforeEach(async () => {
  ada = await people.planned();
});

afterAll(() => people.close());

const post = (part: string, body: object) => people.coordinator.post(people.path(ada, part), body);

async function made(part: 'goals' | 'actions', body: object): Promise<string> {
  return ((await post(part, body).expect(201)).body as { id: string }).id;
}

describe('POST /cases/{id}/support-plan/goals', () => {
  it('keeps a goal in the words of the person, sealed', async () => {
    const { body } = await post('goals', GOAL).expect(201);
    expect(body).toMatchObject({ ...GOAL, planId: ada.plan.id, state: 'open', version: 1 });
    expect(await people.plan(ada)).toMatchObject({ goals: [{ words: GOAL.words }] });
    expect(JSON.stringify(await people.casework.rows(`SELECT * FROM plan_goal`))).not.toContain('Canary');
    expect(JSON.stringify(await people.casework.rows(`SELECT * FROM case_event`))).not.toContain('Canary');
  });

  it('refuses what is no goal, and an address in a case of modern slavery', async () => {
    await post('goals', { ...GOAL, category: 'happiness' }).expect(
      refused(400, 'invalid-request', 'category'),
    );
    await post('goals', { ...GOAL, words: ' ' }).expect(refused(400, 'invalid-request', 'words'));
    ada = await people.planned({ cohorts: ['msht'] });
    const words = 'I want to stay at HR4 9ZZ.';
    await post('goals', { ...GOAL, words }).expect(refused(422, 'address-in-text', 'words'));
    await post('actions', { ...ACTION, details: words }).expect(refused(422, 'address-in-text', 'details'));
  });
});

describe('PATCH /cases/{id}/support-plan/goals/{goalId}', () => {
  const change = (id: string, body: object, version: string) =>
    people.coordinator.patch(people.path(ada, 'goals', id), body, version);

  it('says how a goal stands, and takes one up again that was called finished', async () => {
    const id = await made('goals', GOAL);
    const { body } = await change(id, { state: 'met', words: 'Canary: I sleep.' }, '"1"').expect(200);
    expect(body).toMatchObject({ state: 'met', words: 'Canary: I sleep.', category: 'safety', version: 2 });
    await change(id, { state: 'not-met' }, '"2"').expect(refused(409, 'not-from-this-state'));
    await change(id, { state: 'open' }, '"2"').expect(200);
    await change(id, { state: 'partly-met' }, '"3"').expect(200);
  });

  it('refuses a stale version, an unknown goal and a goal of somebody else', async () => {
    const id = await made('goals', GOAL);
    await change(id, { state: 'met' }, '"9"').expect(refused(412, 'stale-edit'));
    await people.coordinator
      .patch(people.path(ada, 'goals', id), {})
      .expect(refused(428, 'if-match-required'));
    await change(UNKNOWN, { state: 'met' }, '"1"').expect(refused(404, 'not-found'));
    const bo = await people.planned();
    const elsewhere = people.path(bo, 'goals', id);
    await people.coordinator.patch(elsewhere, { state: 'met' }, '"1"').expect(refused(404, 'not-found'));
    await people.casework.people.restrict(ada, ['dev-coordinator-2']);
    await change(id, { state: 'met' }, '"1"').expect(refused(404, 'not-found'));
  });
});

describe('POST /cases/{id}/support-plan/actions', () => {
  it('agrees on an action of the catalogue, which becomes a task', async () => {
    const goalId = await made('goals', GOAL);
    const { body } = await post('actions', { ...ACTION, goalId, details: 'Canary: back door.' }).expect(201);
    expect(body).toMatchObject({
      ...ACTION,
      goalId,
      state: 'open',
      details: 'Canary: back door.',
      agencyCode: null,
    });
    expect(body).toMatchObject({ actionLabel: 'Have the security of the home checked' });
    const { steps } = await people.plan(ada);
    expect(steps.find(({ kind }) => kind === 'plan-action')).toMatchObject({
      aboutId: (body as { id: string }).id,
      dueAt: '2090-01-10T23:59:59.999Z',
    });
    expect(JSON.stringify(await people.casework.rows(`SELECT * FROM plan_action`))).not.toContain('Canary');
  });

  it.each([
    [{ actionCode: 'wishful-thinking' }, 'actionCode'],
    [{ ownerKind: 'nobody' }, 'ownerKind'],
    [{ dueOn: '2019-04-01' }, 'dueOn'],
    [{ dueOn: undefined }, 'dueOn'],
    [{ goalId: UNKNOWN }, 'goalId'],
    [{ agencyCode: 'victim-support' }, 'agencyCode'],
    [{ ownerKind: 'agency', agencyCode: 'truth-project' }, 'agencyCode'],
  ])('refuses %j', async (change, field) => {
    await post('actions', { ...ACTION, ...change }).expect(refused(400, 'invalid-request', field));
  });
});

describe('POST /cases/{id}/support-plan/actions/{actionId}/completion', () => {
  const complete = (id: string, body: object, version = '"1"') =>
    post(`actions/${id}/completion`, body).set('if-match', version);

  it('ends an action and its task, once', async () => {
    const id = await made('actions', ACTION);
    const { body } = await complete(id, { state: 'done' }).expect(200);
    expect(body).toMatchObject({ state: 'done', dropReason: null, version: 2 });
    expect(await people.openSteps(ada)).toEqual(['plan-check-in', 'plan-review']);
    await complete(id, { state: 'done' }, '"2"').expect(refused(409, 'action-ended'));
    const other = await made('actions', { ...ACTION, ownerKind: 'agency', agencyCode: 'victim-support' });
    const dropped = await complete(other, { state: 'dropped', reason: 'person-declined' }).expect(200);
    expect(dropped.body).toMatchObject({ state: 'dropped', doneAt: null, dropReason: 'person-declined' });
  });

  it('is the only way to end the task', async () => {
    await made('actions', ACTION);
    const tasks = await people.casework.rows<{ id: string }>(
      `SELECT id FROM task WHERE case_id = $1 AND source = 'support-plan'`,
      ada.caseId,
    );
    expect(tasks).toHaveLength(3);
    for (const { id } of tasks)
      await people.coordinator
        .post(`/tasks/${id}/completion`, {})
        .set('if-match', '"1"')
        .expect(refused(409, 'ends-elsewhere'));
  });

  it('refuses what does not fit together, and what is not there', async () => {
    const id = await made('actions', ACTION);
    const wrong: [object, string][] = [
      [{ state: 'dropped' }, 'reason'],
      [{ state: 'done', reason: 'unsafe' }, 'reason'],
      [{ state: 'dropped', reason: 'unsafe', doneAt: '2019-04-01T09:30:00Z' }, 'doneAt'],
      [{ state: 'done', doneAt: '2019-04-01T09:30:00Z' }, 'doneAt'],
      [{ state: 'open' }, 'state'],
    ];
    for (const [body, field] of wrong)
      await complete(id, body).expect(refused(400, 'invalid-request', field));
    await complete(id, { state: 'done' }, '"9"').expect(refused(412, 'stale-edit'));
    await complete(UNKNOWN, { state: 'done' }).expect(refused(404, 'not-found'));
  });
});
