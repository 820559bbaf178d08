import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let kim: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ContactModule, CaseworkModule);
});
beforeEach(async () => {
  kim = await aged(12);
  await ownNumber(kim);
});
afterAll(() => casework.close());

const FIRST_CALL = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' };
const CHECK = { who: 'child', checkedWith: 'officer-in-case' };
const NOT_CHECKED = 'child-contact-not-checked';

function aged(years: number): Promise<Somebody> {
  return casework.people.add({ dateOfBirth: `${casework.clock.now().getUTCFullYear() - years}-01-01` });
}

/** A coordinator wrote the number down as the person's own. */
const ownNumber = ({ mobileId }: Somebody) =>
  casework.rows(`UPDATE contact_point SET source = 'coordinator' WHERE id = $1`, mobileId);

const post = (what: string, body: object, { caseId } = kim) =>
  casework.api.as('coordinator').post(`/cases/${caseId}/${what}`, body);
const call = (body: object = {}, somebody = kim) =>
  post('contact-attempts', { ...FIRST_CALL, ...body }, somebody);
const check = (body: object = {}, somebody = kim) =>
  post('child-contact-checks', { ...CHECK, ...body }, somebody);

const belongsToOther = (id = kim.mobileId) =>
  casework.rows(`UPDATE contact_point SET belongs_to = 'other' WHERE id = $1`, id);

async function told(action: string, { caseId } = kim): Promise<object | undefined> {
  const { body } = await casework.api.as('coordinator').get(`/cases/${caseId}`).expect(200);
  const { availableActions } = body as { availableActions: { action: string }[] };
  return availableActions.find((one) => one.action === action);
}

describe('A first call to a child (CSE-8)', () => {
  it('is refused, as the actions tell, until somebody recorded who is safe to contact', async () => {
    for (const body of [{}, { contactPointId: kim.mobileId }])
      await call(body).expect(refused(409, NOT_CHECKED));
    expect(await told('record-first-contact')).toMatchObject({ isAvailable: false, reasonCode: NOT_CHECKED });
    await check({ who: 'nobody-yet' }).expect(201);
    await call().expect(refused(409, NOT_CHECKED));
    await check().expect(201);
    expect(await told('record-first-contact')).toMatchObject({ isAvailable: true });
    await call({ contactPointId: kim.mobileId }).expect(201);
  });

  it('waits also of somebody whose age is unknown or in doubt, and of no adult', async () => {
    const [unknown, doubtful, adult] = [await aged(40), await aged(40), await aged(40)];
    await casework.rows(`UPDATE person SET date_of_birth = NULL WHERE id = $1`, unknown.personId);
    await casework.rows(`UPDATE person SET birth_date_doubt = 'x' WHERE id = $1`, doubtful.personId);
    for (const one of [unknown, doubtful]) await call({}, one).expect(refused(409, NOT_CHECKED));
    await call({}, adult).expect(201);
    await check({}, adult).expect(refused(409, 'not-a-child'));
    expect(await told('check-child-contact', adult)).toMatchObject({ reasonCode: 'not-a-child' });
    await check({}, unknown).expect(201);
    await ownNumber(unknown);
    await call({ contactPointId: unknown.mobileId }, unknown).expect(201);
  });

  it('names the number of a child, and none but the child’s own where the child was named', async () => {
    await check().expect(201);
    await call().expect(refused(400, 'invalid-request', 'contactPointId'));
    await belongsToOther();
    await call({ contactPointId: kim.mobileId }).expect(refused(409, NOT_CHECKED));
  });

  it('is refused to an objection at once, as the actions tell', async () => {
    const adult = await aged(40);
    await casework.rows(`UPDATE person SET objected_at = created_at WHERE id = $1`, adult.personId);
    await call({}, adult).expect(refused(409, 'do-not-contact'));
    expect(await told('record-first-contact', adult)).toMatchObject({ reasonCode: 'do-not-contact' });
  });
});

describe('Any call to a child (CSE-8)', () => {
  const REACHED = { safeToTalk: 'yes', result: 'answered-victim' };

  it.each(['agreed-call', 'check-in'])('waits for the check and heeds it: %s', async (purpose) => {
    const receivedAt = casework.clock.now().toISOString();
    await post('inbound-contacts', { channel: 'phone', receivedAt, summary: 'Invented.' }).expect(201);
    const own = { ...REACHED, purpose, contactPointId: kim.mobileId };
    await call(own).expect(refused(409, NOT_CHECKED));
    expect(await told('record-agreed-call')).toMatchObject({ isAvailable: false, reasonCode: NOT_CHECKED });
    await check().expect(201);
    await call(own).expect(201);
    expect(await told('record-agreed-call')).toMatchObject({ isAvailable: true });
    await check({ who: 'nobody-yet' }).expect(201);
    await call(own).expect(refused(409, NOT_CHECKED));
    expect(await told('record-agreed-call')).toMatchObject({ reasonCode: NOT_CHECKED });
    await check({ who: 'parent', isNoSuspect: true }).expect(201);
    await call(own).expect(refused(409, NOT_CHECKED));
  });
});

describe('A check of whom to contact about a child', () => {
  const own = () => ({ contactPointId: kim.mobileId });
  const danger = (kind: string) =>
    casework.rows(
      `INSERT INTO case_event (id, case_id, person_id, restricted, kind, occurred_at, recorded_at, actor_kind, subject, details)
       VALUES (gen_random_uuid(), $1, $2, false, $3, $4, $4, 'intake', 'test', '{}')`,
      kim.caseId,
      kim.personId,
      kind,
      casework.clock.now(),
    );
  const suspectNamed = () =>
    casework.rows(
      `WITH s AS (INSERT INTO party (id, incident_id, role, created_at) VALUES (gen_random_uuid(), $1, 'suspect', $2)
                  RETURNING id)
       INSERT INTO suspect_key SELECT id, $1, 'person', 'invented-suspect', $2 FROM s`,
      kim.incidentId,
      casework.clock.now(),
    );
  const noteCame = () =>
    casework.rows(
      `INSERT INTO safe_contact_note (id, person_id, text_sealed, text_sha256, received_at)
       VALUES (gen_random_uuid(), $1, 'x', 'x', $2)`,
      kim.personId,
      casework.clock.now(),
    );
  const collided = () =>
    casework.rows(
      `INSERT INTO collision (id, person_id, kind, found_at) VALUES (gen_random_uuid(), $1, 'suspect-phone', $2)`,
      kim.personId,
      casework.clock.now(),
    );

  it.each<[string, () => Promise<unknown>]>([
    ['danger was raised', () => danger('danger.raised')],
    ['an older version raised a marker', () => danger('referral.markers-raised')],
    ['another crime joined', () => danger('referral.joined')],
    ['a suspect was named', suspectNamed],
    ['the person collides with a suspect', collided],
    ['an unread warning came', noteCame],
  ])('stands no longer once %s', async (_news, comes) => {
    casework.later(0.1);
    await check().expect(201);
    const checkedAt = casework.clock.now().toISOString();
    await call(own()).expect(201);
    casework.later(0.1);
    await comes();
    await call(own()).expect(refused(409, NOT_CHECKED));
    expect(await told('record-first-contact')).toMatchObject({ isAvailable: false, reasonCode: NOT_CHECKED });
    await check({ checkedAt }).expect(201);
    await call(own()).expect(refused(409, NOT_CHECKED));
    casework.later(0.1);
    await check().expect(201);
    await call(own()).expect(201);
  });

  it('is of its case alone, and none that was made before it', async () => {
    const checkedAt = casework.clock.now().toISOString();
    const before = new Date(casework.clock.now().getTime() - 1).toISOString();
    await check({ checkedAt: before }).expect(refused(400, 'invalid-request', 'checkedAt'));
    await check({ checkedAt }).expect(201);
    await casework.rows(
      `UPDATE support_case SET closed_at = $2, closure_reason = 'needs-met' WHERE id = $1`,
      kim.caseId,
      casework.clock.now(),
    );
    const stay = '0193a5b0-0000-7000-8000-0000000000c2';
    await casework.rows(
      `INSERT INTO support_case SELECT (jsonb_populate_record(c, jsonb_build_object('id', $2::text,
         'reference', 'VAL-2222-2222', 'closed_at', NULL, 'closure_reason', NULL, 'reopened_from', c.id,
         'next_action_due_at', c.opened_at))).* FROM support_case c WHERE id = $1`,
      kim.caseId,
      stay,
    );
    kim = { ...kim, caseId: stay };
    await call(own()).expect(refused(409, NOT_CHECKED));
    expect(await told('record-first-contact')).toMatchObject({ reasonCode: NOT_CHECKED });
    await check().expect(201);
    await call(own()).expect(201);
  });

  it('heeds the last word of the officer, whenever it is written down', async () => {
    const checkedAt = casework.clock.now().toISOString();
    casework.later(0.1);
    await check({ who: 'nobody-yet' }).expect(201);
    await check({ checkedAt }).expect(201);
    await call(own()).expect(refused(409, NOT_CHECKED));
  });
});

describe('POST /cases/{id}/child-contact-checks', () => {
  it('keeps each word as an event, the newest first', async () => {
    const { body } = await check({ who: 'social-worker', isLookedAfter: true, doesChildKnow: false }).expect(
      201,
    );
    expect(body).toMatchObject({
      caseId: kim.caseId,
      who: 'social-worker',
      isNoSuspect: null,
      isLookedAfter: true,
    });
    await check().expect(201);
    const list = await casework.api
      .as('coordinator')
      .get(`/cases/${kim.caseId}/child-contact-checks`)
      .expect(200);
    expect((list.body as { items: { who: string }[] }).items.map(({ who }) => who)).toEqual([
      'child',
      'social-worker',
    ]);
    const events = await casework.rows(`SELECT kind FROM case_event WHERE case_id = $1`, kim.caseId);
    expect(events).toEqual([{ kind: 'child-contact.checked' }, { kind: 'child-contact.checked' }]);
  });

  it.each([
    [{ who: 'parent' }, 'isNoSuspect'],
    [{ who: 'other-carer', isNoSuspect: false }, 'isNoSuspect'],
    [{ who: 'parent', isNoSuspect: true, isLookedAfter: true }, 'who'],
    [{ who: 'neighbour' }, 'who'],
    [{ checkedWith: undefined }, 'checkedWith'],
    [{ checkedAt: '2090-01-01T00:00:00Z' }, 'checkedAt'],
  ])('refuses %j', async (body, field) => {
    await check(body).expect(refused(400, 'invalid-request', field));
  });

  it('does not know a case that the caller may not see', async () => {
    await casework.people.restrict(kim, ['dev-team-leader-1']);
    await check().expect(refused(404, 'not-found'));
    const path = `/cases/${kim.caseId}/child-contact-checks`;
    await casework.api.as('coordinator').get(path).expect(refused(404, 'not-found'));
  });
});
