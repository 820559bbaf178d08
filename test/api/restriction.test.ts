import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;
let path: string;

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';
const SAFE_HOUSE = { reasonCode: 'safe-house', members: ['dev-coordinator-1'] };

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});

beforeEach(async () => {
  ada = await casework.people.add();
  path = `/cases/${ada.caseId}/restriction`;
});

afterAll(() => casework.close());

const leader = () => casework.api.as('dev-team-leader-1');
const sees = async (who: `dev-${string}`) => (await casework.api.as(who).get(`/cases/${ada.caseId}`)).status;

describe('restricting', () => {
  it('hides the case from everybody but its members, among them who restricts it', async () => {
    const before = await leader().get(path).expect(200);
    expect(before.body).toMatchObject({ isRestricted: false, members: [], reasonCode: null });
    const { body } = await leader().post(path, SAFE_HOUSE).expect(200);
    expect(body).toMatchObject({
      isRestricted: true,
      reasonCode: 'safe-house',
      imposedBy: 'dev-team-leader-1',
    });
    const members = (body as { members: { subject: string }[] }).members.map(({ subject }) => subject);
    expect(members).toEqual(['dev-coordinator-1', 'dev-team-leader-1']);
    expect(await sees('dev-coordinator-1')).toBe(200);
    expect(await sees('dev-coordinator-2')).toBe(404);
    expect(await sees('dev-team-leader-2')).toBe(404);
    const detail = await casework.api.as('dev-coordinator-1').get(`/cases/${ada.caseId}`).expect(200);
    expect(detail.body).toMatchObject({
      isRestricted: true,
      restriction: { seenAs: 'member', seenUntil: null },
    });
    await leader().post(path, SAFE_HOUSE).expect(refused(409, 'already-restricted'));
  });

  it('counts as a change of safety, in the timeline, the audit and the outbox', async () => {
    await leader().post(path, SAFE_HOUSE).expect(200);
    const [row] = await casework.rows(
      `SELECT (SELECT safety_version FROM person WHERE id = $1::uuid) AS version,
              (SELECT count(*)::int FROM outbox_event WHERE payload ->> 'personId' = $1::text) AS announced,
              (SELECT count(*)::int FROM audit_entry WHERE person_ids @> ARRAY[$1::uuid] AND action = 'case.restrict') AS audited,
              (SELECT count(*)::int FROM case_event WHERE person_id = $1::uuid AND kind = 'case.restricted' AND restricted) AS told`,
      ada.personId,
    );
    expect(row).toEqual({ version: 2, announced: 1, audited: 1, told: 1 });
  });

  it('takes the case and its tasks from a holder who is no member', async () => {
    const take = casework.api
      .as('dev-coordinator-2')
      .post(`/cases/${ada.caseId}/allocation`, { toSubject: 'dev-coordinator-2' });
    await take.set('if-match', '"1"').expect(200);
    await leader().post(path, SAFE_HOUSE).expect(200);
    const { body } = await leader().get(`/cases/${ada.caseId}`).expect(200);
    expect(body).toMatchObject({ allocation: { subject: null, team: 'central' }, tasks: [{ owner: null }] });
    const give = leader().post(`/cases/${ada.caseId}/allocation`, { toSubject: 'dev-coordinator-2' });
    await give.set('if-match', '"3"').expect(refused(409, 'not-a-member'));
    const member = leader().post(`/cases/${ada.caseId}/allocation`, { toSubject: 'dev-coordinator-1' });
    await member.set('if-match', '"3"').expect(200);
  });

  it('is for team leaders, with known members and a reason', async () => {
    await casework.api.as('coordinator').post(path, SAFE_HOUSE).expect(refused(403, 'forbidden'));
    const unknown = { ...SAFE_HOUSE, members: ['dev-coordinator-1', 'nobody-at-all'] };
    await leader()
      .post(path, unknown)
      .expect(refused(400, 'invalid-request', 'members[1]'));
    await leader()
      .post(path, { members: [] })
      .expect(refused(400, 'invalid-request', 'reasonCode'));
    await leader()
      .post(path, { ...SAFE_HOUSE, reasonCode: 'because' })
      .expect(refused(400, 'invalid-request', 'reasonCode'));
    await leader().post(`/cases/${UNKNOWN}/restriction`, SAFE_HOUSE).expect(refused(404, 'not-found'));
  });
});

describe('members', () => {
  beforeEach(() => leader().post(path, SAFE_HOUSE).expect(200));

  it('come and go, but never the last', async () => {
    const add = { subject: 'dev-coordinator-3', reasonCode: 'specialist' };
    await leader().post(`${path}/members`, add).expect(200);
    expect(await sees('dev-coordinator-3')).toBe(200);
    await leader().post(`${path}/members`, add).expect(refused(409, 'already-a-member'));
    await leader().delete(`${path}/members/dev-coordinator-3`).expect(200);
    expect(await sees('dev-coordinator-3')).toBe(404);
    await leader().delete(`${path}/members/dev-coordinator-3`).expect(refused(404, 'not-found'));
    await leader().delete(`${path}/members/dev-coordinator-1`).expect(200);
    await leader().delete(`${path}/members/dev-team-leader-1`).expect(refused(409, 'last-member'));
    await leader()
      .post(`${path}/members`, { ...add, subject: 'nobody' })
      .expect(refused(400, 'invalid-request', 'subject'));
  });

  it('lose the case with their membership', async () => {
    const take = casework.api
      .as('dev-coordinator-1')
      .post(`/cases/${ada.caseId}/allocation`, { toSubject: 'dev-coordinator-1' });
    await take.set('if-match', '"2"').expect(200);
    await leader().delete(`${path}/members/dev-coordinator-1`).expect(200);
    const { body } = await leader().get(`/cases/${ada.caseId}`).expect(200);
    expect(body).toMatchObject({ allocation: { subject: null }, tasks: [{ owner: null }] });
  });

  it('are changed by members alone', async () => {
    const stranger = casework.api.as('dev-team-leader-2');
    await stranger.get(path).expect(refused(404, 'not-found'));
    await stranger
      .post(`${path}/members`, { subject: 'dev-team-leader-2', reasonCode: 'supervises' })
      .expect(refused(404, 'not-found'));
    await stranger.delete(`${path}/members/dev-coordinator-1`).expect(refused(404, 'not-found'));
    await stranger.delete(`${path}?reasonCode=danger-has-passed`).expect(refused(404, 'not-found'));
    await stranger.post(`/cases/${ada.caseId}/break-glass`, { reason: 'Invented emergency' }).expect(201);
    await stranger
      .post(`${path}/members`, { subject: 'dev-team-leader-2', reasonCode: 'supervises' })
      .expect(refused(409, 'not-a-member'));
    await stranger.delete(`${path}?reasonCode=danger-has-passed`).expect(refused(409, 'not-a-member'));
  });
});

describe('lifting', () => {
  it('shows the case to everybody again and ends all accesses', async () => {
    await leader().post(path, SAFE_HOUSE).expect(200);
    await leader()
      .delete(path)
      .expect(refused(400, 'invalid-request', 'reasonCode'));
    const { body } = await leader().delete(`${path}?reasonCode=danger-has-passed`).expect(200);
    expect(body).toMatchObject({ isRestricted: false, members: [] });
    expect(await sees('dev-coordinator-2')).toBe(200);
    await leader().delete(`${path}?reasonCode=danger-has-passed`).expect(refused(409, 'not-restricted'));
    const timeline = await leader().get(`/cases/${ada.caseId}/timeline?limit=1`).expect(200);
    expect((timeline.body as { items: unknown[] }).items).toMatchObject([{ kind: 'restriction.lifted' }]);
    await leader().post(path, SAFE_HOUSE).expect(200);
    expect(await sees('dev-coordinator-2')).toBe(404);
  });
});
