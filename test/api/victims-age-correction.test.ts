import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssessmentsModule } from '../../src/assessments/assessments.module.js';
import { ReassessAge } from '../../src/cases/reassess-age.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { PlanContact } from '../../src/contact/planning/plan-contact.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { JourneyRows } from '../support/journey-rows.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let rows: JourneyRows;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ContactModule, AssessmentsModule);
  rows = new JourneyRows(casework);
});
afterAll(() => casework.close());

const REASON = { reasonCode: 'seen-a-document' };

const yearsAgo = (years: number) => `${casework.clock.now().getUTCFullYear() - years}-01-01`;

/** What the relay would start for what was announced of somebody. */
async function relayed({ personId }: Somebody): Promise<void> {
  const events = await casework.rows<{ payload: Record<string, string> }>(
    `SELECT payload FROM outbox_event WHERE name = 'birth-date.changed' AND payload ->> 'personId' = $1 ORDER BY id`,
    personId,
  );
  for (const { payload } of events) await casework.app.get(ReassessAge, { strict: false }).reassess(payload);
  await casework.app.get(PlanContact, { strict: false }).plan([personId]);
}

async function corrects(somebody: Somebody, change: object, version = 1): Promise<void> {
  const path = `/victims/${somebody.personId}`;
  await casework.api
    .as('coordinator')
    .patch(path, { ...change, ...REASON }, `"${version}"`)
    .expect(200);
}

async function caseOf({ caseId }: Somebody) {
  const [row] = await casework.rows<object>(
    `SELECT c.priority, c.priority_reasons AS reasons, c.retention_class AS kept, p.retention_class AS "personKept",
            (SELECT count(*)::int FROM task t WHERE t.case_id = c.id AND t.kind = 'look-at-age') AS tasks
       FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`,
    caseId,
  );
  return row!;
}

const ADULTS = { priority: 10, reasons: ['burglary'], kept: 'standard', personKept: 'standard', tasks: 0 };
const CHILDS = {
  ...{ priority: 50, reasons: ['burglary', 'child-or-age-unknown'] },
  ...{ kept: 'child', personKept: 'child', tasks: 1 },
};

describe('PATCH /victims/{id}: a birth date by which somebody is, or may be, a child', () => {
  it.each([
    ['a child', () => yearsAgo(12)],
    ['of unknown age', () => null],
  ])('makes the case more urgent and kept as a child’s, and asks its owner to look: %s', async (_, birth) => {
    const ada = await casework.people.add();
    await casework.api.as('coordinator').get('/teams').expect(200);
    await casework.rows(
      `UPDATE support_case SET allocated_to = 'dev-coordinator-1' WHERE id = $1`,
      ada.caseId,
    );
    await corrects(ada, { dateOfBirth: birth() });
    await relayed(ada);
    expect(await caseOf(ada)).toEqual(CHILDS);
    const [task] = await casework.rows<{ owner: string; due: Date; next: Date }>(
      `SELECT t.owner, t.due_at AS due, c.next_action_due_at AS next FROM task t JOIN support_case c ON c.id = t.case_id
        WHERE t.case_id = $1 AND t.kind = 'look-at-age'`,
      ada.caseId,
    );
    expect(task).toMatchObject({ owner: 'dev-coordinator-1' });
    expect(task!.next.getTime()).toBeLessThanOrEqual(task!.due.getTime());
    await casework.rows(
      `UPDATE task SET completed_at = created_at, completed_by = 'x' WHERE case_id = $1`,
      ada.caseId,
    );
    await relayed(ada);
    expect(await caseOf(ada)).toEqual(CHILDS);
  });

  it('stops the message that waits, and shows the enhanced rights of a child', async () => {
    const ada = await casework.people.add();
    const messageId = await rows.message(ada, 'queued');
    casework.later(0.01);
    await corrects(ada, { dateOfBirth: yearsAgo(12) });
    await relayed(ada);
    const [message] = await casework.rows<object>(`SELECT state FROM message WHERE id = $1`, messageId);
    expect(message).toEqual({ state: 'recalled' });
    const api = casework.api.as('coordinator');
    const plan = (await api.get(`/cases/${ada.caseId}/contact-plan`).expect(200)).body as {
      decision: { decision: string; reasons: { code: string }[] };
    };
    expect(plan.decision).toMatchObject({ decision: 'HUMAN_ONLY' });
    expect(plan.decision.reasons.map(({ code }) => code)).toContain('SUP_CHILD');
    const { body } = await api.get(`/cases/${ada.caseId}/enhanced-status`).expect(200);
    expect(body).toMatchObject({ status: 'yes', isAutomatic: true });
  });

  it('takes a sexual offence against who was a child then for exploitation, which is never deleted', async () => {
    const ada = await casework.people.add({ cohorts: ['sexual'] });
    await casework.rows(
      `UPDATE referral SET offences_seen = '{"codes": [{"offenceCode": "SX03001"}]}' WHERE id = $1`,
      ada.referralId,
    );
    await casework.rows(
      `UPDATE incident SET occurred_from = reported_at - interval '6 years' WHERE id = $1`,
      ada.incidentId,
    );
    await corrects(ada, { dateOfBirth: yearsAgo(20) });
    await relayed(ada);
    expect(await caseOf(ada)).toMatchObject({
      reasons: expect.arrayContaining(['child-or-age-unknown', 'child-sexual-exploitation']),
      ...{ kept: 'child-sexual-exploitation', personKept: 'child-sexual-exploitation', tasks: 1 },
    });
  });

  it('keeps what was closed as long as a child’s, too', async () => {
    const ada = await casework.people.add();
    await casework.rows(
      `UPDATE support_case SET closed_at = opened_at, closure_reason = 'x', review_due_on = opened_at::date + 10 WHERE id = $1`,
      ada.caseId,
    );
    await corrects(ada, { dateOfBirth: yearsAgo(12) });
    await relayed(ada);
    const [row] = await casework.rows<object>(
      `SELECT c.retention_class AS kept, c.review_due_on = ((c.closed_at AT TIME ZONE 'Europe/London')::date + interval '120 months')::date AS "isLonger",
              p.review_due_on = c.review_due_on AS "isPersonToo"
         FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`,
      ada.caseId,
    );
    expect(row).toEqual({ kept: 'child', isLonger: true, isPersonToo: true });
  });

  it('is a change of the case to whoever read it before', async () => {
    const ada = await casework.people.add();
    await corrects(ada, { dateOfBirth: yearsAgo(12) });
    await relayed(ada);
    const [held] = await casework.rows<{ version: number }>(
      `SELECT version FROM support_case WHERE id = $1`,
      ada.caseId,
    );
    expect(held!.version).toBeGreaterThan(1);
  });

  it('continues a case that was closed, once, so that somebody looks', async () => {
    const ada = await casework.people.add();
    await casework.rows(
      `UPDATE support_case SET closed_at = opened_at, closure_reason = 'x' WHERE id = $1`,
      ada.caseId,
    );
    await corrects(ada, { dateOfBirth: yearsAgo(12) });
    await relayed(ada);
    const stays = () =>
      casework.rows<{ id: string }>(
        `SELECT c.id, c.reopened_from AS from, c.closed_at AS "closedAt", c.retention_class AS kept, r.reason,
                c.priority, c.priority_reasons AS reasons, c.next_action_due_at = t.due_at AS "isNext", t.kind,
                (SELECT array_agg(e.kind ORDER BY e.kind) FROM case_event e WHERE e.case_id = c.id) AS events,
                (SELECT count(*)::int FROM case_allocation a WHERE a.case_id = c.id AND a.to_team = c.allocated_team) AS places
           FROM support_case c JOIN case_reopening r ON r.case_id = c.id JOIN task t ON t.case_id = c.id
          WHERE c.person_id = $1 AND c.id <> $2`,
        ...[ada.personId, ada.caseId],
      );
    expect(await stays()).toEqual([
      {
        ...{
          id: expect.any(String),
          from: ada.caseId,
          closedAt: null,
          kept: 'child',
          reason: 'news-of-danger',
        },
        ...{ priority: 50, reasons: ['burglary', 'child-or-age-unknown'], isNext: true, kind: 'look-at-age' },
        ...{ events: ['case.opened', 'case.priority-raised'], places: 1 },
      },
    ]);
    const [{ id }] = (await stays()) as [{ id: string }];
    await relayed(ada);
    await casework.rows(
      `UPDATE support_case SET closed_at = opened_at, closure_reason = 'x' WHERE id = $1`,
      id,
    );
    await relayed(ada);
    expect(await stays()).toHaveLength(1);
  });

  it('changes nothing for an adult, nor for a correction of another field', async () => {
    const ada = await casework.people.add();
    await corrects(ada, { dateOfBirth: yearsAgo(30) });
    await corrects(ada, { alias: 'Addy' }, 2);
    await relayed(ada);
    expect(await caseOf(ada)).toEqual(ADULTS);
  });
});
