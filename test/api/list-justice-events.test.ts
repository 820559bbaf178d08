import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import { ARREST, pathOf, recorded, toldTo } from '../support/justice-events.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

async function listed(query = ''): Promise<{ items: { id: string; kind: string }[]; next: string | null }> {
  const { body } = await casework.api
    .as('coordinator')
    .get(`${pathOf(ada)}${query}`)
    .expect(200);
  return body as Awaited<ReturnType<typeof listed>>;
}

describe('GET /incidents/{id}/justice-events', () => {
  it('lists newest first, a page at a time', async () => {
    const arrest = await recorded(casework, ada);
    const told = await recorded(casework, ada, toldTo(ada));
    const interview = await recorded(casework, ada, { ...ARREST, kind: 'suspect.interviewed' });
    const first = await listed('?limit=2');
    expect(first.items.map(({ id }) => id)).toEqual([told, interview]);
    const second = await listed(`?limit=2&after=${first.next!}`);
    expect([second.items.map(({ id }) => id), second.next]).toEqual([[arrest], null]);
  });

  it('filters by kind and by when it happened', async () => {
    await recorded(casework, ada);
    const told = await recorded(casework, ada, toldTo(ada));
    expect((await listed('?kind=victim.informed')).items).toMatchObject([{ id: told }]);
    expect((await listed('?since=2026-01-06T10:00:00Z')).items).toMatchObject([{ id: told }]);
    expect((await listed('?kind=crime.reported')).items).toEqual([]);
    const { api } = casework;
    await api
      .as('coordinator')
      .get(`${pathOf(ada)}?since=lately`)
      .expect(refused(400, 'invalid-request', 'since'));
  });

  it('leaves out what was corrected or withdrawn', async () => {
    const wrong = await recorded(casework, ada);
    const gone = await recorded(casework, ada, { ...ARREST, kind: 'suspect.interviewed' });
    const correct = (id: string, body: object) =>
      casework.api
        .as('coordinator')
        .post(`${pathOf(ada)}/${id}/correction`, body)
        .expect(201);
    const right = { ...ARREST, occurredAt: '2026-01-05T11:00:00Z' };
    await correct(wrong, { reason: 'entered-in-error', ...right });
    await correct(gone, { reason: 'did-not-happen', isWithdrawn: true });
    expect((await listed()).items).toMatchObject([
      { originalId: wrong, occurredAt: '2026-01-05T11:00:00.000Z' },
    ]);
  });

  it('shows nothing of people who are hidden', async () => {
    const ben = await casework.people.add({ incidentId: ada.incidentId });
    await recorded(casework, ada, toldTo(ben));
    const arrest = await recorded(casework, ada);
    await casework.people.restrict(ben, []);
    expect((await listed()).items.map(({ id }) => id)).toEqual([arrest]);
    await casework.people.restrict(ada, []);
    await casework.api.as('coordinator').get(pathOf(ada)).expect(404);
    await casework.api.as('intake-service').get(pathOf(ada)).expect(403);
  });
});
