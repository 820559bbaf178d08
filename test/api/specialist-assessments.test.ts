import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assessNeeds, closeCase, openAssessments, REVIEW, standingAt } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { type Api, refused } from '../support/http.js';
import { MONDAY, PENDING } from '../support/msht-answers.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
let adult: Somebody;

beforeAll(async () => {
  casework = await openAssessments();
  api = await standingAt(casework, MONDAY);
});
beforeEach(async () => {
  adult = await casework.people.add({ cohorts: ['msht'] });
  await assessNeeds({ api }, adult);
});
afterAll(() => casework.close());

interface Assessment {
  id: string;
  warnings: { code: string }[];
}

const path = ({ caseId }: Somebody) => `/cases/${caseId}/specialist-assessments`;
const send = (person: Somebody, answers: object, more: object = {}) =>
  api.as('coordinator').post(path(person), { kind: 'msht', answers, reviewDueOn: REVIEW, ...more });

async function completed(person: Somebody, answers: object, more: object = {}): Promise<Assessment> {
  return (await send(person, answers, more).expect(201)).body as Assessment;
}

describe('every specialist assessment', () => {
  it('needs a needs assessment of the case, an open case and a person', async () => {
    const fresh = await casework.people.add();
    await send(fresh, PENDING).expect(refused(409, 'needs-assessment-missing'));
    await closeCase(casework, adult);
    await send(adult, PENDING).expect(refused(409, 'case-closed'));
    const shop = await casework.people.add({ organisationName: 'Invented Ltd' });
    await assessNeeds({ api }, shop);
    for (const kind of ['msht', 'cse'])
      await send(shop, {}, { kind }).expect(refused(409, 'not-for-organisation'));
    await send(adult, PENDING, { kind: 'needs' }).expect(refused(400, 'invalid-request', 'kind'));
  });

  it('is listed, newest first, for caseworkers who may see the case', async () => {
    const first = await completed(adult, PENDING);
    const general = {
      ...{ cohort: 'msht', specialistNeeds: ['safety'], riskTool: 'dash', 'riskTool.level': 'high' },
      ...{ 'riskTool.completedOn': '2026-02-27', isInDanger: 'no' },
    };
    const second = await completed(adult, general, { kind: 'general' });
    expect(second.warnings.map(({ code }) => code)).toEqual(['high-risk-level']);
    const { body } = await api.as('coordinator').get(path(adult)).expect(200);
    expect((body as { items: Assessment[] }).items.map(({ id }) => id)).toEqual([second.id, first.id]);
    await api.as('auditor').get(path(adult)).expect(refused(403, 'forbidden'));
    await casework.people.restrict(adult, ['dev-coordinator-2']);
    await api.as('coordinator').get(path(adult)).expect(refused(404, 'not-found'));
    await send(adult, PENDING).expect(refused(404, 'not-found'));
  });
});
