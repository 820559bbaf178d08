import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';
import { refused } from '../support/http.js';
import { RecordingChannel } from '../support/recording-channel.js';

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open();
});

afterAll(() => contact.close());

const coordinator = () => contact.api.as('coordinator');

async function withMessage(): Promise<Contactable & { messageId: string }> {
  const ada = await contact.people.add();
  await contact.plan(ada.personId);
  const [message] = await contact.query<{ id: string }>(
    `SELECT id FROM message WHERE person_id = $1`,
    ada.personId,
  );
  return { ...ada, messageId: message!.id };
}

async function unknown(): Promise<Contactable & { messageId: string; etag: string }> {
  const ada = await withMessage();
  const channel = new RecordingChannel(() => ({ result: 'unknown', code: 'smtp-econnection' }));
  await contact.sender(channel).sendMessage({ messageId: ada.messageId });
  const { headers } = await coordinator().get(`/messages/${ada.messageId}`).expect(200);
  return { ...ada, etag: headers.etag as string };
}

const settlement = (id: string, etag: string | null, body: object) => {
  const request = coordinator().post(`/messages/${id}/settlement`, body);
  return etag === null ? request : request.set('if-match', etag);
};

async function openTasks(caseId: string): Promise<string[]> {
  const rows = await contact.query<{ kind: string }>(
    `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
    caseId,
  );
  return rows.map(({ kind }) => kind);
}

describe('GET /messages/{id} and /cases/{id}/messages', () => {
  it('show the text and address to those who may see the person, with each handing over', async () => {
    const ada = await withMessage();
    await contact.send(ada.messageId);
    const { body, headers } = await coordinator().get(`/messages/${ada.messageId}`).expect(200);
    expect(body).toMatchObject({
      state: 'sent',
      stateMeaning: 'The provider accepted it.',
      recipient: ada.email,
      subject: 'A message for you',
      tries: 1,
      providerReference: `${ada.messageId}.1`,
      attempts: [{ number: 1, result: 'accepted' }],
    });
    expect(body.body).toMatch(/^Hello,/);
    expect(headers.etag).toBe(`"${body.version}"`);
    expect(body.decisionId).toBe(body.attempts[0].decisionId);
    const list = await coordinator().get(`/cases/${ada.caseId}/messages`).expect(200);
    expect(list.body.items).toMatchObject([{ id: ada.messageId, state: 'sent' }]);
    expect(list.text).not.toContain(ada.email);
  });

  it('do not exist for whom the person is hidden from', async () => {
    const ada = await withMessage();
    await contact.send(ada.messageId);
    const before = await coordinator().get('/captured-messages?limit=200').expect(200);
    expect(before.text).toContain(ada.messageId);
    await contact.rows(`UPDATE person SET restricted = true WHERE id = $1`, ada.personId);
    await coordinator().get(`/messages/${ada.messageId}`).expect(refused(404, 'not-found'));
    await coordinator().get(`/cases/${ada.caseId}/messages`).expect(refused(404, 'not-found'));
    await settlement(ada.messageId, '"1"', { outcome: 'sent' }).expect(refused(404, 'not-found'));
    const after = await coordinator().get('/captured-messages?limit=200').expect(200);
    expect(after.text).not.toContain(ada.messageId);
  });

  it('are refused without the permission', async () => {
    const ada = await withMessage();
    await contact.api.as('referrer').get(`/messages/${ada.messageId}`).expect(refused(403, 'forbidden'));
    await contact.api.as('data-protection-officer').get(`/messages/${ada.messageId}`).expect(403);
  });
});

describe('GET /captured-messages', () => {
  it('pages through what would have left, newest first', async () => {
    const people = [await withMessage(), await withMessage(), await withMessage()];
    for (const { messageId } of people) {
      contact.later(1000);
      await contact.send(messageId);
    }
    const first = await coordinator().get('/captured-messages?limit=2').expect(200);
    expect(first.body.items.map(({ messageId }: { messageId: string }) => messageId)).toEqual([
      people[2]!.messageId,
      people[1]!.messageId,
    ]);
    expect(first.body.items[0]).toMatchObject({
      recipient: people[2]!.email,
      attempt: 1,
      caseId: people[2]!.caseId,
    });
    const next = await coordinator().get(`/captured-messages?limit=1&after=${first.body.next}`).expect(200);
    expect(next.body.items).toMatchObject([{ messageId: people[0]!.messageId }]);
    await coordinator()
      .get('/captured-messages?after=x')
      .expect(refused(400, 'invalid-request', 'after'));
  });

  it('keeps nothing readable in its row', async () => {
    const ada = await withMessage();
    await contact.send(ada.messageId);
    const [row] = await contact.rows<{ row: string }>(
      `SELECT c::text || m::text AS row FROM captured_message c JOIN message m ON m.id = c.message_id
        WHERE c.message_id = $1`,
      ada.messageId,
    );
    expect(row!.row).not.toContain(ada.email);
    expect(row!.row).not.toContain('A message for you');
  });
});

describe('POST /messages/{id}/settlement', () => {
  it('ends an unknown message as sent: its task, the first contact and the note follow', async () => {
    const ada = await unknown();
    expect(await openTasks(ada.caseId)).toEqual(['first-contact', 'settle-message']);
    const body = { outcome: 'sent', note: 'The log of the relay has it.' };
    const response = await settlement(ada.messageId, ada.etag, body).expect(200);
    expect(response.body).toMatchObject({
      state: 'sent',
      stateReasons: ['settled-by-person'],
      settledBy: 'dev-coordinator-1',
      sentAt: response.body.claimedAt,
    });
    expect(await openTasks(ada.caseId)).toEqual(['follow-up-review']);
    const [note] = await contact.rows<{ body_sealed: string }>(
      `SELECT body_sealed FROM case_note WHERE case_id = $1`,
      ada.caseId,
    );
    expect(note!.body_sealed).not.toContain('relay');
    const [event] = await contact.rows<{ details: object }>(
      `SELECT details FROM case_event WHERE case_id = $1 AND kind = 'message.settled'`,
      ada.caseId,
    );
    expect(event!.details).toMatchObject({ messageId: ada.messageId, outcome: 'sent' });
  });

  it('ends it as not sent: the first contact stays, and no machine sends it again', async () => {
    const ada = await unknown();
    await settlement(ada.messageId, ada.etag, { outcome: 'not-sent' }).expect(200);
    expect(await openTasks(ada.caseId)).toEqual(['first-contact']);
    await contact.plan(ada.personId);
    contact.later(3_700_000);
    await contact.sweep();
    await contact.send(ada.messageId);
    const { body } = await coordinator().get(`/messages/${ada.messageId}`).expect(200);
    expect(body).toMatchObject({ state: 'failed', tries: 1 });
  });

  it('is refused for a message of which one knows, an old version, or without a version', async () => {
    const ada = await unknown();
    await settlement(ada.messageId, '"1"', { outcome: 'sent' }).expect(refused(412, 'stale-edit'));
    await settlement(ada.messageId, null, { outcome: 'sent' }).expect(refused(428, 'if-match-required'));
    const both = await Promise.all([
      settlement(ada.messageId, ada.etag, { outcome: 'sent' }),
      settlement(ada.messageId, ada.etag, { outcome: 'not-sent' }),
    ]);
    expect(both.map(({ status }) => String(status)).sort()).toEqual(['200', '409']);
    await settlement(ada.messageId, ada.etag, { outcome: 'sent' }).expect(
      refused(409, 'message-not-unknown'),
    );
    const known = await withMessage();
    await settlement(known.messageId, '"1"', { outcome: 'sent' }).expect(refused(409, 'message-not-unknown'));
  });

  it.each([
    [{}, ['outcome']],
    [{ outcome: 'maybe' }, ['outcome']],
    [{ outcome: 'sent', note: ' ' }, ['note']],
    [{ outcome: 'sent', note: null }, ['note']],
    [{ outcome: 'sent', note: 'a\u0000b' }, ['note']],
    [{ outcome: 'sent', state: 'sent' }, ['state']],
  ])('refuses %j', async (body, fields) => {
    const ada = await withMessage();
    await settlement(ada.messageId, '"1"', body).expect(refused(400, 'invalid-request', ...fields));
  });
});
