import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/http.js';
import { PLAN, PlannedPeople, type ShownPlan } from '../support/planned-people.js';

let people: PlannedPeople;

beforeAll(async () => {
  people = await PlannedPeople.open();
});

afterAll(() => people.close());

describe('POST /cases/{id}/support-plan', () => {
  it('opens a plan with an owner, a next check-in and a day of review, each a task that says why', async () => {
    const ada = await people.assessed();
    const { body } = await people.coordinator.post(people.path(ada), PLAN).expect(201);
    const { assessmentId } = ada;
    expect(body).toMatchObject({
      state: 'active',
      assessmentId,
      riskLevel: 'standard',
      version: 1,
      exitStrategy: null,
    });
    expect(body).toMatchObject({ owner: 'dev-coordinator-1', reviewDueOn: '2090-02-01' });
    const { steps, id } = body as ShownPlan;
    expect(steps).toMatchObject([
      { kind: 'plan-check-in', aboutId: id, owner: 'dev-coordinator-1', dueAt: '2090-01-05T10:00:00.000Z' },
      { kind: 'plan-review', aboutId: id, owner: 'dev-coordinator-1', dueAt: '2090-02-01T23:59:59.999Z' },
    ]);
    expect(steps.map(({ explanation }) => explanation.length > 20)).toEqual([true, true]);
    const [event] = await people.casework.rows<{ details: object }>(
      `SELECT details FROM case_event WHERE case_id = $1 AND kind = 'support-plan.opened'`,
      ada.caseId,
    );
    expect(event?.details).toEqual({ planId: id, assessmentId });
  });

  it('needs a specialist assessment of the same case', async () => {
    const [ada, bo] = [await people.casework.people.add(), await people.assessed()];
    await people.coordinator
      .post(people.path(ada), PLAN)
      .expect(refused(409, 'specialist-assessment-missing'));
    const needs = await people.assess(ada, 'needs');
    const open = (assessmentId: string) =>
      people.coordinator.post(people.path(ada), { ...PLAN, assessmentId });
    await open(needs).expect(refused(409, 'specialist-assessment-missing'));
    await open(bo.assessmentId).expect(refused(409, 'specialist-assessment-missing'));
    const first = await people.assess(ada, 'fraud');
    const corrected = await people.assess(ada, 'fraud', first);
    await open(first).expect(refused(409, 'specialist-assessment-missing'));
    const { body } = await people.coordinator.post(people.path(ada), PLAN).expect(201);
    expect(body).toMatchObject({ assessmentId: corrected });
  });

  it('refuses a plan without its dates, and dates that are over', async () => {
    const path = people.path(await people.assessed());
    const { nextCheckInAt, reviewDueOn } = PLAN;
    const open = (body: object) => people.coordinator.post(path, body);
    await open({ reviewDueOn }).expect(refused(422, 'check-in-missing', 'nextCheckInAt'));
    await open({ nextCheckInAt }).expect(refused(422, 'review-date-missing', 'reviewDueOn'));
    await open({ ...PLAN, nextCheckInAt: '2019-04-01T09:30:00Z' }).expect(
      refused(400, 'invalid-request', 'nextCheckInAt'),
    );
    await open({ ...PLAN, reviewDueOn: '2019-04-01' }).expect(refused(400, 'invalid-request', 'reviewDueOn'));
    await open({ ...PLAN, reviewDueOn: null }).expect(refused(400, 'invalid-request', 'reviewDueOn'));
    await open({ ...PLAN, owner: 'nobody-at-all' }).expect(refused(400, 'invalid-request', 'owner'));
    await open({ ...PLAN, riskLevel: 'enormous' }).expect(refused(400, 'invalid-request', 'riskLevel'));
  });

  it('opens one at a time, of two that come at once one', async () => {
    const ada = await people.assessed();
    const open = () => people.coordinator.post(people.path(ada), PLAN);
    const statuses = (await Promise.all([open(), open()])).map(({ status }) => status);
    expect(statuses.sort((one, other) => one - other)).toEqual([201, 409]);
    await open().expect(refused(409, 'plan-active'));
  });

  it('is not opened in a closed case, nor given to somebody who may not see the case', async () => {
    const ada = await people.assessed();
    await people.casework.people.restrict(ada, ['dev-coordinator-1']);
    const open = (owner: string) => people.coordinator.post(people.path(ada), { ...PLAN, owner });
    await open('dev-coordinator-2').expect(refused(409, 'not-a-member'));
    await people.casework.rows(
      `UPDATE support_case SET closed_at = opened_at, closure_reason = 'needs-met' WHERE id = $1`,
      ada.caseId,
    );
    await open('dev-coordinator-1').expect(refused(409, 'case-closed'));
  });
});

describe('GET /cases/{id}/support-plan', () => {
  it('shows the plan with its ETag, and writes down who looked', async () => {
    const ada = await people.planned();
    const answer = await people.coordinator.get(people.path(ada)).expect(200);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body).toMatchObject({ id: ada.plan.id, goals: [], actions: [], checkIns: [], reviews: [] });
    const entries = await people.casework.rows(
      `SELECT id FROM audit_entry WHERE action = 'support-plan.read' AND $1 = ANY (person_ids)`,
      ada.personId,
    );
    expect(entries).toHaveLength(1);
  });

  it('finds nothing where there is no plan, no case, or one that is hidden', async () => {
    const ada = await people.planned();
    const without = await people.assessed();
    await people.coordinator.get(people.path(without)).expect(refused(404, 'not-found'));
    const nowhere = people.path({ ...ada, caseId: ada.personId });
    await people.coordinator.get(nowhere).expect(refused(404, 'not-found'));
    await people.casework.people.restrict(ada, ['dev-coordinator-2']);
    const { path, coordinator } = people;
    const hidden = [
      coordinator.get(path(ada)),
      coordinator.post(path(ada), PLAN),
      coordinator.patch(path(ada), { reviewDueOn: '2090-03-01' }, '"1"'),
      coordinator.post(path(ada, 'goals'), { category: 'safety', words: 'Invented.' }),
      coordinator.post(path(ada, 'review'), { riskLevel: 'high', nextReviewOn: '2090-03-01' }),
    ];
    for (const request of hidden) await request.expect(refused(404, 'not-found'));
    await people.casework.api.as('dev-coordinator-2').get(people.path(ada)).expect(200);
    await people.casework.api.as('referrer').get(people.path(ada)).expect(refused(403, 'forbidden'));
  });
});

describe('PATCH /cases/{id}/support-plan', () => {
  it('gives the plan and all that is due of it to somebody else', async () => {
    const ada = await people.planned();
    const action = { actionCode: 'tell-bank', ownerKind: 'victim', dueOn: '2090-01-10' };
    await people.coordinator.post(people.path(ada, 'actions'), action).expect(201);
    const { body } = await people.coordinator
      .patch(people.path(ada), { owner: 'dev-coordinator-3' }, '"1"')
      .expect(200);
    const { owner, version, steps } = body as ShownPlan;
    expect([owner, version]).toEqual(['dev-coordinator-3', 2]);
    expect(steps.map((step) => `${step.kind} ${step.owner}`)).toEqual([
      'plan-check-in dev-coordinator-3',
      'plan-action dev-coordinator-3',
      'plan-review dev-coordinator-3',
    ]);
  });

  it('moves its dates, and takes none of them away', async () => {
    const ada = await people.planned();
    const change = (body: object, version = '"1"') =>
      people.coordinator.patch(people.path(ada), body, version);
    await change({ nextCheckInAt: null }).expect(refused(400, 'invalid-request', 'nextCheckInAt'));
    await change({ reviewDueOn: '2019-04-01' }).expect(refused(400, 'invalid-request', 'reviewDueOn'));
    await change({ reviewDueOn: '2090-03-01' }, '"9"').expect(refused(412, 'stale-edit'));
    const { body } = await change({
      nextCheckInAt: '2090-01-02T10:00:00Z',
      reviewDueOn: '2090-03-01',
    }).expect(200);
    expect(body).toMatchObject({ reviewDueOn: '2090-03-01', nextCheckInAt: '2090-01-02T10:00:00.000Z' });
    expect((body as ShownPlan).steps.map(({ dueAt }) => dueAt.slice(0, 10))).toEqual([
      '2090-01-02',
      '2090-03-01',
    ]);
    expect(await people.openSteps(ada)).toEqual(['plan-check-in', 'plan-review']);
  });
});

describe('POST /cases/{id}/support-plan/review', () => {
  const review = (body: object) => ({ riskLevel: 'high', nextReviewOn: '2090-05-01', ...body });

  it('keeps what was found, and plans the next one', async () => {
    const ada = await people.planned();
    const path = people.path(ada, 'review');
    const { body } = await people.coordinator
      .post(path, review({ changes: 'Canary: weekly calls.' }))
      .expect(201);
    expect(body).toMatchObject({
      plannedOn: '2090-02-01',
      riskLevel: 'high',
      changes: 'Canary: weekly calls.',
    });
    expect(await people.plan(ada)).toMatchObject({
      riskLevel: 'high',
      reviewDueOn: '2090-05-01',
      version: 2,
    });
    expect(await people.openSteps(ada)).toEqual(['plan-check-in', 'plan-review']);
    expect(JSON.stringify(await people.casework.rows(`SELECT * FROM plan_review`))).not.toContain('Canary');
  });

  it('refuses one without the day of the next', async () => {
    const path = people.path(await people.planned(), 'review');
    await people.coordinator
      .post(path, { riskLevel: 'high' })
      .expect(refused(422, 'review-date-missing', 'nextReviewOn'));
    const wrong: [object, string][] = [
      [{ nextReviewOn: '2019-04-01' }, 'nextReviewOn'],
      [{ reviewedAt: '2090-01-01T00:00:00Z' }, 'reviewedAt'],
      [{ reviewedAt: '2019-01-01T00:00:00Z' }, 'reviewedAt'],
      [{ riskLevel: 'unknown' }, 'riskLevel'],
    ];
    for (const [body, field] of wrong)
      await people.coordinator.post(path, review(body)).expect(refused(400, 'invalid-request', field));
  });
});
