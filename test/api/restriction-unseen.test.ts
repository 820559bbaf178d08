import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import { recorded, toldTo } from '../support/justice-events.js';
import type { Somebody, Wanted } from '../support/people.js';

const SAME: Wanted = {
  givenName: 'Ada',
  surname: 'Seen-Or-Not',
  dateOfBirth: '1961-03-04',
  postcode: 'SY1 1AA',
  mobile: '+447700900777',
  email: 'shared.household@example.org',
  note: 'Invented note',
};

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';

let casework: CaseworkApplication;
let seen: Somebody;
let usual: Somebody;
/** Of the crime of both. */
let arrestId: string;

/** What a coordinator can read or search: every answer as the bytes that came. */
function questions(): [string, object?][] {
  return [
    ['/cases'],
    ['/cases?sort=opened'],
    ['/cases?sort=due'],
    ['/cases?limit=1'],
    ['/cases?team=central&allocatedTo=nobody&cohort=burglary'],
    ['/cases?state=closed'],
    ['/cases/counts'],
    [`/cases/${seen.caseId}`],
    [`/cases/${seen.caseId}/timeline`],
    [`/cases/${seen.caseId}/notes`],
    [`/cases/${seen.caseId}/allocation`],
    [`/cases/${seen.caseId}/restriction`],
    ['/tasks'],
    ['/tasks?owner=nobody&team=central&limit=2'],
    ['/tasks?state=ended'],
    [`/tasks/${seen.taskId}`],
    ['/teams'],
    [`/victims/${seen.personId}`],
    [`/victims/${seen.personId}/contact-points`],
    [`/victims/${seen.personId}/contact-safety`],
    [`/victims/${seen.personId}/contact-safety/notes`],
    [`/victims/${seen.personId}/contact-safety/preferences`],
    [`/victims/${seen.personId}/access-log`],
    [`/incidents/${seen.incidentId}`],
    [`/incidents/${seen.incidentId}/parties`],
    [`/incidents/${seen.incidentId}/justice-events`],
    [`/incidents/${seen.incidentId}/justice-events/${arrestId}`],
    ['/break-glass'],
    ['/victims/search', { surname: 'Seen' }],
    ['/victims/search', { surname: 'Seen', limit: 1 }],
    ['/victims/search', { dateOfBirth: '1961-03-04' }],
    ['/victims/search', { postcode: 'SY1 1AA' }],
    ['/victims/search', { phone: '07700 900777' }],
    ['/victims/search', { email: 'shared.household@example.org' }],
  ];
}

const READS = [
  'get /break-glass',
  'get /cases',
  'get /incidents',
  'get /tasks',
  'get /teams',
  'get /victims',
];

async function answers(): Promise<string[]> {
  const coordinator = casework.api.as('dev-coordinator-2');
  const all: string[] = [];
  for (const [path, body] of questions()) {
    const answer = body ? await coordinator.post(path, body) : await coordinator.get(path);
    const { requestId: _, ...shown } = answer.body as Record<string, unknown>;
    const told = answer.status < 400 ? answer.text : JSON.stringify(shown);
    all.push(`${path} ${JSON.stringify(body)} ${answer.status} ${answer.headers.etag ?? ''} ${told}`);
  }
  return all;
}

beforeAll(async () => {
  casework = await CaseworkApplication.open();
  seen = await casework.people.add(SAME);
  usual = await casework.people.add({ ...SAME, givenName: 'Zed' });
  arrestId = await recorded(casework, seen);
});

afterAll(() => casework.close());

describe('A person who is hidden from a coordinator', () => {
  let before: string[];
  let hidden: Somebody;

  beforeAll(async () => {
    before = await answers();
    hidden = await casework.people.add({ ...SAME, incidentId: seen.incidentId, priority: 100 });
    await recorded(casework, hidden, toldTo(hidden));
    await casework.people.restrict(hidden, ['dev-team-leader-1', 'dev-coordinator-1']);
    const link = `INSERT INTO person_link (id, first_person_id, second_person_id, status, reasons, created_at)
                  VALUES (gen_random_uuid(), least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 'proposed-same', '[]', now())`;
    await casework.rows(link, seen.personId, hidden.personId);
  });

  it('changes no byte of anything that the coordinator reads', async () => {
    expect(await answers()).toEqual(before);
    expect(before.filter((answer) => answer.includes(' 200 '))).toHaveLength(questions().length - 2);
  });

  it('was looked for on every reading route of these rooms', () => {
    const asked = questions().filter(([, body]) => !body);
    const patterns = Object.entries(casework.description.paths)
      .filter(
        ([path, methods]) =>
          'get' in methods && READS.some((read) => `get ${path.replace('/api/v1', '')}`.startsWith(read)),
      )
      .map(([path]) => path.replace('/api/v1', ''));
    const isAsked = (pattern: string) => {
      const shape = new RegExp(`^${pattern.replaceAll(/\{[^}]+\}/g, '[^/?]+')}(\\?.*)?$`);
      return asked.some(([path]) => shape.test(path));
    };
    expect(patterns.length).toBeGreaterThanOrEqual(18);
    expect(patterns.filter((pattern) => !isAsked(pattern))).toEqual([]);
  });

  it('is as unknown as what was never there, whatever is tried on it', async () => {
    const coordinator = casework.api.as('dev-coordinator-2');
    const tried = (person: Somebody): [method: 'get' | 'post' | 'put', path: string, body?: object][] => [
      ...['', '/timeline', '/notes', '/allocation', '/restriction'].map((part): ['get', string] => [
        'get',
        `/cases/${person.caseId}${part}`,
      ]),
      ...[
        '',
        '/contact-points',
        '/contact-safety',
        '/contact-safety/notes',
        '/contact-safety/preferences',
      ].map((part): ['get', string] => ['get', `/victims/${person.personId}${part}`]),
      ['get', `/tasks/${person.taskId}`],
      ['post', `/cases/${person.caseId}/notes`, { text: 'Invented' }],
      ['post', `/cases/${person.caseId}/allocation`, { toTeam: 'specialist' }],
      ['post', `/cases/${person.caseId}/tasks`, { kind: 'call-person', dueAt: '2090-01-01T00:00:00Z' }],
      ['post', `/tasks/${person.taskId}/taking`],
      ['post', `/tasks/${person.taskId}/completion`, {}],
      ['post', `/victims/${person.personId}/objection`, { reasonCode: 'person-asked' }],
      [
        'post',
        `/victims/${person.personId}/objection/withdrawal`,
        { reasonCode: 'person-rang', safetyVersion: 1 },
      ],
      [
        'post',
        `/victims/${person.personId}/contact-safety/collisions/${UNKNOWN}/clearance`,
        { reasonCode: 'not-the-suspect', safetyVersion: 1 },
      ],
      [
        'post',
        `/victims/${person.personId}/contact-points`,
        { kind: 'email', value: 'a.b@example.org', safe: 'yes', belongsTo: 'victim' },
      ],
      [
        'post',
        `/victims/${person.personId}/contact-points/${person.emailId}/confirmation`,
        { safe: 'no', belongsTo: 'victim', reasonCode: 'came-back', safetyVersion: 1 },
      ],
      [
        'post',
        `/victims/${person.personId}/contact-safety/notes/${person.noteId!}/reading`,
        { verdict: 'warning', safetyVersion: 1 },
      ],
    ];
    const nobody = Object.fromEntries(
      Object.keys(hidden).map((name) => [name, UNKNOWN]),
    ) as unknown as Somebody;
    const statuses = async (person: Somebody) => {
      const found: string[] = [];
      for (const [method, path, body] of tried(person)) {
        const request =
          method === 'get' ? coordinator.get(path) : coordinator.post(path, body).set('if-match', '"1"');
        const { status, body: problem } = await request;
        const { requestId: _, ...told } = problem as Record<string, unknown>;
        found.push(`${status} ${JSON.stringify(told)}`);
      }
      return found;
    };
    expect(await statuses(hidden)).toEqual(await statuses(nobody));
    expect((await statuses(hidden)).every((status) => status.startsWith('404 '))).toBe(true);
  });

  it('is not given away by another person’s routes', async () => {
    const coordinator = casework.api.as('dev-coordinator-2');
    const lift = { referralId: hidden.referralId, marker: 'vulnerable', reasonCode: 'person-asked' };
    const { body } = await coordinator.get(`/victims/${usual.personId}/contact-safety`).expect(200);
    const marker = { ...lift, safetyVersion: (body as { safetyVersion: number }).safetyVersion };
    const path = `/victims/${usual.personId}/contact-safety/lifted-markers`;
    await coordinator.post(path, marker).expect(refused(400, 'invalid-request', 'referralId'));
    await coordinator.get(`/cases?reference=${hidden.reference}`).expect(({ body: found }) => {
      expect(found).toEqual({ items: [], next: null });
    });
  });

  it('is there for a member', async () => {
    const { body } = await casework.api.as('dev-coordinator-1').get('/cases?limit=1').expect(200);
    expect(body).toMatchObject({ items: [{ id: hidden.caseId, isRestricted: true }] });
    const parties = await casework.api
      .as('dev-coordinator-1')
      .get(`/incidents/${seen.incidentId}/parties`)
      .expect(200);
    expect((parties.body as { items: unknown[] }).items).toHaveLength(2);
  });
});
