import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';
import { RecordingChannel } from '../support/recording-channel.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

/** Somebody with an automatic email that waits. */
async function queued(): Promise<Contactable & { messageId: string }> {
  const person = await contact.people.add();
  await contact.plan(person.personId);
  const [message] = await contact.query<{ id: string }>(
    `SELECT id FROM message WHERE person_id = $1 AND state = 'queued'`,
    person.personId,
  );
  return { ...person, messageId: message!.id };
}

async function stateOf(messageId: string): Promise<{ state: string; reason: string | null }> {
  const [row] = await contact.query<{ state: string; reason: string | null }>(
    `SELECT state, state_reason AS reason FROM message WHERE id = $1`,
    messageId,
  );
  return row!;
}

async function openTasks(caseId: string): Promise<string[]> {
  const rows = await contact.query<{ kind: string }>(
    `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
    caseId,
  );
  return rows.map(({ kind }) => kind);
}

/** A connection of the test's own, which holds what it locks until it commits. */
async function connection(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: contact.fresh.superuserUrl });
  await client.connect();
  return client;
}

/** Waits until so many backends of the application wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await contact.rows<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row!.waiting >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${count} transactions should wait for a lock`);
}

const CHANGES: [what: string, sql: string, reason: RegExp][] = [
  [
    'a danger marker is set',
    `UPDATE referral SET markers = markers || '{"domesticAbuse":"yes"}' WHERE person_id = $1`,
    /SUP_DA:domesticAbuse/,
  ],
  [
    'a danger marker goes blank',
    `UPDATE referral SET markers = markers || '{"vulnerable":"blank"}' WHERE person_id = $1`,
    /MARKER_BLANK/,
  ],
  [
    'the address is marked unsafe',
    `UPDATE contact_point SET safe = 'no' WHERE person_id = $1`,
    /SUP_UNSAFE_CP/,
  ],
  [
    'the address is replaced',
    `UPDATE contact_point SET superseded_at = created_at WHERE person_id = $1`,
    /NO_USABLE_EMAIL/,
  ],
  [
    'the address belongs to somebody else',
    `UPDATE contact_point SET belongs_to = 'other' WHERE person_id = $1`,
    /CONTACT_POINT_OF_SOMEONE_ELSE/,
  ],
  ['the person is restricted', `UPDATE person SET restricted = true WHERE id = $1`, /SUP_RESTRICTED/],
  ['the person has died', `UPDATE person SET deceased = true WHERE id = $1`, /SUP_BEREAVED/],
  ['the person objects', `UPDATE person SET objected_at = created_at WHERE id = $1`, /SUP_OPTOUT/],
  [
    'the person refuses support',
    `UPDATE referral SET victim_support = false WHERE person_id = $1`,
    /SUP_OPTOUT/,
  ],
  [
    'the day of birth is a child’s',
    `UPDATE person SET date_of_birth = '2020-01-01' WHERE id = $1`,
    /SUP_CHILD/,
  ],
  [
    'the crime is found to be another',
    `UPDATE incident SET offence_code = 'SX03001'
      WHERE id IN (SELECT incident_id FROM referral WHERE person_id = $1)`,
    /SUP_SEX|SUP_UNMAPPED/,
  ],
  [
    'the suspect is found to be a relative',
    `UPDATE referral SET relationship_codes = '{PTPR_0092}' WHERE person_id = $1`,
    /SUP_DA/,
  ],
  [
    'a note comes that nobody has read',
    `INSERT INTO safe_contact_note (id, person_id, restricted, text_sealed, text_sha256, received_at)
     SELECT gen_random_uuid(), id, restricted, 'sealed', id::text, created_at FROM person WHERE id = $1`,
    /SUP_NOTE/,
  ],
];

describe('A change of safety that commits before the claim commits', () => {
  it.each(CHANGES)('stops the message: %s', async (_, sql, reason) => {
    const person = await queued();
    const channel = new RecordingChannel();
    const other = await connection();
    await other.query('BEGIN');
    await other.query(sql, [person.personId]);
    await other.query('UPDATE person SET safety_version = safety_version + 1 WHERE id = $1', [
      person.personId,
    ]);
    const sending = contact.sender(channel).sendMessage({ messageId: person.messageId });
    await untilWaiting(1);
    await other.query('COMMIT');
    await other.end();
    await sending;
    expect(channel.calls).toEqual([]);
    await contact.plan(person.personId);
    const message = await stateOf(person.messageId);
    expect(message.state).toBe('recalled');
    expect(message.reason).toMatch(reason);
    expect(await openTasks(person.caseId)).toEqual(['first-contact', 'look-at-changed-referral']);
  });

  it('stops the message although only a row about the person was added and no version rose', async () => {
    const person = await queued();
    const channel = new RecordingChannel();
    const other = await connection();
    await other.query('BEGIN');
    await other.query(CHANGES.at(-1)![1], [person.personId]);
    const sending = contact.sender(channel).sendMessage({ messageId: person.messageId });
    await untilWaiting(1);
    await other.query('COMMIT');
    await other.end();
    await sending;
    expect(channel.calls).toEqual([]);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'recalled' });
  });

  it('stops the message where a suspect of another crime turns out to have the address', async () => {
    const person = await queued();
    const other = await contact.people.add();
    const channel = new RecordingChannel();
    const key = contact.app.get(BlindIndex).of('email', person.email);
    await contact.rows(
      `WITH s AS (INSERT INTO party (id, incident_id, role, created_at)
         SELECT gen_random_uuid(), id, 'suspect', created_at FROM incident WHERE id = $1 RETURNING id, incident_id)
       INSERT INTO suspect_key SELECT id, incident_id, 'email', $2, '2026-01-01' FROM s`,
      other.incidentId,
      key,
    );
    await contact.sender(channel).sendMessage({ messageId: person.messageId });
    expect(channel.calls).toEqual([]);
    await contact.plan(person.personId);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'recalled' });
  });
});

describe('A change of safety that comes after the claim', () => {
  it('waits for the claim to commit, and is told that the message is with the provider', async () => {
    const person = await queued();
    const barrier = await connection();
    await barrier.query('BEGIN');
    await barrier.query('SELECT 1 FROM message WHERE id = $1 FOR UPDATE', [person.messageId]);
    const channel = new RecordingChannel();
    const order: string[] = [];
    const sending = contact.sender(channel).sendMessage({ messageId: person.messageId });
    await untilWaiting(1);
    const changing = contact
      .change(
        person.personId,
        `UPDATE referral SET markers = markers || '{"noContact":"yes"}' WHERE person_id = $1`,
        person.personId,
      )
      .then(() => order.push('changed'));
    await untilWaiting(2);
    expect(order).toEqual([]);
    await barrier.query('COMMIT');
    await barrier.end();
    await Promise.all([sending, changing]);
    expect(channel.calls).toHaveLength(1);
    await contact.plan(person.personId);
    await contact.plan(person.personId);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'sent' });
    expect(await openTasks(person.caseId)).toContain('message-left-before-change');
    expect(
      (await openTasks(person.caseId)).filter((kind) => kind === 'message-left-before-change'),
    ).toHaveLength(1);
  });

  it('raises the task while the provider still has the message', async () => {
    const person = await queued();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const channel = new RecordingChannel(async () => {
      await held;
      return { result: 'accepted' };
    });
    const sending = contact.sender(channel).sendMessage({ messageId: person.messageId });
    while (channel.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await contact.change(
      person.personId,
      `UPDATE person SET objected_at = created_at WHERE id = $1`,
      person.personId,
    );
    await contact.plan(person.personId);
    expect(await openTasks(person.caseId)).toContain('message-left-before-change');
    letGo();
    await sending;
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'sent' });
  });

  it('raises the task for whom a later arrival makes unsafe by sharing their address', async () => {
    const person = await queued();
    const channel = new RecordingChannel();
    await contact.sender(channel).sendMessage({ messageId: person.messageId });
    const stranger = await contact.people.add({ email: person.email });
    await contact.plan(stranger.personId);
    expect(await openTasks(person.caseId)).toContain('message-left-before-change');
  });
});

describe('The fence', () => {
  it('lets one of 50 parallel jobs for a message call the provider', async () => {
    const person = await queued();
    const channel = new RecordingChannel();
    const sender = contact.sender(channel);
    await Promise.all(Array.from({ length: 50 }, () => sender.sendMessage({ messageId: person.messageId })));
    expect(channel.calls).toHaveLength(1);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'sent' });
  });

  it('refuses a message whose text, address or template is not the one that was planned', async () => {
    const [one, other, third] = [await queued(), await queued(), await queued()];
    const channel = new RecordingChannel();
    await contact.rows(
      `UPDATE message m SET subject_sealed = o.subject_sealed, body_sealed = o.body_sealed,
                            content_sha256 = o.content_sha256 FROM message o WHERE m.id = $1 AND o.id = $2`,
      one.messageId,
      other.messageId,
    );
    await contact.rows(
      `UPDATE contact_point c SET value_sealed = o.value_sealed FROM contact_point o WHERE c.id = $1 AND o.id = $2`,
      other.emailId,
      third.emailId,
    );
    await contact.rows(`UPDATE message SET content_sha256 = 'other' WHERE id = $1`, third.messageId);
    for (const { messageId } of [one, other, third]) {
      await contact.sender(channel).sendMessage({ messageId });
      expect(await stateOf(messageId)).toEqual({ state: 'recalled', reason: 'CONTENT_CHANGED' });
    }
    expect(channel.calls).toEqual([]);
  });

  it('gives a claim that a worker died with to a person, and refuses what the worker says later', async () => {
    const person = await queued();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const channel = new RecordingChannel(async () => {
      await held;
      return { result: 'accepted' };
    });
    const zombie = contact.sender(channel).sendMessage({ messageId: person.messageId });
    while (channel.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await contact.sweep();
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'claimed' });
    contact.later(6 * 60_000);
    await contact.sweep();
    expect(await stateOf(person.messageId)).toEqual({ state: 'unknown', reason: 'no-outcome' });
    expect(await openTasks(person.caseId)).toEqual(['first-contact', 'settle-message']);
    letGo();
    await zombie;
    expect(await stateOf(person.messageId)).toEqual({ state: 'unknown', reason: 'no-outcome' });
    await contact.sweep();
    await contact.send(person.messageId);
    expect(channel.calls).toHaveLength(1);
  });
});
