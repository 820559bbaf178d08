import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { AssessmentsModule } from '../../src/assessments/assessments.module.js';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { SweepTransitions } from '../../src/casework/transition/sweep-transitions.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { closeCase, openTasks, standingAt } from '../support/assessments.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { type Api, refused } from '../support/http.js';
import { JourneyRows } from '../support/journey-rows.js';
import type { Somebody, Wanted } from '../support/people.js';

let casework: CaseworkApplication;
let api: Api;
let kim: Somebody;

/** The case is opened when she is 16; she comes of age on Tuesday 14 September 2027. */
const OPENED = new Date('2026-03-02T10:00:00Z');
const BORN = '2009-09-14';

beforeAll(async () => {
  casework = await CaseworkApplication.open(
    ...[ContactModule, AssessmentsModule, AgencyReferralsModule, CaseworkModule],
  );
});
beforeEach(async () => {
  api = await standingAt(casework, OPENED);
  kim = await add();
});
afterAll(async () => {
  await casework.close();
});

interface Step {
  step: string;
  dueOn: string;
  taskState: string;
  factStatus: string;
}
interface Shown {
  state: string;
  steps: Step[];
  othersConsentIds: string[];
  othersContactPointIds: string[];
}

function add(wanted: Wanted = {}): Promise<Somebody> {
  return casework.people.add({ dateOfBirth: BORN, cohorts: ['cse'], ...wanted });
}

async function sweepOn(instant: string): Promise<void> {
  api = await standingAt(casework, new Date(instant));
  await casework.app.get(SweepTransitions).sweepTransitions();
}

async function shown(somebody = kim): Promise<Shown> {
  return (await api.as('coordinator').get(`/cases/${somebody.caseId}/transition`).expect(200)).body as Shown;
}

const post = (what: string, body: object, { caseId } = kim) =>
  api.as('coordinator').post(`/cases/${caseId}/${what}`, body);
const states = async (somebody = kim) => (await shown(somebody)).steps.map(({ taskState }) => taskState);
const doubted = ({ personId }: Somebody, doubt: string | null) =>
  casework.rows('UPDATE person SET birth_date_doubt = $2 WHERE id = $1', personId, doubt);
const finished = ({ caseId }: Somebody, kind: string) =>
  casework.rows(
    `UPDATE task SET completed_at = $3, completed_by = 'x', outcome_code = 'done'
      WHERE case_id = $1 AND kind = $2 AND completed_at IS NULL`,
    ...[caseId, kind, casework.clock.now()],
  );
const born = ({ personId }: Somebody, day: string | null) =>
  casework.rows('UPDATE person SET date_of_birth = $2 WHERE id = $1', personId, day);

describe('The transition to adulthood (CSE-10)', () => {
  it('becomes a task at 17, six months before 18 and on the birthday, each once and on its London day', async () => {
    await sweepOn('2026-09-13T22:59:59Z');
    expect(await openTasks(casework, kim)).toEqual([]);
    await sweepOn('2026-09-13T23:00:00Z');
    await sweepOn('2026-09-14T09:00:00Z');
    expect(await openTasks(casework, kim)).toEqual(['plan-transition 2026-09-14']);
    await sweepOn('2027-03-14T00:00:00Z');
    await sweepOn('2027-09-13T23:00:00Z');
    expect(await openTasks(casework, kim)).toEqual([
      ...['plan-transition 2026-09-14', 'review-transition 2027-03-14', 'retake-consent 2027-09-14'],
    ]);
    await casework.rows(
      `UPDATE task SET completed_at = $2, completed_by = 'x', outcome_code = 'done' WHERE case_id = $1`,
      ...[kim.caseId, casework.clock.now()],
    );
    await sweepOn('2027-10-01T09:00:00Z');
    expect(await openTasks(casework, kim)).toEqual([]);
    expect(await states()).toEqual(['ended', 'ended', 'ended']);
  });

  it('shows what is to come, with how sure each rule is', async () => {
    expect(await shown()).toMatchObject({
      state: 'followed',
      steps: [
        { step: 'plan', dueOn: '2026-09-14', taskState: 'to-come', factStatus: 'ours' },
        { step: 'review', dueOn: '2027-03-14', taskState: 'to-come', factStatus: 'ours' },
        { step: 'of-age', dueOn: '2027-09-14', taskState: 'to-come', factStatus: 'certain' },
      ],
    });
  });

  it('asks of a case that begins late only for the step that is due, by the end of the day', async () => {
    api = await standingAt(casework, new Date('2027-06-01T09:00:00Z'));
    const late = await add();
    await sweepOn('2027-06-01T10:00:00Z');
    expect(await openTasks(casework, late)).toEqual(['review-transition 2027-06-01']);
    expect(await states(late)).toEqual(['not-raised', 'open', 'to-come']);
  });

  it('is followed for exploitation by crime and for whoever has the assessment, and for nobody else', async () => {
    const [cce, assessed, burgled] = [
      await add({ cohorts: ['cce'] }),
      await add({ cohorts: ['sexual'] }),
      await add({ cohorts: ['burglary'] }),
    ];
    await new JourneyRows(casework).specialistAssessment(assessed, 'cse');
    const closed = await add();
    await closeCase(casework, closed);
    await sweepOn('2026-09-14T09:00:00Z');
    for (const one of [cce, assessed])
      expect(await openTasks(casework, one)).toEqual(['plan-transition 2026-09-14']);
    for (const one of [burgled, closed]) expect(await openTasks(casework, one)).toEqual([]);
    expect(await shown(burgled)).toMatchObject({ state: 'not-on-path', steps: [] });
  });

  it('is nothing for an adult who was exploited long ago', async () => {
    const adult = await add({ dateOfBirth: '2008-03-02' });
    await sweepOn('2026-03-03T09:00:00Z');
    expect(await openTasks(casework, adult)).toEqual([]);
    expect(await shown(adult)).toMatchObject({ state: 'adult-at-opening', steps: [] });
  });

  it('has no date where the age is unknown or doubted: somebody is asked once to establish it', async () => {
    const [unknown, questioned] = [await add(), await add()];
    await born(unknown, null);
    await doubted(questioned, 'x');
    await sweepOn('2026-09-14T09:00:00Z');
    await sweepOn('2026-09-14T10:00:00Z');
    for (const one of [unknown, questioned]) {
      expect(await openTasks(casework, one)).toEqual(['look-at-age 2026-09-15']);
      expect(await shown(one)).toMatchObject({ state: 'age-unknown', steps: [] });
    }
    await born(unknown, BORN);
    await sweepOn('2026-09-14T11:00:00Z');
    expect(await openTasks(casework, unknown)).toEqual(['plan-transition 2026-09-14']);
  });

  it('keeps its tasks while the birth date is doubted, and asks for the age at each doubt', async () => {
    await sweepOn('2026-09-14T09:00:00Z');
    const plan = 'plan-transition 2026-09-14';
    await doubted(kim, 'x');
    await sweepOn('2026-09-15T09:00:00Z');
    expect(await openTasks(casework, kim)).toEqual([plan, 'look-at-age 2026-09-16']);
    await doubted(kim, null);
    await sweepOn('2026-09-16T09:00:00Z');
    expect(await openTasks(casework, kim)).toEqual([plan]);
    await doubted(kim, 'x');
    await sweepOn('2026-09-21T09:00:00Z');
    await sweepOn('2026-09-21T10:00:00Z');
    expect(await openTasks(casework, kim)).toEqual([plan, 'look-at-age 2026-09-22']);
  });

  it('does not ask again about a doubt that somebody looked at, but about the next one', async () => {
    await doubted(kim, 'x');
    await sweepOn('2026-06-01T09:00:00Z');
    await finished(kim, 'look-at-age');
    await sweepOn('2026-06-02T09:00:00Z');
    expect(await openTasks(casework, kim)).toEqual([]);
    await doubted(kim, null);
    await sweepOn('2026-06-03T09:00:00Z');
    await doubted(kim, 'x');
    await sweepOn('2026-06-04T09:00:00Z');
    expect(await openTasks(casework, kim)).toEqual(['look-at-age 2026-06-05']);
  });

  it('raises again what was ended by another birth date that did not last, and not what was done', async () => {
    const [done, late] = [await add(), await add()];
    await sweepOn('2026-09-14T09:00:00Z');
    await finished(done, 'plan-transition');
    await sweepOn('2027-03-14T09:00:00Z');
    for (const one of [done, late]) await born(one, '2010-12-01');
    await sweepOn('2027-03-15T09:00:00Z');
    for (const one of [done, late]) await born(one, BORN);
    await sweepOn('2027-03-16T09:00:00Z');
    await sweepOn('2027-03-16T10:00:00Z');
    expect(await openTasks(casework, done)).toEqual(['review-transition 2027-03-16']);
    expect(await openTasks(casework, late)).toEqual([
      ...['plan-transition 2027-03-16', 'review-transition 2027-03-16'],
    ]);
    expect(await states(late)).toEqual(['open', 'open', 'to-come']);
    expect(await states(done)).toEqual(['ended', 'open', 'to-come']);
  });

  it('follows a corrected birth date at once, and leaves what was done', async () => {
    await sweepOn('2026-09-14T09:00:00Z');
    await api
      .as('coordinator')
      .patch(`/victims/${kim.personId}`, { dateOfBirth: '2009-12-01', reasonCode: 'seen-a-document' }, '"1"')
      .expect(200);
    const [{ payload } = { payload: {} }] = await casework.rows<{ payload: Record<string, string> }>(
      `SELECT payload FROM outbox_event WHERE name = 'birth-date.changed' AND payload ->> 'personId' = $1`,
      kim.personId,
    );
    await casework.app.get(SweepTransitions).correctTransition(payload);
    expect(await openTasks(casework, kim)).toEqual([]);
    await sweepOn('2026-12-01T09:00:00Z');
    expect(await openTasks(casework, kim)).toEqual(['plan-transition 2026-12-01']);
  });
});

describe('The 18th birthday (CSE-10)', () => {
  const ABOUT = { agencyCode: 'victim-support', purpose: 'emotional-support' };
  const PARENT = {
    ...{ ...ABOUT, isGiven: true, givenBy: 'parental-responsibility', askedHow: 'phone' },
    gillick: { isCompetent: false, assessor: 'Invented', assessedOn: '2026-03-02', reasons: 'Invented.' },
  };
  const ON_THE_DAY = '2027-09-13T23:00:00Z';

  it('ends what a parent consented to, and makes a task of what rests on it', async () => {
    const { id } = (await post('agency-consents', PARENT).expect(201)).body as { id: string };
    const other = { ...ABOUT, purpose: 'counselling' };
    const another = await post('agency-consents', { ...PARENT, ...other }).expect(201);
    expect(await shown()).toMatchObject({ othersConsentIds: [id, (another.body as { id: string }).id] });
    api = await standingAt(casework, new Date('2027-09-13T22:59:59Z'));
    const sent = (await post('agency-referrals', ABOUT).expect(201)).body as { id: string };
    await sweepOn(ON_THE_DAY);
    await post('agency-referrals', other).expect(refused(409, 'consent-missing'));
    await post('agency-referrals', { ...other, sentAt: '2027-09-01T09:00:00Z' }).expect(
      refused(409, 'consent-missing'),
    );
    await post('agency-consents', PARENT).expect(refused(409, 'consent-not-the-adults-own'));
    const { body } = await api.as('coordinator').get(`/cases/${kim.caseId}/agency-consents`).expect(200);
    const { items } = body as { items: { countsNoMoreBecause: string }[] };
    expect(new Set(items.map((item) => item.countsNoMoreBecause))).toEqual(
      new Set(['consent-not-the-adults-own']),
    );
    const looks = await casework.rows<{ source_id: string }>(
      `SELECT source_id FROM task WHERE case_id = $1 AND kind = 'look-at-withdrawn-consent'`,
      kim.caseId,
    );
    expect(looks).toEqual([{ source_id: sent.id }]);
    const own = { ...other, isGiven: true, givenBy: 'self', askedHow: 'phone' };
    expect((await post('agency-consents', own).expect(201)).body).toMatchObject({
      countsNoMoreBecause: null,
    });
    await post('agency-referrals', other).expect(201);
  });

  it('ends a mother’s number as the way to the person, unless it is confirmed since', async () => {
    await casework.rows(
      `UPDATE contact_point SET belongs_to = 'other', created_at = $2 WHERE id = $1`,
      ...[kim.mobileId, OPENED],
    );
    const safe = [{ contactPointId: kim.mobileId, whose: 'parent' }];
    await post('child-contact-checks', {
      ...{ who: 'parent', checkedWith: 'social-worker', isNoSuspect: true, safeNumbers: safe },
    }).expect(201);
    const call = () =>
      post('contact-attempts', {
        ...{ purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' },
        contactPointId: kim.mobileId,
      });
    api = await standingAt(casework, new Date('2027-09-13T22:59:59Z'));
    await call().expect(201);
    api = await standingAt(casework, new Date(ON_THE_DAY));
    await call().expect(refused(409, 'contact-point-of-childhood'));
    expect(await shown()).toMatchObject({ othersContactPointIds: [kim.mobileId] });
    await casework.rows(
      `UPDATE contact_point SET safe = 'yes', confirmed_at = $2, confirmed_by = 'x' WHERE id = $1`,
      ...[kim.mobileId, casework.clock.now()],
    );
    await call().expect(201);
    expect(await shown()).toMatchObject({ othersContactPointIds: [] });
  });

  it('leaves the number that an adult gave of somebody else as it is', async () => {
    const adult = await casework.people.add({ dateOfBirth: '1980-01-01' });
    await casework.rows(`UPDATE contact_point SET belongs_to = 'other' WHERE id = $1`, adult.mobileId);
    const call = { purpose: 'first-contact', safeToTalk: 'not-asked-no-answer', result: 'no-answer' };
    await post('contact-attempts', { ...call, contactPointId: adult.mobileId }, adult).expect(201);
  });
});

describe('GET /cases/{id}/transition', () => {
  it('does not know a case that the caller may not see', async () => {
    await casework.people.restrict(kim, ['dev-team-leader-1']);
    await api.as('coordinator').get(`/cases/${kim.caseId}/transition`).expect(refused(404, 'not-found'));
  });
});
