import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { refused } from '../support/http.js';
import { PLAN, PlannedPeople } from '../support/planned-people.js';

let people: PlannedPeople;
let ada: Awaited<ReturnType<PlannedPeople['planned']>>;

const SPOKEN = { safeToTalk: 'yes', result: 'answered-victim', nextCheckInAt: '2090-01-19T10:00:00Z' };

beforeAll(async () => {
  people = await PlannedPeople.open(ContactModule, CaseworkModule);
});

beforeEach(async () => {
  ada = await people.planned();
  // A coordinator wrote the number down as the person's own.
  await people.casework.rows(`UPDATE contact_point SET source = 'coordinator' WHERE id = $1`, ada.mobileId);
});

afterAll(() => people.close());

const checkIn = (change: object = {}) =>
  people.coordinator.post(people.path(ada, 'check-ins'), { ...SPOKEN, ...change });

async function told(): Promise<object | undefined> {
  const { body } = await people.coordinator.get(`/cases/${ada.caseId}/actions`).expect(200);
  return (body as { items: { action: string }[] }).items.find(({ action }) => action === 'record-check-in');
}

describe('A check-in with somebody who may be a child (CSE-8)', () => {
  const NOT_CHECKED = 'child-contact-not-checked';
  const check = (body: object = {}) =>
    people.coordinator
      .post(`/cases/${ada.caseId}/child-contact-checks`, {
        ...{ who: 'child', checkedWith: 'officer-in-case' },
        ...body,
      })
      .expect(201);

  it.each(['2014-06-01', null])('waits for who is safe, as the actions tell: born %s', async (day) => {
    await people.casework.rows(`UPDATE person SET date_of_birth = $2 WHERE id = $1`, ada.personId, day);
    const own = { contactPointId: ada.mobileId };
    for (const body of [{}, own]) await checkIn(body).expect(refused(409, NOT_CHECKED));
    expect(await told()).toMatchObject({ isAvailable: false, reasonCode: NOT_CHECKED });
    await check();
    await checkIn().expect(refused(400, 'invalid-request', 'contactPointId'));
    await checkIn(own).expect(201);
    expect(await told()).toMatchObject({ isAvailable: true });
  });

  it('goes to no number that only came with the referral, unless the check names it', async () => {
    await people.casework.rows(`UPDATE person SET date_of_birth = '2014-06-01' WHERE id = $1`, ada.personId);
    await people.casework.rows(`UPDATE contact_point SET source = 'athena' WHERE id = $1`, ada.mobileId);
    const sent = { contactPointId: ada.mobileId };
    await check();
    await checkIn(sent).expect(refused(409, NOT_CHECKED));
    await check({ safeNumbers: [{ ...sent, whose: 'child' }] });
    await checkIn(sent).expect(201);
  });

  it('needs no number where the child was met, and somebody had said who is safe', async () => {
    await people.casework.rows(`UPDATE person SET date_of_birth = '2014-06-01' WHERE id = $1`, ada.personId);
    await checkIn({ isInPerson: true }).expect(refused(409, NOT_CHECKED));
    await check();
    const { body } = await checkIn({ isInPerson: true }).expect(201);
    expect(body).toMatchObject({ isInPerson: true, contactPointId: null });
    await checkIn({ isInPerson: false }).expect(refused(400, 'invalid-request', 'contactPointId'));
  });

  it('stands no longer once there is news of danger, and goes to nobody else', async () => {
    await people.casework.rows(`UPDATE person SET date_of_birth = '2010-01-01' WHERE id = $1`, ada.personId);
    const own = { contactPointId: ada.mobileId };
    await check();
    people.casework.later(0.1);
    await people.casework.rows(
      `INSERT INTO collision (id, person_id, kind, found_at) VALUES (gen_random_uuid(), $1, 'suspect-phone', $2)`,
      ada.personId,
      people.casework.clock.now(),
    );
    await checkIn(own).expect(refused(409, NOT_CHECKED));
    people.casework.later(0.1);
    await people.casework.rows(`UPDATE contact_point SET belongs_to = 'other' WHERE id = $1`, ada.mobileId);
    await check();
    await checkIn(own).expect(refused(409, NOT_CHECKED));
    await check({ who: 'parent', isNoSuspect: true, safeNumbers: [{ ...own, whose: 'parent' }] });
    await checkIn(own).expect(201);
  });
});

describe('A check-in that showed danger', () => {
  const STOPPED = { safeToTalk: 'no', result: 'unsafe-stopped' };
  const OTHER = { safeToTalk: 'not-asked-no-answer', result: 'answered-other' };
  const FORCED = { safeToTalk: 'no', result: 'declined' };

  /** What came while the call was being made. */
  const NEWS = {
    'do-not-contact': () =>
      people.casework.rows(`UPDATE person SET objected_at = created_at WHERE id = $1`, ada.personId),
    'child-contact-not-checked': () =>
      people.casework.rows(`UPDATE person SET date_of_birth = NULL WHERE id = $1`, ada.personId),
    'contact-point-superseded': () =>
      people.casework.rows(`UPDATE contact_point SET superseded_at = now() WHERE id = $1`, ada.mobileId),
    'contact-point-unsafe': () =>
      people.casework.rows(`UPDATE contact_point SET failed_at = now() WHERE id = $1`, ada.mobileId),
  };
  const isFlagged = async () => {
    const [row] = await people.casework.rows<{ flagged: boolean }>(
      `SELECT third_party_answered_at IS NOT NULL AS flagged FROM contact_point WHERE id = $1`,
      ada.mobileId,
    );
    return row!.flagged;
  };

  it.each(Object.keys(NEWS) as (keyof typeof NEWS)[])('is kept although a call is now %s', async (code) => {
    await NEWS[code]();
    const number = { contactPointId: ada.mobileId };
    await checkIn(number).expect(refused(409, code));
    await checkIn({ ...number, ...FORCED, safeToTalk: 'yes' }).expect(refused(409, code));
    expect(await isFlagged()).toBe(false);
    for (const danger of [STOPPED, OTHER, FORCED]) await checkIn({ ...number, ...danger }).expect(201);
    expect(await isFlagged()).toBe(true);
    expect(await people.openSteps(ada)).toEqual(['decide-safe-contact', 'plan-check-in', 'plan-review']);
  });

  it('asks for no second decision on contact: the open one is due by the earlier time', async () => {
    const decisions = () =>
      people.casework.rows<{ source: string; dueAt: Date }>(
        `SELECT source, due_at AS "dueAt" FROM task
          WHERE case_id = $1 AND kind LIKE 'decide-%' AND completed_at IS NULL AND cancelled_at IS NULL`,
        ada.caseId,
      );
    await people.coordinator
      .post(`/cases/${ada.caseId}/contact-attempts`, { ...OTHER, purpose: 'first-contact' })
      .expect(201);
    const [first] = await decisions();
    await checkIn(STOPPED).expect(201);
    const [sooner, ...more] = await decisions();
    expect([sooner!.source, more]).toEqual(['contact', []]);
    expect(sooner!.dueAt.getTime()).toBeLessThan(first!.dueAt.getTime());
    await people.casework.rows(
      `UPDATE task SET due_at = due_at - interval '9 days' WHERE case_id = $1 AND kind = 'decide-safe-contact'`,
      ada.caseId,
    );
    const [soonest] = await decisions();
    await checkIn(STOPPED).expect(201);
    expect(await decisions()).toEqual([soonest]);
  });

  it('is kept of a child where nobody says which number it was', async () => {
    await NEWS['child-contact-not-checked']();
    const check = { who: 'child', checkedWith: 'officer-in-case' };
    await people.coordinator.post(`/cases/${ada.caseId}/child-contact-checks`, check).expect(201);
    await checkIn().expect(refused(400, 'invalid-request', 'contactPointId'));
    await checkIn(STOPPED).expect(201);
    expect(await people.openSteps(ada)).toEqual(['decide-safe-contact', 'plan-check-in', 'plan-review']);
  });
});

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

  it('names the number that was called, and closes it where somebody else had it', async () => {
    const number = { contactPointId: ada.mobileId };
    const { body } = await checkIn({ ...number, safeToTalk: 'no', result: 'answered-other' }).expect(201);
    expect(body).toMatchObject(number);
    await checkIn(number).expect(refused(409, 'contact-point-unsafe'));
    await checkIn({ contactPointId: ada.emailId }).expect(refused(400, 'invalid-request', 'contactPointId'));
  });

  it('has another number found where it is a stranger’s, however contact is ruled by now', async () => {
    await people.casework.rows(`UPDATE person SET date_of_birth = NULL WHERE id = $1`, ada.personId);
    const wrong = { safeToTalk: 'not-asked-no-answer', result: 'wrong-number', contactPointId: ada.mobileId };
    await checkIn(wrong).expect(201);
    expect(await people.openSteps(ada)).toEqual(['find-contact-point', 'plan-check-in', 'plan-review']);
    const failed = await people.casework.rows(
      `SELECT FROM contact_point WHERE id = $1 AND failed_at IS NOT NULL`,
      ada.mobileId,
    );
    expect(failed).toHaveLength(1);
  });

  it('ends the search for a number once a call reached the person, and not where they were met', async () => {
    const wrong = { safeToTalk: 'not-asked-no-answer', result: 'wrong-number' };
    await checkIn(wrong).expect(201);
    await checkIn({ isInPerson: true }).expect(201);
    expect(await people.openSteps(ada)).toContain('find-contact-point');
    await checkIn().expect(201);
    expect(await people.openSteps(ada)).toEqual(['plan-check-in', 'plan-review']);
    const ended = await people.casework.rows(
      `SELECT outcome_code AS outcome FROM task WHERE case_id = $1 AND kind = 'find-contact-point'`,
      ada.caseId,
    );
    expect(ended).toEqual([{ outcome: 'person-reached' }]);
  });

  it('looks for no number of somebody whom nobody may contact', async () => {
    await people.casework.rows(`UPDATE person SET objected_at = now() WHERE id = $1`, ada.personId);
    const wrong = { safeToTalk: 'not-asked-no-answer', result: 'wrong-number', contactPointId: ada.mobileId };
    await checkIn(wrong).expect(201);
    expect(await people.openSteps(ada)).toEqual(['plan-check-in', 'plan-review']);
  });

  it('goes on where nobody answered', async () => {
    await checkIn({ safeToTalk: 'not-asked-no-answer', result: 'no-answer' }).expect(201);
    expect(await people.openSteps(ada)).toEqual(['plan-check-in', 'plan-review']);
  });

  it.each(['engaged', 'voicemail-not-left', 'voicemail-left-as-agreed', 'wrong-number'])(
    'is no meeting that ends as %s',
    async (result) => {
      const made = { isInPerson: true, safeToTalk: 'not-asked-no-answer', result };
      await checkIn(made).expect(refused(400, 'invalid-request', 'result'));
    },
  );

  it('names no number that was called of a meeting', async () => {
    const made = { isInPerson: true, contactPointId: ada.mobileId };
    await checkIn(made).expect(refused(400, 'invalid-request', 'contactPointId'));
    expect((await checkIn().expect(201)).body).toMatchObject({ isInPerson: false });
  });

  it.each([
    [{ safeToTalk: undefined }, 'safeToTalk'],
    [{ isInPerson: 'yes' }, 'isInPerson'],
    [{ safeToTalk: 'probably' }, 'safeToTalk'],
    [{ result: undefined }, 'result'],
    [{ nextCheckInAt: '2019-04-01T09:30:00Z' }, 'nextCheckInAt'],
    [{ doneAt: '2090-01-01T00:00:00Z' }, 'doneAt'],
    [{ doneAt: '2019-01-01T00:00:00Z' }, 'doneAt'],
  ])('refuses %j', async (change, field) => {
    await checkIn(change).expect(refused(400, 'invalid-request', field));
  });

  it('is none with somebody whom nobody may contact, as the actions tell', async () => {
    const { personId } = ada;
    await people.casework.rows(`UPDATE person SET objected_at = created_at WHERE id = $1`, personId);
    await checkIn().expect(refused(409, 'do-not-contact'));
    expect(await told()).toMatchObject({ isAvailable: false, reasonCode: 'do-not-contact' });
    await people.casework.api.as('team-leader').post(people.path(ada, 'check-ins'), SPOKEN).expect(201);
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
