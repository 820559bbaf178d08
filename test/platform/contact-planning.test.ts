import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';

const CONTACT_TABLES = [
  ...['contact_decision', 'contact_plan', 'message', 'message_attempt', 'collision'],
  ...['case_event', 'task', 'outbox_event', 'person', 'support_case'],
];

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

interface Plan {
  result: string;
  reasons: string[];
  messageId: string | null;
}

async function planOf(referralId: string): Promise<Plan | undefined> {
  const [plan] = await contact.query<Plan>(
    `SELECT result, reasons, message_id AS "messageId" FROM contact_plan WHERE referral_id = $1`,
    referralId,
  );
  return plan;
}

async function messagesOf({
  personId,
}: Contactable): Promise<{ id: string; state: string; point: string }[]> {
  return contact.query(
    `SELECT id, state, contact_point_id AS point FROM message WHERE person_id = $1 ORDER BY planned_at, id`,
    personId,
  );
}

async function tasksOf({ caseId }: Contactable): Promise<string[]> {
  const rows = await contact.query<{ kind: string }>(
    `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
    caseId,
  );
  return rows.map(({ kind }) => kind);
}

async function dump(): Promise<unknown> {
  const tables: unknown[] = [];
  for (const table of CONTACT_TABLES) {
    const [rows] = await contact.rows<{ rows: unknown }>(
      `SELECT jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text) AS rows FROM ${table} t`,
    );
    tables.push([table, rows]);
  }
  return tables;
}

describe('Planning contact', () => {
  it('queues one email for somebody about whom every condition holds, and it leaves', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const plan = await planOf(ada.referralId);
    expect(plan).toMatchObject({ result: 'email', reasons: [] });
    expect(await messagesOf(ada)).toEqual([{ id: plan!.messageId, state: 'queued', point: ada.emailId }]);
    await contact.send(plan!.messageId!);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'sent' }]);
    expect(await tasksOf(ada)).toEqual(['follow-up-review']);
  });

  it('leaves the call to somebody who is to be called', async () => {
    const ada = await contact.people.add({ isToBeCalled: true });
    await contact.plan(ada.personId);
    await contact.send((await planOf(ada.referralId))!.messageId!);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'sent' }]);
    expect(await tasksOf(ada)).toEqual(['call-person']);
  });

  it.each([
    ['an objection', { person: { objected_at: '2026-01-01T00:00:00Z' } }, 'SUP_OPTOUT:objected'],
    ['a child', { person: { date_of_birth: '2015-06-01' } }, 'SUP_CHILD:under-18-at-offence'],
    [
      'an unmapped offence',
      { referral: { offences_seen: { codes: [] } }, incident: { offence_code: null } },
      'SUP_UNMAPPED:crimeOffenceCode',
    ],
    ['a blank relationship', { referral: { relationship_codes: [] } }, 'RELATIONSHIP_BLANK'],
    ['a stale record', { referral: { last_updated_at: '2020-01-01T00:00:00Z' } }, 'SUP_STALE'],
    ['an unknown crime status', { incident: { crime_status: 'Gone fishing' } }, 'SUP_UNMAPPED:crimeStatus'],
    ['a cancelled crime', { incident: { crime_status: 'No crime' } }, 'SUP_CANCELLED:no-crime'],
    [
      'an offence day that nobody gave',
      { incident: { occurred_from: null, occurred_to: null } },
      'SUP_CHILD:offence-day-unknown',
    ],
    ['no email', { email: null }, 'NO_USABLE_EMAIL:none-held'],
    ['an address in custody', { referral: { custody_address: true } }, 'SUP_CUSTODY'],
  ])('holds the referral with its reason and keeps the first task: %s', async (_, otherwise, reason) => {
    const ada = await contact.people.add(otherwise);
    await contact.plan(ada.personId);
    const plan = await planOf(ada.referralId);
    expect(plan).toMatchObject({ result: 'held', messageId: null });
    expect(plan!.reasons[0]).toBe(reason);
    expect(await messagesOf(ada)).toEqual([]);
    expect(await tasksOf(ada)).toEqual(['first-contact']);
  });

  it('holds somebody for an offence that only another victim’s row gave the crime', async () => {
    const ada = await contact.people.add();
    const ben = await contact.people.add({
      referral: {
        offences_seen: { codes: [{ offenceCode: 'SX03001', homeOfficeClass: null, nfibCode: null }] },
      },
    });
    await contact.rows(`UPDATE referral SET incident_id = $1 WHERE id = $2`, ada.incidentId, ben.referralId);
    await contact.plan(ada.personId);
    expect(await planOf(ada.referralId)).toMatchObject({ result: 'held' });
  });

  it('writes once about a case, and remembers the direct referral as what led to it', async () => {
    const ada = await contact.people.add();
    const direct = await contact.people.joined(ada, { referral: { pathway: 'internal', feed: 'direct' } });
    await contact.plan(ada.personId);
    const [message] = await contact.query<{ referral_id: string }>(
      `SELECT referral_id FROM message WHERE person_id = $1`,
      ada.personId,
    );
    expect(message!.referral_id).toBe(direct);
    expect(await planOf(direct)).toMatchObject({ result: 'email' });
    expect(await planOf(ada.referralId)).toMatchObject({ result: 'already-contacted' });
    const later = await contact.people.joined(ada);
    await contact.plan(ada.personId);
    expect(await planOf(later)).toMatchObject({ result: 'already-contacted' });
    expect(await messagesOf(ada)).toHaveLength(1);
  });

  it('changes nothing when it is run again', async () => {
    const people = await contact.people.addMany(3);
    const held = await contact.people.add({ referral: { victim_support: false } });
    const ids = [...people, held].map(({ personId }) => personId);
    await contact.plan(...ids);
    const before = await dump();
    await contact.plan(...ids);
    await Promise.all([contact.plan(...ids), contact.plan(...ids.reverse())]);
    expect(await dump()).toEqual(before);
  });

  it('recalls what waits for people whom an arrival makes unsafe by sharing their address', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const eve = await contact.people.add({ email: ada.email });
    await contact.plan(eve.personId);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'recalled' }]);
    expect((await planOf(eve.referralId))!.reasons).toContain('SUP_SHARED:shared-at-different-addresses');
    expect(await tasksOf(ada)).toEqual(['first-contact', 'look-at-changed-referral']);
  });

  it.each([
    ['failed', `failed_at = '2026-01-01'`, 'SUP_UNSAFE_CP:failed'],
    [
      'was answered by somebody else',
      `third_party_answered_at = '2026-01-01'`,
      'SUP_UNSAFE_CP:third-party-answered',
    ],
    ['was said to be unsafe', `safe = 'no'`, 'SUP_UNSAFE_CP:marked-unsafe'],
  ])('writes to no address given anew that %s before', async (_, was, reason) => {
    const ada = await contact.people.add();
    const index = contact.app.get(BlindIndex).of('email', ada.email);
    await contact.rows(
      `UPDATE contact_point SET ${was}, superseded_at = '2026-01-02' WHERE id = $1`,
      ada.emailId,
    );
    await contact.people.point(ada.personId, 'email', ada.email, index);
    await contact.plan(ada.personId);
    expect((await planOf(ada.referralId))!.reasons).toEqual(
      expect.arrayContaining(['NO_USABLE_EMAIL:none-usable', reason]),
    );
  });

  it('writes to the address received last', async () => {
    const ada = await contact.people.add();
    await contact.rows(`UPDATE contact_point SET created_at = '2026-01-01' WHERE id = $1`, ada.emailId);
    const email = 'invented-newer@example.org';
    const index = contact.app.get(BlindIndex).of('email', email);
    const newer = await contact.people.point(ada.personId, 'email', email, index);
    await contact.plan(ada.personId);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'queued', point: newer }]);
  });

  it('takes people who share an address and a home for an ordinary household', async () => {
    const ada = await contact.people.add();
    const ben = await contact.people.add({ email: ada.email });
    const home = contact.app.get(BlindIndex).of('address', '1 invented street wr1 1aa');
    await contact.people.point(ada.personId, 'post', '{}', home);
    await contact.people.point(ben.personId, 'post', '{}', home);
    await contact.plan(ada.personId, ben.personId);
    expect(await planOf(ada.referralId)).toMatchObject({ result: 'email' });
    expect(await planOf(ben.referralId)).toMatchObject({ result: 'email' });
  });

  it('holds whoever lives with somebody in danger, until a person lifts the marker', async () => {
    const ada = await contact.people.add();
    const ben = await contact.people.add({
      referral: { markers: { vulnerable: 'yes' }, markers_raised: { vulnerable: 1 } },
    });
    const home = contact.app.get(BlindIndex).of('address', '2 invented street wr1 1aa');
    await contact.people.point(ada.personId, 'post', '{}', home);
    await contact.people.point(ben.personId, 'post', '{}', home);
    await contact.plan(ada.personId);
    expect((await planOf(ada.referralId))!.reasons).toEqual(['SUP_SHARED:same-address-as-endangered']);
    await contact.change(
      ben.personId,
      `INSERT INTO marker_lift (id, person_id, restricted, referral_id, marker, at_version, reason_code, lifted_by, lifted_at)
       VALUES (gen_random_uuid(), $1, false, $2, 'vulnerable', 1, 'looked', 'dev-coordinator-1', '2026-01-01')`,
      ben.personId,
      ben.referralId,
    );
    await contact.plan(ben.personId);
    expect(await planOf(ada.referralId)).toMatchObject({ result: 'email' });
  });

  it('finds a suspect’s person id and postcode, and says so of every victim of the crime', async () => {
    const ada = await contact.people.add({ person: { postcode: 'HR1 1AA' } });
    await contact.plan(ada.personId);
    await contact.rows(
      `WITH s AS (INSERT INTO party (id, incident_id, role, created_at)
         VALUES (gen_random_uuid(), $1, 'suspect', '2026-01-01') RETURNING id)
       INSERT INTO suspect_key SELECT id, $1, 'postcode', 'HR1 1AA', '2026-01-01' FROM s`,
      ada.incidentId,
    );
    const ben = await contact.people.add();
    await contact.rows(`UPDATE referral SET incident_id = $1 WHERE id = $2`, ada.incidentId, ben.referralId);
    await contact.plan(ben.personId);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'recalled' }]);
  });

  it('writes to the new address where a newer version replaced the one that a message waits for', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const address = `new-${ada.personId.slice(-6)}@example.org`;
    const index = contact.app.get(BlindIndex).of('email', address);
    const point = await contact.people.point(ada.personId, 'email', address, index);
    await contact.change(
      ada.personId,
      `UPDATE contact_point SET superseded_at = created_at WHERE id = $1`,
      ada.emailId,
    );
    await contact.plan(ada.personId);
    expect(await messagesOf(ada)).toMatchObject([
      { state: 'recalled', point: ada.emailId },
      { state: 'queued', point },
    ]);
    const [, waiting] = await messagesOf(ada);
    expect(await planOf(ada.referralId)).toMatchObject({ result: 'email', messageId: waiting!.id });
  });

  it('sends to a held person once a fresh record or a coordinator’s confirmation lets a machine', async () => {
    const stale = await contact.people.add({ referral: { last_updated_at: '2020-01-01T00:00:00Z' } });
    const marked = await contact.people.add({ referral: { markers: { vulnerable: 'yes' } } });
    await contact.plan(stale.personId, marked.personId);
    await contact.change(
      stale.personId,
      `UPDATE referral SET last_updated_at = first_accepted_at WHERE id = $1`,
      stale.referralId,
    );
    await contact.change(
      marked.personId,
      `UPDATE contact_point SET safe = 'yes', confirmed_by = 'dev-coordinator-1', confirmed_at = $2 WHERE id = $1`,
      marked.emailId,
      new Date(contact.clock.now().getTime() + 1000),
    );
    await contact.plan(stale.personId, marked.personId);
    expect(await planOf(stale.referralId)).toMatchObject({ result: 'email', reasons: [] });
    expect(await planOf(marked.referralId)).toMatchObject({ result: 'email', reasons: [] });
  });

  it('does not write by machine once somebody has made the first contact by hand', async () => {
    const ada = await contact.people.add({ referral: { last_updated_at: '2020-01-01T00:00:00Z' } });
    await contact.plan(ada.personId);
    await contact.rows(
      `UPDATE task SET completed_at = created_at, completed_by = 'dev-coordinator-1' WHERE case_id = $1`,
      ada.caseId,
    );
    await contact.change(
      ada.personId,
      `UPDATE referral SET last_updated_at = first_accepted_at WHERE id = $1`,
      ada.referralId,
    );
    await contact.plan(ada.personId);
    expect(await planOf(ada.referralId)).toMatchObject({ result: 'held' });
  });
});
