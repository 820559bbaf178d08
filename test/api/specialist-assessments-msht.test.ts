import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  assessNeeds,
  closeCase,
  openAssessments,
  openTasks,
  REVIEW,
  standingAt,
} from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { type Api, refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
let adult: Somebody;
let child: Somebody;

/** A Monday without a bank holiday near. */
const MONDAY = new Date('2026-03-02T10:00:00Z');

beforeAll(async () => {
  casework = await openAssessments();
  api = await standingAt(casework, MONDAY);
});
beforeEach(async () => {
  adult = await casework.people.add({ cohorts: ['msht'] });
  child = await casework.people.add({ dateOfBirth: '2012-05-05' });
  for (const person of [adult, child]) await assessNeeds({ api }, person);
});
afterAll(() => casework.close());

interface Assessment {
  id: string;
  warnings: { code: string }[];
  deadlines: Record<string, unknown>[];
}

const BASE = {
  situations: [
    { code: 'lab-work', fromOn: '2025-01-10', toOn: '2025-11-30' },
    { code: 'lab-wages', fromOn: '2025-02-01', toOn: null, isOngoing: 'unknown' },
  ],
  ...{ countyLines: 'no', cuckooing: 'unknown', debtBondage: 'yes' },
};
const CONSENT = {
  ...{ 'nrm.consent': 'given', 'nrm.consentOn': '2026-02-27' },
  'nrm.explained': ['what', 'support', 'outcomes', 'sharing'],
};
const PENDING = {
  ...{ ...BASE, ...CONSENT, 'nrm.position': 'in-nrm-rg-pending' },
  ...{ 'nrm.route': 'police', 'nrm.submittedOn': '2026-03-02', 'nrm.reference': 'NRM-invented-1' },
};
const CHILD_NRM = {
  ...{ ...BASE, 'nrm.position': 'child-nrm', 'nrm.route': 'local-authority' },
  ...{ 'child.localAuthority': 'E06000051', 'child.guardian': 'not-in-area' },
};

const path = ({ caseId }: Somebody) => `/cases/${caseId}/specialist-assessments`;
const send = (person: Somebody, answers: object, more: object = {}) =>
  api.as('coordinator').post(path(person), { kind: 'msht', answers, reviewDueOn: REVIEW, ...more });

async function completed(person: Somebody, answers: object, more: object = {}): Promise<Assessment> {
  return (await send(person, answers, more).expect(201)).body as Assessment;
}

/** What is due beside the reviews, as code and day. */
async function dueBy(person: Somebody, answers: object): Promise<string[]> {
  const { deadlines } = await completed(person, answers);
  return deadlines
    .filter(({ code }) => code !== 'review')
    .map(({ code, dueAt, taskKind }) => `${String(code)} ${String(dueAt).slice(0, 10)} ${String(taskKind)}`);
}

describe('POST /cases/{id}/specialist-assessments, msht', () => {
  it('keeps situations with days of their own, and chases the decision after five working days', async () => {
    const { warnings, deadlines } = await completed(adult, PENDING);
    expect(warnings).toEqual([]);
    expect(deadlines[0]).toMatchObject({
      code: 'chase-reasonable-grounds',
      taskKind: 'chase-reasonable-grounds',
      dueAt: '2026-03-09T23:59:59.999Z',
      rule: 'msht version 1: chase-reasonable-grounds',
      trigger: 'nrm.submittedOn: 2026-03-02',
      threshold: expect.stringContaining('nrmReasonableGroundsChaseWorkingDays: 5 working days') as unknown,
      calendar: 'working days of England and Wales',
      arithmetic: expect.stringContaining(
        '5 working days after Monday 2 March 2026 (day 0) is Monday 9 March 2026',
      ) as unknown,
      factStatus: 'certain',
    });
    expect(await openTasks(casework, adult)).toContain('chase-reasonable-grounds 2026-03-09');
    const [row] = await casework.rows<{ answers: object; texts: string }>(
      `SELECT answers, texts_sealed AS texts FROM assessment WHERE case_id = $1 AND kind = 'msht'`,
      adult.caseId,
    );
    expect(row!.answers).toMatchObject({ situations: BASE.situations, 'nrm.position': 'in-nrm-rg-pending' });
    expect(JSON.stringify(row)).not.toContain('NRM-invented');
  });

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
        'reconsideration 2026-02-04 request-reconsideration',
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

  it('records a Duty to Notify with reasons, first responder and the day of asking again', async () => {
    const refusal = {
      ...{
        ...BASE,
        'nrm.position': 'refused-dtn-made',
        'nrm.consent': 'refused',
        'nrm.consentOn': '2026-02-27',
      },
      ...{ 'nrm.explained': ['what', 'support', 'outcomes', 'sharing'], 'nrm.askAgainOn': '2026-06-01' },
      ...{
        'nrm.refusalReasons': ['mistrust-authorities', 'no-benefit-seen'],
        'dtn.firstResponder': 'salvation-army',
      },
      ...{ 'dtn.sentOn': '2026-03-01', 'dtn.reference': null },
    };
    await completed(adult, refusal);
    const { 'dtn.sentOn': _, 'nrm.refusalReasons': _reasons, ...incomplete } = refusal;
    await send(adult, incomplete).expect(
      refused(422, 'answers-invalid', 'answers.dtn.sentOn', 'answers.nrm.refusalReasons'),
    );
  });

  it('refers a child and an unknown age through the local authority, and asks a first responder the same day', async () => {
    expect(await dueBy(child, CHILD_NRM)).toEqual(['ask-first-responder 2026-03-02 ask-first-responder']);
    const submitted = { ...CHILD_NRM, 'nrm.submittedOn': '2026-02-27', 'rg.decision': 'pending' };
    expect(await dueBy(child, submitted)).toEqual([
      'chase-reasonable-grounds 2026-03-06 chase-reasonable-grounds',
    ]);
    const unknown = await casework.people.add();
    await casework.rows('UPDATE person SET date_of_birth = NULL WHERE id = $1', unknown.personId);
    await assessNeeds({ api }, unknown);
    await completed(unknown, { ...CHILD_NRM, ageAssessment: 'in-progress' });
    await send(adult, CHILD_NRM).expect(
      refused(
        422,
        'answers-invalid',
        ...['answers.nrm.position', 'answers.child.localAuthority', 'answers.child.guardian'],
      ),
    );
  });

  it('never asks a child, nor somebody of unknown age, to consent, nor for a Duty to Notify', async () => {
    const notChild = refused(422, 'consent-not-asked-of-child', 'answers.nrm.consent');
    await send(child, { ...CHILD_NRM, 'nrm.consent': 'given' }).expect(notChild);
    await send(child, { ...CHILD_NRM, 'dtn.sentOn': '2026-03-01' }).expect(
      refused(422, 'consent-not-asked-of-child', 'answers.dtn.sentOn'),
    );
    await casework.rows('UPDATE person SET date_of_birth = NULL WHERE id = $1', child.personId);
    await send(child, { ...CHILD_NRM, 'nrm.consent': 'refused' }).expect(
      refused(422, 'consent-not-asked-of-age-unknown', 'answers.nrm.consent'),
    );
    await send(child, {
      ...{ ...BASE, 'nrm.position': 'offered-undecided', 'nrm.askAgainOn': '2026-03-16' },
      'nrm.explainedIn': 'LNGG_POL',
    }).expect((response) => {
      const { code, fields } = response.body as { code: string; fields: { field: string; code: string }[] };
      expect([response.status, code, fields[0]]).toMatchObject([
        422,
        'consent-not-asked-of-age-unknown',
        { field: 'answers.nrm.position', code: 'consent-not-asked-of-age-unknown' },
      ]);
    });
  });

  it('keeps no address, and no decision that contradicts the position', async () => {
    await send(adult, { ...PENDING, summary: 'Lives at WR1 1AA now.' }).expect(
      refused(422, 'answers-invalid', 'answers.summary'),
    );
    await send(adult, { ...PENDING, 'rg.decision': 'positive', 'rg.decidedOn': '2026-03-01' }).expect(
      refused(422, 'answers-invalid', 'answers.rg.decision', 'answers.rg.decidedOn'),
    );
    await send(adult, { ...PENDING, 'nrm.consent': 'refused' }).expect(
      refused(422, 'answers-invalid', 'answers.nrm.consent'),
    );
  });

  it('warns of consent that was not informed, and of a child whom nobody refers', async () => {
    const { warnings } = await completed(adult, { ...PENDING, 'nrm.explained': ['what'] });
    expect(warnings).toMatchObject([{ code: 'consent-not-informed', factStatus: 'certain' }]);
    const seen = {
      ...BASE,
      'nrm.position': 'indicators-only',
      indicators: ['fear'],
      'indicators.seenBy': 'police',
    };
    const ofChild = await completed(child, { ...seen, nextSafeContactOn: '2026-03-05' });
    expect(ofChild.warnings.map(({ code }) => code)).toEqual(['child-not-referred']);
  });

  it('when corrected takes the deadlines along, and asks for nothing that was done', async () => {
    const first = await completed(adult, PENDING);
    const [task] = await casework.rows<{ id: string }>(
      `SELECT id FROM task WHERE case_id = $1 AND kind = 'chase-reasonable-grounds'`,
      adult.caseId,
    );
    await api.as('coordinator').post(`/tasks/${task!.id}/completion`, {}).set('if-match', '"1"').expect(200);
    const second = await completed(adult, { ...PENDING, isStillExploited: 'no' }, { supersedes: first.id });
    expect(second.deadlines[0]).toMatchObject({ code: 'chase-reasonable-grounds', taskKind: null });
    const positive = {
      ...{
        ...PENDING,
        'nrm.position': 'rg-positive',
        'rg.decision': 'positive',
        'rg.decidedOn': '2026-03-02',
      },
      ...{ 'support.provider': 'not-known', 'support.worker': null, 'support.addressType': 'not-known' },
    };
    await completed(adult, positive, { supersedes: second.id });
    const tasks = await openTasks(casework, adult);
    expect(tasks).toEqual([
      'check-recovery-support 2026-04-01',
      ...Array(2).fill(`review-assessment ${REVIEW}`),
    ]);
    await send(adult, positive, { supersedes: second.id }).expect(refused(409, 'already-superseded'));
  });
});

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
