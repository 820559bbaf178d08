import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettableClock } from '../../src/platform/clock.js';
import { ContactApplication } from '../support/contact-application.js';
import { refused } from '../support/http.js';
import { askedFor, phonePoint, type Texted, texted } from '../support/texted.js';

const TUESDAY_NOON = new Date('2026-11-24T12:00:00Z');

let contact: ContactApplication;

beforeAll(async () => {
  contact = await ContactApplication.open({ clock: new SettableClock(TUESDAY_NOON) });
});
afterAll(() => contact.close());

const ask = (
  { caseId, mobileId }: Pick<Texted, 'caseId' | 'mobileId'>,
  changes: object = {},
  who = 'coordinator',
) =>
  contact.api.as(who as 'coordinator').post(`/cases/${caseId}/messages`, {
    ...{ channel: 'sms', contactPointId: mobileId, templateCode: 'sms-please-ring', safetyVersion: 1 },
    ...changes,
  });

const confirm = ({ personId, mobileId }: Texted) =>
  contact.change(
    personId,
    `UPDATE contact_point SET safe = 'yes', confirmed_at = $2, confirmed_by = 'x' WHERE id = $1`,
    mobileId,
    contact.clock.now(),
  );

const prefer = (personId: string, sms: string, windows: object[] = []) =>
  contact.rows(
    `INSERT INTO contact_preference (person_id, restricted, sms, safe_windows, updated_by, updated_at)
     SELECT id, restricted, $2, $3, 'x', created_at FROM person WHERE id = $1`,
    personId,
    sms,
    JSON.stringify(windows),
  );

async function messageOf(id: string): Promise<{ state: string; next: Date | null }> {
  const [row] = await contact.rows<{ state: string; next: Date | null }>(
    `SELECT state, next_try_at AS next FROM message WHERE id = $1`,
    id,
  );
  return row!;
}

describe('POST /cases/{id}/messages', () => {
  it('sends one of the texts, which is captured', async () => {
    const ada = await texted(contact);
    const { body } = await ask(ada).expect(201);
    expect(body).toMatchObject({
      ...{ origin: 'coordinator', channel: 'sms', state: 'queued', askedBy: 'dev-coordinator-1' },
      ...{ recipient: ada.mobile, templateCode: 'sms-please-ring', batchId: null },
    });
    const { id } = body as { id: string };
    await contact.send(id);
    const { body: captured } = await contact.api.as('coordinator').get('/captured-messages').expect(200);
    expect(captured).toMatchObject({
      items: [{ messageId: id, channel: 'sms', recipient: ada.mobile, pdf: null }],
    });
    expect((await messageOf(id)).state).toBe('sent');
    const events = await contact.rows<{ kind: string }>(
      `SELECT kind FROM case_event WHERE case_id = $1 AND kind LIKE 'message.%' ORDER BY id`,
      ada.caseId,
    );
    expect(events.map(({ kind }) => kind)).toEqual(['message.queued', 'message.sent']);
  });

  it('goes to whom no machine may write where a coordinator confirmed the number', async () => {
    const ada = await texted(contact, { referral: { relationship_codes: ['PTPR_0092'] } });
    await ask(ada).expect(refused(409, 'contact-point-not-confirmed'));
    await confirm(ada);
    const { id } = (await ask(ada, { safetyVersion: 2 }).expect(201)).body as { id: string };
    await contact.send(id);
    expect((await messageOf(id)).state).toBe('sent');
  });

  it('is refused with its own code for each reason', async () => {
    const cases: [code: string, sql: string][] = [
      ['do-not-contact', `UPDATE person SET objected_at = created_at WHERE id = $1`],
      [
        'do-not-contact',
        `UPDATE referral SET markers = markers || '{"noContact":"yes"}' WHERE person_id = $1`,
      ],
      [
        'contact-point-superseded',
        `UPDATE contact_point SET superseded_at = created_at WHERE person_id = $1`,
      ],
      ['contact-point-unsafe', `UPDATE contact_point SET safe = 'no' WHERE person_id = $1`],
      ['contact-point-unsafe', `UPDATE contact_point SET failed_at = created_at WHERE person_id = $1`],
      ['contact-point-unsafe', `UPDATE contact_point SET belongs_to = 'other' WHERE person_id = $1`],
      ['contact-point-not-confirmed', `UPDATE person SET date_of_birth = NULL WHERE id = $1`],
      [
        'case-closed',
        `UPDATE support_case SET closed_at = opened_at, closure_reason = 'x' WHERE person_id = $1`,
      ],
    ];
    for (const [code, sql] of cases) {
      const person = await texted(contact);
      await contact.rows(sql, person.personId);
      await ask(person).expect(refused(409, code));
    }
    const ada = await texted(contact);
    await prefer(ada.personId, 'never');
    await ask(ada).expect(refused(409, 'sms-not-wanted'));
    const landline = await phonePoint(contact, ada.personId, '+441632960001', 'home-phone');
    const bo = await texted(contact);
    const home = await phonePoint(contact, bo.personId, '+441632960002', 'home-phone');
    await contact.plan(bo.personId);
    await ask({ ...bo, mobileId: home }).expect(refused(409, 'not-a-uk-mobile'));
    await ask({ ...bo, mobileId: landline }).expect(refused(400, 'invalid-request', 'contactPointId'));
    await askedFor(contact, bo);
    await ask(bo).expect(refused(409, 'already-waiting'));
  });

  it('rests on what the coordinator read: a danger that came since, they have not weighed', async () => {
    const ada = await texted(contact);
    await confirm(ada);
    await contact.plan(ada.personId);
    const read = await contact.api.as('coordinator').get(`/cases/${ada.caseId}/contact-plan`).expect(200);
    const { safetyVersion } = (read.body as { decision: { safetyVersion: number } }).decision;
    const danger = `UPDATE referral SET markers = markers || '{"domesticAbuse":"yes"}' WHERE person_id = $1`;
    await contact.change(ada.personId, danger, ada.personId);
    await ask(ada, { safetyVersion }).expect(refused(412, 'stale-edit'));
    await ask(ada, { safetyVersion: undefined }).expect(refused(400, 'invalid-request', 'safetyVersion'));
    expect(await contact.rows(`SELECT id FROM message WHERE person_id = $1`, ada.personId)).toEqual([]);
    await contact.plan(ada.personId);
    await ask(ada, { safetyVersion: safetyVersion + 1 }).expect(201);
  });

  it('takes no free text, no other channel, and nobody without the permission', async () => {
    const ada = await texted(contact);
    const faults: [object, string][] = [
      [{ templateCode: 'email-acknowledgement' }, 'templateCode'],
      [{ channel: 'email' }, 'channel'],
      [{ body: 'Canary' }, 'body'],
      [{ contactPointId: 'x' }, 'contactPointId'],
    ];
    for (const [changes, field] of faults) {
      await ask(ada, changes).expect(refused(400, 'invalid-request', field));
    }
    await ask(ada, {}, 'referrer').expect(refused(403, 'forbidden'));
    await ask(ada).unset('idempotency-key').expect(400);
    const nobody = { ...ada, caseId: '0193a5b0-0000-7000-8000-00000000dead' };
    await ask(nobody).expect(refused(404, 'not-found'));
    await contact.rows(`UPDATE person SET restricted = true WHERE id = $1`, ada.personId);
    await ask(ada).expect(refused(404, 'not-found'));
    expect(await contact.rows(`SELECT id FROM message WHERE person_id = $1`, ada.personId)).toEqual([]);
  });

  it('makes one SMS of two requests with one key', async () => {
    const ada = await texted(contact);
    const first = await ask(ada).set('idempotency-key', 'sms-1').expect(201);
    const second = await ask(ada).set('idempotency-key', 'sms-1').expect(201);
    expect((second.body as { id: string }).id).toBe((first.body as { id: string }).id);
  });

  it('waits for the hours for SMS, and for the times that the person named as safe', async () => {
    const [ada, bo, never] = [await texted(contact), await texted(contact), await texted(contact)];
    await prefer(bo.personId, 'plain-only', [{ days: ['wed', 'fri'], from: '18:30', to: '22:00' }]);
    await prefer(never.personId, 'ok', [{ days: ['sun'], from: '21:00', to: '23:00' }]);
    await ask(never).expect(refused(409, 'no-safe-time'));
    contact.clock.set(new Date('2026-11-24T20:00:00Z'));
    const [toAda, toBo] = [await askedFor(contact, ada), await askedFor(contact, bo)];
    await contact.send(toAda);
    await contact.send(toBo);
    expect(await messageOf(toAda)).toEqual({ state: 'queued', next: new Date('2026-11-25T08:00:00Z') });
    expect(await messageOf(toBo)).toEqual({ state: 'queued', next: new Date('2026-11-25T18:30:00Z') });
    contact.clock.set(new Date('2026-11-25T18:30:00Z'));
    await contact.send(toAda);
    await contact.send(toBo);
    expect([(await messageOf(toAda)).state, (await messageOf(toBo)).state]).toEqual(['sent', 'sent']);
    contact.clock.set(TUESDAY_NOON);
  });
});
