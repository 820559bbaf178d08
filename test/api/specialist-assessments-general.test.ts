import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assessNeeds, openAssessments, openTasks, REVIEW, standingAt } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { type Api, refused } from '../support/http.js';
import { MONDAY } from '../support/msht-answers.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
let ada: Somebody;

beforeAll(async () => {
  casework = await openAssessments();
  api = await standingAt(casework, MONDAY);
});
beforeEach(async () => {
  ada = await casework.people.add({ cohorts: ['domestic'] });
  await assessNeeds({ api }, ada);
});
afterAll(() => casework.close());

interface Assessment {
  warnings: { code: string }[];
  deadlines: { code: string; factStatus: string; dueAt: string }[];
}

const DASH = {
  ...{ cohort: 'domestic', specialistNeeds: ['safety'], riskTool: 'dash', isInDanger: 'no' },
  'riskTool.completedOn': '2026-03-02',
};

const send = (answers: object) =>
  api
    .as('coordinator')
    .post(`/cases/${ada.caseId}/specialist-assessments`, { kind: 'general', answers, reviewDueOn: REVIEW });

async function completed(answers: object): Promise<Assessment> {
  return (await send({ ...DASH, ...answers }).expect(201)).body as Assessment;
}

describe('POST /cases/{id}/specialist-assessments, general, with a Dash (NA-3)', () => {
  it.each([
    [9, 'standard', []],
    [10, 'standard', ['level-below-score']],
    [10, 'medium', []],
    [13, 'high', ['high-risk-level']],
    [14, 'medium', ['level-below-high-score']],
    [14, 'standard', ['level-below-score']],
    [14, 'high', ['high-risk-level']],
  ])('of %i ticks and the level %s warns of %j, and computes no level', async (score, level, codes) => {
    const { warnings } = await completed({ 'riskTool.score': score, 'riskTool.level': level });
    expect(warnings.map(({ code }) => code)).toEqual(codes);
  });

  it('has a high level referred to the conference by the next working day, which is likely only', async () => {
    const { deadlines } = await completed({
      ...{ 'riskTool.score': 9, 'riskTool.level': 'high', 'riskTool.raisedBy': ['judgement'] },
    });
    expect(deadlines[0]).toMatchObject({
      ...{ code: 'refer-to-marac', factStatus: 'likely', dueAt: '2026-03-03T23:59:59.999Z' },
    });
    expect(await openTasks(casework, ada)).toContain('refer-to-marac 2026-03-03');
    expect((await completed({ 'riskTool.level': 'medium' })).deadlines).toMatchObject([{ code: 'review' }]);
  });

  it('has no more ticks than questions', async () => {
    await send({ ...DASH, 'riskTool.level': 'high', 'riskTool.score': 25 }).expect(
      refused(422, 'answers-invalid', 'answers.riskTool.score'),
    );
  });
});
