import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(ContactModule, CaseworkModule);
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

const CONTACT = {
  ...{ direction: 'inbound', channel: 'phone', role: 'social-worker' },
  ...{ organisation: 'Canary Children’s Services', name: 'Canary Social-Worker' },
  occurredAt: '2019-04-02T09:15:00.000Z',
};
const TEXT = 'Canary: asks who is the contact of the family.';

const path = () => `/cases/${ada.caseId}/notes`;
const write = (contact: object = {}, body: object = {}) =>
  casework.api
    .as('coordinator')
    .post(path(), { text: TEXT, professionalContact: { ...CONTACT, ...contact }, ...body });
const list = async (query = '') =>
  ((await casework.api.as('coordinator').get(`${path()}${query}`).expect(200)).body as { items: object[] })
    .items;

describe('POST /cases/{id}/notes about a contact with a professional', () => {
  it('keeps who it was sealed, and tells the timeline their role alone', async () => {
    const { body } = await write().expect(201);
    expect(body).toMatchObject({ text: TEXT, professionalContact: CONTACT });
    await write({ direction: 'outbound', role: 'officer-in-case', name: undefined }).expect(201);
    expect(await list()).toMatchObject([
      { professionalContact: { direction: 'outbound', role: 'officer-in-case', name: null } },
      { professionalContact: CONTACT },
    ]);
    const stored = await casework.rows(
      `SELECT n.*, e.*, a.* FROM case_note n, case_event e, audit_entry a, outbox_event o`,
    );
    expect(JSON.stringify(stored)).not.toContain('Canary');
    const events = await casework.rows<{ kind: string; details: object }>(
      `SELECT kind, details FROM case_event WHERE case_id = $1 AND kind LIKE 'professional%' ORDER BY id LIMIT 1`,
      ada.caseId,
    );
    expect(events).toMatchObject([
      {
        kind: 'professional-contact.noted',
        details: { direction: 'inbound', channel: 'phone', role: 'social-worker' },
      },
    ]);
  });

  it('is no attempt, no reply of the person and no talk with them', async () => {
    await write().expect(201);
    const api = casework.api.as('coordinator');
    const attempts = await api.get(`/cases/${ada.caseId}/contact-attempts`).expect(200);
    expect(attempts.body).toMatchObject({ items: [], isReached: false, attemptsLeft: 3 });
    const inbound = await api.get(`/cases/${ada.caseId}/inbound-contacts`).expect(200);
    expect(inbound.body).toEqual({ items: [] });
    const agreed = { purpose: 'agreed-call', safeToTalk: 'yes', result: 'answered-victim' };
    await api.post(`/cases/${ada.caseId}/contact-attempts`, agreed).expect(refused(409, 'nothing-agreed'));
    const tasks = await casework.rows(`SELECT kind FROM task WHERE case_id = $1`, ada.caseId);
    expect(tasks).toEqual([{ kind: 'first-contact' }]);
  });

  it('is told apart from other notes, and corrected as they are', async () => {
    await casework.api.as('coordinator').post(path(), { text: 'A plain note' }).expect(201);
    const { id } = (await write().expect(201)).body as { id: string };
    await write({ role: 'agency-adviser' }, { supersedes: id }).expect(201);
    expect(await list('?kind=plain')).toMatchObject([{ text: 'A plain note', professionalContact: null }]);
    expect(await list('?kind=professional-contact')).toMatchObject([
      { supersedes: id, professionalContact: { role: 'agency-adviser' } },
      { id, professionalContact: { role: 'social-worker' } },
    ]);
  });

  it.each([
    [{ role: 'mother' }, 'role'],
    [{ role: undefined }, 'role'],
    [{ organisation: ' ' }, 'organisation'],
    [{ direction: 'sideways' }, 'direction'],
    [{ channel: 'fax' }, 'channel'],
    [{ occurredAt: '2090-01-01T00:00:00Z' }, 'occurredAt'],
    [{ isVictim: true }, 'isVictim'],
  ])('names the field that is wrong: %j', async (wrong, field) => {
    await write(wrong).expect(refused(400, 'invalid-request', `professionalContact.${field}`));
  });

  it('does not know a case that the caller may not see', async () => {
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    await write().expect(refused(404, 'not-found'));
  });
});
