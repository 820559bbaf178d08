import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { londonDayOf } from '../../src/platform/working-days/london-days.js';
import { addDays } from '../../src/platform/working-days/calendar-days.js';
import { ContactApplication } from '../support/contact-application.js';
import { refused } from '../support/http.js';
import { resident } from '../support/residents.js';

interface Batch {
  id: string;
  items: { caseId: string; personName: string }[];
  leftOut: { reason: string; people: number; sentence: string }[];
}

let contact: ContactApplication;

beforeEach(async () => {
  contact = await ContactApplication.open();
});
afterEach(() => contact.close());

const today = () => londonDayOf(contact.clock.now());
const propose = (changes: object = {}, who = 'coordinator') =>
  contact.api.as(who as 'coordinator').post('/message-batches', {
    ...{ kind: 'no-needs-letter', acceptedFrom: today(), acceptedTo: today() },
    ...changes,
  });
const batchOf = async (changes: object = {}) => (await propose(changes).expect(201)).body as Batch;

/** Plain facts that leave somebody out, each with its reason. */
const LEFT_OUT: [reason: string, sql: string][] = [
  ['CASE_CLOSED', `UPDATE support_case SET closed_at = opened_at, closure_reason = 'x' WHERE person_id = $1`],
  ['REFERRED_DIRECTLY', `UPDATE referral SET pathway = 'internal' WHERE person_id = $1`],
  ['REPEAT_VICTIM', `UPDATE referral SET repeat_victim = true WHERE person_id = $1`],
  ['REPEAT_NOT_KNOWN', `UPDATE referral SET repeat_victim = NULL WHERE person_id = $1`],
  ['SERIOUS_CRIME', `UPDATE support_case SET cohorts = '{fraud}' WHERE person_id = $1`],
  [
    'ENHANCED_BASIS',
    `INSERT INTO enhanced_status (id, case_id, person_id, restricted, status, bases, is_automatic, decided_at, decided_by, recorded_at)
     SELECT gen_random_uuid(), id, person_id, restricted, 'not-assessed', '{vulnerable}', true, opened_at, 'x', opened_at
       FROM support_case WHERE person_id = $1`,
  ],
  [
    'IN_TOUCH',
    `INSERT INTO inbound_contact (id, case_id, person_id, restricted, channel, received_at, summary_sealed, recorded_at, recorded_by)
     SELECT gen_random_uuid(), id, person_id, restricted, 'phone', opened_at, '-', opened_at, 'x' FROM support_case
      WHERE person_id = $1`,
  ],
  [
    'NEED_STATED',
    `INSERT INTO contact_attempt (id, case_id, person_id, restricted, referral_id, purpose, safe_to_talk, result,
                                  wants_support, occurred_at, recorded_at, recorded_by)
     SELECT gen_random_uuid(), c.id, c.person_id, c.restricted, r.id, 'first-contact', 'yes', 'answered-victim', true,
            c.opened_at, c.opened_at, 'x' FROM support_case c JOIN referral r ON r.case_id = c.id WHERE c.person_id = $1`,
  ],
  [
    'WRITE_NEVER',
    `INSERT INTO contact_preference (person_id, restricted, updated_by, updated_at)
     SELECT id, restricted, 'x', created_at FROM person WHERE id = $1`,
  ],
  ['NO_USABLE_POST', `UPDATE contact_point SET superseded_at = created_at WHERE person_id = $1`],
  ['SUP_UNSAFE_CP:marked-unsafe', `UPDATE contact_point SET safe = 'no' WHERE person_id = $1`],
  [
    'SUP_DA:domesticAbuse',
    `UPDATE referral SET markers = markers || '{"domesticAbuse":"yes"}' WHERE person_id = $1`,
  ],
  ['SUP_CHILD:under-18-today', `UPDATE person SET date_of_birth = '2020-01-01' WHERE id = $1`],
  ['SUP_CHILD:birth-date-unknown', `UPDATE person SET date_of_birth = NULL WHERE id = $1`],
  ['SUP_OPTOUT:objected', `UPDATE person SET objected_at = created_at WHERE id = $1`],
  ['CHECKS_NOT_FINISHED', `UPDATE person SET safety_version = safety_version + 1 WHERE id = $1`],
];

const ORGANISATION = {
  kind: 'organisation',
  organisation_name: 'Invented Ltd',
  ...{ given_name: null, surname: null, date_of_birth: null },
};

describe('POST /message-batches', () => {
  it('lists whom the letter is for, counts why others are left out, and sends nothing', async () => {
    const [ada, bo] = [await resident(contact), await resident(contact)];
    const emailed = await contact.people.add({ referral: { repeat_victim: false } });
    await contact.plan(emailed.personId);
    const batch = await batchOf();
    expect(batch).toMatchObject({ state: 'proposed', selected: 2, queued: 0, lookedAt: 3, version: 1 });
    expect(batch.items.map(({ caseId }) => caseId).sort()).toEqual([ada.caseId, bo.caseId].sort());
    expect(batch.items[0]).toMatchObject({
      personName: 'Ada Invented',
      outcome: 'proposed',
      messageId: null,
    });
    expect(batch.leftOut).toContainEqual({
      reason: 'ALREADY_WRITTEN_TO',
      sentence: 'A message or letter went for the case, or is to go.',
      people: 1,
    });
    expect(await contact.rows(`SELECT id FROM message WHERE channel = 'letter'`)).toEqual([]);
    const stored = await contact.rows(`SELECT b.*, i.* FROM message_batch b, message_batch_item i`);
    expect(JSON.stringify(stored)).not.toMatch(/Invented|WR1/);
  });

  it('leaves out everybody of whom anything speaks against it, with the reason', async () => {
    for (const [, sql] of LEFT_OUT) {
      const { personId } = await resident(contact);
      await contact.rows(sql, personId);
    }
    await resident(contact, { person: ORGANISATION });
    const batch = await batchOf();
    expect(batch).toMatchObject({ items: [], selected: 0, lookedAt: LEFT_OUT.length + 1 });
    const found = batch.leftOut.map(({ reason }) => reason);
    for (const [reason] of LEFT_OUT) expect(found).toContain(reason);
    expect(found).toContain('SUP_BUSINESS');
  });

  it('looks only at the days that were asked for, and stops at the limit', async () => {
    await resident(contact, { referral: { first_accepted_at: new Date('2019-04-01T00:30:00+01:00') } });
    for (let count = 0; count < 3; count += 1) await resident(contact);
    expect(await batchOf({ atMost: 2 })).toMatchObject({ selected: 2, lookedAt: 2, notLookedAt: 1 });
    const april = { acceptedFrom: '2019-04-01', acceptedTo: '2019-04-01' };
    expect(await batchOf(april)).toMatchObject({ lookedAt: 1 });
    const march = { acceptedFrom: '2019-03-01', acceptedTo: '2019-03-31' };
    expect(await batchOf(march)).toMatchObject({ lookedAt: 0, selected: 0 });
  });

  it('refuses days and numbers that no batch may have, and needs a key and a role', async () => {
    const faults: [object, string][] = [
      [{ acceptedFrom: addDays(today(), -1), acceptedTo: addDays(today(), -2) }, 'acceptedTo'],
      [{ acceptedTo: addDays(today(), 1) }, 'acceptedTo'],
      [{ acceptedFrom: addDays(today(), -31) }, 'acceptedTo'],
      [{ acceptedFrom: '2019-02-30' }, 'acceptedFrom'],
      [{ atMost: 0 }, 'atMost'],
      [{ atMost: 501 }, 'atMost'],
      [{ kind: 'everybody' }, 'kind'],
    ];
    for (const [changes, field] of faults) {
      await propose(changes).expect(refused(400, 'invalid-request', field));
    }
    await propose({}, 'referrer').expect(refused(403, 'forbidden'));
    await propose({}, 'auditor').expect(refused(403, 'forbidden'));
    await propose().unset('idempotency-key').expect(400);
    expect(await contact.rows('SELECT id FROM message_batch')).toEqual([]);
  });

  it('makes one batch of two requests with one key', async () => {
    const first = await propose().set('idempotency-key', 'batch-1').expect(201);
    const second = await propose().set('idempotency-key', 'batch-1').expect(201);
    expect((second.body as Batch).id).toBe((first.body as Batch).id);
  });
});

describe('GET /message-batches and /message-batches/{id}', () => {
  it('page through batches and through a list, and leave an audit entry with the people shown', async () => {
    const people = [await resident(contact), await resident(contact), await resident(contact)];
    const batch = await batchOf();
    contact.later(1000);
    const other = await batchOf({ acceptedFrom: '2019-04-01', acceptedTo: '2019-04-02' });
    const reader = contact.api.as('team-leader');
    const { body: list } = await reader.get('/message-batches?limit=1').expect(200);
    expect(list).toMatchObject({ items: [{ id: other.id, selected: 0 }] });
    const { body: rest } = await reader
      .get(`/message-batches?after=${(list as { next: string }).next}`)
      .expect(200);
    expect(rest).toMatchObject({ items: [{ id: batch.id, selected: 3 }], next: null });
    const first = await reader.get(`/message-batches/${batch.id}?limit=2`).expect(200);
    const { items, next } = first.body as Batch & { next: string };
    expect(items).toHaveLength(2);
    expect(first.headers.etag).toBe('"1"');
    const second = await reader.get(`/message-batches/${batch.id}?limit=2&after=${next}`).expect(200);
    const shown = [...items, ...(second.body as Batch).items].map(({ caseId }) => caseId);
    expect(shown.sort()).toEqual(people.map(({ caseId }) => caseId).sort());
    const [entry] = await contact.rows<{ ids: string[] }>(
      `SELECT person_ids AS ids FROM audit_entry WHERE action = 'message-batch.read' ORDER BY cardinality(person_ids) DESC LIMIT 1`,
    );
    expect(entry!.ids).toHaveLength(2);
  });

  it('tell nothing of people who were hidden since', async () => {
    const [ada, bo] = [await resident(contact), await resident(contact)];
    const batch = await batchOf();
    await contact.rows(`UPDATE person SET restricted = true WHERE id = $1`, bo.personId);
    const { body, text } = await contact.api
      .as('coordinator')
      .get(`/message-batches/${batch.id}`)
      .expect(200);
    expect(body).toMatchObject({ selected: 1, items: [{ caseId: ada.caseId }] });
    expect(text).not.toContain(bo.caseId);
    expect(await batchOf()).toMatchObject({ lookedAt: 1 });
  });

  it('answer 404 for a batch that is not there, and refuse those who may not', async () => {
    const nobody = '/message-batches/0193a5b0-0000-7000-8000-00000000dead';
    await contact.api.as('coordinator').get(nobody).expect(refused(404, 'not-found'));
    await contact.api.as('referrer').get('/message-batches').expect(refused(403, 'forbidden'));
  });
});
