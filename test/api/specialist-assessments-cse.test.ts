import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assessNeeds, openAssessments, openTasks, REVIEW, standingAt } from '../support/assessments.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { type Api, refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
let child: Somebody;

/** A Friday. */
const FRIDAY = new Date('2026-03-06T15:00:00Z');

beforeAll(async () => {
  casework = await openAssessments();
  api = await standingAt(casework, FRIDAY);
});
beforeEach(async () => {
  child = await bornOn('2014-05-05');
});
afterAll(() => casework.close());

interface Assessment {
  answers: Record<string, unknown>;
  warnings: { code: string; source: string }[];
  deadlines: { code: string; dueAt: string; taskKind: string | null }[];
}

const TOOL = {
  ...{
    tool: 'get-safe',
    'tool.version': '2024',
    'tool.level': 'medium',
    'tool.completedBy': 'social-worker',
  },
  ...{ 'tool.completedOn': '2026-03-02', 'tool.reviewDueOn': '2026-04-13' },
};
const OF_A_CHILD = {
  ...{ 'consent.givenBy': 'care-order', 'contact.isLookedAfter': 'yes', 'contact.checkedWith': 'both' },
  ...{ 'contact.checkedOn': '2026-03-04', 'contact.isNoSuspect': 'yes', 'contact.who': 'social-worker' },
};
const HARM = { isSignificantHarmFeared: 'no', isInDanger: 'no' };
const NRM = { 'nrm.considered': 'not-indicated', 'nrm.consideredReason': 'Nobody arranged any journey.' };
const MODE = { mode: 'online', behavioursIndicateRisk: 'yes', hasLearningDisability: 'no' };
const ANSWERS = { ...MODE, ...TOOL, ...HARM, ...NRM, ...OF_A_CHILD };
const GILLICK = {
  ...{
    'gillick.decision': 'accept-support',
    'gillick.isCompetent': 'yes',
    'gillick.assessor': 'social-worker',
  },
  ...{ 'gillick.assessedOn': '2026-03-04', 'gillick.reasons': 'Understood what support means.' },
};

async function bornOn(dateOfBirth: string): Promise<Somebody> {
  const person = await casework.people.add({ dateOfBirth, cohorts: ['cse'] });
  await assessNeeds({ api }, person);
  return person;
}

const send = ({ caseId }: Somebody, answers: object) =>
  api.as('coordinator').post(`/cases/${caseId}/specialist-assessments`, {
    ...{ kind: 'cse', formCode: 'cse', answers, reviewDueOn: REVIEW },
  });

async function completed(person: Somebody, answers: object): Promise<Assessment> {
  return (await send(person, answers).expect(201)).body as Assessment;
}

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(ANSWERS).filter(([name]) => !names.includes(name)));

describe('POST /cases/{id}/specialist-assessments, cse', () => {
  it('records tool, version, level and review as they were given, and computes none', async () => {
    const { answers, warnings, deadlines } = await completed(child, { ...ANSWERS, domains: ['online'] });
    expect(answers).toMatchObject({ ...TOOL, 'nrm.consideredReason': 'Nobody arranged any journey.' });
    expect(warnings).toEqual([]);
    expect(deadlines.map(({ code, dueAt, taskKind }) => [code, dueAt.slice(0, 10), taskKind])).toEqual([
      ['tool-review', '2026-04-13', 'review-risk-tool'],
      ['review', REVIEW, 'review-assessment'],
    ]);
    const { 'tool.version': _, 'tool.level': _level, ...rest } = ANSWERS;
    await send(child, rest).expect(
      refused(422, 'answers-invalid', 'answers.tool.version', 'answers.tool.level'),
    );
    expect((await completed(child, { ...ANSWERS, 'tool.version': null })).answers).toMatchObject({
      'tool.version': null,
    });
  });

  it('keeps the day of a strategy discussion, where significant harm is feared', async () => {
    const held = { 'strategyDiscussion.heldOn': '2026-03-03' };
    const feared = { ...ANSWERS, isSignificantHarmFeared: 'yes', ...held };
    expect((await completed(child, feared)).answers).toMatchObject(held);
    const wrong = refused(422, 'answers-invalid', 'answers.strategyDiscussion.heldOn');
    await send(child, { ...ANSWERS, ...held }).expect(wrong);
    await send(child, { ...feared, 'strategyDiscussion.heldOn': '2090-01-01' }).expect(wrong);
  });

  it('warns where a level is below the floor, and blocks nothing', async () => {
    const low = { ...ANSWERS, 'tool.level': 'low' };
    const codesOf = async (person: Somebody, answers: object) =>
      (await completed(person, answers)).warnings.map(({ code }) => code);
    expect(await codesOf(child, low)).toEqual(['level-below-floor-under-13']);
    expect(await codesOf(await bornOn('2012-05-05'), low)).toEqual([]);
    expect(await codesOf(await bornOn('2012-05-05'), { ...low, hasLearningDisability: 'yes' })).toEqual([
      'level-below-floor-learning-disability',
    ]);
    expect(await codesOf(child, { ...low, behavioursIndicateRisk: 'no' })).toEqual([]);
    const young = await bornOn('2006-05-05');
    const ofAdult = { ...MODE, ...TOOL, ...HARM, ...NRM, hasAdditionalNeeds: 'yes' };
    expect(await codesOf(young, ofAdult)).toEqual(['additional-needs-to-21']);
  });

  it('wants the National Referral Mechanism considered, with a reason, every time', async () => {
    await send(child, without('nrm.considered', 'nrm.consideredReason')).expect(
      refused(422, 'answers-invalid', 'answers.nrm.considered', 'answers.nrm.consideredReason'),
    );
    await send(child, { ...ANSWERS, 'nrm.consideredReason': ' ' }).expect(
      refused(422, 'answers-invalid', 'answers.nrm.consideredReason'),
    );
  });

  it('asks for a safeguarding referral by the end of the day where significant harm is feared', async () => {
    const { deadlines } = await completed(child, { ...ANSWERS, isSignificantHarmFeared: 'yes' });
    expect(deadlines[0]).toMatchObject({
      code: 'safeguarding-referral',
      taskKind: 'make-safeguarding-referral',
      dueAt: '2026-03-06T23:59:59.999Z',
      trigger: 'completed-on: 2026-03-06',
      calendar: 'the same day',
    });
    expect((await openTasks(casework, child))[0]).toBe('make-safeguarding-referral 2026-03-06');
  });

  it('asks for none where one was made that day, and always for one of a child under 13', async () => {
    const referral = { about: 'child', authority: 'E06000020' };
    await api.as('coordinator').post(`/cases/${child.caseId}/safeguarding-referrals`, referral).expect(201);
    const harmed = { ...ANSWERS, isSignificantHarmFeared: 'yes', isInDanger: 'yes' };
    const made = await completed(child, harmed);
    expect(made.deadlines.map(({ code }) => code)).toEqual(['tool-review', 'review']);
    expect(made.warnings.map(({ code }) => code)).toEqual(['in-danger-now']);
    const other = await bornOn('2014-05-05');
    const active = await completed(other, { ...ANSWERS, isSexuallyActive: 'yes' });
    expect(active.deadlines[0]).toMatchObject({ code: 'safeguarding-referral-under-13' });
  });

  it('takes consent of a young person of 16, of a competent child for this decision, or of whoever may give it', async () => {
    const young = await bornOn('2010-03-06');
    const fifteen = await bornOn('2010-03-07');
    await completed(young, { ...ANSWERS, 'consent.givenBy': 'self' });
    await send(fifteen, { ...ANSWERS, 'consent.givenBy': 'self' }).expect((response) => {
      expect((response.body as { fields: object[] }).fields).toMatchObject([
        { field: 'answers.consent.givenBy', code: 'self-consent-from-sixteen' },
      ]);
    });
    const gillick = { ...ANSWERS, ...GILLICK, 'consent.givenBy': 'gillick-competent-child' };
    const { answers } = await completed(fifteen, gillick);
    expect(answers).toMatchObject(GILLICK);
    for (const without of [{ 'gillick.isCompetent': 'no' }, { 'gillick.isCompetent': 'unknown' }])
      await send(fifteen, { ...gillick, ...without }).expect(
        refused(422, 'answers-invalid', 'answers.consent.givenBy'),
      );
    const { 'gillick.reasons': _, 'gillick.assessedOn': _on, ...incomplete } = gillick;
    await send(fifteen, incomplete).expect(
      refused(422, 'answers-invalid', 'answers.gillick.reasons', 'answers.gillick.assessedOn'),
    );
    await send(fifteen, without('consent.givenBy')).expect(
      refused(422, 'answers-invalid', 'answers.consent.givenBy'),
    );
    expect((await completed(fifteen, { ...ANSWERS, 'consent.givenBy': 'not-yet' })).warnings).toMatchObject([
      { code: 'nobody-consents' },
    ]);
  });

  it('lets nobody be contacted before it was checked who is safe, and no parent who may be a suspect', async () => {
    const parent = { ...ANSWERS, 'contact.isLookedAfter': 'no', 'contact.who': 'parent' };
    const known = { 'contact.hasParentalResponsibility': 'yes', 'contact.doesChildKnow': 'no' };
    await completed(child, { ...parent, ...known });
    const codeOf = async (answers: object) => {
      const { body } = await send(child, answers).expect(422);
      return (body as { fields: { field: string; code: string }[] }).fields.find(
        ({ field }) => field === 'answers.contact.who',
      )?.code;
    };
    expect(await codeOf({ ...parent, ...known, 'contact.isNoSuspect': 'unknown' })).toBe(
      'suspect-not-ruled-out',
    );
    expect(await codeOf({ ...parent, ...known, 'contact.isLookedAfter': 'yes' })).toBe(
      'looked-after-by-authority',
    );
    const {
      'contact.checkedWith': _,
      'contact.checkedOn': _on,
      'contact.isNoSuspect': _is,
      ...unchecked
    } = {
      ...parent,
      ...known,
    };
    expect(await codeOf(unchecked)).toBe('contact-not-checked');
    await completed(child, { ...MODE, ...TOOL, ...HARM, ...NRM, 'consent.givenBy': 'not-yet', ...NOBODY });
  });

  it('records a notification of abuse, and asks for none while nobody knows whether the duty has begun', async () => {
    const told = { ...ANSWERS, 'mrNotification.isDisclosed': 'yes' };
    await send(child, told).expect(refused(422, 'answers-invalid', 'answers.mrNotification.isDisclosed'));
    api = await standingAt(casework, new Date('2026-05-01T09:00:00Z'));
    const { warnings, deadlines } = await completed(child, told);
    expect(warnings).toMatchObject([{ code: 'mandatory-reporting-unknown' }]);
    expect(deadlines.map(({ code }) => code)).toEqual(['tool-review', 'review']);
    const made = { ...told, 'mrNotification.madeAt': '2026-05-01T08:30:00Z' };
    await send(child, made).expect(
      refused(
        422,
        'answers-invalid',
        ...['to', 'isSuspectNamed'].map((one) => `answers.mrNotification.${one}`),
      ),
    );
    const whole = { ...made, 'mrNotification.to': 'police', 'mrNotification.isSuspectNamed': 'no' };
    expect(
      (await completed(child, { ...whole, 'mrNotification.reasonDelayed': 'not-delayed' })).answers,
    ).toMatchObject({
      'mrNotification.madeAt': '2026-05-01T08:30:00.000Z',
      'mrNotification.reasonDelayed': 'not-delayed',
    });
    api = await standingAt(casework, FRIDAY);
  });

  it('records the transition to adulthood, and warns where nobody plans or leads it', async () => {
    const warned = async (born: string, answers: object) => {
      const { warnings } = await completed(await bornOn(born), answers);
      return warnings.map(({ code }) => code);
    };
    const plan = { 'transition.planOn': '2026-03-02', 'transition.adultLead': 'get-there' };
    expect(await warned('2009-03-06', ANSWERS)).toEqual(['transition-not-planned']);
    expect(await warned('2009-03-07', ANSWERS)).toEqual([]);
    expect(await warned('2009-03-06', { ...ANSWERS, ...plan, 'transition.careNeeds': 'no' })).toEqual([]);
    expect(
      await warned('2009-03-06', { ...ANSWERS, ...plan, 'transition.adultLead': 'adult-social-care' }),
    ).toEqual(['adult-lead-without-care-needs']);
    const ofAdult = { ...MODE, ...TOOL, ...HARM, ...NRM };
    expect(await warned('2008-03-06', ofAdult)).toEqual(['own-consent-not-retaken']);
    const own = { 'transition.ownConsentOn': '2026-03-06', 'transition.isParentalContactEnded': 'yes' };
    expect(await warned('2008-03-06', { ...ofAdult, ...own })).toEqual([]);
    await send(await bornOn('2012-03-06'), { ...ANSWERS, ...plan }).expect(
      refused(422, 'answers-invalid', ...['planOn', 'adultLead'].map((one) => `answers.transition.${one}`)),
    );
  });

  it('treats an unknown age as a child, and asks an adult none of it', async () => {
    await casework.rows('UPDATE person SET date_of_birth = NULL WHERE id = $1', child.personId);
    await completed(child, ANSWERS);
    await send(child, { ...ANSWERS, 'consent.givenBy': 'self' }).expect(
      refused(422, 'answers-invalid', 'answers.consent.givenBy'),
    );
    const adult = await bornOn('1990-01-01');
    await completed(adult, { ...MODE, ...TOOL, ...HARM, ...NRM });
    await send(adult, ANSWERS).expect(
      refused(
        422,
        'answers-invalid',
        ...['consent.givenBy', 'contact.checkedWith', 'contact.checkedOn', 'contact.isNoSuspect'].map(
          (name) => `answers.${name}`,
        ),
        ...['answers.contact.isLookedAfter', 'answers.contact.who'],
      ),
    );
  });
});

const NOBODY = { 'contact.isLookedAfter': 'unknown', 'contact.who': 'nobody-yet' };
