import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SealedValueUnreadable } from '../../src/platform/crypto/field-encryption.js';
import { Log } from '../../src/platform/logging/log.js';
import { MessageChannels } from '../../src/contact/channels/message-channels.js';
import { SendMessage } from '../../src/contact/sending/send-message.js';
import { SendingSteps } from '../../src/contact/sending/sending-steps.js';
import { Metrics } from '../../src/platform/health/metrics.js';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';
import { RecordingChannel } from '../support/recording-channel.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

async function planOf({ referralId }: Contactable): Promise<object | undefined> {
  const [plan] = await contact.query(
    `SELECT result, reasons FROM contact_plan WHERE referral_id = $1`,
    referralId,
  );
  return plan;
}

async function messageOf({ personId }: Contactable): Promise<{ id: string; state: string; reason: string }> {
  const [message] = await contact.query<{ id: string; state: string; reason: string }>(
    `SELECT id, state, state_reason AS reason FROM message WHERE person_id = $1`,
    personId,
  );
  return message!;
}

async function tasksOf({ caseId }: Contactable): Promise<object[]> {
  return contact.query(
    `SELECT kind, source_id AS about FROM task WHERE case_id = $1 AND source = 'contact' AND completed_at IS NULL`,
    caseId,
  );
}

/** No day is in it, so that nobody can tell how old the record is. */
async function damage({ referralId }: Contactable): Promise<void> {
  await contact.rows(`UPDATE referral SET last_updated_at = 'infinity' WHERE id = $1`, referralId);
}

async function repair({ personId, referralId }: Contactable): Promise<void> {
  const now = contact.clock.now();
  await contact.change(personId, `UPDATE referral SET last_updated_at = $2 WHERE id = $1`, referralId, now);
}

describe('A record that cannot be read', () => {
  it('holds its person for somebody to look at, once, and stops nobody else', async () => {
    const [ada, bea, cleo] = [
      await contact.people.add(),
      await contact.people.add(),
      await contact.people.add(),
    ];
    await damage(bea);
    await contact.plan(ada.personId, bea.personId, cleo.personId);
    expect(await planOf(ada)).toEqual({ result: 'email', reasons: [] });
    expect(await planOf(cleo)).toEqual({ result: 'email', reasons: [] });
    expect(await planOf(bea)).toEqual({ result: 'held', reasons: ['RECORD_UNREADABLE'] });
    const asked = [{ kind: 'look-at-changed-referral', about: bea.referralId }];
    expect(await tasksOf(bea)).toEqual(asked);
    await contact.plan(bea.personId);
    expect(await tasksOf(bea)).toEqual(asked);
    contact.later(61_000);
    await contact.query(`DELETE FROM outbox_event`);
    await contact.sweep();
    const found = await contact.query(`SELECT 1 FROM outbox_event WHERE name = 'referrals.accepted'`);
    expect(found).toEqual([]);
    await repair(bea);
    await contact.plan(bea.personId);
    expect(await planOf(bea)).toEqual({ result: 'email', reasons: [] });
  });

  it('holds a message that waits, whether planning or sending meets it first', async () => {
    const [ada, bea] = [await contact.people.add(), await contact.people.add()];
    await contact.plan(ada.personId, bea.personId);
    await damage(ada);
    await damage(bea);
    await contact.plan(ada.personId);
    const channel = new RecordingChannel();
    await contact.sender(channel).sendMessage({ messageId: (await messageOf(bea)).id });
    for (const one of [ada, bea]) {
      const { id, state, reason } = await messageOf(one);
      expect({ state, reason }).toEqual({ state: 'held', reason: 'RECORD_UNREADABLE' });
      expect(await tasksOf(one)).toEqual([{ kind: 'look-at-changed-referral', about: id }]);
    }
    await repair(ada);
    await contact.plan(ada.personId);
    expect(await messageOf(ada)).toMatchObject({ state: 'queued' });
    expect(channel.calls).toEqual([]);
  });
});

describe('A sealed value that a message needs', () => {
  it('holds nobody but its person where it was altered', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    await contact.rows(
      `UPDATE contact_point SET value_sealed = (SELECT value_sealed FROM contact_point WHERE id <> $1 LIMIT 1)
        WHERE id = $1`,
      ada.emailId,
    );
    await contact.send((await messageOf(ada)).id);
    expect(await messageOf(ada)).toMatchObject({ state: 'recalled', reason: 'CONTENT_CHANGED' });
    expect(await tasksOf(ada)).toMatchObject([{ kind: 'look-at-changed-referral' }]);
  });

  it.each(['contact_point.value_sealed', 'message.body_sealed'])(
    'whose key is not here stops loudly and recalls nothing: %s',
    async (place) => {
      const ada = await contact.people.add();
      await contact.plan(ada.personId);
      const message = await messageOf(ada);
      const [table, column] = place.split('.');
      const id = table === 'message' ? message.id : ada.emailId;
      const swapped = `regexp_replace(${column}, '^v1[.][a-z0-9-]+[.]', 'v1.gone-7.')`;
      await contact.rows(`UPDATE ${table} SET ${column} = ${swapped} WHERE id = $1`, id);
      const lines: string[] = [];
      const log = new Log('error', { write: (line: string) => void lines.push(line) });
      const { app, database } = contact;
      const steps = app.get(SendingSteps);
      const provider = new RecordingChannel();
      const channels = new MessageChannels({ email: provider, sms: provider, letter: provider });
      const sender = new SendMessage(database, channels, steps, app.get(Metrics), log);
      await expect(sender.sendMessage({ messageId: message.id })).rejects.toThrow(SealedValueUnreadable);
      expect(await messageOf(ada)).toMatchObject({ state: 'queued', reason: null });
      expect(await tasksOf(ada)).toEqual([]);
      expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
        { event: 'crypto.key-missing', keyId: 'gone-7', table, column },
      ]);
    },
  );
});
