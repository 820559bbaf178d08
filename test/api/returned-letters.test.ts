import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { londonDayOf } from '../../src/platform/working-days/london-days.js';
import { VictimsModule } from '../../src/victims/victims.module.js';
import { ContactApplication } from '../support/contact-application.js';
import { refused } from '../support/http.js';
import { type Resident, resident } from '../support/residents.js';

let contact: ContactApplication;
let ada: Resident & { messageId: string };

beforeAll(async () => {
  contact = await ContactApplication.open({ rooms: [VictimsModule] });
});
beforeEach(async () => {
  contact.later(1000);
  ada = await written();
});
afterAll(() => contact.close());

/** Somebody to whom a letter of an approved batch was printed. */
async function written(): Promise<Resident & { messageId: string }> {
  const somebody = await resident(contact);
  const day = londonDayOf(contact.clock.now());
  const { body: batch } = await contact.api
    .as('coordinator')
    .post('/message-batches', { kind: 'no-needs-letter', acceptedFrom: day, acceptedTo: day })
    .expect(201);
  const approval = `/message-batches/${(batch as { id: string }).id}/approval`;
  await contact.api.as('team-leader').post(approval).set('if-match', '"1"').expect(200);
  const [message] = await contact.query<{ id: string }>(
    `SELECT id FROM message WHERE person_id = $1`,
    somebody.personId,
  );
  await contact.send(message!.id);
  return { ...somebody, messageId: message!.id };
}

const cameBack = (reason = 'gone-away', { messageId } = ada) =>
  contact.api.as('coordinator').post(`/messages/${messageId}/return`, { reason });

const point = async () => {
  const { body } = await contact.api
    .as('coordinator')
    .get(`/victims/${ada.personId}/contact-points`)
    .expect(200);
  return body as { items: { id: string; invalidCode: string; version: number }[]; safetyVersion: number };
};
const tasks = () =>
  contact.query<{ kind: string; about: string | null; caseId: string }>(
    `SELECT kind, source_id AS about, case_id AS "caseId" FROM task
      WHERE person_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL AND kind <> 'follow-up-review'`,
    ada.personId,
  );
async function closed(closureReason = 'information-only'): Promise<void> {
  await contact.rows(
    `UPDATE support_case SET closed_at = $2, closure_reason = $3, next_action_due_at = NULL WHERE id = $1`,
    ...[ada.caseId, contact.clock.now(), closureReason],
  );
  await contact.rows(
    `UPDATE task SET cancelled_at = created_at, outcome_code = 'case-closed' WHERE case_id = $1 AND completed_at IS NULL`,
    ada.caseId,
  );
}
const continued = () =>
  contact.rows<{ caseId: string; reason: string }>(
    `SELECT c.id AS "caseId", o.reason FROM support_case c JOIN case_reopening o ON o.case_id = c.id WHERE c.reopened_from = $1`,
    ada.caseId,
  );
const planned = async () => {
  await contact.plan(ada.personId);
  const { body } = await contact.api.as('coordinator').get(`/cases/${ada.caseId}/contact-plan`).expect(200);
  return body as {
    decision: { contactPoints: { id: string; isUsableByMachine: boolean; blockedBy: { code: string }[] }[] };
    messages: { state: string; stateReasons: string[] }[];
  };
};

describe('POST /messages/{id}/return', () => {
  it('closes the address, and has somebody find a safe way', async () => {
    const { body } = await cameBack().expect(200);
    expect(body).toMatchObject({
      ...{ id: ada.messageId, state: 'returned', stateReasons: ['gone-away'] },
      settledBy: 'dev-coordinator-1',
    });
    expect((await point()).items).toMatchObject([{ id: ada.postId, invalidCode: 'returned-gone-away' }]);
    expect(await tasks()).toEqual([{ kind: 'find-contact-point', about: ada.messageId, caseId: ada.caseId }]);
    const { decision, messages } = await planned();
    const [verdict] = decision.contactPoints;
    expect(verdict).toMatchObject({ id: ada.postId, isUsableByMachine: false });
    expect(verdict!.blockedBy).toContainEqual(
      expect.objectContaining({ code: 'SUP_UNSAFE_CP', detail: 'failed' }),
    );
    expect(messages).toMatchObject([{ state: 'returned', stateReasons: ['gone-away'] }]);
  });

  it('asks first whether any way is safe where somebody refused it', async () => {
    await cameBack('refused').expect(200);
    expect(await tasks()).toMatchObject([{ kind: 'decide-safe-contact' }]);
  });

  it('is audited, told in the case, and tells nobody else', async () => {
    const before = await contact.rows<{ id: string }>(`SELECT id FROM outbox_event`);
    await cameBack('addressee-unknown').expect(200);
    const events = await contact.rows(
      `SELECT kind FROM case_event WHERE person_id = $1 AND kind LIKE '%returned' ORDER BY kind`,
      ada.personId,
    );
    expect(events).toEqual([{ kind: 'contact-point.returned' }, { kind: 'message.returned' }]);
    const audited = await contact.rows(
      `SELECT action FROM audit_entry WHERE $1 = ANY (person_ids) AND action = 'message.return'`,
      ada.personId,
    );
    expect(audited).toHaveLength(1);
    const told = await contact.rows<{ name: string; payload: object }>(
      `SELECT name, payload FROM outbox_event WHERE NOT id = ANY ($1)`,
      before.map(({ id }) => id),
    );
    expect(told).toEqual([{ name: 'contact-safety.changed', payload: { personId: ada.personId } }]);
    await contact.plan(ada.personId);
    expect(await contact.query(`SELECT id FROM message WHERE person_id = $1`, ada.personId)).toHaveLength(1);
  });

  it('is one word: the same again changes nothing, and another reason is refused', async () => {
    const first = await cameBack().expect(200);
    const after = await point();
    const { body } = await cameBack().expect(200);
    expect((body as { version: number }).version).toBe((first.body as { version: number }).version);
    expect(await point()).toEqual(after);
    expect(await tasks()).toHaveLength(1);
    await cameBack('refused').expect(refused(409, 'already-returned'));
  });

  it.each(['planned', 'queued', 'held', 'recalled', 'failed', 'claimed'])(
    'is refused of a letter that was never sent: %s',
    async (state) => {
      await contact.rows(`UPDATE message SET state = $2 WHERE id = $1`, ada.messageId, state);
      await cameBack().expect(refused(409, 'letter-not-sent'));
      expect(await tasks()).toEqual([]);
    },
  );

  it('settles a letter of which nobody knew whether it left', async () => {
    await contact.rows(`UPDATE message SET state = 'unknown', sent_at = NULL WHERE id = $1`, ada.messageId);
    await contact.rows(
      `INSERT INTO task (id, case_id, person_id, kind, source, source_id, team, due_at, created_at, created_by)
       SELECT gen_random_uuid(), case_id, person_id, 'settle-message', 'contact', id, 'central', planned_at, planned_at, 'x'
         FROM message WHERE id = $1`,
      ada.messageId,
    );
    const { body } = await cameBack().expect(200);
    expect((body as { sentAt: string | null }).sentAt).not.toBeNull();
    expect(await tasks()).toMatchObject([{ kind: 'find-contact-point' }]);
  });

  it('is refused of what is no letter', async () => {
    const eve = await contact.people.add();
    await contact.plan(eve.personId);
    const [email] = await contact.query<{ id: string }>(
      `SELECT id FROM message WHERE person_id = $1`,
      eve.personId,
    );
    await contact.send(email!.id);
    await cameBack('refused', { ...ada, messageId: email!.id }).expect(refused(409, 'not-a-letter'));
  });

  it('goes on in a new case where the letter’s is closed', async () => {
    await closed();
    await cameBack().expect(200);
    const stays = await continued();
    expect(stays).toMatchObject([{ reason: 'letter-came-back' }]);
    expect(await tasks()).toMatchObject(
      [{ ...stays[0], about: ada.messageId, kind: 'find-contact-point' }].map(
        ({ caseId, about, kind }: Record<string, unknown>) => ({ caseId, about, kind }),
      ),
    );
  });

  const NOBODY_MAY_CONTACT: [string, () => Promise<unknown>][] = [
    ['died', () => contact.rows(`UPDATE person SET deceased = true WHERE id = $1`, ada.personId)],
    [
      'has a marker against contact',
      () =>
        contact.rows(
          `UPDATE referral SET markers = markers || '{"noContact": "yes"}' WHERE person_id = $1`,
          ada.personId,
        ),
    ],
    [
      'objected',
      () => contact.rows(`UPDATE person SET objected_at = created_at WHERE id = $1`, ada.personId),
    ],
  ];

  it.each(NOBODY_MAY_CONTACT)('opens no case and adds no task where the person %s', async (_, happens) => {
    await happens();
    await cameBack('gone-away').expect(200);
    expect((await point()).items).toMatchObject([{ id: ada.postId, invalidCode: 'returned-gone-away' }]);
    expect(await tasks()).toEqual([]);
    ada = await written();
    await happens();
    await closed();
    await cameBack('refused').expect(200);
    expect((await point()).items).toMatchObject([{ id: ada.postId, invalidCode: 'returned-refused' }]);
    expect([await continued(), await tasks()]).toEqual([[], []]);
  });

  const WANTS_NO_CONTACT: [string, () => Promise<unknown>][] = [
    [
      'objected to contact',
      async () => {
        await closed();
        await contact.rows(
          `UPDATE person SET objected_at = $2 WHERE id = $1`,
          ada.personId,
          contact.clock.now(),
        );
      },
    ],
    ['declined support', () => closed('support-declined')],
    [
      'told the police that they want no support',
      async () => {
        await closed();
        await contact.rows(`UPDATE referral SET victim_support = false WHERE person_id = $1`, ada.personId);
      },
    ],
  ];

  it.each(WANTS_NO_CONTACT)(
    'closes the address only where the case is closed and they %s',
    async (_, wish) => {
      await wish();
      await cameBack('refused').expect(200);
      expect((await point()).items).toMatchObject([{ id: ada.postId, invalidCode: 'returned-refused' }]);
      expect([await continued(), await tasks()]).toEqual([[], []]);
      const audited = await contact.rows(
        `SELECT action FROM audit_entry WHERE $1 = ANY (person_ids) AND action = 'message.return'`,
        ada.personId,
      );
      expect(audited).toHaveLength(1);
    },
  );

  it('can be outlived by the word of a coordinator that the address is right', async () => {
    await cameBack().expect(200);
    contact.later(1000);
    const { items, safetyVersion } = await point();
    await contact.api
      .as('coordinator')
      .post(`/victims/${ada.personId}/contact-points/${ada.postId}/confirmation`, {
        ...{ safe: 'yes', belongsTo: 'victim', reasonCode: 'asked-the-person', safetyVersion },
      })
      .set('if-match', `"${items[0]!.version}"`)
      .expect(200);
    expect((await point()).items).toMatchObject([{ invalidCode: null }]);
    const { decision } = await planned();
    expect(decision.contactPoints).toMatchObject([{ isUsableByMachine: true }]);
  });

  it('knows only its reasons, and no letter of whom the caller may not see', async () => {
    await cameBack('lost').expect(refused(400, 'invalid-request', 'reason'));
    await contact.api
      .as('referrer')
      .post(`/messages/${ada.messageId}/return`, { reason: 'refused' })
      .expect(refused(403, 'forbidden'));
    await contact.rows(`UPDATE person SET restricted = true WHERE id = $1`, ada.personId);
    await cameBack().expect(refused(404, 'not-found'));
  });
});
