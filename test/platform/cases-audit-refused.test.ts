import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
  ada = await casework.people.add({ givenName: 'Canary', note: 'Canary note' });
});

afterAll(() => casework.close());

describe('Where the audit cannot be written', () => {
  beforeAll(() => casework.rows('REVOKE INSERT ON audit_entry FROM val_app'));

  it('nobody is shown', async () => {
    const paths = [
      '/cases',
      `/cases/${ada.caseId}`,
      `/cases/${ada.caseId}/timeline`,
      `/cases/${ada.caseId}/notes`,
      `/cases/${ada.caseId}/allocation`,
      `/cases/${ada.caseId}/restriction`,
      '/tasks',
      `/tasks/${ada.taskId}`,
      `/victims/${ada.personId}`,
      `/victims/${ada.personId}/contact-points`,
      `/victims/${ada.personId}/contact-safety`,
      `/victims/${ada.personId}/contact-safety/notes`,
      `/victims/${ada.personId}/contact-safety/preferences`,
      `/victims/${ada.personId}/access-log`,
      `/incidents/${ada.incidentId}`,
      `/incidents/${ada.incidentId}/parties`,
      '/break-glass',
    ];
    for (const path of paths) {
      const { status, text } = await casework.api.as('team-leader').get(path);
      expect([path, status]).toEqual([path, 500]);
      expect(text).not.toMatch(/Canary|VAL-|@example|denied|audit_entry/);
    }
    const search = await casework.api
      .as('coordinator')
      .post('/victims/search', { dateOfBirth: '1984-02-29' });
    expect(search.status).toBe(500);
    expect(search.text).not.toContain('Canary');
  });

  it('nothing is changed', async () => {
    const coordinator = casework.api.as('coordinator');
    const note = await coordinator.post(`/cases/${ada.caseId}/notes`, { text: 'Invented' });
    const objection = await coordinator.post(`/victims/${ada.personId}/objection`, {
      reasonCode: 'person-asked',
    });
    const done = await coordinator.post(`/tasks/${ada.taskId}/completion`, {}).set('if-match', '"1"');
    expect([note.status, objection.status, done.status]).toEqual([500, 500, 500]);
    const [left] = await casework.rows(
      `SELECT (SELECT count(*)::int FROM case_note) AS notes, (SELECT count(*)::int FROM case_event) AS events,
              (SELECT count(*)::int FROM outbox_event) AS announced, (SELECT objected_at FROM person) AS objected,
              (SELECT completed_at FROM task) AS completed`,
    );
    expect(left).toEqual({ notes: 0, events: 0, announced: 0, objected: null, completed: null });
  });
});
