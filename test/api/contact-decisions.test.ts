import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContactModule } from '../../src/contact/contact.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ContactModule);
});
beforeEach(async () => {
  ada = await casework.people.add();
  await casework.rows(`UPDATE support_case SET allocated_to = 'dev-coordinator-1' WHERE id = $1`, ada.caseId);
});
afterAll(() => casework.close());

const NO_ANSWER = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' };
const DANGER = { ...NO_ANSWER, result: 'answered-other' };
const call = (body: object) =>
  casework.api.as('coordinator').post(`/cases/${ada.caseId}/contact-attempts`, body);

const OF_DECISIONS = `
  SELECT kind, owner, source, outcome_code AS outcome, due_at AS "dueAt" FROM task
   WHERE case_id = $1 AND kind LIKE 'decide-%' ORDER BY id`;
const decisions = () => casework.rows<{ dueAt: Date }>(OF_DECISIONS, ada.caseId);
const moveDue = (days: number) =>
  casework.rows(
    `UPDATE task SET due_at = due_at + make_interval(days => $2) WHERE case_id = $1 AND kind LIKE 'decide-%'`,
    ada.caseId,
    days,
  );

describe('One decision on contact at a time: whether it is safe, before what becomes of somebody unreached', () => {
  it('puts the first off by nothing, nor takes it from whose it is', async () => {
    await call(DANGER).expect(201);
    await moveDue(-2);
    const [asked, ...more] = await decisions();
    expect([asked, more]).toMatchObject([
      { kind: 'decide-safe-contact', owner: 'dev-coordinator-1', outcome: null },
      [],
    ]);
    await call(NO_ANSWER).expect(201);
    const { body } = await call(NO_ANSWER).expect(201);
    expect(body).toMatchObject({ attemptsLeft: 0, nextTask: 'decide-safe-contact' });
    expect((body as { nextTaskExplanation: string }).nextTaskExplanation).toMatch(/open already/);
    expect(await decisions()).toEqual([asked]);
  });

  it.each([1, -1])('has the first take the place of the other by the earlier time: %i days', async (days) => {
    for (let made = 0; made < 3; made += 1) await call(NO_ANSWER).expect(201);
    const [before] = await decisions();
    await moveDue(days);
    await call(DANGER).expect(201);
    const due = before!.dueAt.getTime() + Math.min(0, days) * 86_400_000;
    expect(await decisions()).toMatchObject([
      { kind: 'decide-unreached', owner: null, outcome: 'passed-on' },
      { kind: 'decide-safe-contact', owner: null, outcome: null, dueAt: new Date(due) },
    ]);
  });
});
