import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let urgent: Somebody;
let usual: Somebody;

interface Item {
  id: string;
  reference: string;
}
interface Page {
  items: Item[];
  next: string | null;
}

const ids = (body: unknown) => (body as Page).items.map((item) => item.id);
const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';

beforeAll(async () => {
  casework = await CaseworkApplication.open();
  const people = casework.people;
  usual = await people.add({ givenName: 'Ada', surname: 'Lovelace-Invented' });
  urgent = await people.add({ priority: 60, cohorts: ['msht'], team: 'specialist' });
  for (let more = 0; more < 4; more += 1) await people.add({ priority: 5, organisationName: 'Invented Ltd' });
});

afterAll(() => casework.close());

describe('GET /cases', () => {
  it('shows open cases, most urgent first, with the reasons and without addresses', async () => {
    const { body } = await casework.api.as('coordinator').get('/cases').expect(200);
    expect(ids(body).slice(0, 2)).toEqual([urgent.caseId, usual.caseId]);
    expect((body as Page).items[1]).toMatchObject({
      reference: usual.reference,
      personName: 'Ada Lovelace-Invented',
      priorityReasons: [{ code: 'burglary', points: 10 }],
      allocation: { subject: null, team: 'central' },
      isRestricted: false,
    });
    expect(JSON.stringify(body)).not.toMatch(/@example|07700|WR1/);
  });

  it.each(['priority', 'opened', 'due'])('pages through everything once, sorted by %s', async (sort) => {
    const all: string[] = [];
    let after = '';
    do {
      const path = `/cases?limit=2&sort=${sort}${after && `&after=${after}`}`;
      const { body } = await casework.api.as('coordinator').get(path).expect(200);
      all.push(...ids(body));
      after = (body as Page).next ?? '';
    } while (after);
    expect(all).toHaveLength(6);
    expect(new Set(all).size).toBe(6);
  });

  it('is narrowed down by team, cohort, reference, holder and due time', async () => {
    const coordinator = casework.api.as('coordinator');
    const found = async (query: string) => ids((await coordinator.get(`/cases?${query}`).expect(200)).body);
    expect(await found('team=specialist')).toEqual([urgent.caseId]);
    expect(await found('cohort=msht')).toEqual([urgent.caseId]);
    expect(await found(`reference=${usual.reference.toLowerCase()}`)).toEqual([usual.caseId]);
    expect(await found('allocatedTo=me')).toEqual([]);
    expect(await found('allocatedTo=nobody')).toHaveLength(6);
    expect(await found('dueBefore=2019-01-01T00:00:00Z')).toEqual([]);
    expect(await found('state=closed')).toEqual([]);
  });

  it('audits a page as one entry with its ids', async () => {
    const { body } = await casework.api.as('coordinator').get('/cases?limit=3').expect(200);
    const [entry] = await casework.rows<{ target_ids: string[]; person_ids: string[]; subject: string }>(
      `SELECT * FROM audit_entry WHERE action = 'case.listed' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry).toMatchObject({ target_ids: ids(body), subject: 'dev-coordinator-1' });
    expect(entry!.person_ids.length).toBeGreaterThan(0);
  });

  it.each([
    ['sort=name', 'sort'],
    ['sort=priority&state=closed', 'sort'],
    ['state=closed&dueBefore=2019-01-01T00:00:00Z', 'dueBefore'],
    ['limit=0', 'limit'],
    ['after=bm90aGluZw', 'after'],
    ['state=', 'state'],
    ['team=%00', 'team'],
    ['dueBefore=2019-02-30T00:00:00Z', 'dueBefore'],
    ['surname=Smith', 'surname'],
  ])('refuses %s', async (query, field) => {
    await casework.api
      .as('coordinator')
      .get(`/cases?${query}`)
      .expect(refused(400, 'invalid-request', field));
  });

  it.each([
    ['priority', [9_007_199_254_740_991, '2019-04-01T00:00:00Z', UNKNOWN], 200],
    ['priority', [1.5, '2019-04-01T00:00:00Z', UNKNOWN], 400],
    ['priority', ['1', '2019-04-01T00:00:00Z', UNKNOWN], 400],
    ['opened', ['2019-02-30T00:00:00Z', UNKNOWN], 400],
    ['opened', ['2019-04-01T25:00:00Z', UNKNOWN], 400],
    ['due', ['0000-04-01T00:00:00Z', UNKNOWN], 400],
    ['due', ['2019-04-01T00:00:00Z', "' OR 1=1"], 400],
    ['due', [UNKNOWN], 400],
  ])('sorted by %s answers the made-up cursor %j with %i', async (sort, values, status) => {
    const after = Buffer.from(JSON.stringify(values)).toString('base64url');
    await casework.api.as('coordinator').get(`/cases?sort=${sort}&after=${after}`).expect(status);
  });

  it('is for caseworkers alone', async () => {
    for (const role of ['referrer', 'auditor', 'board-analyst', 'administrator'] as const) {
      await casework.api.as(role).get('/cases').expect(refused(403, 'forbidden'));
    }
    await casework.api.anonymously().get('/cases').expect(401);
  });
});

describe('GET /cases/{id}', () => {
  it('shows the person, referrals, tasks, and what can be done, with an ETag', async () => {
    const answer = await casework.api.as('coordinator').get(`/cases/${usual.caseId}`).expect(200);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.body).toMatchObject({
      id: usual.caseId,
      person: { id: usual.personId, displayName: 'Ada Lovelace-Invented', dateOfBirth: '1984-02-29' },
      referrals: [{ id: usual.referralId, pathway: 'athena', role: 'victim' }],
      tasks: [{ id: usual.taskId, kind: 'first-contact' }],
      restriction: null,
      version: 1,
    });
    const actions = (
      answer.body as { availableActions: { action: string; isAvailable: boolean; reasonCode: string }[] }
    ).availableActions;
    const take = { action: 'take', operation: 'allocateCase', isAvailable: true };
    expect(actions).toContainEqual({ ...take, reasonCode: null, reason: null });
    expect(actions.find(({ action }) => action === 'restrict')).toMatchObject({ reasonCode: 'leaders-only' });
  });

  it('does not know what is not there, and refuses what is no id', async () => {
    const coordinator = casework.api.as('coordinator');
    for (const part of ['', '/timeline', '/notes', '/allocation']) {
      await coordinator.get(`/cases/${UNKNOWN}${part}`).expect(refused(404, 'not-found'));
      await coordinator.get(`/cases/1'--${part}`).expect(refused(400, 'invalid-request', 'id'));
    }
  });
});

describe('notes', () => {
  it('are kept sealed, corrected by a later note, and told in the timeline', async () => {
    const coordinator = casework.api.as('coordinator');
    const path = `/cases/${usual.caseId}/notes`;
    const first = await coordinator.post(path, { text: 'Canary-first call after six' }).expect(201);
    const firstId = (first.body as Item).id;
    const second = await coordinator.post(path, { text: 'After seven', supersedes: firstId }).expect(201);
    const { body } = await casework.api.as('dev-coordinator-2').get(path).expect(200);
    expect((body as { items: unknown[] }).items).toMatchObject([
      { text: 'After seven', supersedes: firstId, supersededBy: null },
      { text: 'Canary-first call after six', supersededBy: (second.body as Item).id },
    ]);
    const stored = await casework.rows(`SELECT * FROM case_note, case_event, audit_entry, outbox_event`);
    expect(JSON.stringify(stored)).not.toContain('Canary-first');
    const timeline = await coordinator.get(`/cases/${usual.caseId}/timeline?limit=1`).expect(200);
    expect((timeline.body as { items: unknown[] }).items).toMatchObject([{ kind: 'note.corrected' }]);
    await coordinator
      .post(path, { text: 'Again', supersedes: firstId })
      .expect(refused(409, 'already-superseded'));
  });

  it('are written once for one Idempotency-Key', async () => {
    const send = (text: string) =>
      casework.api
        .as('coordinator')
        .post(`/cases/${urgent.caseId}/notes`, { text })
        .set('idempotency-key', 'note-once');
    const first = await send('Once').expect(201);
    const again = await send('Once').expect(201);
    expect(again.body).toEqual(first.body);
    await send('Twice').expect(refused(422, 'idempotency-key-reused', 'Idempotency-Key'));
    expect(await casework.rows(`SELECT id FROM case_note WHERE case_id = $1`, urgent.caseId)).toHaveLength(1);
  });

  it.each([
    [{}, 'text'],
    [{ text: ' ' }, 'text'],
    [{ text: 'a\u0000b' }, 'text'],
    [{ text: 5 }, 'text'],
    [{ text: 'x', safe: true }, 'safe'],
    [{ text: 'x', supersedes: UNKNOWN }, 'supersedes'],
    [{ text: 'x', supersedes: null }, 'supersedes'],
  ])('refuse %j', async (body, field) => {
    const path = `/cases/${urgent.caseId}/notes`;
    await casework.api
      .as('coordinator')
      .post(path, body)
      .expect(refused(400, 'invalid-request', field));
  });
});

describe('allocation', () => {
  it('of two who take a case at once gives it to one', async () => {
    const somebody = await casework.people.add();
    const path = `/cases/${somebody.caseId}/allocation`;
    const takers = ['dev-coordinator-1', 'dev-coordinator-2'] as const;
    const answers = await Promise.all(
      takers.map((who) => casework.api.as(who).post(path, { toSubject: who }).set('if-match', '"1"')),
    );
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'already-allocated' });
    const winner = takers[answers.findIndex(({ status }) => status === 200)];
    const { body } = await casework.api.as('coordinator').get(path).expect(200);
    expect((body as { items: unknown[] }).items).toMatchObject([
      { subject: winner, endedAt: null },
      { subject: null },
    ]);
    const [task] = await casework.rows<{ owner: string }>(
      `SELECT owner FROM task WHERE id = $1`,
      somebody.taskId,
    );
    expect(task!.owner).toBe(winner);
  });

  it('lets a team leader give away what a coordinator has, on the version that was read', async () => {
    const { caseId } = await casework.people.add();
    const path = `/cases/${caseId}/allocation`;
    const leader = casework.api.as('team-leader');
    await casework.api
      .as('coordinator')
      .post(path, { toSubject: 'dev-coordinator-1' })
      .set('if-match', '"1"')
      .expect(200);
    await leader
      .post(path, { toSubject: 'dev-coordinator-3' })
      .set('if-match', '"1"')
      .expect(refused(412, 'stale-edit'));
    const answer = await leader
      .post(path, { toSubject: 'dev-coordinator-3' })
      .set('if-match', '"2"')
      .expect(200);
    expect(answer.body).toMatchObject({ subject: 'dev-coordinator-3', team: 'specialist', version: 3 });
    expect(answer.headers.etag).toBe('"3"');
    await leader.post(path, { toTeam: 'central' }).set('if-match', '"3"').expect(200);
  });

  it('refuses what is missing, unknown or stale', async () => {
    const { caseId } = await casework.people.add();
    const path = `/cases/${caseId}/allocation`;
    const coordinator = casework.api.as('coordinator');
    const send = (body: object) => coordinator.post(path, body).set('if-match', '"1"');
    await coordinator.post(path, { toTeam: 'central' }).expect(refused(428, 'if-match-required'));
    await coordinator
      .post(path, { toTeam: 'x' })
      .set('if-match', '1')
      .expect(refused(400, 'invalid-request', 'If-Match'));
    await send({}).expect(refused(400, 'invalid-request', 'toSubject'));
    await send({ toSubject: 'nobody-at-all' }).expect(refused(400, 'invalid-request', 'toSubject'));
    await send({ toTeam: 'nowhere' }).expect(refused(400, 'invalid-request', 'toTeam'));
    await send({ toTeam: 'central' }).expect(refused(409, 'already-allocated'));
    await casework.api.as('referrer').post(path, {}).expect(refused(403, 'forbidden'));
  });
});
