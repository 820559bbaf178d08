import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
  for (const who of ['coordinator', 'dev-coordinator-2', 'dev-coordinator-3'] as const)
    await casework.api.as(who).get('/teams').expect(200);
  ada = await casework.people.add();
  await casework.api
    .as('coordinator')
    .post(`/cases/${ada.caseId}/allocation`, { toSubject: 'dev-coordinator-1' })
    .set('if-match', '"1"')
    .expect(200);
});
afterAll(() => casework.close());

const day = (from: number) =>
  new Date(casework.clock.now().getTime() + from * 24 * 3_600_000).toISOString().slice(0, 10);
const arrange = (body: object, who = 'team-leader', subject = 'dev-coordinator-1') =>
  casework.api.as(who as 'team-leader').post(`/staff/${subject}/cover`, body);

async function shownTo(who: `dev-${string}`, path: string): Promise<string[]> {
  const { body } = await casework.api.as(who).get(path).expect(200);
  return (body as { items: { id: string }[] }).items.map(({ id }) => id);
}

describe('POST /staff/{subject}/cover', () => {
  it('shows the cases and tasks of whoever is away to whoever covers, today alone', async () => {
    expect(await shownTo('dev-coordinator-2', '/cases?allocatedTo=me')).toEqual([]);
    const body = { coveredBy: 'dev-coordinator-2', fromOn: day(-1), toOn: day(1) };
    expect((await arrange(body).expect(201)).body).toMatchObject({ subject: 'dev-coordinator-1', ...body });
    expect(await shownTo('dev-coordinator-2', '/cases?allocatedTo=me')).toEqual([ada.caseId]);
    expect(await shownTo('dev-coordinator-2', '/tasks?owner=me')).toEqual([ada.taskId]);
    expect(await shownTo('dev-coordinator-1', '/cases?allocatedTo=me')).toEqual([ada.caseId]);
    expect(await shownTo('dev-coordinator-3', '/cases?allocatedTo=me')).toEqual([]);
    const counts = await casework.api.as('dev-coordinator-2').get('/cases/counts').expect(200);
    expect(counts.body).toMatchObject({ mine: 1 });
    const list = await casework.api.as('coordinator').get('/staff/dev-coordinator-1/cover').expect(200);
    expect(list.body).toMatchObject({ items: [body] });
  });

  it('shows nobody a restricted case', async () => {
    const hidden = await casework.people.add();
    await casework.api
      .as('coordinator')
      .post(`/cases/${hidden.caseId}/allocation`, { toSubject: 'dev-coordinator-1' })
      .set('if-match', '"1"')
      .expect(200);
    expect(await shownTo('dev-coordinator-2', '/cases?allocatedTo=me')).toContain(hidden.caseId);
    await casework.people.restrict(hidden, ['dev-coordinator-1']);
    expect(await shownTo('dev-coordinator-2', '/cases?allocatedTo=me')).not.toContain(hidden.caseId);
  });

  it('refuses cover twice on a day, and by somebody who is away', async () => {
    const again = { coveredBy: 'dev-coordinator-3', fromOn: day(1), toOn: day(3) };
    await arrange(again).expect(refused(409, 'cover-overlaps'));
    const away = { ...again, coveredBy: 'dev-coordinator-1' };
    await arrange(away, 'team-leader', 'dev-coordinator-3').expect(refused(409, 'cover-is-away'));
    await arrange({ ...again, fromOn: day(2) }).expect(201);
  });

  it.each([
    [{ coveredBy: 'dev-coordinator-1', fromOn: '2090-01-01', toOn: '2090-01-02' }, 'coveredBy'],
    [{ coveredBy: 'dev-nobody-9', fromOn: '2090-01-01', toOn: '2090-01-02' }, 'coveredBy'],
    [{ coveredBy: 'dev-coordinator-2', fromOn: '2090-01-03', toOn: '2090-01-02' }, 'toOn'],
    [{ coveredBy: 'dev-coordinator-2', fromOn: '2019-01-01', toOn: '2019-01-02' }, 'toOn'],
    [{ coveredBy: 'dev-coordinator-2', fromOn: '2090-02-30', toOn: '2090-03-02' }, 'fromOn'],
  ])('refuses, naming the field: %j', async (body, field) => {
    await arrange(body).expect(refused(400, 'invalid-request', field));
  });

  it('is for team leaders, and of colleagues that there are', async () => {
    const body = { coveredBy: 'dev-coordinator-2', fromOn: '2090-01-01', toOn: '2090-01-02' };
    await arrange(body, 'coordinator').expect(refused(403, 'forbidden'));
    await arrange(body, 'team-leader', 'dev-nobody-9').expect(refused(404, 'not-found'));
    await casework.api.as('coordinator').get('/staff/dev-nobody-9/cover').expect(refused(404, 'not-found'));
  });
});
