import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { AssessmentsModule } from '../../src/assessments/assessments.module.js';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { OutcomesModule } from '../../src/outcomes/outcomes.module.js';
import { SupportPlansModule } from '../../src/support-plans/support-plans.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { type Operation, operationsOf } from '../support/contract/operations.js';
import { refused } from '../support/http.js';
import { JourneyRows } from '../support/journey-rows.js';
import type { Somebody, Wanted } from '../support/people.js';

interface ShownAction {
  action: string;
  operation: string;
  isAvailable: boolean;
  reasonCode: string | null;
}

let casework: CaseworkApplication;
let rows: JourneyRows;
let operations: Map<string, Operation>;

beforeAll(async () => {
  const support = [AssessmentsModule, SupportPlansModule, AgencyReferralsModule];
  casework = await CaseworkApplication.open(ContactModule, ...support, OutcomesModule, CaseworkModule);
  rows = new JourneyRows(casework);
  operations = new Map(operationsOf(casework.description).map((operation) => [operation.id, operation]));
});
afterAll(() => casework.close());

/** What of a request tells two actions of one route apart. */
const BODIES: Record<string, object> = {
  'record-first-contact': { purpose: 'first-contact' },
  'record-agreed-call': { purpose: 'agreed-call' },
  'assess-msht': { kind: 'msht', formCode: 'msht' },
  'assess-cse': { kind: 'cse', formCode: 'cse' },
  'assess-fraud': { kind: 'fraud', formCode: 'fraud' },
  'assess-general': { kind: 'general', formCode: 'general' },
  'assess-needs': { supersedes: undefined },
};

async function actionsOf({ caseId }: Somebody, who = 'coordinator') {
  const caller = casework.api.as(who as 'coordinator');
  const { body } = await caller.get(`/cases/${caseId}/actions`).expect(200);
  return body as { items: ShownAction[]; version: number };
}

/** Calls the route of each action that is not available, and answers what it refused it with. */
async function refusalsOf(somebody: Somebody): Promise<{ told: string[]; refused: string[] }> {
  const { items, version } = await actionsOf(somebody);
  const unavailable = items.filter(({ isAvailable }) => !isAvailable);
  const refusals: string[] = [];
  for (const { action, operation: id } of unavailable) {
    const { path, body, method } = operations.get(id)!;
    const caller = casework.api.as('coordinator');
    const whole = path.replace('{id}', somebody.caseId);
    const sent = { ...body?.example, ...BODIES[action] };
    const ask = {
      DELETE: () => caller.delete(whole).set('if-match', `"${version}"`),
      PATCH: () => caller.patch(whole, sent, `"${version}"`),
      POST: () => caller.post(whole, sent).set('if-match', `"${version}"`),
    }[method]!;
    const { status, body: answer } = await ask();
    refusals.push(`${action} ${status} ${(answer as { code: string }).code}`);
  }
  const told = unavailable.map(({ action, reasonCode: code }) =>
    code === 'leaders-only' ? `${action} 403 forbidden` : `${action} 409 ${code}`,
  );
  return { told, refused: refusals };
}

async function planned(somebody: Somebody): Promise<void> {
  await rows.needsAssessment(somebody);
  await rows.specialistAssessment(somebody);
  const post = (path: string) => {
    const example = [...operations.values()].find((one) => one.method === 'POST' && one.path.endsWith(path));
    const caller = casework.api.as('coordinator');
    return caller.post(`/cases/${somebody.caseId}${path}`, example?.body?.example).expect(201);
  };
  await post('/support-plan');
  await post('/support-plan/goals');
}

type Change = (somebody: Somebody) => Promise<unknown>;
const close: Change = ({ caseId }) =>
  casework.api
    .as('coordinator')
    .post(`/cases/${caseId}/closure`, { reason: 'support-declined' })
    .set('if-match', '"1"')
    .expect(200);
const noCalls: Change = async (somebody) => {
  for (const number of [1, 2, 3]) await rows.call(somebody, 'no-answer', number);
};

describe('GET /cases/{id}/actions', () => {
  it.each<[string, string[], Change, Wanted?]>([
    ['a new case', ['record-agreed-call 409 nothing-agreed'], async () => undefined],
    ['a closed case', ['close 409 case-closed', 'record-inbound-contact 409 case-closed'], close],
    [
      'a case that was reopened',
      ['reopen 409 person-has-open-case'],
      async (somebody) => {
        await close(somebody);
        const path = `/cases/${somebody.caseId}/reopening`;
        await casework.api.as('coordinator').post(path, { reason: 'new-need' }).expect(201);
      },
    ],
    ['attempts that are used up', ['record-first-contact 409 attempts-used-up'], noCalls],
    [
      'somebody who was reached',
      ['record-first-contact 409 already-reached'],
      (somebody) => rows.call(somebody, 'answered-victim', 1),
    ],
    [
      'somebody whom nobody may contact',
      ['record-first-contact', 'record-agreed-call', 'ask-for-sms'].map(
        (action) => `${action} 409 do-not-contact`,
      ),
      ({ personId }) =>
        casework.rows(
          `INSERT INTO contact_decision (id, person_id, restricted, safety_version, decision, reasons, contact_points, decided_at, decided_by)
           VALUES (gen_random_uuid(), $1, false, 1, 'DO_NOT_CONTACT', '[]', '[]', now(), 'test')`,
          personId,
        ),
    ],
    [
      'an organisation',
      ['assess-cse 409 not-for-organisation', 'decide-enhanced-status 409 not-for-organisation'],
      async () => undefined,
      { organisationName: 'Invented Shop Ltd' },
    ],
    [
      'a supported case',
      ['open-support-plan 409 specialist-assessment-missing', 'review-plan 409 plan-missing'],
      (somebody) => rows.needsAssessment(somebody),
    ],
    [
      'a plan',
      ['open-support-plan 409 plan-active', 'write-exit-strategy 409 goals-open', 'close 409 plan-not-ended'],
      planned,
    ],
    [
      'a message of which nobody knows',
      ['close 409 message-unsettled'],
      (somebody) => rows.message(somebody, 'unknown'),
    ],
    [
      'modern slavery where nobody was reached',
      ['close 409 second-person-needed'],
      noCalls,
      { cohorts: ['msht'] },
    ],
  ])('tells of %s what its routes refuse, with the same codes', async (...[, among, change, wanted]) => {
    const somebody = await casework.people.add(wanted);
    await change(somebody);
    const { told, refused: refusals } = await refusalsOf(somebody);
    expect(refusals).toEqual(told);
    expect(told).toEqual(expect.arrayContaining(among));
  });

  it('is the list that the case itself shows', async () => {
    const somebody = await casework.people.add();
    const { body } = await casework.api.as('coordinator').get(`/cases/${somebody.caseId}`).expect(200);
    const { items } = await actionsOf(somebody);
    expect((body as { availableActions: ShownAction[] }).availableActions).toEqual(items);
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['take', 'assess-needs', 'close']),
    );
  });

  it('has every verb of a case, but those that need no case to be in a state for them', async () => {
    const { items } = await actionsOf(await casework.people.add());
    const named = new Set(items.map(({ operation }) => operation));
    const verbs = [...operations.values()].filter(
      ({ method, path }) =>
        ['POST', 'PATCH', 'PUT'].includes(method) && /^[/]api[/]v1[/]cases[/]\{id\}[a-z/-]*$/.test(path),
    );
    expect(verbs.length).toBeGreaterThan(20);
    expect(verbs.map(({ id }) => id).filter((id) => !named.has(id))).toEqual(['openInEmergency']);
  });

  it('names routes that there are, each of which says which codes it refuses with', async () => {
    const { items } = await actionsOf(await casework.people.add());
    const unknown = items.filter(({ operation }) => !operations.has(operation));
    expect(unknown).toEqual([]);
    const undocumented = items.filter(
      ({ operation, reasonCode }) =>
        reasonCode !== null &&
        reasonCode !== 'leaders-only' &&
        !operations.get(operation)!.conflicts.includes(reasonCode),
    );
    expect(undocumented).toEqual([]);
  });

  it('lets a team leader approve, and call whom nobody else may', async () => {
    const somebody = await casework.people.add();
    const { items } = await actionsOf(somebody, 'team-leader');
    expect(items.find(({ action }) => action === 'approve-closure')).toMatchObject({ isAvailable: true });
  });

  it('does not know a case that the caller may not see', async () => {
    const somebody = await casework.people.add();
    await casework.people.restrict(somebody, ['dev-team-leader-1']);
    await casework.api
      .as('coordinator')
      .get(`/cases/${somebody.caseId}/actions`)
      .expect(refused(404, 'not-found'));
  });
});
