import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;
let firm: Somebody;

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';

interface Found {
  items: { id: string }[];
  next: string | null;
}

beforeAll(async () => {
  casework = await CaseworkApplication.open();
  const reach = { email: 'ada.canary@example.org', mobile: '+447700900456', policePersonId: 'POLE-4711' };
  ada = await casework.people.add({
    surname: 'Oʼ%Canary',
    dateOfBirth: '1970-05-01',
    postcode: 'HR1 2AA',
    ...reach,
  });
  firm = await casework.people.add({ organisationName: 'Invented Bakers Ltd' });
  for (let more = 0; more < 3; more += 1) await casework.people.add({ surname: 'Canaryfield' });
});

afterAll(() => casework.close());

describe('POST /victims/search', () => {
  const found = async (body: object) => {
    const answer = await casework.api.as('coordinator').post('/victims/search', body).expect(200);
    return (answer.body as Found).items.map(({ id }) => id);
  };

  it.each([
    [{ surname: 'oʼ%can' }],
    [{ surname: 'Oʼ%Canary', givenName: 'a' }],
    [{ dateOfBirth: '1970-05-01' }],
    [{ postcode: 'hr12aa' }],
    [{ phone: '07700 900 456' }],
    [{ email: 'ADA.Canary@Example.org' }],
    [{ policePersonId: 'POLE-4711' }],
    [{ policePersonId: 'POLE-4711', dateOfBirth: '1970-05-01', phone: '+44 7700 900456' }],
  ])('finds by %j', async (body) => {
    expect(await found(body)).toEqual([ada.personId]);
  });

  it('finds an organisation by how its name begins, and nobody by what does not all apply', async () => {
    expect(await found({ organisationName: 'invented b' })).toEqual([firm.personId]);
    expect(await found({ surname: 'Canary', dateOfBirth: '1971-05-01' })).toEqual([]);
  });

  it('pages, with the cursor in the body', async () => {
    const coordinator = casework.api.as('coordinator');
    const first = (await coordinator.post('/victims/search', { surname: 'canaryf', limit: 2 }).expect(200))
      .body as Found;
    const rest = { surname: 'canaryf', limit: 2, after: first.next };
    const second = (await coordinator.post('/victims/search', rest).expect(200)).body as Found;
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(3);
    expect(second.next).toBeNull();
  });

  it.each([
    [{}, 'surname'],
    [{ givenName: 'Ada' }, 'surname'],
    [{ surname: '' }, 'surname'],
    [{ dateOfBirth: '2019-02-30' }, 'dateOfBirth'],
    [{ phone: 'none' }, 'phone'],
    [{ email: 'x@' }, 'email'],
    [{ postcode: 'nowhere' }, 'postcode'],
    [{ surname: 'A', after: 'x' }, 'after'],
    [{ surname: ['A'] }, 'surname'],
    [{ name: 'A' }, 'name'],
  ])('refuses %j', async (body, field) => {
    const answer = casework.api.as('coordinator').post('/victims/search', body);
    await answer.expect(({ status, body: problem }) => {
      expect(status).toBe(400);
      expect((problem as { fields: { field: string }[] }).fields[0]!.field).toBe(field);
    });
  });

  it('leaves what was searched for in no ledger', async () => {
    await found({ surname: 'Oʼ%Canary', email: 'ada.canary@example.org' });
    const kept = await casework.rows(
      `SELECT to_jsonb(a) FROM audit_entry a UNION ALL SELECT to_jsonb(o) FROM outbox_event o`,
    );
    expect(JSON.stringify(kept)).not.toMatch(/canary@|%Canary/i);
    expect(JSON.stringify(kept)).toContain(
      '"fields": ["surname", "email"]'.replaceAll(': ', ':').replaceAll(', ', ','),
    );
  });
});

describe('GET /victims/{id}', () => {
  it('shows the person with identifiers, cases and referrals', async () => {
    const { body } = await casework.api.as('coordinator').get(`/victims/${ada.personId}`).expect(200);
    expect(body).toMatchObject({
      surname: 'Oʼ%Canary',
      isInterpreterRequired: null,
      identifiers: [{ source: 'athena', value: 'POLE-4711' }],
      cases: [{ id: ada.caseId, closedAt: null }],
      referrals: [{ id: ada.referralId, role: 'victim', markersStanding: [] }],
      links: [],
      version: 1,
    });
    await casework.api.as('data-protection-officer').get(`/victims/${ada.personId}`).expect(200);
  });

  it('does not know what is not there', async () => {
    const paths = [
      '',
      '/contact-points',
      '/contact-safety',
      '/contact-safety/notes',
      '/contact-safety/preferences',
    ];
    for (const part of paths) {
      await casework.api
        .as('coordinator')
        .get(`/victims/${UNKNOWN}${part}`)
        .expect(refused(404, 'not-found'));
      await casework.api
        .as('coordinator')
        .get(`/victims/x${part}`)
        .expect(refused(400, 'invalid-request', 'id'));
      await casework.api
        .as('referrer')
        .get(`/victims/${ada.personId}${part}`)
        .expect(refused(403, 'forbidden'));
    }
  });
});

describe('GET /victims/{id}/access-log', () => {
  it('names who looked, for those who may know', async () => {
    const path = `/victims/${firm.personId}/access-log`;
    await casework.api.as('dev-coordinator-2').get(`/victims/${firm.personId}/contact-points`).expect(200);
    const { body } = await casework.api.as('team-leader').get(`${path}?limit=1`).expect(200);
    expect((body as Found).items).toMatchObject([
      { subject: 'dev-coordinator-2', displayName: 'Invented Coordinator Two', action: 'contact-point.read' },
    ]);
    const officer = await casework.api.as('data-protection-officer').get(path).expect(200);
    expect((officer.body as Found).items[0]).toMatchObject({
      action: 'access-log.read',
      subject: 'dev-team-leader-1',
    });
    await casework.api.as('coordinator').get(path).expect(refused(403, 'forbidden'));
    await casework.api
      .as('team-leader')
      .get(`/victims/${UNKNOWN}/access-log`)
      .expect(refused(404, 'not-found'));
  });
});

describe('GET /incidents/{id}', () => {
  it('shows the crime and the people we serve, never a suspect', async () => {
    const suspect = `INSERT INTO party (id, incident_id, role, created_at) VALUES (gen_random_uuid(), $1, 'suspect', now())`;
    await casework.rows(suspect, ada.incidentId);
    const { body } = await casework.api.as('coordinator').get(`/incidents/${ada.incidentId}`).expect(200);
    expect(body).toMatchObject({ id: ada.incidentId, offenceTitle: 'Burglary - dwelling', lossPence: null });
    const parties = await casework.api
      .as('coordinator')
      .get(`/incidents/${ada.incidentId}/parties`)
      .expect(200);
    expect(parties.body).toEqual({ items: (body as { parties: unknown }).parties });
    expect((parties.body as Found).items).toMatchObject([{ personId: ada.personId, role: 'victim' }]);
  });

  it('does not know what is not there, or where nobody can be seen', async () => {
    await casework.api.as('coordinator').get(`/incidents/${UNKNOWN}`).expect(refused(404, 'not-found'));
    await casework.api
      .as('coordinator')
      .get(`/incidents/${UNKNOWN}/parties`)
      .expect(refused(404, 'not-found'));
    const hidden = await casework.people.add();
    await casework.people.restrict(hidden, ['dev-team-leader-1']);
    await casework.api
      .as('coordinator')
      .get(`/incidents/${hidden.incidentId}`)
      .expect(refused(404, 'not-found'));
    await casework.api.as('dev-team-leader-1').get(`/incidents/${hidden.incidentId}`).expect(200);
    await casework.api.as('data-protection-officer').get(`/incidents/${ada.incidentId}`).expect(403);
  });
});
