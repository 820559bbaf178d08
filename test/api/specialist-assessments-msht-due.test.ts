import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assessNeeds, openAssessments, REVIEW, standingAt } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import type { Api } from '../support/http.js';
import { BASE, MONDAY } from '../support/msht-answers.js';
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

/** What is due beside the reviews, as code and day. */
async function dueBy({ caseId }: Somebody, answers: object): Promise<string[]> {
  const { body } = await api
    .as('coordinator')
    .post(`/cases/${caseId}/specialist-assessments`, { kind: 'msht', answers, reviewDueOn: REVIEW })
    .expect(201);
  const { deadlines } = body as { deadlines: { code: string; dueAt: string; taskKind: string | null }[] };
  return deadlines
    .filter(({ code }) => code !== 'review')
    .map(({ code, dueAt, taskKind }) => `${code} ${dueAt.slice(0, 10)} ${taskKind}`);
}

describe('POST /cases/{id}/specialist-assessments, msht', () => {
  it.each<[string, object, string[]]>([
    [
      'a negative reasonable grounds decision',
      {
        ...{ 'nrm.position': 'rg-negative', 'nrm.submittedOn': '2026-02-16', 'rg.decision': 'negative' },
        ...{
          'rg.decidedOn': '2026-02-27',
          'rg.isLetterHeld': 'yes',
          'exit.dueOn': null,
          'solicitor.isInstructed': 'no',
        },
      },
      [
        'reconsideration-first-warning 2026-03-06 request-reconsideration',
        'support-exit 2026-03-12 plan-support-exit',
        'reconsideration-second-warning 2026-03-20 request-reconsideration',
        'reconsideration 2026-03-29 request-reconsideration',
      ],
    ],
    [
      'a negative one whose warnings have passed',
      {
        ...{ 'nrm.position': 'rg-negative', 'rg.decision': 'negative', 'rg.decidedOn': '2026-01-05' },
        ...{ 'rg.isLetterHeld': 'no', 'exit.dueOn': '2026-02-01', 'solicitor.isInstructed': 'unknown' },
      },
      [
        'reconsideration-first-warning 2026-01-12 null',
        'reconsideration-second-warning 2026-01-26 null',
        'support-exit-as-told 2026-02-01 plan-support-exit',
        'reconsideration 2026-02-04 request-reconsideration',
      ],
    ],
    [
      'a negative conclusive grounds decision',
      {
        ...{ 'nrm.position': 'cg-negative', 'rg.decision': 'positive', 'rg.decidedOn': '2025-09-01' },
        ...{ 'cg.decision': 'negative', 'cg.decidedOn': '2026-02-27', 'cg.isLetterHeld': 'yes' },
        ...{ 'exit.dueOn': null, 'exit.reason': 'negative-conclusive-grounds' },
        ...{ 'solicitor.isInstructed': 'no', 'reconsideration.requestedOn': '2026-03-02' },
      },
      ['conclusive-support-exit 2026-03-12 plan-support-exit'],
    ],
    [
      'nights that the crisis fund pays for, and days in a Place of Safety',
      {
        ...{ 'nrm.position': 'not-referred-other', 'notReferred.reason': 'unsafe' },
        ...{ 'notReferred.decidedBy': 'person', 'crisis.fromOn': '2026-02-26' },
        ...{ placeOfSafety: 'accepted', 'placeOfSafety.fromOn': '2026-02-27' },
      },
      [
        'crisis-nights-first-warning 2026-03-01 null',
        'crisis-nights-second-warning 2026-03-03 find-accommodation',
        'place-of-safety 2026-03-04 ask-about-nrm-again',
        'crisis-nights 2026-03-05 find-accommodation',
      ],
    ],
    [
      'a positive reasonable grounds decision',
      {
        ...{ 'nrm.position': 'rg-positive', 'rg.decision': 'positive', 'rg.decidedOn': '2026-02-27' },
        ...{
          'support.provider': 'salvation-army',
          'support.worker': null,
          'support.addressType': 'safe-house',
        },
      },
      ['recovery-minimum 2026-03-29 check-recovery-support'],
    ],
    [
      'a positive one of the time when it was 45 days',
      {
        ...{ 'nrm.position': 'rg-positive', 'rg.decision': 'positive', 'rg.decidedOn': '2022-12-12' },
        ...{ 'support.provider': 'declined', 'support.worker': null, 'support.addressType': 'outreach' },
      },
      ['recovery-minimum 2023-01-26 null'],
    ],
    [
      'a positive conclusive grounds decision',
      {
        ...{ 'nrm.position': 'cg-positive-move-on', 'rg.decision': 'positive', 'rg.decidedOn': '2025-09-01' },
        ...{ 'cg.decision': 'positive', 'cg.decidedOn': '2026-02-20', 'exit.dueOn': null },
        ...{
          'moveOn.needsAssessment': 'offered',
          'moveOn.hasTransitionPlan': 'no',
          'moveOn.hasTenancy': 'no',
        },
        ...{ 'moveOn.hasIncome': 'unknown', 'moveOn.hasDoctor': 'yes', 'moveOn.immigrationEndsOn': null },
      },
      [
        'move-on-first-plan 2026-03-06 plan-move-on',
        'move-on-second-plan 2026-03-27 plan-move-on',
        'move-on 2026-04-06 plan-move-on',
      ],
    ],
    [
      'somebody who left support',
      {
        ...{ 'nrm.position': 'exited-support', 'exited.on': '2026-01-31', 'exited.reason': 'own-wish' },
        'exited.reachIn': 'declined',
      },
      [
        'risk-after-exit-first 2026-02-28 null',
        'risk-after-exit-second 2026-04-30 check-risk-after-exit',
        'risk-after-exit-third 2026-07-31 check-risk-after-exit',
      ],
    ],
    [
      'an adult who is undecided',
      {
        ...{
          'nrm.position': 'offered-undecided',
          'nrm.consent': 'not-yet',
          'nrm.explained': ['what', 'support'],
        },
        ...{ 'nrm.explainedIn': 'LNGG_POL', 'nrm.askAgainOn': '2026-03-16' },
      },
      ['ask-again 2026-03-16 ask-about-nrm-again'],
    ],
    [
      'a refusal without a Duty to Notify',
      {
        ...{
          'nrm.position': 'refused-dtn-not-made',
          'nrm.consent': 'refused',
          'nrm.consentOn': '2026-02-27',
        },
        ...{
          'nrm.explained': ['what'],
          'nrm.refusalReasons': ['immigration-fear'],
          'dtn.firstResponder': 'police',
        },
      },
      ['report-missing-notification 2026-03-02 ask-first-responder'],
    ],
  ])('counts what is due by %s', async (_, answers, due) => {
    expect(await dueBy(adult, { ...BASE, ...answers })).toEqual(due);
  });

  it('marks the end of support as likely only, to be verified, and warns of it', async () => {
    const negative = {
      ...{ ...BASE, 'nrm.position': 'rg-negative', 'rg.decision': 'negative', 'rg.decidedOn': '2026-02-27' },
      ...{ 'rg.isLetterHeld': 'yes', 'exit.dueOn': null, 'solicitor.isInstructed': 'no' },
      ...{ isAlsoSuspect: 'yes', 'section45.raisedWith': 'nobody-yet' },
    };
    const { body } = await api
      .as('coordinator')
      .post(`/cases/${adult.caseId}/specialist-assessments`, {
        ...{ kind: 'msht', answers: negative, reviewDueOn: REVIEW },
      })
      .expect(201);
    const { deadlines, warnings } = body as { deadlines: object[]; warnings: { code: string }[] };
    expect(deadlines).toContainEqual(
      expect.objectContaining({
        ...{
          code: 'support-exit',
          factStatus: 'likely',
          source: expect.stringContaining('Verify') as unknown,
        },
        threshold: expect.stringContaining('negativeDecisionExitWorkingDays: 9 working days') as unknown,
      }),
    );
    expect(warnings.map(({ code }) => code)).toEqual(['support-ends-soon', 'section-45-not-raised']);
  });

  it('counts no end of support for a child, whom the local authority supports', async () => {
    const child = await casework.people.add({ dateOfBirth: '2012-05-05', cohorts: ['msht'] });
    await assessNeeds({ api }, child);
    const negative = {
      ...{ ...BASE, 'nrm.position': 'rg-negative', 'rg.decision': 'negative', 'rg.decidedOn': '2026-02-27' },
      ...{ 'rg.isLetterHeld': 'yes', 'exit.dueOn': null, 'solicitor.isInstructed': 'no' },
      ...{ 'reconsideration.requestedOn': '2026-03-02' },
    };
    expect(await dueBy(child, negative)).toEqual([]);
  });
});
