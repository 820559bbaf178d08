import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_CHANNEL, MessageChannels } from '../../src/contact/channels/message-channels.js';
import { SendMessage } from '../../src/contact/sending/send-message.js';
import { SendingSteps } from '../../src/contact/sending/sending-steps.js';
import { AskNotify } from '../../src/contact/sms/ask-notify.js';
import { NotifyChannel } from '../../src/contact/sms/notify-channel.js';
import { NotifyClient } from '../../src/contact/sms/notify-client.js';
import { ProviderReceipts } from '../../src/contact/sms/provider-receipts.js';
import { SettableClock } from '../../src/platform/clock.js';
import { Metrics } from '../../src/platform/health/metrics.js';
import { Log } from '../../src/platform/logging/log.js';
import { ContactApplication } from '../support/contact-application.js';
import { errorOf, FakeNotify } from '../support/fake-notify.js';
import { RecordingChannel } from '../support/recording-channel.js';
import { askedFor, type Texted, texted } from '../support/texted.js';

const NOON = new Date('2026-11-24T12:00:00Z');
const TEMPLATE = '0193a5b0-0000-4000-8000-0000000000cc';

let contact: ContactApplication;
let notify: FakeNotify;
let channels: MessageChannels;

beforeAll(async () => {
  contact = await ContactApplication.open({ clock: new SettableClock(NOON) });
  notify = await FakeNotify.open();
  channels = channelsTo(notify.url);
});
afterEach(() => {
  notify.mood = 'as-it-should';
  contact.clock.set(NOON);
});
afterAll(async () => {
  await notify.close();
  await contact.close();
});

function channelsTo(url: string, key = FakeNotify.apiKey): MessageChannels {
  const sms = new NotifyChannel(NotifyClient.of(url, key), TEMPLATE, () => contact.clock.now());
  return new MessageChannels({ email: NO_CHANNEL, sms, letter: NO_CHANNEL });
}

function send(messageId: string, by = channels): Promise<void> {
  const { app, database } = contact;
  const sender = new SendMessage(database, by, app.get(SendingSteps), app.get(Metrics), app.get(Log));
  return sender.sendMessage({ messageId });
}

function askNotify(by = channels): Promise<void> {
  const { app, database, clock } = contact;
  return new AskNotify(database, by, app.get(ProviderReceipts), clock, app.get(Log)).askNotify();
}

async function stateOf(messageId: string): Promise<[state: string, reason: string | null]> {
  const [row] = await contact.rows<{ state: string; reason: string | null }>(
    `SELECT state, state_reason AS reason FROM message WHERE id = $1`,
    messageId,
  );
  return [row!.state, row!.reason];
}

async function openTasks(caseId: string): Promise<string[]> {
  const rows = await contact.rows<{ kind: string }>(
    `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
    caseId,
  );
  return rows.map(({ kind }) => kind);
}

async function waiting(): Promise<Texted & { messageId: string }> {
  const person = await texted(contact);
  return { ...person, messageId: await askedFor(contact, person) };
}

const CHANGES: [what: string, sql: string, reason: RegExp][] = [
  ['the person objects', `UPDATE person SET objected_at = created_at WHERE id = $1`, /SUP_OPTOUT/],
  [
    'the number is marked unsafe',
    `UPDATE contact_point SET safe = 'no' WHERE person_id = $1`,
    /SUP_UNSAFE_CP/,
  ],
  [
    'the number is replaced',
    `UPDATE contact_point SET superseded_at = created_at WHERE person_id = $1`,
    /CONTACT_POINT_SUPERSEDED/,
  ],
  [
    'a danger marker is set',
    `UPDATE referral SET markers = markers || '{"domesticAbuse":"yes"}' WHERE person_id = $1`,
    /NOT_CONFIRMED/,
  ],
  [
    'the person wants no SMS',
    `INSERT INTO contact_preference (person_id, restricted, updated_by, updated_at)
     SELECT id, restricted, 'x', created_at FROM person WHERE id = $1`,
    /SMS_NEVER/,
  ],
  [
    'the case is closed',
    `UPDATE support_case SET closed_at = opened_at, closure_reason = 'x' WHERE person_id = $1`,
    /CASE_CLOSED/,
  ],
];

describe('A change between a coordinator’s word and the claim of the SMS', () => {
  it.each(CHANGES)('stops the SMS, and somebody is told: %s', async (_, sql, reason) => {
    const person = await waiting();
    const channel = new RecordingChannel();
    await contact.change(person.personId, sql, person.personId);
    await contact.sender(channel).sendMessage({ messageId: person.messageId });
    expect(channel.calls).toEqual([]);
    const [state, why] = await stateOf(person.messageId);
    expect(state).toBe('recalled');
    expect(why).toMatch(reason);
    expect(await openTasks(person.caseId)).toContain('look-at-changed-referral');
  });

  it('stops it although the number was confirmed: that danger nobody weighed', async () => {
    const ada = await texted(contact);
    const isSafe = `UPDATE contact_point SET safe = 'yes', confirmed_at = $2, confirmed_by = 'x' WHERE id = $1`;
    await contact.change(ada.personId, isSafe, ada.mobileId, contact.clock.now());
    const messageId = await askedFor(contact, ada);
    contact.later(1000);
    await contact.change(
      ada.personId,
      `UPDATE referral SET markers = markers || '{"domesticAbuse":"yes"}', last_received_at = $2 WHERE person_id = $1`,
      ada.personId,
      contact.clock.now(),
    );
    await contact.plan(ada.personId);
    await send(messageId);
    expect(await stateOf(messageId)).toEqual(['recalled', 'SAFETY_CHANGED']);
  });
});

describe('The fence of SMS', () => {
  it('lets one of 30 parallel jobs call Notify, with our text and reference', async () => {
    const { messageId, mobile } = await waiting();
    await Promise.all(Array.from({ length: 30 }, () => send(messageId)));
    const ours = notify.taken.filter(({ reference }) => reference === `${messageId}.1`);
    expect(ours).toEqual([
      {
        ...{ phone_number: mobile, template_id: TEMPLATE, reference: `${messageId}.1` },
        personalisation: { message: expect.stringContaining('0800 952 3000') as unknown },
      },
    ]);
    expect(await stateOf(messageId)).toEqual(['sent', null]);
  });

  it('never sends again what Notify may have, and asks it by reference what became of it', async () => {
    notify.mood = 'takes-and-hangs-up';
    const person = await waiting();
    await send(person.messageId);
    expect((await stateOf(person.messageId))[0]).toBe('unknown');
    expect(await openTasks(person.caseId)).toContain('settle-message');
    notify.mood = { status: 503, body: {} };
    await askNotify();
    expect((await stateOf(person.messageId))[0]).toBe('unknown');
    notify.mood = 'as-it-should';
    notify.statuses.set(`${person.messageId}.1`, 'delivered');
    await askNotify();
    expect(await stateOf(person.messageId)).toEqual(['delivered', null]);
    expect(await openTasks(person.caseId)).not.toContain('settle-message');
    expect(notify.taken.filter(({ reference }) => reference === `${person.messageId}.1`)).toHaveLength(1);
  });

  it('takes Notify’s silence for a no only after its delay, and only while it remembers', async () => {
    notify.mood = { status: 500, body: errorOf(500, 'Exception', 'Internal server error') };
    const [early, late] = [await waiting(), await waiting()];
    await send(early.messageId);
    await send(late.messageId);
    notify.mood = 'as-it-should';
    contact.later(30 * 60_000);
    await askNotify();
    expect(await stateOf(early.messageId)).toEqual(['unknown', 'notify-500']);
    await contact.rows(
      `UPDATE message SET claimed_at = claimed_at - interval '7 days' WHERE id = $1`,
      late.messageId,
    );
    contact.later(40 * 60_000);
    await askNotify();
    expect(await stateOf(early.messageId)).toEqual(['failed', 'never-arrived']);
    expect(await openTasks(early.caseId)).toEqual(expect.arrayContaining(['look-at-changed-referral']));
    expect(await stateOf(late.messageId)).toEqual(['unknown', 'notify-500']);
    expect(await openTasks(late.caseId)).toContain('settle-message');
  });

  it.each([
    [400, 'ValidationError', 'phone_number Number is not valid', ['failed', 'notify-400'], true],
    [400, 'BadRequestError', 'Can’t send to this recipient', ['failed', 'notify-400'], false],
    [403, 'AuthError', 'Invalid token: API key not found', ['queued', 'notify-403'], false],
    [429, 'RateLimitError', 'Exceeded rate limit', ['queued', 'notify-429'], false],
    [504, 'Exception', 'timeout', ['unknown', 'notify-504'], false],
  ])('reads Notify’s %s %s', async (status, error, message, expected, closes) => {
    notify.mood = { status, body: errorOf(status, error, message) };
    const { messageId, mobileId } = await waiting();
    await send(messageId);
    expect(await stateOf(messageId)).toEqual(expected);
    const [point] = await contact.rows<{ failed: boolean }>(
      `SELECT failed_at IS NOT NULL AS failed FROM contact_point WHERE id = $1`,
      mobileId,
    );
    expect(point).toEqual({ failed: closes });
  });

  it('puts an SMS back where Notify cannot be reached or does not know the key', async () => {
    const { messageId } = await waiting();
    const gone = await FakeNotify.open();
    const { url } = gone;
    await gone.close();
    await send(messageId, channelsTo(url));
    expect(await stateOf(messageId)).toEqual(['queued', 'notify-econnrefused']);
    contact.later(3_600_000);
    const otherKey = FakeNotify.apiKey.replace(/b$/, 'c');
    await send(messageId, channelsTo(notify.url, otherKey));
    expect(await stateOf(messageId)).toEqual(['queued', 'notify-403']);
  });

  it('leaves an SMS waiting where there is no way for it', async () => {
    const { messageId } = await waiting();
    await send(messageId, new MessageChannels({ email: NO_CHANNEL, sms: NO_CHANNEL, letter: NO_CHANNEL }));
    expect((await stateOf(messageId))[0]).toBe('queued');
  });
});
