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
});
