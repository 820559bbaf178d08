import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SendingWindow } from '../../src/contact/sending/sending-window.js';
import { Thresholds } from '../../src/reference-data/thresholds.js';
import { faultsOf, STATE_TABLE } from '../../src/contact/messages/message-states.js';
import { ContactApplication } from '../support/contact-application.js';
import { RecordingChannel } from '../support/recording-channel.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

async function announced(name: string): Promise<Record<string, unknown>[]> {
  const rows = await contact.query<{ payload: Record<string, unknown> }>(
    `DELETE FROM outbox_event WHERE name = $1 RETURNING payload`,
    name,
  );
  return rows.map(({ payload }) => payload);
}

async function queuedMessage(personId: string): Promise<string> {
  const [message] = await contact.query<{ id: string }>(
    `SELECT id FROM message WHERE person_id = $1`,
    personId,
  );
  return message!.id;
}

describe('The sweep', () => {
  it('finds people whom no job planned for, from the database alone', async () => {
    const [fresh, older] = [await contact.people.add(), await contact.people.add()];
    await contact.rows(`UPDATE referral SET first_accepted_at = $1`, contact.clock.now());
    await contact.sweep();
    expect(await announced('referrals.accepted')).toEqual([]);
    contact.later(61_000);
    await contact.sweep();
    const [found] = await announced('referrals.accepted');
    expect((found!.personIds as string[]).sort()).toEqual([fresh.personId, older.personId].sort());
    await contact.plan(fresh.personId, older.personId);
    contact.later(61_000);
    await contact.sweep();
    expect(await announced('referrals.accepted')).toEqual([]);
  });

  it('finds a referral without a plan although its person counts as checked', async () => {
    const ada = await contact.people.add();
    await contact.rows(`UPDATE person SET checked_version = safety_version WHERE id = $1`, ada.personId);
    contact.later(61_000);
    await contact.sweep();
    expect(await announced('referrals.accepted')).toEqual([{ personIds: [ada.personId] }]);
    await contact.plan(ada.personId);
  });

  it('takes whoever has waited longest first where there are more than it announces at once', async () => {
    const minute = 60_000;
    const before = (minutes: number) => new Date(contact.clock.now().getTime() - minutes * minute);
    await contact.rows(`UPDATE person SET checked_version = safety_version`);
    const many = await contact.people.addMany(500);
    const longest = await contact.people.add();
    await contact.rows(`UPDATE person SET updated_at = $1`, before(2));
    await contact.rows(`UPDATE person SET updated_at = $2 WHERE id = $1`, longest.personId, before(3));
    await contact.rows(`UPDATE referral SET first_accepted_at = $1`, contact.clock.now());
    await announced('referrals.accepted');
    await contact.sweep();
    const [found] = await announced('referrals.accepted');
    const ids = found!.personIds as string[];
    expect(ids).toHaveLength(500);
    expect(ids).toContain(longest.personId);
    const all = [longest, ...many].map(({ personId }) => personId);
    await contact.rows(`UPDATE person SET checked_version = safety_version WHERE id = ANY ($1)`, ids);
    await contact.sweep();
    const [rest] = await announced('referrals.accepted');
    expect(rest!.personIds).toEqual(all.filter((id) => !ids.includes(id)));
    await contact.rows(`UPDATE person SET checked_version = safety_version`);
    await contact.rows(`UPDATE referral SET first_accepted_at = $1`, before(30 * 24 * 60));
  });

  it('announces a waiting message anew when nobody works on it, once a minute', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const messageId = await queuedMessage(ada.personId);
    await contact.query(
      `UPDATE message SET state = 'recalled' WHERE state = 'queued' AND id <> $1`,
      messageId,
    );
    await announced('message.queued');
    await contact.sweep();
    expect(await announced('message.queued')).toEqual([]);
    contact.later(61_000);
    await contact.sweep();
    await contact.sweep();
    expect(await announced('message.queued')).toEqual([{ messageId }]);
    await contact.send(messageId);
    contact.later(61_000);
    await contact.sweep();
    expect(await announced('message.queued')).toEqual([]);
  });

  it('tries again what certainly did not leave, later each time', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const messageId = await queuedMessage(ada.personId);
    await announced('message.queued');
    const away = new RecordingChannel(() => ({ result: 'not-sent', code: 'smtp-econnrefused' }));
    await contact.sender(away).sendMessage({ messageId });
    await contact.sender(away).sendMessage({ messageId });
    expect(away.calls).toHaveLength(1);
    await contact.sweep();
    expect(await announced('message.queued')).toEqual([]);
    contact.later(31_000);
    await contact.sweep();
    expect(await announced('message.queued')).toEqual([{ messageId }]);
    await contact.sender(away).sendMessage({ messageId });
    contact.later(31_000);
    await contact.sweep();
    expect(await announced('message.queued')).toEqual([]);
    contact.later(31_000);
    await contact.sweep();
    const relay = new RecordingChannel();
    await contact.sender(relay).sendMessage({ messageId });
    expect(relay.calls).toMatchObject([{ attempt: 3, reference: `${messageId}.3` }]);
    expect(
      await contact.query(
        `SELECT number, result FROM message_attempt WHERE message_id = $1 ORDER BY 1`,
        messageId,
      ),
    ).toEqual([
      { number: 1, result: 'not-sent' },
      { number: 2, result: 'not-sent' },
      { number: 3, result: 'accepted' },
    ]);
  });
});

describe('A refusal', () => {
  it('ends the message, closes the address to machines, and gives the case to a person', async () => {
    const ada = await contact.people.add();
    await contact.plan(ada.personId);
    const messageId = await queuedMessage(ada.personId);
    const refusing = new RecordingChannel(() => ({
      result: 'refused',
      code: 'smtp-5.1.1',
      isAboutRecipient: true,
    }));
    await contact.sender(refusing).sendMessage({ messageId });
    await contact.plan(ada.personId);
    const [row] = await contact.query(
      `SELECT m.state, m.state_reason AS reason, c.failed_at IS NOT NULL AS "isClosed"
         FROM message m JOIN contact_point c ON c.id = m.contact_point_id WHERE m.id = $1`,
      messageId,
    );
    expect(row).toEqual({ state: 'failed', reason: 'smtp-5.1.1', isClosed: true });
    const tasks = await contact.query(
      `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL ORDER BY kind`,
      ada.caseId,
    );
    expect(tasks).toEqual([{ kind: 'first-contact' }, { kind: 'look-at-changed-referral' }]);
  });
});

describe('The hours for email', () => {
  const at = (from: number, until: number) => {
    const hours: Record<string, number> = { automaticEmailFromHour: from, automaticEmailUntilHour: until };
    const thresholds = { at: (name: string) => hours[name]! } as unknown as Thresholds;
    return new SendingWindow(thresholds);
  };

  it.each([
    ['2026-07-01T06:59:59Z', '2026-07-01T07:00:00.000Z'],
    ['2026-07-01T07:00:00Z', null],
    ['2026-07-01T18:59:59Z', null],
    ['2026-07-01T19:00:00Z', '2026-07-02T07:00:00.000Z'],
    ['2026-01-01T07:30:00Z', '2026-01-01T08:00:00.000Z'],
    ['2026-10-24T22:30:00Z', '2026-10-25T08:00:00.000Z'],
    ['2026-03-28T23:30:00Z', '2026-03-29T07:00:00.000Z'],
  ])('are London’s: at %s email may leave from %s', (now, opens) => {
    expect(at(8, 20).opensAt(new Date(now))?.toISOString() ?? null).toBe(opens);
  });

  it('may be all hours', () => {
    for (let hour = 0; hour < 48; hour += 1) {
      expect(at(0, 24).opensAt(new Date(Date.UTC(2026, 9, 24, hour, 59)))).toBeNull();
    }
  });
});

describe('The states of messages', () => {
  it('can all be reached, and nothing that may have left is sent again', () => {
    expect(faultsOf(STATE_TABLE)).toEqual([]);
    const blind = { ...STATE_TABLE, unknown: { meaning: '', next: ['queued' as const] } };
    expect(faultsOf(blind)).toEqual(['a message that is unknown could be sent again']);
    const lost = { ...STATE_TABLE, sent: { meaning: '', next: ['delivered' as const] } };
    expect(faultsOf({ ...lost, delivered: { meaning: '', next: [] } })).toEqual([
      'no message can become returned',
    ]);
  });
});
