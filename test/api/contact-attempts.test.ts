import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContactModule } from '../../src/contact/contact.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ContactModule);
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

const NO_ANSWER = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' };
const REACHED = { purpose: 'first-contact', safeToTalk: 'yes', result: 'answered-victim' };

const call = (body: object, who = 'coordinator', { caseId } = ada) =>
  casework.api.as(who as 'coordinator').post(`/cases/${caseId}/contact-attempts`, body);

async function openTasks(): Promise<string[]> {
  const rows = await casework.rows<{ kind: string }>(
    `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
    ada.caseId,
  );
  return rows.map(({ kind }) => kind);
}

/** The feed names another number, after something was found out about this one. */
const leaves = (flag: string) =>
  casework.rows(`UPDATE contact_point SET ${flag}, superseded_at = now() WHERE id = $1`, ada.mobileId);

/** The feed names the number again: a new row of the same number. */
async function comesBack(): Promise<string> {
  const [row] = await casework.rows<{ id: string }>(
    `INSERT INTO contact_point (id, person_id, restricted, kind, value_sealed, blind_index, source, created_at, updated_at)
     SELECT gen_random_uuid(), person_id, restricted, kind, value_sealed, blind_index, source, now(), now()
       FROM contact_point WHERE id = $1 RETURNING id`,
    ada.mobileId,
  );
  return row!.id;
}

describe('POST /cases/{id}/contact-attempts', () => {
  it('counts up to three attempts, then asks for a decision and refuses a fourth', async () => {
    for (const number of [1, 2, 3]) {
      const { body } = await call(NO_ANSWER).expect(201);
      expect(body).toMatchObject({ number, isReached: false, attemptsLeft: 3 - number });
      expect(body).toMatchObject({ nextTask: number < 3 ? 'call-person' : 'decide-unreached' });
      expect(await openTasks()).toEqual([number < 3 ? 'call-person' : 'decide-unreached']);
    }
    await call(NO_ANSWER).expect(refused(409, 'attempts-used-up'));
    const { body } = await casework.api
      .as('coordinator')
      .get(`/cases/${ada.caseId}/contact-attempts`)
      .expect(200);
    expect(body).toMatchObject({ isReached: false, attemptsLeft: 0 });
    expect((body as { items: object[] }).items).toHaveLength(3);
  });

  it('counts no wrong number, and closes it to machines', async () => {
    const wrong = { ...NO_ANSWER, result: 'wrong-number', contactPointId: ada.mobileId };
    expect((await call(wrong).expect(201)).body).toMatchObject({ number: null, attemptsLeft: 3 });
    const [point] = await casework.rows<{ failed: boolean }>(
      'SELECT failed_at IS NOT NULL AS failed FROM contact_point WHERE id = $1',
      ada.mobileId,
    );
    expect(point).toEqual({ failed: true });
    expect(await openTasks()).toEqual(['find-contact-point']);
  });

  it('goes on to the needs assessment once the person was reached, and then only to calls that were agreed', async () => {
    const { body } = await call({ ...REACHED, wantsSupport: true, note: 'Canary: call after six' }).expect(
      201,
    );
    expect(body).toMatchObject({
      isReached: true,
      nextTask: 'assess-needs',
      note: 'Canary: call after six',
    });
    expect((body as { nextTaskExplanation: string }).nextTaskExplanation).toMatch(
      /^assessNeedsWorkingDays: 5/,
    );
    await call(NO_ANSWER).expect(refused(409, 'already-reached'));
    const agreed = await call({ ...REACHED, purpose: 'check-in' }).expect(201);
    expect(agreed.body).toMatchObject({ number: null, nextTask: null });
    expect(JSON.stringify(await casework.rows('SELECT * FROM contact_attempt'))).not.toContain('Canary');
  });

  it('goes on to the closure of whoever wants nothing', async () => {
    expect((await call({ ...REACHED, wantsSupport: false }).expect(201)).body).toMatchObject({
      nextTask: 'decide-closure',
    });
  });

  it('leaves contact to a decision where somebody else answered, and holds the number', async () => {
    const other = { ...NO_ANSWER, result: 'answered-other', contactPointId: ada.mobileId };
    expect((await call(other).expect(201)).body).toMatchObject({ nextTask: 'decide-safe-contact' });
    const [row] = await casework.rows<object>(
      `SELECT p.safety_version AS version, c.third_party_answered_at IS NOT NULL AS "isMarked",
              (SELECT count(*)::int FROM outbox_event WHERE name = 'contact-safety.changed' AND payload->>'personId' = p.id::text) AS told
         FROM person p JOIN contact_point c ON c.id = $2 WHERE p.id = $1`,
      ada.personId,
      ada.mobileId,
    );
    expect(row).toEqual({ version: 2, isMarked: true, told: 1 });
  });

  it.each([
    [{ ...REACHED, safeToTalk: 'no' }, 'safeToTalk'],
    [{ ...REACHED, safeToTalk: 'not-asked-no-answer' }, 'safeToTalk'],
    [{ ...NO_ANSWER, wantsSupport: true }, 'wantsSupport'],
    [{ ...NO_ANSWER, contactPointId: '0193a5b0-0000-7000-8000-00000000dead' }, 'contactPointId'],
    [{ ...NO_ANSWER, referralId: '0193a5b0-0000-7000-8000-00000000dead' }, 'referralId'],
    [{ ...NO_ANSWER, occurredAt: '2090-01-01T00:00:00Z' }, 'occurredAt'],
    [{ ...NO_ANSWER, occurredAt: '2019-01-01T00:00:00Z' }, 'occurredAt'],
    [{ ...NO_ANSWER, safeToTalk: undefined }, 'safeToTalk'],
  ])('refuses what does not fit together: %j', async (body, field) => {
    await call(body).expect(refused(400, 'invalid-request', field));
    expect(await openTasks()).toEqual(['first-contact']);
  });

  it('refuses an unsafe number, an agreed call nobody agreed, and whom nobody may contact', async () => {
    await call({ ...REACHED, purpose: 'agreed-call' }).expect(refused(409, 'nothing-agreed'));
    await casework.rows(
      `UPDATE contact_point SET safe = 'no', confirmed_at = now(), confirmed_by = 'x' WHERE id = $1`,
      ada.mobileId,
    );
    await call({ ...NO_ANSWER, contactPointId: ada.mobileId }).expect(refused(409, 'contact-point-unsafe'));
    await casework.rows(
      `INSERT INTO contact_decision (id, person_id, restricted, safety_version, decision, reasons, contact_points, decided_at, decided_by)
       VALUES (gen_random_uuid(), $1, false, 1, 'DO_NOT_CONTACT', '[]', '[]', now(), 'test')`,
      ada.personId,
    );
    await call(NO_ANSWER).expect(refused(409, 'do-not-contact'));
    await call(NO_ANSWER, 'team-leader').expect(201);
  });

  it('takes an objection from the moment it is recorded, and a no said under pressure for danger', async () => {
    const forced = {
      purpose: 'first-contact',
      safeToTalk: 'no',
      result: 'declined',
      contactPointId: ada.mobileId,
    };
    expect((await call(forced).expect(201)).body).toMatchObject({ nextTask: 'decide-safe-contact' });
    await call({ ...NO_ANSWER, contactPointId: ada.mobileId }).expect(refused(409, 'contact-point-unsafe'));
    await casework.rows(`UPDATE person SET objected_at = now() WHERE id = $1`, ada.personId);
    await call(NO_ANSWER).expect(refused(409, 'do-not-contact'));
  });

  it('keeps a call that the person asked for until they are reached, and calls no number that was replaced', async () => {
    const at = casework.clock.now();
    const inbound = {
      channel: 'phone',
      receivedAt: at.toISOString(),
      answeredAt: at.toISOString(),
      summary: 'Invented: asks for a call on Thursday',
      callBackWantedAt: new Date(at.getTime() + 3 * 86_400_000).toISOString(),
    };
    await casework.api.as('coordinator').post(`/cases/${ada.caseId}/inbound-contacts`, inbound).expect(201);
    await call(NO_ANSWER).expect(201);
    expect(await openTasks()).toEqual(['call-back', 'call-person']);
    await call(REACHED).expect(201);
    expect(await openTasks()).toEqual(['assess-needs']);
    await casework.rows('UPDATE contact_point SET superseded_at = now() WHERE id = $1', ada.mobileId);
    const agreed = { ...REACHED, purpose: 'agreed-call', contactPointId: ada.mobileId };
    await call(agreed).expect(refused(409, 'contact-point-superseded'));
  });

  const FORMER = [
    ['third_party_answered_at = now()', 'somebody else answered'],
    ['failed_at = now()', 'it failed'],
    [`safe = 'no'`, 'it is unsafe'],
  ];

  it.each(FORMER)('remembers of a number that came back by the feed: %s', async (flag) => {
    await leaves(flag);
    const back = await comesBack();
    await call({ ...NO_ANSWER, contactPointId: back }).expect(refused(409, 'contact-point-unsafe'));
    await casework.rows(
      `UPDATE contact_point SET safe = 'yes', confirmed_at = now(), confirmed_by = 'x' WHERE id = $1`,
      back,
    );
    await call({ ...NO_ANSWER, contactPointId: back }).expect(201);
  });

  it('remembers nothing of another number, another kind or another person', async () => {
    const other = await casework.people.add();
    await leaves('failed_at = now()');
    await call({ ...NO_ANSWER, contactPointId: other.mobileId }, 'coordinator', other).expect(201);
    for (const change of [`kind = 'home-phone'`, `blind_index = 'another'`]) {
      const back = await comesBack();
      await casework.rows(`UPDATE contact_point SET ${change} WHERE id = $1`, back);
      await call({ ...NO_ANSWER, contactPointId: back }).expect(201);
    }
  });

  it('keeps a call that showed danger although it could no longer be made', async () => {
    const danger = { ...NO_ANSWER, result: 'answered-other', contactPointId: ada.mobileId };
    for (const number of [1, 2, 3]) expect((await call(NO_ANSWER)).body).toMatchObject({ number });
    await casework.rows(
      `UPDATE person SET objected_at = now(), date_of_birth = NULL WHERE id = $1`,
      ada.personId,
    );
    await call({ ...NO_ANSWER, contactPointId: ada.mobileId }).expect(refused(409, 'do-not-contact'));
    const { body } = await call(danger).expect(201);
    expect(body).toMatchObject({ number: null, attemptsLeft: 0, nextTask: 'decide-safe-contact' });
    expect(await openTasks()).toEqual(['decide-safe-contact']);
    const marked = await casework.rows(
      `SELECT FROM contact_point WHERE id = $1 AND third_party_answered_at IS NOT NULL`,
      ada.mobileId,
    );
    expect(marked).toHaveLength(1);
  });

  it('decides no more about somebody unreached once they were reached', async () => {
    for (let made = 0; made < 3; made += 1) await call(NO_ANSWER).expect(201);
    const now = casework.clock.now().toISOString();
    await casework.api
      .as('coordinator')
      .post(`/cases/${ada.caseId}/inbound-contacts`, {
        ...{ channel: 'live-chat', receivedAt: now, answeredAt: now, summary: 'Invented.' },
      })
      .expect(201);
    await call({ ...REACHED, purpose: 'agreed-call' }).expect(201);
    expect(await openTasks()).not.toContain('decide-unreached');
  });

  it('looks for no number of somebody who objected, though the wrong one is closed', async () => {
    await casework.rows(`UPDATE person SET objected_at = now() WHERE id = $1`, ada.personId);
    const wrong = { ...NO_ANSWER, result: 'wrong-number', contactPointId: ada.mobileId };
    const { body } = await call(wrong).expect(201);
    expect(body).toMatchObject({ number: null, nextTask: null, nextTaskExplanation: null });
    expect(await openTasks()).toEqual(['follow-up-review']);
    const [point] = await casework.rows<{ failed: boolean }>(
      'SELECT failed_at IS NOT NULL AS failed FROM contact_point WHERE id = $1',
      ada.mobileId,
    );
    expect(point).toEqual({ failed: true });
  });

  it('counts no attempt that showed danger once the person was reached', async () => {
    await call(REACHED).expect(201);
    const { body } = await call({ ...NO_ANSWER, result: 'answered-other' }).expect(201);
    expect(body).toMatchObject({ number: null, nextTask: 'decide-safe-contact' });
  });

  it('does not know a case that the caller may not see', async () => {
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    await call(NO_ANSWER).expect(refused(404, 'not-found'));
    await casework.api
      .as('coordinator')
      .get(`/cases/${ada.caseId}/contact-attempts`)
      .expect(refused(404, 'not-found'));
  });

  it('lets one of two at the last attempt through', async () => {
    await call(NO_ANSWER).expect(201);
    await call(NO_ANSWER).expect(201);
    const both = await Promise.all([call(NO_ANSWER), call(NO_ANSWER)]);
    expect(both.map(({ status }) => status).sort((one, other) => one - other)).toEqual([201, 409]);
  });
});
