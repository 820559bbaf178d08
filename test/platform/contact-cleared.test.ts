import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/platform/access/actor.js';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { CollisionWord } from '../../src/victims/collision-word.js';
import { SafetyWord } from '../../src/victims/safety-word.js';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';
import { RecordingChannel } from '../support/recording-channel.js';

const COORDINATOR: Actor = { kind: 'user', subject: 'dev-coordinator-1', roles: ['coordinator'] };
const MINUTE = 60_000;

let contact: ContactApplication;
let word: CollisionWord;

beforeAll(async () => {
  contact = await ContactApplication.open();
  word = new CollisionWord(contact.database);
});

afterAll(() => contact.close());

/** A suspect of some crime comes to light who has the person's email address. */
async function suspectWith({ email }: Contactable): Promise<void> {
  const key = contact.app.get(BlindIndex).of('email', email.toLowerCase());
  const { incidentId } = await contact.people.add();
  await contact.rows(
    `WITH s AS (INSERT INTO party (id, incident_id, role, created_at)
       VALUES (gen_random_uuid(), $1, 'suspect', $3) RETURNING id)
     INSERT INTO suspect_key SELECT id, $1, 'email', $2, $3 FROM s`,
    incidentId,
    key,
    contact.clock.now(),
  );
}

async function collisionOf({ personId }: Contactable): Promise<{ id: string; version: number }> {
  const [row] = await contact.query<{ id: string; version: number }>(
    `SELECT c.id, p.safety_version AS version FROM collision c JOIN person p ON p.id = c.person_id
      WHERE c.person_id = $1 AND c.gone_at IS NULL`,
    personId,
  );
  return row!;
}

async function planOf({ referralId }: Contactable): Promise<object | undefined> {
  const [plan] = await contact.query(
    `SELECT result, reasons FROM contact_plan WHERE referral_id = $1`,
    referralId,
  );
  return plan;
}

/** Somebody who was held for a suspect's address, until a coordinator found that harmless. */
async function cleared(): Promise<Contactable & { collisionId: string }> {
  const ada = await contact.people.add();
  await suspectWith(ada);
  await contact.plan(ada.personId);
  expect(await planOf(ada)).toEqual({ result: 'held', reasons: ['SUP_SHARED:suspect-email'] });
  contact.later(MINUTE);
  const { id, version } = await collisionOf(ada);
  await word.clear(COORDINATOR, ada.personId, id, {
    reasonCode: 'officer-confirmed',
    safetyVersion: version,
  });
  contact.later(MINUTE);
  return { ...ada, collisionId: id };
}

async function messageOf({ personId }: Contactable): Promise<{ id: string; state: string; reason: string }> {
  const [message] = await contact.query<{ id: string; state: string; reason: string }>(
    `SELECT id, state, state_reason AS reason FROM message WHERE person_id = $1`,
    personId,
  );
  return message!;
}

describe('A collision that a coordinator found harmless', () => {
  it('lets a machine write, and is found anew by none of the checks', async () => {
    const ada = await cleared();
    await contact.plan(ada.personId);
    expect(await planOf(ada)).toEqual({ result: 'email', reasons: [] });
    const channel = new RecordingChannel();
    await contact.sender(channel).sendMessage({ messageId: (await messageOf(ada)).id });
    expect(channel.calls).toHaveLength(1);
    expect((await collisionOf(ada)).id).toBe(ada.collisionId);
  });

  it('is danger again for the message that waits once it is taken back, at the claim', async () => {
    const ada = await cleared();
    await contact.plan(ada.personId);
    await word.restore(COORDINATOR, ada.personId, ada.collisionId, 'cleared-in-error');
    const channel = new RecordingChannel();
    await contact.sender(channel).sendMessage({ messageId: (await messageOf(ada)).id });
    expect(channel.calls).toEqual([]);
    const { state, reason } = await messageOf(ada);
    expect(state).toBe('recalled');
    expect(reason).toContain('SUP_SHARED:suspect-email');
  });

  it.each(['planning', 'the claim'])('is danger again where %s finds another suspect since', async (who) => {
    const ada = await cleared();
    await contact.plan(ada.personId);
    await suspectWith(ada);
    if (who === 'planning') await contact.plan(ada.personId);
    else await contact.send((await messageOf(ada)).id);
    expect(await messageOf(ada)).toMatchObject({ state: 'recalled' });
    const found = await collisionOf(ada);
    expect(found.id).not.toBe(ada.collisionId);
    const [before] = await contact.query(
      `SELECT cleared_by AS by, gone_at IS NOT NULL AS gone FROM collision WHERE id = $1`,
      ada.collisionId,
    );
    expect(before).toEqual({ by: 'dev-coordinator-1', gone: true });
  });
});

describe('An objection that the person took back', () => {
  it('lets planning begin anew, and nothing that stopped before leaves by itself', async () => {
    const [ada, bea] = [await contact.people.add(), await contact.people.add()];
    const safety = new SafetyWord(contact.database);
    await safety.object(COORDINATOR, ada.personId, 'person-asked');
    await contact.plan(ada.personId, bea.personId);
    expect(await planOf(ada)).toEqual({ result: 'held', reasons: ['SUP_OPTOUT:objected'] });
    await safety.object(COORDINATOR, bea.personId, 'person-asked');
    await contact.plan(bea.personId);
    for (const { personId } of [ada, bea]) {
      await safety.withdrawObjection(COORDINATOR, personId, { reasonCode: 'person-rang', safetyVersion: 2 });
      await contact.plan(personId);
    }
    expect(await planOf(ada)).toEqual({ result: 'email', reasons: [] });
    expect(await messageOf(bea)).toMatchObject({ state: 'recalled' });
  });
});
