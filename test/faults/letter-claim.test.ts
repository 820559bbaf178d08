import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MessageChannels, NO_CHANNEL } from '../../src/contact/channels/message-channels.js';
import { PrintFolder } from '../../src/contact/letters/print-folder.js';
import { SendMessage } from '../../src/contact/sending/send-message.js';
import { SendingSteps } from '../../src/contact/sending/sending-steps.js';
import { Metrics } from '../../src/platform/health/metrics.js';
import { Leases } from '../../src/platform/leases/leases.js';
import { Log } from '../../src/platform/logging/log.js';
import { londonDayOf } from '../../src/platform/working-days/london-days.js';
import { ContactApplication } from '../support/contact-application.js';
import { RecordingChannel } from '../support/recording-channel.js';
import { postPoint, type Resident, resident } from '../support/residents.js';

let contact: ContactApplication;
let folder: string;

beforeAll(async () => {
  contact = await ContactApplication.open();
  folder = await mkdtemp(join(tmpdir(), 'val-print-'));
});
afterAll(async () => {
  await contact.close();
  await rm(folder, { recursive: true });
});

interface Waiting extends Resident {
  messageId: string;
  batchId: string;
}

/** Somebody with a letter of an approved batch that waits. */
async function approved(): Promise<Waiting> {
  const person = await resident(contact);
  const day = londonDayOf(contact.clock.now());
  const body = { kind: 'no-needs-letter', acceptedFrom: day, acceptedTo: day };
  const { body: batch } = await contact.api.as('coordinator').post('/message-batches', body).expect(201);
  const { id: batchId } = batch as { id: string };
  await contact.api
    .as('team-leader')
    .post(`/message-batches/${batchId}/approval`)
    .set('if-match', '"1"')
    .expect(200);
  const [letter] = await contact.rows<{ id: string }>(
    `SELECT id FROM message WHERE person_id = $1`,
    person.personId,
  );
  return { ...person, batchId, messageId: letter!.id };
}

async function stateOf(messageId: string): Promise<{ state: string; reason: string | null }> {
  const [row] = await contact.rows<{ state: string; reason: string | null }>(
    `SELECT state, state_reason AS reason FROM message WHERE id = $1`,
    messageId,
  );
  return row!;
}

async function openTasks(caseId: string): Promise<string[]> {
  const rows = await contact.rows<{ kind: string }>(
    `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
    caseId,
  );
  return rows.map(({ kind }) => kind);
}

function senderInto(path: string, leases: Pick<Leases, 'hold'> = contact.app.get(Leases)): SendMessage {
  const letter = new PrintFolder(path, leases, new Log('silent'));
  const channels = new MessageChannels({ email: NO_CHANNEL, sms: NO_CHANNEL, letter });
  const { app, database } = contact;
  return new SendMessage(database, channels, app.get(SendingSteps), app.get(Metrics), app.get(Log));
}

const CHANGES: [what: string, sql: string, reason: RegExp][] = [
  [
    'a danger marker is set',
    `UPDATE referral SET markers = markers || '{"domesticAbuse":"yes"}' WHERE person_id = $1`,
    /SUP_DA/,
  ],
  [
    'the address is marked unsafe',
    `UPDATE contact_point SET safe = 'no' WHERE person_id = $1`,
    /SUP_UNSAFE_CP/,
  ],
  ['the person is restricted', `UPDATE person SET restricted = true WHERE id = $1`, /SUP_RESTRICTED/],
  ['the person objects', `UPDATE person SET objected_at = created_at WHERE id = $1`, /SUP_OPTOUT/],
  [
    'they turn out to be a repeat victim',
    `UPDATE referral SET repeat_victim = true WHERE person_id = $1`,
    /REPEAT/,
  ],
  [
    'they ring',
    `INSERT INTO inbound_contact (id, case_id, person_id, restricted, channel, received_at, summary_sealed, recorded_at, recorded_by)
     SELECT gen_random_uuid(), id, person_id, restricted, 'phone', opened_at, '-', opened_at, 'x' FROM support_case
      WHERE person_id = $1`,
    /IN_TOUCH/,
  ],
  [
    'the case is closed',
    `UPDATE support_case SET closed_at = opened_at, closure_reason = 'x' WHERE person_id = $1`,
    /CASE_CLOSED/,
  ],
];

describe('A change between the approval of a batch and the claim of its letter', () => {
  it.each(CHANGES)('stops the letter, with the reason on the list: %s', async (_, sql, reason) => {
    const person = await approved();
    const channel = new RecordingChannel();
    await contact.rows(sql, person.personId);
    await contact.sender(channel).sendMessage({ messageId: person.messageId });
    expect(channel.calls).toEqual([]);
    const message = await stateOf(person.messageId);
    expect(message.state).toBe('recalled');
    expect(message.reason).toMatch(reason);
    const [item] = await contact.rows<{ outcome: string; reasons: string[] }>(
      `SELECT outcome, reasons FROM message_batch_item WHERE message_id = $1`,
      person.messageId,
    );
    expect(item).toEqual({ outcome: 'left-out', reasons: message.reason!.split(' ') });
  });

  it('is not undone by planning, which leaves letters to the claim', async () => {
    const person = await approved();
    await contact.change(
      person.personId,
      `UPDATE referral SET markers = markers || '{"vulnerable":"yes"}' WHERE person_id = $1`,
      person.personId,
    );
    await contact.plan(person.personId);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'queued' });
    await contact.send(person.messageId);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'recalled' });
  });

  it('that comes after the claim is told: the letter is with the printer', async () => {
    const person = await approved();
    await contact.send(person.messageId);
    await contact.change(
      person.personId,
      `UPDATE person SET objected_at = created_at WHERE id = $1`,
      person.personId,
    );
    await contact.plan(person.personId);
    expect(await openTasks(person.caseId)).toContain('message-left-before-change');
  });

  it('of the address makes it another letter: nothing leaves', async () => {
    const person = await approved();
    contact.later(1000);
    await postPoint(contact, person.personId, {
      buildingNumber: '901',
      street: 'New Street',
      postcode: 'WR2 2BB',
    });
    await contact.plan(person.personId);
    await contact.send(person.messageId);
    expect(await stateOf(person.messageId)).toEqual({
      state: 'recalled',
      reason: 'CONTACT_POINT_SUPERSEDED',
    });
  });
});

describe('The fence of letters', () => {
  it('lets one of 30 parallel jobs print, and the file is whole and for nobody else to read', async () => {
    const person = await approved();
    const sender = senderInto(folder);
    await Promise.all(Array.from({ length: 30 }, () => sender.sendMessage({ messageId: person.messageId })));
    expect(await readdir(folder)).toEqual([`${person.messageId}.1.pdf`]);
    const file = join(folder, `${person.messageId}.1.pdf`);
    expect((await readFile(file)).subarray(-6).toString()).toMatch(/%%EOF/);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'sent' });
  });

  it('prints two letters at once one after another', async () => {
    const people = [await approved(), await approved()];
    // The worker before is gone, and its lease runs out.
    contact.later(130_000);
    const sender = senderInto(folder);
    await Promise.all(people.map(({ messageId }) => sender.sendMessage({ messageId })));
    for (const { messageId } of people) expect(existsSync(join(folder, `${messageId}.1.pdf`))).toBe(true);
  });

  it('puts a letter back where another worker has the folder, or nothing can be written', async () => {
    const person = await approved();
    const elsewhere = { hold: async () => null };
    await senderInto(folder, elsewhere).sendMessage({ messageId: person.messageId });
    expect(await stateOf(person.messageId)).toEqual({
      state: 'queued',
      reason: 'print-folder-held-elsewhere',
    });
    contact.later(3_600_000);
    await senderInto(join(folder, 'gone')).sendMessage({ messageId: person.messageId });
    expect(await stateOf(person.messageId)).toEqual({ state: 'queued', reason: 'print-folder-failed' });
    expect(existsSync(join(folder, `${person.messageId}.1.pdf`))).toBe(false);
  });

  it('gives a letter to a person whose worker died while printing, and never prints it again', async () => {
    const person = await approved();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const channel = new RecordingChannel(async () => {
      await held;
      return { result: 'accepted' };
    });
    const zombie = contact.sender(channel).sendMessage({ messageId: person.messageId });
    while (channel.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    contact.later(6 * 60_000);
    await contact.sweep();
    expect(await stateOf(person.messageId)).toEqual({ state: 'unknown', reason: 'no-outcome' });
    expect(await openTasks(person.caseId)).toContain('settle-message');
    letGo();
    await zombie;
    await contact.sweep();
    await contact.send(person.messageId);
    expect(channel.calls).toHaveLength(1);
    const reader = contact.api.as('coordinator');
    const { headers } = await reader.get(`/messages/${person.messageId}`).expect(200);
    await reader
      .post(`/messages/${person.messageId}/settlement`, { outcome: 'sent' })
      .set('if-match', String(headers.etag))
      .expect(200);
    expect(await stateOf(person.messageId)).toMatchObject({ state: 'sent' });
  });

  it('refuses a letter whose text or address was changed in its row', async () => {
    const [one, other] = [await approved(), await approved()];
    await contact.rows(
      `UPDATE contact_point c SET value_sealed = o.value_sealed FROM contact_point o WHERE c.id = $1 AND o.id = $2`,
      one.postId,
      other.postId,
    );
    await contact.rows(`UPDATE message SET content_sha256 = 'other' WHERE id = $1`, other.messageId);
    for (const { messageId } of [one, other]) {
      await contact.send(messageId);
      expect(await stateOf(messageId)).toEqual({ state: 'recalled', reason: 'CONTENT_CHANGED' });
    }
  });
});
