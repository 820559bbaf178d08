import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { PLAN, PlannedPeople } from '../support/planned-people.js';

let people: PlannedPeople;
let ada: Awaited<ReturnType<PlannedPeople['planned']>>;

const EXIT = {
  reason: 'goals-met',
  achieved: 'mostly',
  whatNext: 'Canary: goes on with the group.',
  reEntry: 'Canary: may ring at any time.',
  safeWayToContact: 'Canary: by phone before noon.',
};

beforeAll(async () => {
  people = await PlannedPeople.open();
});

beforeEach(async () => {
  ada = await people.planned();
});

afterAll(() => people.close());

const end = (change: object = {}) =>
  people.coordinator.post(people.path(ada, 'exit-strategy'), { ...EXIT, ...change });

describe('POST /cases/{id}/support-plan/exit-strategy', () => {
  it('ends the plan and all that was due of it, and the case keeps a next step', async () => {
    await people.casework.rows(`DELETE FROM task WHERE id = $1`, ada.taskId);
    const action = { actionCode: 'reassurance-call', ownerKind: 'coordinator', dueOn: '2090-01-10' };
    await people.coordinator.post(people.path(ada, 'actions'), action).expect(201);
    const { body } = await end().expect(201);
    expect(body).toMatchObject({ ...EXIT, planId: ada.plan.id, writtenBy: 'dev-coordinator-1' });
    expect(await people.plan(ada)).toMatchObject({
      state: 'ended',
      nextCheckInAt: null,
      exitStrategy: EXIT,
      actions: [{ state: 'dropped', dropReason: 'plan-ended' }],
      steps: [],
    });
    const open = await people.casework.rows(
      `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL`,
      ada.caseId,
    );
    expect(open).toEqual([{ kind: 'follow-up-review' }]);
    expect(JSON.stringify(await people.casework.rows(`SELECT * FROM exit_strategy`))).not.toContain('Canary');
  });

  it('waits until each goal has an end', async () => {
    const goal = await people.coordinator
      .post(people.path(ada, 'goals'), { category: 'safety', words: 'Invented.' })
      .expect(201);
    await end().expect(refused(409, 'goals-open'));
    const { id } = goal.body as { id: string };
    await people.coordinator.patch(people.path(ada, 'goals', id), { state: 'met' }, '"1"').expect(200);
    await end().expect(201);
  });

  it('ends a plan once; whatever comes then belongs to another plan', async () => {
    await end().expect(201);
    await end().expect(refused(409, 'plan-ended'));
    const { coordinator, path } = people;
    const goal = { category: 'safety', words: 'Invented.' };
    await coordinator.post(path(ada, 'goals'), goal).expect(refused(409, 'plan-ended'));
    await coordinator
      .patch(path(ada), { reviewDueOn: '2090-03-01' }, '"2"')
      .expect(refused(409, 'plan-ended'));
    const { body } = await coordinator.post(path(ada), PLAN).expect(201);
    expect((body as { id: string }).id).not.toBe(ada.plan.id);
    expect(await people.plan(ada)).toMatchObject({ state: 'active', exitStrategy: null });
  });

  it('is the only way to end a plan, also in the database', async () => {
    const ended = `UPDATE support_plan SET state = 'ended', ended_at = created_at, next_check_in_at = NULL`;
    await expect(people.casework.rows(`${ended} WHERE id = $1`, ada.plan.id)).rejects.toThrow(
      'check constraint',
    );
    const dateless = `UPDATE support_plan SET next_check_in_at = NULL WHERE id = $1`;
    await expect(people.casework.rows(dateless, ada.plan.id)).rejects.toThrow('check constraint');
  });

  it.each([
    [{ reason: 'enough' }, 'reason'],
    [{ achieved: undefined }, 'achieved'],
    [{ whatNext: undefined }, 'whatNext'],
    [{ reEntry: ' ' }, 'reEntry'],
    [{ safeWayToContact: undefined }, 'safeWayToContact'],
    [{ writtenAt: '2090-01-01T00:00:00Z' }, 'writtenAt'],
    [{ writtenAt: '2019-01-01T00:00:00Z' }, 'writtenAt'],
  ])('refuses %j', async (change, field) => {
    await end(change).expect(refused(400, 'invalid-request', field));
  });

  it('holds no address in a case of modern slavery, and does not know a hidden case', async () => {
    ada = await people.planned({ cohorts: ['msht'] });
    await end({ safeWayToContact: 'Write to TF3 4NT.' }).expect(
      refused(422, 'address-in-text', 'safeWayToContact'),
    );
    await people.casework.people.restrict(ada, ['dev-coordinator-2']);
    await end().expect(refused(404, 'not-found'));
  });
});
