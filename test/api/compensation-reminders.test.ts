import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeepClocks } from '../../src/entitlements/clocks/keep-clocks.js';
import type {
  CaseEntitlementsResponse,
  EntitlementResponse,
} from '../../src/entitlements/entitlement-responses.js';
import { MarkReminders } from '../../src/entitlements/mark-reminders.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { addEvents, countClocks, openEntitlements, setCrime } from '../support/justice.js';
import type { Somebody, Wanted } from '../support/people.js';

const [RAPE, BURGLARY] = ['019', '028'];

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await openEntitlements();
});
afterAll(() => casework.close());

async function victim(
  wanted: Wanted = {},
  homeOfficeClass = RAPE,
  reportedAt = '2022-02-01T09:00:00Z',
  first: (person: Somebody) => Promise<void> = async () => {},
): Promise<Somebody> {
  const person = await casework.people.add(wanted);
  await first(person);
  await setCrime(casework, person, { reportedAt, occurredFrom: '2022-01-20T23:30:00Z', homeOfficeClass });
  await countClocks(casework, person.incidentId);
  return person;
}

/** As they are read today, the sooner first. */
async function timesOf({ caseId }: Somebody): Promise<EntitlementResponse[]> {
  casework.clock.set(new Date());
  const { body } = await casework.api.as('coordinator').get(`/cases/${caseId}/entitlements`).expect(200);
  return (body as CaseEntitlementsResponse).items.filter(({ limitCode }) => limitCode.startsWith('apply'));
}

async function timeOf(person: Somebody): Promise<EntitlementResponse | undefined> {
  const times = await timesOf(person);
  expect(times.length).toBeLessThan(2);
  return times[0];
}

const ageless = (wanted: Wanted = {}, reportedAt?: string) =>
  victim(wanted, RAPE, reportedAt, async ({ personId }) => {
    await casework.rows('UPDATE person SET date_of_birth = NULL WHERE id = $1', personId);
  });

/** What a day's work comes to: the reminders of the morning, and the sweep. */
async function on(day: string): Promise<void> {
  casework.clock.set(new Date(`${day}T06:00:00Z`));
  await casework.app.get(MarkReminders).mark();
  await casework.app.get(KeepClocks).sweep();
}

const tasksOf = ({ caseId }: Somebody) =>
  casework.rows(
    `SELECT kind, (due_at AT TIME ZONE 'Europe/London')::date::text AS "dueOn", outcome_code AS outcome FROM task
      WHERE case_id = $1 AND source = 'entitlements' ORDER BY due_at`,
    caseId,
  );

describe('the time to apply for compensation', () => {
  it('is shown with its last day, its source and when the service reminds', async () => {
    const time = await timeOf(await victim());
    expect(time).toMatchObject({
      ...{ ruleId: '20-5', limitCode: 'apply', dutyHolder: 'VICTIM', unit: 'month', remindOn: '2023-10-20' },
      standard: { limit: 24, dueOn: '2024-01-20', state: 'not-applicable' },
      excluded: { reason: 'victims-choice' },
      footnote: { factStatus: 'certain' },
    });
    expect(time!.explanation).toContain(
      '(The victim may apply to the Criminal Injuries Compensation Scheme).',
    );
    expect(time!.explanation).toContain('Day 0 is Thursday 20 January 2022, the day of the crime.');
    expect(time!.explanation).toContain('24 calendar months after Thursday 20 January 2022 (day 0)');
  });

  it('is longer for a child, which is likely and not certain; and nobody’s where nobody may be injured', async () => {
    const child = await timeOf(await victim({ dateOfBirth: '2010-05-04' }));
    expect(child).toMatchObject({
      ...{ limitCode: 'apply-child', remindOn: '2030-02-04' },
      enhanced: { dueOn: '2030-05-04' },
      footnote: { factStatus: 'likely' },
    });
    expect(child!.explanation).toContain(
      'The birthday of age 20 is later, and the last day: Saturday 4 May 2030.',
    );
    expect(await timeOf(await victim({}, BURGLARY))).toBeUndefined();
  });

  it('is both an adult’s and a child’s where nobody knows the age at the crime: neither is denied', async () => {
    const unborn = await victim({ dateOfBirth: '2022-01-25' });
    for (const one of [await ageless(), unborn]) {
      const times = await timesOf(one);
      expect(times).toMatchObject([
        { limitCode: 'apply', remindOn: '2023-10-20', enhanced: { dueOn: '2024-01-20' } },
        { limitCode: 'apply-child' },
      ]);
      for (const { explanation } of times) expect(explanation).toContain('The age at the crime is not known');
    }
    const undated = await casework.people.add();
    const crime = { reportedAt: '2022-02-01T09:00:00Z', occurredFrom: null, homeOfficeClass: RAPE };
    await setCrime(casework, undated, crime);
    await countClocks(casework, undated.incidentId);
    expect(await timesOf(undated)).toMatchObject([
      { limitCode: 'apply', start: { isKnown: false }, enhanced: { dueOn: '2024-02-01' } },
      { limitCode: 'apply-child', enhanced: { dueOn: '2024-02-01' } },
    ]);
  });

  it('is the one that the age says as soon as somebody knows it', async () => {
    const [adult, child] = [await ageless(), await ageless()];
    for (const [{ personId, incidentId }, birth] of [
      [adult, '1984-02-29'],
      [child, '2010-05-04'],
    ] as const) {
      await casework.rows('UPDATE person SET date_of_birth = $2 WHERE id = $1', personId, birth);
      await countClocks(casework, incidentId);
    }
    expect(await timeOf(adult)).toMatchObject({ limitCode: 'apply', remindOn: '2023-10-20' });
    expect(await timeOf(child)).toMatchObject({
      limitCode: 'apply-child',
      enhanced: { dueOn: '2030-05-04' },
    });
  });

  it('of unknown age is reminded of the time that ends first, which tells of both where they end together', async () => {
    await on('2023-10-20');
    const soon = await ageless();
    const later = await ageless({}, '2023-10-01T09:00:00Z');
    await on('2023-10-21');
    const first = { kind: 'remind-of-compensation', dueOn: '2023-11-03', outcome: null };
    for (const one of [soon, later]) expect(await tasksOf(one)).toEqual([first]);
    await casework.rows(
      `UPDATE task SET completed_at = created_at, completed_by = 'dev-coordinator-1', outcome_code = 'person-reached'
        WHERE case_id = ANY ($1) AND source = 'entitlements'`,
      [soon.caseId, later.caseId],
    );
    for (const day of ['2023-11-01', '2024-01-25', '2025-07-01']) await on(day);
    const done = { ...first, outcome: 'person-reached' };
    expect(await tasksOf(soon)).toEqual([done]);
    const second = { kind: 'remind-of-compensation', dueOn: '2025-07-15', outcome: null };
    expect(await tasksOf(later)).toEqual([done, second]);
  });

  it('of unknown age is reminded of the later one where the sooner had ended before the case was opened', async () => {
    await on('2024-01-25');
    const late = await ageless();
    await on('2024-01-26');
    expect(await tasksOf(late)).toMatchObject([{ dueOn: '2024-02-01', outcome: null }]);
  });

  it('is a task to remind them three months before its end, not earlier, until they have applied', async () => {
    await on('2023-10-19');
    const ann = await victim();
    expect(await tasksOf(ann)).toEqual([]);
    await on('2023-10-20');
    await on('2023-10-21');
    const reminder = { kind: 'remind-of-compensation', dueOn: '2023-11-03' };
    expect(await tasksOf(ann)).toEqual([{ ...reminder, outcome: null }]);
    const applied = { kind: 'compensation.applied-for', of: ann, at: '2023-10-25T10:00:00Z', source: 'val' };
    await addEvents(casework, ann.incidentId, applied);
    await countClocks(casework, ann.incidentId);
    expect(await tasksOf(ann)).toEqual([{ ...reminder, outcome: 'done' }]);
    expect(await timeOf(ann)).toMatchObject({ remindOn: null, agencyEvidence: { on: '2023-10-25' } });
  });

  it('is due before its end at the latest, is left alone once done, and is none when it has passed', async () => {
    await on('2024-01-15');
    const [bea, cid] = [await victim(), await victim()];
    await on('2024-01-16');
    expect(await tasksOf(bea)).toMatchObject([{ dueOn: '2024-01-20', outcome: null }]);
    await casework.rows(
      `UPDATE task SET completed_at = created_at, completed_by = 'dev-coordinator-1', outcome_code = 'person-reached'
        WHERE case_id = $1 AND source = 'entitlements'`,
      bea.caseId,
    );
    await countClocks(casework, bea.incidentId);
    expect(await tasksOf(bea)).toMatchObject([{ outcome: 'person-reached' }]);
    await on('2024-01-25');
    await countClocks(casework, cid.incidentId);
    expect(await tasksOf(cid)).toMatchObject([{ kind: 'remind-of-compensation', outcome: null }]);
    const dot = await victim();
    expect(await tasksOf(dot)).toEqual([]);
  });
});
