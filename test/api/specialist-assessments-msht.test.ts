import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assessNeeds, openAssessments, openTasks, REVIEW, standingAt } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { type Api, refused } from '../support/http.js';
import { BASE, CHILD_NRM, MONDAY, PENDING } from '../support/msht-answers.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
let adult: Somebody;
let child: Somebody;

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
