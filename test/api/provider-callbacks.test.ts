import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { SettableClock } from '../../src/platform/clock.js';
import type { Channel } from '../../src/contact/channels/channel.js';
import { CALLBACK_TOKEN, ContactApplication } from '../support/contact-application.js';
import { refused } from '../support/http.js';
import { askedFor, type Texted, texted } from '../support/texted.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open({ clock: new SettableClock(new Date('2026-11-24T12:00:00Z')) });
});
afterAll(() => contact.close());

const callback = (reference: string | null, status: string, changes: object = {}, token = CALLBACK_TOKEN) =>
  supertest(contact.api.service.url)
    .post('/api/v1/provider-callbacks/notify')
    .set('authorization', `Bearer ${token}`)
    .send({
      ...{ id: '740e5834-3a29-46b4-9a6f-16142fde533a', reference, to: '07700900123', status },
      ...{ created_at: '2017-05-14T12:15:30.000000Z', completed_at: '2017-05-14T12:15:30.000000Z' },
      ...{ sent_at: '2017-05-14T12:15:30.000000Z', notification_type: 'sms' },
      ...{ template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a', template_version: 1 },
      ...changes,
    });

const ACCEPTS: Channel = { name: 'notify', send: async () => ({ result: 'accepted' }) };
const LOSES_ANSWER: Channel = { name: 'notify', send: async () => ({ result: 'unknown', code: 'timeout' }) };

async function sent(by = ACCEPTS): Promise<Texted & { messageId: string; reference: string }> {
  const person = await texted(contact);
  const messageId = await askedFor(contact, person);
  await contact.sender(by).sendMessage({ messageId });
  return { ...person, messageId, reference: `${messageId}.1` };
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

describe('POST /provider-callbacks/notify', () => {
  it('writes down that an SMS arrived, once however often it is told', async () => {
    const { messageId, reference, caseId } = await sent();
    for (let time = 0; time < 3; time += 1) await callback(reference, 'delivered').expect(204);
    expect(await stateOf(messageId)).toEqual(['delivered', null]);
    await callback(reference, 'sending').expect(204);
    await callback(reference, 'permanent-failure').expect(204);
    expect(await stateOf(messageId)).toEqual(['delivered', null]);
    const events = await contact.rows(
      `SELECT 1 FROM case_event WHERE case_id = $1 AND kind = 'message.delivered'`,
      caseId,
    );
    expect(events).toHaveLength(1);
    const [entry] = await contact.rows<{ subject: string; ids: string[] }>(
      `SELECT subject, target_ids AS ids FROM audit_entry WHERE action = 'message.receipt' AND $1 = ANY (target_ids) LIMIT 1`,
      messageId,
    );
    expect(entry).toEqual({ subject: 'service:provider-callback', ids: [messageId] });
  });

  it.each([
    ['permanent-failure', true],
    ['temporary-failure', false],
    ['technical-failure', false],
  ])('gives an SMS that failed to a person: %s', async (status, closes) => {
    const { messageId, reference, caseId, mobileId } = await sent();
    await callback(reference, status).expect(204);
    await callback(reference, status).expect(204);
    expect(await stateOf(messageId)).toEqual(['failed', status]);
    expect(await openTasks(caseId)).toContain('look-at-changed-referral');
    const [point] = await contact.rows<{ failed: boolean }>(
      `SELECT failed_at IS NOT NULL AS failed FROM contact_point WHERE id = $1`,
      mobileId,
    );
    expect(point).toEqual({ failed: closes });
  });

  it('settles what nobody knew, and ends its task', async () => {
    const { messageId, reference, caseId } = await sent(LOSES_ANSWER);
    expect(await openTasks(caseId)).toContain('settle-message');
    await callback(reference, 'delivered').expect(204);
    expect(await stateOf(messageId)).toEqual(['delivered', null]);
    expect(await openTasks(caseId)).not.toContain('settle-message');
  });

  it('may come before the answer to the sending itself', async () => {
    let reference = '';
    const early: Channel = {
      name: 'notify',
      send: async (message) => {
        reference = message.reference;
        await callback(reference, 'delivered').expect(204);
        return { result: 'accepted' };
      },
    };
    const { messageId } = await sent(early);
    expect(await stateOf(messageId)).toEqual(['delivered', null]);
    const [attempt] = await contact.rows<object>(
      `SELECT result FROM message_attempt WHERE message_id = $1`,
      messageId,
    );
    expect(attempt).toEqual({ result: 'accepted' });
  });

  it('answers 404 to a reference that it never gave, and repeats nothing of it', async () => {
    for (const reference of ['Canary-reference', '0193a5b0-0000-7000-8000-00000000dead.1', null]) {
      const response = await callback(reference, 'delivered').expect(refused(404, 'not-found'));
      expect(response.text).not.toMatch(/Canary|dead|07700/);
    }
  });

  it('is for Notify alone', async () => {
    const { reference, messageId } = await sent();
    await callback(reference, 'delivered', {}, 'another-token-that-is-long-enough-to-be-one').expect(401);
    await callback(reference, 'delivered', {}, '').expect(401);
    const coordinator = contact.api.as('coordinator');
    await coordinator
      .post('/provider-callbacks/notify', { status: 'delivered' })
      .expect(refused(403, 'forbidden'));
    const notify = supertest(contact.api.service.url).get('/api/v1/message-batches');
    await notify.set('authorization', `Bearer ${CALLBACK_TOKEN}`).expect(401);
    expect(await stateOf(messageId)).toEqual(['sent', null]);
  });

  it.each([
    [{ status: 'unheard-of' }, 'status'],
    [{ notification_type: 'email' }, 'notification_type'],
    [{ id: 7 }, 'id'],
  ])('refuses %j', async (changes, field) => {
    const { reference } = await sent();
    await callback(reference, 'delivered', changes).expect(refused(400, 'invalid-request', field));
  });
});
