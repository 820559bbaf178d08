import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { londonDayOf } from '../../src/platform/working-days/london-days.js';
import { ContactApplication } from '../support/contact-application.js';
import { refused } from '../support/http.js';
import { type Resident, postPoint, resident } from '../support/residents.js';

interface Item {
  caseId: string;
  outcome: string;
  messageId: string | null;
  leftOutBecause: { reason: string }[];
}

let contact: ContactApplication;
let ada: Resident;
let bo: Resident;

beforeEach(async () => {
  contact = await ContactApplication.open();
  [ada, bo] = [await resident(contact), await resident(contact)];
});
afterEach(() => contact.close());

async function proposed(who: 'coordinator' | 'team-leader' = 'coordinator'): Promise<string> {
  const day = londonDayOf(contact.clock.now());
  const body = { kind: 'no-needs-letter', acceptedFrom: day, acceptedTo: day };
  const response = await contact.api.as(who).post('/message-batches', body).expect(201);
  return (response.body as { id: string }).id;
}

const verb = (id: string, name: string, who: string, etag: string | null, body?: object) => {
  const request = contact.api.as(who as 'coordinator').post(`/message-batches/${id}/${name}`, body);
  return etag === null ? request : request.set('if-match', etag);
};
const approve = (id: string, who = 'team-leader', etag: string | null = '"1"') =>
  verb(id, 'approval', who, etag);
const itemsOf = async (id: string) =>
  ((await contact.api.as('coordinator').get(`/message-batches/${id}`).expect(200)).body as { items: Item[] })
    .items;

const letters = () =>
  contact.rows<{ id: string; case_id: string; state: string; origin: string }>(
    `SELECT id, case_id, state, origin, batch_id FROM message WHERE channel = 'letter' ORDER BY case_id`,
  );

describe('POST /message-batches/{id}/approval', () => {
  it('queues a letter for everybody who still fits, and prints it as a PDF', async () => {
    const id = await proposed();
    const { body } = await approve(id).expect(200);
    expect(body).toMatchObject({ state: 'approved', approvedBy: 'dev-team-leader-1', queued: 2, version: 2 });
    expect(await letters()).toMatchObject([
      { state: 'queued', origin: 'batch', batch_id: id },
      { state: 'queued', origin: 'batch', batch_id: id },
    ]);
    const announced = await contact.rows(`SELECT 1 FROM outbox_event WHERE name = 'message.queued'`);
    expect(announced).toHaveLength(2);
    const { messageId } = (await itemsOf(id)).find(({ caseId }) => caseId === ada.caseId)!;
    await contact.send(messageId!);
    const reader = contact.api.as('coordinator');
    const { body: message } = await reader.get(`/messages/${messageId}`).expect(200);
    expect(message).toMatchObject({
      state: 'sent',
      channel: 'letter',
      origin: 'batch',
      batchId: id,
      tries: 1,
    });
    expect((message as { recipient: string }).recipient).toBe(
      `Ada Invented\n${ada.address.buildingNumber} Invented Street\nWORCESTER\nWR1 1AA`,
    );
    const pdf = await reader.get(`/captured-messages/${messageId}/pdf`).expect(200);
    expect(pdf.type).toBe('application/pdf');
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    const { body: captured } = await reader.get('/captured-messages').expect(200);
    expect(captured).toMatchObject({
      items: [{ messageId, channel: 'letter', pdf: `/api/v1/captured-messages/${messageId}/pdf` }],
    });
    const tasks = await contact.rows<{ kind: string }>(
      `SELECT kind FROM task WHERE case_id = $1 AND completed_at IS NULL`,
      ada.caseId,
    );
    expect(tasks).not.toContainEqual({ kind: 'first-contact' });
  });

  it('is for somebody else than who made it, in the database too', async () => {
    const id = await proposed();
    await approve(id, 'coordinator').expect(refused(409, 'second-person-needed'));
    await expect(
      contact.rows(
        `UPDATE message_batch SET state = 'approved', approved_by = created_by, approved_at = created_at WHERE id = $1`,
        id,
      ),
    ).rejects.toThrow(/check constraint/);
    const leaders = await proposed('team-leader');
    await approve(leaders, 'team-leader').expect(refused(409, 'second-person-needed'));
    expect(await letters()).toEqual([]);
  });

  it('happens once, on the version that was read', async () => {
    const id = await proposed();
    await approve(id, 'team-leader', null).expect(refused(428, 'if-match-required'));
    await approve(id, 'team-leader', '"7"').expect(refused(412, 'stale-edit'));
    const both = await Promise.all([approve(id), approve(id)]);
    expect(both.map(({ status }) => String(status)).sort()).toEqual(['200', '409']);
    await approve(id).expect(refused(409, 'batch-decided'));
    expect(await letters()).toHaveLength(2);
    const nobody = '0193a5b0-0000-7000-8000-00000000dead';
    await approve(nobody).expect(refused(404, 'not-found'));
    await approve(id, 'referrer').expect(refused(403, 'forbidden'));
  });

  it('refuses an empty list', async () => {
    await contact.rows(`UPDATE referral SET pathway = 'self'`);
    await approve(await proposed()).expect(refused(409, 'batch-empty'));
  });

  it('leaves out who changed since the list was made, with the reason', async () => {
    const id = await proposed();
    await contact.change(
      bo.personId,
      `UPDATE referral SET markers = markers || '{"vulnerable":"yes"}' WHERE person_id = $1`,
      bo.personId,
    );
    await contact.plan(bo.personId);
    await approve(id).expect(200);
    const items = await itemsOf(id);
    expect(items.find(({ caseId }) => caseId === ada.caseId)).toMatchObject({ outcome: 'queued' });
    const left = items.find(({ caseId }) => caseId === bo.caseId)!;
    expect(left).toMatchObject({ outcome: 'left-out', messageId: null });
    expect(left.leftOutBecause.map(({ reason }) => reason).join()).toMatch(/vulnerable/);
    expect(await letters()).toHaveLength(1);
  });

  it('writes to nobody at another address than the one on the list', async () => {
    const id = await proposed();
    contact.later(1000);
    await postPoint(contact, ada.personId, {
      buildingNumber: '900',
      street: 'New Street',
      postcode: 'WR2 2BB',
    });
    await approve(id).expect(200);
    expect((await itemsOf(id)).find(({ caseId }) => caseId === ada.caseId)).toMatchObject({
      outcome: 'left-out',
      leftOutBecause: [{ reason: 'CONTACT_POINT_SUPERSEDED' }],
    });
  });

  it('writes one letter for a case, however many lists it is on', async () => {
    const [one, other] = [await proposed(), await proposed()];
    await Promise.all([approve(one).expect(200), approve(other).expect(200)]);
    expect(await letters()).toHaveLength(2);
    const [letter] = await letters();
    await expect(
      contact.rows(
        `INSERT INTO message SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid()))).*
           FROM message m WHERE id = $1`,
        letter!.id,
      ),
    ).rejects.toThrow(/message_letter_once/);
  });
});

describe('POST /message-batches/{id}/rejection', () => {
  it('ends a batch, for whoever made it too, and nothing of it is sent', async () => {
    const id = await proposed();
    await verb(id, 'rejection', 'coordinator', '"1"', { reasonCode: 'because' }).expect(
      refused(400, 'invalid-request', 'reasonCode'),
    );
    await verb(id, 'rejection', 'coordinator', '"2"', { reasonCode: 'wrong-days' }).expect(
      refused(412, 'stale-edit'),
    );
    const { body } = await verb(id, 'rejection', 'coordinator', '"1"', { reasonCode: 'wrong-days' }).expect(
      200,
    );
    expect(body).toMatchObject({
      state: 'rejected',
      rejectedBy: 'dev-coordinator-1',
      rejectionReason: 'wrong-days',
    });
    await approve(id).expect(refused(409, 'batch-decided'));
    expect(await letters()).toEqual([]);
  });
});
