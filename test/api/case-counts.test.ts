import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
afterAll(() => casework.close());

const counts = async (who: 'coordinator' | 'team-leader') =>
  (await casework.api.as(who).get('/cases/counts').expect(200)).body as object;

describe('GET /cases/counts', () => {
  it('counts open cases by team, cohort and whose they are', async () => {
    expect(await counts('coordinator')).toEqual({
      ...{ open: 0, overdue: 0, mine: 0, nobodys: 0, byTeam: [], byCohort: [] },
    });
    await casework.people.add({ cohorts: ['fraud'], team: 'specialist' });
    const ada = await casework.people.add({ cohorts: ['burglary', 'high-harm'] });
    const closed = await casework.people.add();
    await casework.rows(
      `UPDATE support_case SET closed_at = opened_at, closure_reason = 'test' WHERE id = $1`,
      closed.caseId,
    );
    await casework.api
      .as('coordinator')
      .post(`/cases/${ada.caseId}/allocation`, { toSubject: 'dev-coordinator-1' })
      .set('if-match', '"1"')
      .expect(200);
    await casework.rows(
      `UPDATE support_case SET next_action_due_at = '2019-01-01' WHERE id = $1`,
      ada.caseId,
    );
    expect(await counts('coordinator')).toEqual({
      ...{ open: 2, overdue: 1, mine: 1, nobodys: 1 },
      byTeam: [
        { code: 'central', count: 1 },
        { code: 'specialist', count: 1 },
      ],
      byCohort: [
        { code: 'burglary', count: 1 },
        { code: 'fraud', count: 1 },
        { code: 'high-harm', count: 1 },
      ],
    });
  });

  it('counts nobody who is hidden', async () => {
    const hidden = await casework.people.add({ cohorts: ['msht'] });
    const before = await counts('coordinator');
    await casework.people.restrict(hidden, ['dev-team-leader-1']);
    expect(await counts('coordinator')).not.toEqual(before);
    expect(JSON.stringify(await counts('coordinator'))).not.toContain('msht');
    expect(JSON.stringify(await counts('team-leader'))).toContain('msht');
  });

  it('is for caseworkers', async () => {
    await casework.api.as('auditor').get('/cases/counts').expect(refused(403, 'forbidden'));
  });
});
