import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import { JourneyRows } from '../support/journey-rows.js';
import type { Somebody, Wanted } from '../support/people.js';

let casework: CaseworkApplication;
let rows: JourneyRows;

beforeAll(async () => {
  casework = await CaseworkApplication.open(CaseworkModule);
  rows = new JourneyRows(casework);
});
afterAll(() => casework.close());

const edit = ({ caseId }: Somebody, verb: string, body: object, who: string, version: number) =>
  casework.api
    .as(who as 'coordinator')
    .post(`/cases/${caseId}/${verb}`, body)
    .set('if-match', `"${version}"`);
const close = (somebody: Somebody, who = 'coordinator', version = 1) =>
  edit(somebody, 'closure', { reason: 'not-reached' }, who, version);
const approve = (somebody: Somebody, who = 'team-leader', version = 1) =>
  edit(somebody, 'closure-approvals', { note: 'Canary: the officer made a welfare visit' }, who, version);

async function unreached(wanted: Wanted): Promise<Somebody> {
  const somebody = await casework.people.add(wanted);
  for (const number of [1, 2, 3]) await rows.call(somebody, 'no-answer', number);
  return somebody;
}

describe('POST /cases/{id}/closure-approvals', () => {
  it.each<[string, Wanted]>([
    ['modern slavery', { cohorts: ['msht'] }],
    ['sexual exploitation', { cohorts: ['cse'] }],
    ['high harm', { cohorts: ['burglary', 'high-harm'] }],
    ['a child', { dateOfBirth: '2018-01-01' }],
  ])('is needed to close a case of %s whom nobody reached', async (_, wanted) => {
    const somebody = await unreached(wanted);
    await close(somebody).expect(refused(409, 'second-person-needed'));
    await close(somebody, 'team-leader').expect(refused(409, 'second-person-needed'));
    await approve(somebody).expect(201);
    const { body } = await close(somebody).expect(200);
    expect(body).toMatchObject({ approvedBy: 'dev-team-leader-1', closedBy: 'dev-coordinator-1' });
  });

  it('is needed where nobody knows how old the person is, and not for an adult or an organisation', async () => {
    const unknown = await unreached({});
    await casework.rows(`UPDATE person SET date_of_birth = NULL WHERE id = $1`, unknown.personId);
    await close(unknown).expect(refused(409, 'second-person-needed'));
    await close(await unreached({})).expect(200);
    await close(await unreached({ organisationName: 'Invented Shop Ltd' })).expect(200);
  });

  it('is not needed once the person was reached', async () => {
    const somebody = await casework.people.add({ cohorts: ['msht'] });
    await rows.call(somebody, 'answered-victim', 1);
    await edit(somebody, 'closure', { reason: 'support-declined' }, 'coordinator', 1).expect(200);
  });

  it('never is the word of who closes', async () => {
    const somebody = await unreached({ cohorts: ['msht'] });
    await approve(somebody).expect(201);
    await close(somebody, 'team-leader').expect(refused(409, 'second-person-needed'));
  });

  it('lapses with the version of the case, and when somebody makes contact', async () => {
    const somebody = await unreached({ cohorts: ['msht'] });
    await approve(somebody).expect(201);
    await casework.rows(`UPDATE support_case SET version = 2 WHERE id = $1`, somebody.caseId);
    await close(somebody, 'coordinator', 2).expect(refused(409, 'second-person-needed'));
    casework.later(1);
    await approve(somebody, 'team-leader', 2).expect(201);
    await casework.rows(
      `INSERT INTO inbound_contact (id, case_id, person_id, restricted, channel, received_at, summary_sealed, recorded_at, recorded_by)
       VALUES (gen_random_uuid(), $1, $2, false, 'phone', $3, '-', $3, 'test')`,
      ...[somebody.caseId, somebody.personId, new Date(casework.clock.now().getTime() + 1000)],
    );
    await close(somebody, 'coordinator', 2).expect(refused(409, 'second-person-needed'));
  });

  it('is for team leaders, of the version that they read, and of an open case', async () => {
    const somebody = await unreached({ cohorts: ['msht'] });
    await approve(somebody, 'coordinator').expect(refused(403, 'forbidden'));
    await approve(somebody, 'team-leader', 7).expect(refused(412, 'stale-edit'));
    await approve(somebody).expect(201);
    await close(somebody).expect(200);
    await approve(somebody, 'team-leader', 2).expect(refused(409, 'case-closed'));
    const kept = await casework.rows('SELECT * FROM case_closure_approval');
    expect(JSON.stringify(kept)).not.toContain('Canary');
  });

  it('does not know a case that the caller may not see', async () => {
    const somebody = await unreached({ cohorts: ['msht'] });
    await casework.people.restrict(somebody, ['dev-coordinator-2']);
    await approve(somebody).expect(refused(404, 'not-found'));
  });
});
