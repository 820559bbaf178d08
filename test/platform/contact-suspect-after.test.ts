import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BlindIndex } from '../../src/platform/crypto/blind-index.js';
import { ContactApplication } from '../support/contact-application.js';
import type { Contactable } from '../support/contactable-people.js';

const DAY = 24 * 3_600_000;
const LOOK = 'look-at-changed-referral';

let contact: ContactApplication;
let ada: Contactable;

beforeAll(async () => {
  contact = await ContactApplication.open();
});
beforeEach(async () => {
  ada = await contact.people.add();
  await contact.plan(ada.personId);
  await contact.send(await messageId());
  contact.later(40 * DAY);
});
afterAll(() => contact.close());

async function messageId(): Promise<string> {
  const rows = await contact.query<{ id: string }>(
    `SELECT id FROM message WHERE person_id = $1`,
    ada.personId,
  );
  return rows[0]!.id;
}

/** A suspect of another crime comes to light who has the person's email; the victim of that crime is planned for. */
async function suspectNamed(): Promise<void> {
  const key = contact.app.get(BlindIndex).of('email', ada.email.toLowerCase());
  const other = await contact.people.add();
  await contact.rows(
    `WITH s AS (INSERT INTO party (id, incident_id, role, created_at)
       VALUES (gen_random_uuid(), $1, 'suspect', $3) RETURNING id)
     INSERT INTO suspect_key SELECT id, $1, 'email', $2, $3 FROM s`,
    ...[other.incidentId, key, contact.clock.now()],
  );
  await contact.plan(other.personId);
}

const looks = () =>
  contact.query<{ about: string; isOfOpenCase: boolean; isOpen: boolean }>(
    `SELECT t.source_id AS about, c.closed_at IS NULL AS "isOfOpenCase", t.completed_at IS NULL AS "isOpen"
       FROM task t JOIN support_case c ON c.id = t.case_id WHERE t.person_id = $1 AND t.kind = $2 ORDER BY t.created_at`,
    ada.personId,
    LOOK,
  );
const safetyVersion = async () => {
  const [row] = await contact.query<{ version: number }>(
    `SELECT safety_version AS version FROM person WHERE id = $1`,
    ada.personId,
  );
  return row!.version;
};
const dangers = () =>
  contact.query<{ details: object }>(
    `SELECT details FROM case_event WHERE person_id = $1 AND kind = 'danger.raised' ORDER BY occurred_at`,
    ada.personId,
  );
const caseVersion = async () => {
  const [row] = await contact.query<{ version: number }>(
    `SELECT version FROM support_case WHERE person_id = $1 AND closed_at IS NULL`,
    ada.personId,
  );
  return row!.version;
};
/** Somebody was asked to look at the message for another reason, before the suspect was found. */
const askedBefore = async () =>
  contact.rows(
    `INSERT INTO task (id, case_id, person_id, kind, source, source_id, team, due_at, created_at, created_by)
     SELECT gen_random_uuid(), case_id, person_id, $2, 'contact', id, 'central', planned_at, planned_at, 'x'
       FROM message WHERE id = $1`,
    await messageId(),
    LOOK,
  );
const complete = () =>
  contact.rows(
    `UPDATE task SET completed_at = created_at, completed_by = 'x' WHERE person_id = $1`,
    ada.personId,
  );

describe('A suspect found to have an address to which an email went long ago', () => {
  it('is looked at once, and changes the version of safety once', async () => {
    const before = await safetyVersion();
    await suspectNamed();
    const look = { about: await messageId(), isOfOpenCase: true, isOpen: true };
    expect([await looks(), await safetyVersion()]).toEqual([[look], before + 1]);
    await complete();
    await contact.plan(ada.personId);
    await suspectNamed();
    expect([await looks(), await safetyVersion()]).toEqual([[{ ...look, isOpen: false }], before + 1]);
    expect(await dangers()).toEqual([{ details: { messageId: look.about, names: ['suspect'] } }]);
  });

  it('is told of once while somebody is still asked to look at it for another reason', async () => {
    await askedBefore();
    await suspectNamed();
    const told = { details: { messageId: await messageId(), names: ['suspect'] } };
    expect(await dangers()).toEqual([told]);
    const version = await caseVersion();
    contact.later(DAY);
    await contact.plan(ada.personId);
    contact.later(DAY);
    await contact.plan(ada.personId);
    expect([await dangers(), await caseVersion()]).toEqual([[told], version]);
    expect(await looks()).toHaveLength(1);
  });

  it('is told of anew where another suspect comes while that is still open', async () => {
    await askedBefore();
    await suspectNamed();
    contact.later(DAY);
    await contact.rows(
      `UPDATE collision SET cleared_at = $2, cleared_by = 'dev-coordinator-1', clear_reason = 'officer-confirmed' WHERE person_id = $1`,
      ada.personId,
      contact.clock.now(),
    );
    contact.later(DAY);
    await suspectNamed();
    await contact.plan(ada.personId);
    expect(await dangers()).toHaveLength(2);
  });

  it('is looked at in a case that continues the closed one', async () => {
    await complete();
    await contact.rows(
      `UPDATE support_case SET closed_at = $2, closure_reason = 'information-only', next_action_due_at = NULL WHERE id = $1`,
      ada.caseId,
      contact.clock.now(),
    );
    contact.later(60 * DAY);
    await suspectNamed();
    await contact.plan(ada.personId);
    expect(await looks()).toEqual([{ about: await messageId(), isOfOpenCase: true, isOpen: true }]);
    const [stay] = await contact.query<{ from: string; due: boolean }>(
      `SELECT reopened_from AS "from", next_action_due_at IS NOT NULL AS due FROM support_case
        WHERE person_id = $1 AND closed_at IS NULL`,
      ada.personId,
    );
    expect(stay).toEqual({ from: ada.caseId, due: true });
  });

  it('is looked at anew once it was found harmless, and another comes', async () => {
    await suspectNamed();
    await complete();
    contact.later(DAY);
    await contact.rows(
      `UPDATE collision SET cleared_at = $2, cleared_by = 'dev-coordinator-1', clear_reason = 'officer-confirmed' WHERE person_id = $1`,
      ada.personId,
      contact.clock.now(),
    );
    await contact.plan(ada.personId);
    expect(await looks()).toHaveLength(1);
    contact.later(DAY);
    await suspectNamed();
    expect(await looks()).toMatchObject([{ isOpen: false }, { isOpen: true }]);
  });

  it.each([
    ['came back', `UPDATE message SET state = 'returned' WHERE id = $1`],
    ['never left', `UPDATE message SET state = 'failed', sent_at = NULL WHERE id = $1`],
  ])('is nobody’s to look at where the email %s', async (_, change) => {
    await contact.rows(change, await messageId());
    await suspectNamed();
    expect(await looks()).toEqual([]);
  });

  it('is told of in the days after as everything else is', async () => {
    const eve = await contact.people.add();
    ada = eve;
    await contact.plan(eve.personId);
    await contact.send(await messageId());
    contact.later(DAY);
    await suspectNamed();
    const tasks = await contact.query(
      `SELECT kind FROM task WHERE person_id = $1 AND source_id = $2`,
      eve.personId,
      await messageId(),
    );
    expect(tasks).toEqual([{ kind: 'message-left-before-change' }]);
  });
});
