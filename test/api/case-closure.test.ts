import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { OutcomesModule } from '../../src/outcomes/outcomes.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import { JourneyRows } from '../support/journey-rows.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let rows: JourneyRows;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(OutcomesModule, CaseworkModule);
  rows = new JourneyRows(casework);
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

const DECLINED = { reason: 'support-declined' };
const EXIT = {
  ...{ framework: 'MOJ-2018', moment: 'exit', reportedBy: 'victim' },
  results: [{ outcome: 'M4_INFORMED', result: 'improved' }],
};

const close = (body: object = DECLINED, version = 1) =>
  casework.api.as('coordinator').post(`/cases/${ada.caseId}/closure`, body).set('if-match', `"${version}"`);
const read = (what: string) => casework.api.as('coordinator').get(`/cases/${ada.caseId}/${what}`);

async function unmet(): Promise<string[]> {
  const { body } = await read('closure-conditions').expect(200);
  const { conditions } = body as { conditions: { code: string; isMet: boolean }[] };
  return conditions.filter(({ isMet }) => !isMet).map(({ code }) => code);
}

describe('POST /cases/{id}/closure', () => {
  it('ends the stay: tasks, allocation, next step, and the day on which a person looks at the record', async () => {
    const { body } = await close({ ...DECLINED, note: 'Canary: her own words' }).expect(200);
    expect(body).toMatchObject({
      ...DECLINED,
      isAutomatic: false,
      note: 'Canary: her own words',
      version: 2,
    });
    expect(body).toMatchObject({ isOnLegalHold: false, handedOver: [], approvedBy: null });
    const [state] = await casework.rows<object>(
      `SELECT c.closure_reason AS reason, c.next_action_due_at AS next, c.review_due_on = (c.closed_at + interval '72 months')::date AS "isReviewSet",
              p.review_due_on = c.review_due_on AS "isPersonToo",
              (SELECT count(*)::int FROM task t WHERE t.case_id = c.id AND t.cancelled_at IS NOT NULL AND t.outcome_code = 'case-closed') AS tasks,
              (SELECT count(*)::int FROM case_allocation a WHERE a.case_id = c.id AND a.ended_at IS NULL) AS allocations
         FROM support_case c JOIN person p ON p.id = c.person_id WHERE c.id = $1`,
      ada.caseId,
    );
    const isKept = { isReviewSet: true, isPersonToo: true };
    expect(state).toEqual({ reason: DECLINED.reason, next: null, ...isKept, tasks: 1, allocations: 0 });
    const events = await casework.rows<{ kind: string }>(
      `SELECT kind FROM case_event WHERE case_id = $1 ORDER BY kind`,
      ada.caseId,
    );
    expect(events.map(({ kind }) => kind)).toEqual(['case.closed', 'task.cancelled']);
    expect(JSON.stringify(await casework.rows('SELECT * FROM case_closure'))).not.toContain('Canary');
    expect((await read('closure').expect(200)).body).toMatchObject({ note: 'Canary: her own words' });
    await close(DECLINED, 2).expect(refused(409, 'case-closed'));
  });

  it('withdraws messages that wait, and waits itself for those that may be leaving', async () => {
    await rows.message(ada, 'claimed');
    await close().expect(refused(409, 'message-unsettled'));
    await casework.rows(`UPDATE message SET state = 'queued' WHERE case_id = $1`, ada.caseId);
    await close().expect(200);
    const states = await casework.rows(
      'SELECT state, state_reason AS reason FROM message WHERE case_id = $1',
      ada.caseId,
    );
    expect(states).toEqual([{ state: 'recalled', reason: 'CASE_CLOSED' }]);
  });

  it('closes a supported case only with an exit assessment, or a reason why there is none', async () => {
    await rows.needsAssessment(ada);
    expect(await unmet()).toEqual(['outcome-assessment-missing']);
    await close({ reason: 'needs-met' }).expect(refused(409, 'outcome-assessment-missing'));
    const assess = casework.api.as('coordinator').post(`/cases/${ada.caseId}/outcome-assessments`, EXIT);
    const { id } = (await assess.expect(201)).body as { id: string };
    const both = { reason: 'needs-met', noOutcomeReason: 'declined' };
    await close(both).expect(refused(400, 'invalid-request', 'noOutcomeReason'));
    const { body } = await close({ reason: 'needs-met' }).expect(200);
    expect(body).toMatchObject({ outcomeAssessmentId: id, noOutcomeReason: null });
  });

  it('takes a coded reason in place of the exit assessment', async () => {
    await rows.needsAssessment(ada);
    const lost = { reason: 'contact-lost', noOutcomeReason: 'lost-contact' };
    expect((await close(lost).expect(200)).body).toMatchObject({ ...lost, outcomeAssessmentId: null });
  });

  it.each(['look-at-changed-referral', 'look-at-joined-referral', 'look-at-age'])(
    'waits until somebody has seen to: %s',
    async (kind) => {
      await rows.task(ada, kind);
      expect(await unmet()).toEqual(['news-not-looked-at']);
      const handed = { ...DECLINED, handedOver: ['call-backs'], note: 'A colleague will look.' };
      await close(handed).expect(refused(409, 'news-not-looked-at'));
      const [task] = await casework.rows<{ id: string }>(
        `SELECT id FROM task WHERE case_id = $1 AND kind = $2`,
        ...[ada.caseId, kind],
      );
      await casework.api
        .as('coordinator')
        .post(`/tasks/${task!.id}/completion`, { outcomeCode: 'done' })
        .set('if-match', '"1"')
        .expect(200);
      await close().expect(200);
    },
  );

  it('leaves no open end unless it is said who goes on with it', async () => {
    await rows.agencyReferral(ada);
    await rows.safeguardingReferral(ada);
    await rows.task(ada, 'call-back');
    expect(await unmet()).toEqual(['agency-referral-open', 'safeguarding-referral-open', 'call-back-open']);
    await close().expect(refused(409, 'agency-referral-open'));
    const some = { ...DECLINED, handedOver: ['agency-referrals'], note: 'The agency goes on.' };
    await close(some).expect(refused(409, 'safeguarding-referral-open'));
    const handedOver = ['agency-referrals', 'safeguarding-referrals', 'call-backs'];
    const named = { handedOver, handedOverTo: 'central' };
    await close({ ...DECLINED, ...named }).expect(refused(400, 'invalid-request', 'note'));
    expect((await close({ ...some, ...named }).expect(200)).body).toMatchObject(named);
    expect((await read('closure').expect(200)).body).toMatchObject(named);
  });

  it.each(['central', 'dev-coordinator-2'])(
    'hands a safeguarding referral over to somebody named, who chases it on: %s',
    async (handedOverTo) => {
      await casework.api.as('dev-coordinator-2').get('/teams').expect(200);
      await rows.safeguardingReferral(ada);
      await rows.task(ada, 'chase-safeguarding');
      await rows.task(ada, 'escalate-safeguarding');
      await rows.task(ada, 'call-person');
      const over = { ...DECLINED, handedOver: ['safeguarding-referrals'], note: 'Somebody goes on.' };
      await close(over).expect(refused(400, 'invalid-request', 'handedOverTo'));
      const nobody = { ...over, handedOverTo: 'somebody' };
      await close(nobody).expect(refused(400, 'invalid-request', 'handedOverTo'));
      await close({ ...over, handedOverTo }).expect(200);
      const isTeam = handedOverTo === 'central';
      const open = await casework.rows(
        `SELECT kind, owner, team FROM task WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL ORDER BY kind`,
        ada.caseId,
      );
      expect(open).toEqual([
        { kind: 'chase-safeguarding', owner: isTeam ? null : handedOverTo, team: 'central' },
        { kind: 'escalate-safeguarding', owner: null, team: 'central' },
      ]);
    },
  );

  it('leaves no safeguarding referral unmade that an assessment asked for, whatever is said', async () => {
    await rows.task(ada, 'make-safeguarding-referral');
    expect(await unmet()).toEqual(['safeguarding-referral-unmade']);
    const over = {
      ...{ ...DECLINED, handedOver: ['safeguarding-referrals'], handedOverTo: 'central' },
      note: 'The school will see to it.',
    };
    for (const body of [DECLINED, over])
      await close(body).expect(refused(409, 'safeguarding-referral-unmade'));
    const { body } = await read('closure-conditions').expect(200);
    expect(body).toMatchObject({ isPossible: false });
    await rows.safeguardingReferral(ada);
    await rows.tasksDone(ada);
    await close(over).expect(200);
  });

  it('says that somebody was helped without an assessment, of whom that is true alone', async () => {
    const helped = { reason: 'helped-without-assessment' };
    await close(helped).expect(refused(400, 'invalid-request', 'reason'));
    await rows.call(ada, 'no-answer', 1);
    await close(helped).expect(refused(400, 'invalid-request', 'reason'));
    await rows.call(ada, 'answered-victim', 2);
    expect((await close(helped).expect(200)).body).toMatchObject({ ...helped, outcomeAssessmentId: null });
  });

  it('says so of nobody whose needs were assessed', async () => {
    await rows.call(ada, 'answered-victim', 1);
    await rows.needsAssessment(ada);
    await close({ reason: 'helped-without-assessment' }).expect(refused(400, 'invalid-request', 'reason'));
  });

  it.each([
    [{}, 'reason'],
    [{ reason: 'because' }, 'reason'],
    [{ reason: 'information-only' }, 'reason'],
    [{ reason: 'needs-met' }, 'reason'],
    [{ ...DECLINED, noOutcomeReason: 'declined' }, 'noOutcomeReason'],
    [{ ...DECLINED, noOutcomeReason: 'because' }, 'noOutcomeReason'],
    [{ ...DECLINED, handedOver: ['everything'], note: 'x' }, 'handedOver[0]'],
  ])('refuses, naming the field: %j', async (body, field) => {
    await close(body).expect(refused(400, 'invalid-request', field));
  });

  it('says of nobody who was reached that they were not', async () => {
    await rows.call(ada, 'answered-victim', 1);
    await close({ reason: 'not-reached' }).expect(refused(400, 'invalid-request', 'reason'));
  });

  it('refuses a closure of another version', async () => {
    await close(DECLINED, 7).expect(refused(412, 'stale-edit'));
    await casework.api
      .as('coordinator')
      .post(`/cases/${ada.caseId}/closure`, DECLINED)
      .expect(refused(428, 'if-match-required'));
  });

  it('lets one of two who close at once through', async () => {
    const both = await Promise.all([close(), close()]);
    expect(both.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 409]);
  });

  it('does not know a case that the caller may not see, nor the closure of an open one', async () => {
    await read('closure').expect(refused(404, 'not-found'));
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    await close().expect(refused(404, 'not-found'));
    for (const what of ['closure', 'closure-conditions']) await read(what).expect(refused(404, 'not-found'));
  });
});
