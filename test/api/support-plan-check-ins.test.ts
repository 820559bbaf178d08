import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { PLAN, PlannedPeople } from '../support/planned-people.js';

let people: PlannedPeople;
let ada: Awaited<ReturnType<PlannedPeople['planned']>>;

const SPOKEN = { safeToTalk: 'yes', result: 'answered-victim', nextCheckInAt: '2090-01-19T10:00:00Z' };

beforeAll(async () => {
  people = await PlannedPeople.open();
});

beforeEach(async () => {
  ada = await people.planned();
});

afterAll(() => people.close());

const checkIn = (change: object = {}) =>
  people.coordinator.post(people.path(ada, 'check-ins'), { ...SPOKEN, ...change });

describe('POST /cases/{id}/support-plan/check-ins', () => {
  it('ends what was due and plans the next one', async () => {
    const { body } = await checkIn({ note: 'Canary: sleeps better.' }).expect(201);
    expect(body).toMatchObject({
      safeToTalk: 'yes',
      result: 'answered-victim',
      note: 'Canary: sleeps better.',
    });
    expect(body).toMatchObject({
      plannedAt: new Date(PLAN.nextCheckInAt).toISOString(),
      nextPlannedAt: '2090-01-19T10:00:00.000Z',
    });
    const plan = await people.plan(ada);
    expect(plan).toMatchObject({ nextCheckInAt: '2090-01-19T10:00:00.000Z', version: 2 });
    expect(plan.steps.filter(({ kind }) => kind === 'plan-check-in')).toMatchObject([
      { dueAt: '2090-01-19T10:00:00.000Z', owner: 'dev-coordinator-1' },
    ]);
    const ended = await people.casework.rows<{ outcome_code: string }>(
      `SELECT outcome_code FROM task WHERE case_id = $1 AND kind = 'plan-check-in' AND completed_at IS NOT NULL`,
      ada.caseId,
    );
    expect(ended).toEqual([{ outcome_code: 'person-reached' }]);
    expect(JSON.stringify(await people.casework.rows(`SELECT * FROM plan_check_in`))).not.toContain('Canary');
  });

  it('refuses one after which none is planned', async () => {
    await checkIn({ nextCheckInAt: undefined }).expect(refused(422, 'check-in-missing', 'nextCheckInAt'));
    expect(await people.plan(ada)).toMatchObject({ version: 1, checkIns: [] });
  });

  it.each([
    ['no', 'answered-victim'],
    ['not-asked-no-answer', 'answered-victim'],
    ['not-asked-no-answer', 'answered-agreed-contact'],
    ['yes', 'no-answer'],
    ['yes', 'answered-other'],
    ['no', 'engaged'],
  ])('refuses %s with %s: whether it is safe is asked before anything else', async (safeToTalk, result) => {
    await checkIn({ safeToTalk, result }).expect(refused(400, 'invalid-request', 'safeToTalk'));
  });

  it('makes a task at once of a check-in that was not safe', async () => {
    await checkIn({ safeToTalk: 'no', result: 'unsafe-stopped' }).expect(201);
    expect(await people.openSteps(ada)).toEqual(['decide-safe-contact', 'plan-check-in', 'plan-review']);
  });

  it('goes on where nobody answered', async () => {
    await checkIn({ safeToTalk: 'not-asked-no-answer', result: 'no-answer' }).expect(201);
    expect(await people.openSteps(ada)).toEqual(['plan-check-in', 'plan-review']);
  });

  it.each([
    [{ safeToTalk: undefined }, 'safeToTalk'],
    [{ safeToTalk: 'probably' }, 'safeToTalk'],
    [{ result: undefined }, 'result'],
    [{ nextCheckInAt: '2019-04-01T09:30:00Z' }, 'nextCheckInAt'],
    [{ doneAt: '2090-01-01T00:00:00Z' }, 'doneAt'],
    [{ doneAt: '2019-01-01T00:00:00Z' }, 'doneAt'],
  ])('refuses %j', async (change, field) => {
    await checkIn(change).expect(refused(400, 'invalid-request', field));
  });

  it('finds no plan where there is none, or where the case is hidden', async () => {
    const without = await people.assessed();
    await people.coordinator
      .post(people.path(without, 'check-ins'), SPOKEN)
      .expect(refused(409, 'plan-missing'));
    await people.casework.people.restrict(ada, ['dev-coordinator-2']);
    await checkIn().expect(refused(404, 'not-found'));
  });
});
