import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeepClocks } from '../../src/entitlements/clocks/keep-clocks.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { addEvents, countClocks, openEntitlements, setCrime } from '../support/justice.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await openEntitlements();
  casework.clock.set(new Date('2022-03-01T09:00:00Z'));
});
afterAll(() => casework.close());

async function victim(reportedAt = '2022-02-28T09:00:00Z'): Promise<Somebody> {
  const person = await casework.people.add();
  await setCrime(casework, person, { reportedAt, homeOfficeClass: '053' });
  return person;
}

interface DutyTask {
  kind: string;
  dueOn: string;
  state: string;
  outcomeCode: string | null;
  rule: string | null;
}

function tasksOf({ caseId }: Somebody): Promise<DutyTask[]> {
  return casework.rows<DutyTask>(
    `SELECT t.kind, (t.due_at AT TIME ZONE 'Europe/London')::date::text AS "dueOn", t.outcome_code AS "outcomeCode",
            CASE WHEN t.completed_at IS NOT NULL THEN 'completed' WHEN t.cancelled_at IS NOT NULL THEN 'cancelled'
                 ELSE 'open' END AS state, c.rule_id AS rule
       FROM task t LEFT JOIN entitlement_clock c ON c.id = t.source_id
      WHERE t.case_id = $1 AND t.source = 'entitlements' ORDER BY t.kind, t.created_at, t.due_at`,
    caseId,
  );
}

async function reached({ caseId, personId, referralId }: Somebody, at: string, wantsSupport: boolean | null) {
  await casework.rows(
    `INSERT INTO contact_attempt (id, case_id, person_id, referral_id, purpose, number, result, safe_to_talk, wants_support,
                                  occurred_at, recorded_at, recorded_by)
     VALUES (gen_random_uuid(), $1, $2, $3, 'agreed-call', NULL, 'answered-victim', 'yes', $5, $4, $4, 'invented')`,
    ...[caseId, personId, referralId, at, wantsSupport],
  );
}

async function assessed({ caseId, personId }: Somebody, at: string, answers: object = {}): Promise<void> {
  await casework.rows(
    `INSERT INTO assessment (id, case_id, person_id, kind, form_code, form_version, answers, completed_at, completed_by,
                             recorded_at, review_due_on)
     VALUES (gen_random_uuid(), $1, $2, 'needs', 'invented', 1, $4, $3, 'invented', $3, '2022-06-01')`,
    ...[caseId, personId, at, JSON.stringify(answers)],
  );
}

const complaint = (of: Somebody, source = 'val') => ({
  ...{ kind: 'complaint.received', of, at: '2022-03-01T10:00:00Z', source },
});
const nextDue = async ({ caseId }: Somebody) => {
  const [row] = await casework.rows<{ on: string }>(
    `SELECT (next_action_due_at AT TIME ZONE 'Europe/London')::date::text AS on FROM support_case WHERE id = $1`,
    caseId,
  );
  return row!.on;
};
const eventsOf = async ({ caseId }: Somebody) => {
  const rows = await casework.rows<{ kind: string }>(
    `SELECT kind FROM case_event WHERE case_id = $1 AND kind LIKE 'task.%' ORDER BY recorded_at, id`,
    caseId,
  );
  return rows.map(({ kind }) => kind);
};

describe('a duty of the Victim Advice Line with a time limit', () => {
  it('is a task due on its last day, until it is done; one of the police is none', async () => {
    const hal = await victim();
    const [received] = await addEvents(casework, hal.incidentId, complaint(hal), complaint(hal, 'police'));
    await countClocks(casework, hal.incidentId);
    await countClocks(casework, hal.incidentId);
    const task = { kind: 'answer-complaint', dueOn: '2022-03-15', rule: '20-12' };
    expect(await tasksOf(hal)).toEqual([{ ...task, state: 'open', outcomeCode: null }]);
    const answer = { kind: 'complaint.answered', of: hal, source: 'val', answers: received! };
    await addEvents(casework, hal.incidentId, { ...answer, at: '2022-03-09T10:00:00Z' });
    await countClocks(casework, hal.incidentId);
    expect(await tasksOf(hal)).toEqual([{ ...task, state: 'completed', outcomeCode: 'done' }]);
    expect(await eventsOf(hal)).toEqual(['task.added', 'task.completed']);
  });

  it('is cancelled with the event that it rested on, and leaves the case its next step', async () => {
    const ida = await victim();
    await casework.rows(`UPDATE task SET cancelled_at = created_at WHERE case_id = $1`, ida.caseId);
    const [id] = await addEvents(casework, ida.incidentId, complaint(ida));
    await countClocks(casework, ida.incidentId);
    expect(await nextDue(ida)).toBe('2022-03-15');
    const supersedes = { id: id!, originalId: id! };
    await addEvents(casework, ida.incidentId, { ...complaint(ida), supersedes, withdrawn: true });
    await countClocks(casework, ida.incidentId);
    expect(await tasksOf(ida)).toMatchObject([{ state: 'cancelled', outcomeCode: 'not-needed', rule: null }]);
    const review = await casework.rows(
      `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL`,
      ida.caseId,
    );
    expect(review).toEqual([{ kind: 'follow-up-review' }]);
  });

  it('comes back where the evidence that ended it was withdrawn', async () => {
    const jon = await victim();
    const [received] = await addEvents(casework, jon.incidentId, complaint(jon));
    const answer = { kind: 'complaint.answered', of: jon, source: 'val', answers: received! };
    const [answered] = await addEvents(casework, jon.incidentId, { ...answer, at: '2022-03-02T10:00:00Z' });
    await countClocks(casework, jon.incidentId);
    expect(await tasksOf(jon)).toEqual([]);
    const supersedes = { id: answered!, originalId: answered! };
    await addEvents(casework, jon.incidentId, {
      ...{ ...answer, at: '2022-03-02T10:00:00Z', supersedes, withdrawn: true },
    });
    await countClocks(casework, jon.incidentId);
    expect(await tasksOf(jon)).toMatchObject([{ kind: 'answer-complaint', state: 'open' }]);
  });
});

describe('a duty of the Victim Advice Line without a time limit', () => {
  it('is no task of somebody who was only written to, or wants no support', async () => {
    const [kit, leo] = [await victim(), await victim()];
    await reached(leo, '2022-03-01T09:00:00Z', true);
    await reached(leo, '2022-03-01T09:30:00Z', false);
    await countClocks(casework, kit.incidentId, leo.incidentId);
    expect([await tasksOf(kit), await tasksOf(leo)]).toEqual([[], []]);
  });

  it('is one of somebody who wants support, by the service’s own threshold, until they were assessed', async () => {
    const mia = await victim();
    await reached(mia, '2022-03-01T09:00:00Z', true);
    await casework.app.get(KeepClocks).afterLettersAndCalls();
    await countClocks(casework, mia.incidentId);
    await casework.app.get(KeepClocks).afterLettersAndCalls();
    await casework.app.get(KeepClocks).sweep();
    const open = { dueOn: '2022-03-08', state: 'open', outcomeCode: null };
    expect(await tasksOf(mia)).toEqual([
      { ...open, kind: 'ask-communication-needs', rule: '20-1' },
      { ...open, kind: 'assess-needs', rule: '20-4A' },
    ]);
    await assessed(mia, '2022-03-02T09:00:00Z', { accessNeeds: ['none'] });
    await countClocks(casework, mia.incidentId);
    expect((await tasksOf(mia)).map(({ state }) => state)).toEqual(['completed', 'completed']);
  });

  it('is left to the step that casework has taken for it', async () => {
    const ned = await victim();
    await reached(ned, '2022-03-01T09:00:00Z', true);
    await casework.rows(`UPDATE task SET kind = 'assess-needs' WHERE id = $1`, ned.taskId);
    await countClocks(casework, ned.incidentId);
    expect((await tasksOf(ned)).map(({ kind }) => kind)).toEqual(['ask-communication-needs']);
  });

  it('is one task for all crimes of a case, and arises anew with a crime after the assessment', async () => {
    const ora = await victim();
    await reached(ora, '2022-02-28T10:00:00Z', true);
    await assessed(ora, '2022-02-28T11:00:00Z', { accessNeeds: ['none'] });
    const second = await casework.people.add();
    const third = await casework.people.add();
    for (const other of [second, third]) {
      await casework.rows('UPDATE referral SET case_id = $2 WHERE id = $1', other.referralId, ora.caseId);
      await setCrime(casework, other, { reportedAt: '2022-03-01T08:00:00Z', homeOfficeClass: '053' });
    }
    await countClocks(casework, ora.incidentId);
    expect(await tasksOf(ora)).toEqual([]);
    for (const { incidentId } of [second, third, second]) await countClocks(casework, incidentId);
    expect(await tasksOf(ora)).toMatchObject([
      { kind: 'ask-communication-needs', dueOn: '2022-03-08', state: 'open' },
      { kind: 'assess-needs', dueOn: '2022-03-08', state: 'open' },
    ]);
  });

  it('is not asked for again where a colleague ticked it off', async () => {
    const pam = await victim();
    await reached(pam, '2022-03-01T09:00:00Z', true);
    await countClocks(casework, pam.incidentId);
    await casework.rows(
      `UPDATE task SET completed_at = created_at, completed_by = 'dev-coordinator-1', outcome_code = 'not-needed'
        WHERE case_id = $1 AND source = 'entitlements' AND kind = 'assess-needs'`,
      pam.caseId,
    );
    await countClocks(casework, pam.incidentId);
    expect(await tasksOf(pam)).toMatchObject([
      { kind: 'ask-communication-needs', state: 'open' },
      { kind: 'assess-needs', state: 'completed', outcomeCode: 'not-needed' },
    ]);
  });
});

describe('a late bank holiday', () => {
  it('moves the tasks of duties that still run, and the next date of their cases', async () => {
    const [rex, sue] = [await victim(), await victim()];
    await casework.rows(`UPDATE task SET cancelled_at = created_at WHERE case_id = $1`, rex.caseId);
    await addEvents(casework, rex.incidentId, complaint(rex));
    await reached(sue, '2022-03-01T09:00:00Z', true);
    await countClocks(casework, rex.incidentId, sue.incidentId);
    expect((await tasksOf(rex)).map(({ dueOn }) => dueOn)).toEqual(['2022-03-15']);
    await casework.rows(`INSERT INTO bank_holiday VALUES ('2022-03-03', 'Invented', 'invented', true)`);
    await casework.rows(
      `INSERT INTO bank_holiday_change VALUES (1000, '2022-03-03', 'added', 'proclaimed', 'invented', $1)`,
      casework.clock.now(),
    );
    await casework.app.get(KeepClocks).afterHolidaysChanged();
    await casework.app.get(KeepClocks).sweep();
    expect((await tasksOf(rex)).map(({ dueOn }) => dueOn)).toEqual(['2022-03-16']);
    expect((await tasksOf(sue)).map(({ dueOn }) => dueOn)).toEqual(['2022-03-09', '2022-03-09']);
    expect(await nextDue(rex)).toBe('2022-03-16');
    expect(await eventsOf(rex)).toEqual(['task.added', 'task.moved']);
  });
});

describe('a coordinator who is at work on a person', () => {
  it('gets their case although the duties of it are just becoming tasks', async () => {
    const tom = await victim();
    await countClocks(casework, tom.incidentId);
    await reached(tom, '2022-03-01T09:00:00Z', true);
    const [coordinating, counting] = await Promise.allSettled([
      casework.rows(`
        BEGIN;
        SELECT id FROM person WHERE id = '${tom.personId}' FOR UPDATE;
        SELECT pg_sleep(0.5);
        SET LOCAL lock_timeout = '300ms';
        SELECT id FROM support_case WHERE id = '${tom.caseId}' FOR UPDATE;
        COMMIT;`),
      pause(150).then(() => countClocks(casework, tom.incidentId)),
    ]);
    expect(coordinating).toMatchObject({ status: 'fulfilled' });
    expect(counting).toMatchObject({ status: 'fulfilled' });
    expect((await tasksOf(tom)).length).toBeGreaterThan(0);
  });
});
