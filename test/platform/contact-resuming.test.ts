import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';
import { RecordingChannel } from '../support/recording-channel.js';

const DAY_MS = 24 * 3_600_000;

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

async function messagesOf({ personId }: Contactable): Promise<{ id: string; state: string }[]> {
  return contact.query(`SELECT id, state FROM message WHERE person_id = $1`, personId);
}

async function reasonOf({ personId }: Contactable): Promise<object | undefined> {
  const [message] = await contact.query(
    `SELECT state, state_reason AS reason FROM message WHERE person_id = $1`,
    personId,
  );
  return message;
}

async function queued(): Promise<Contactable & { messageId: string }> {
  const ada = await contact.people.add();
  await contact.plan(ada.personId);
  const [message] = await messagesOf(ada);
  return { ...ada, messageId: message!.id };
}

async function tasksOf({ caseId }: Contactable): Promise<string[]> {
  const rows = await contact.query<{ kind: string }>(
    `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
    caseId,
  );
  return rows.map(({ kind }) => kind);
}

describe('A message whose person changed harmlessly', () => {
  it('waits until planning has caught up, and then leaves', async () => {
    const ada = await queued();
    const { messageId } = ada;
    await contact.change(ada.personId, `UPDATE person SET gender = 'GNDR_0001' WHERE id = $1`, ada.personId);
    const channel = new RecordingChannel();
    await contact.sender(channel).sendMessage({ messageId });
    expect(await messagesOf(ada)).toMatchObject([{ state: 'held' }]);
    await contact.plan(ada.personId);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'queued' }]);
    await contact.sender(channel).sendMessage({ messageId });
    expect(await messagesOf(ada)).toMatchObject([{ state: 'sent' }]);
    expect(channel.calls).toHaveLength(1);
    await contact.plan(ada.personId);
    expect(await tasksOf(ada)).toEqual(['follow-up-review']);
  });

  it('is held while its record is stale, and comes back with a fresh one', async () => {
    const ada = await queued();
    const { messageId } = ada;
    contact.later(20 * DAY_MS);
    await contact.send(messageId);
    expect(await tasksOf(ada)).toEqual(['first-contact', 'look-at-changed-referral']);
    await contact.plan(ada.personId);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'held' }]);
    expect(await tasksOf(ada)).toEqual(['first-contact', 'look-at-changed-referral']);
    await contact.change(
      ada.personId,
      `UPDATE referral SET last_updated_at = $2 WHERE id = $1`,
      ada.referralId,
      contact.clock.now(),
    );
    await contact.plan(ada.personId);
    await contact.send(messageId);
    expect(await messagesOf(ada)).toMatchObject([{ state: 'sent' }]);
  });

  it('is given to somebody when its record grows stale while it is held for something else', async () => {
    const ada = await queued();
    const { messageId } = ada;
    await contact.change(ada.personId, `UPDATE person SET gender = 'GNDR_0001' WHERE id = $1`, ada.personId);
    await contact.send(messageId);
    expect(await tasksOf(ada)).toEqual(['first-contact']);
    contact.later(20 * DAY_MS);
    await contact.plan(ada.personId);
    expect(await reasonOf(ada)).toEqual({ state: 'held', reason: 'SUP_STALE' });
    expect(await tasksOf(ada)).toEqual(['first-contact', 'look-at-changed-referral']);
    const [event] = await contact.query(
      `SELECT kind, details FROM case_event WHERE case_id = $1 ORDER BY id DESC LIMIT 1`,
      ada.caseId,
    );
    expect(event).toEqual({ kind: 'message.held', details: { messageId, reasons: ['SUP_STALE'] } });
    await contact.plan(ada.personId);
    expect(await tasksOf(ada)).toEqual(['first-contact', 'look-at-changed-referral']);
  });

  it('is given to somebody by the sweep where it has been held for an hour and nobody was told', async () => {
    const ada = await queued();
    const { personId, messageId } = ada;
    await contact.rows(`UPDATE person SET checked_version = safety_version`);
    await contact.rows(
      `UPDATE message SET state = 'held', state_reason = 'SUP_STALE', updated_at = $2 WHERE id = $1`,
      messageId,
      contact.clock.now(),
    );
    contact.later(59 * 60_000);
    await contact.sweep();
    expect(await tasksOf(ada)).toEqual(['first-contact']);
    contact.later(60_000);
    await contact.sweep();
    expect(await tasksOf(ada)).toEqual(['first-contact', 'look-at-changed-referral']);
    await contact.query(
      `UPDATE task SET completed_at = $2, completed_by = 'somebody' WHERE person_id = $1 AND source_id IS NOT NULL`,
      personId,
      contact.clock.now(),
    );
    contact.later(2 * 60 * 60_000);
    await contact.sweep();
    expect(await tasksOf(ada)).toEqual(['first-contact']);
  });
});
