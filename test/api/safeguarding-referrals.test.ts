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
let child: Somebody;
let adult: Somebody;

/** A Thursday before the Easter weekend of 2026. */
const THURSDAY = new Date('2026-04-02T10:00:00Z');

beforeAll(async () => {
  casework = await openAssessments();
});
beforeEach(async () => {
  api = await standingAt(casework, THURSDAY);
  child = await casework.people.add({ dateOfBirth: '2014-05-05' });
  adult = await casework.people.add();
});
afterAll(() => casework.close());

interface Made {
  id: string;
  version: number;
  deadlines: { code: string; taskKind: string; dueAt: string; arithmetic: string }[];
}

const coordinator = () => api.as('coordinator');
const path = ({ caseId }: Somebody) => `/cases/${caseId}/safeguarding-referrals`;
const CHILD = { about: 'child', authority: 'E10000034' };
const ADULT = { about: 'adult', authority: 'E06000051', basis: 'consent' };

async function made(person: Somebody, body: object = CHILD): Promise<Made> {
  return (await coordinator().post(path(person), body).expect(201)).body as Made;
}

const acknowledge = (person: Somebody, { id }: Made, body: object, version = 1) =>
  coordinator()
    .post(`${path(person)}/${id}/acknowledgement`, body)
    .set('if-match', `"${version}"`);

describe('POST /cases/{id}/safeguarding-referrals', () => {
  it('starts the clock in working days: a chase, then a supervisor, each explained', async () => {
    const { body } = await coordinator()
      .post(path(child), { ...CHILD, concern: 'Was seen with bruises.' })
      .expect(201);
    expect(body).toMatchObject({
      about: 'child',
      concerns: 'case-person',
      authorityName: 'Worcestershire',
      basis: null,
      madeAt: THURSDAY.toISOString(),
      phonedAt: THURSDAY.toISOString(),
      writtenAt: null,
      concern: 'Was seen with bruises.',
      acknowledgementDueAt: '2026-04-07T22:59:59.999Z',
      acknowledgedAt: null,
      version: 1,
    });
    expect((body as Made).deadlines).toEqual([
      expect.objectContaining({
        code: 'acknowledgement',
        taskKind: 'chase-safeguarding',
        dueAt: '2026-04-07T22:59:59.999Z',
        trigger: 'madeAt: 2026-04-02',
        calendar: 'working days of England and Wales',
        arithmetic: expect.stringContaining('Friday 3 April 2026, Monday 6 April 2026') as unknown,
      }),
      expect.objectContaining({ code: 'escalation', dueAt: '2026-04-08T22:59:59.999Z', factStatus: 'ours' }),
    ]);
    expect(await openTasks(casework, child)).toEqual([
      'chase-safeguarding 2026-04-07',
      'escalate-safeguarding 2026-04-08',
    ]);
    const [row] = await casework.rows<{ sealed: string }>(
      'SELECT concern_sealed AS sealed FROM safeguarding_referral WHERE case_id = $1',
      child.caseId,
    );
    expect(row!.sealed).not.toContain('bruises');
  });

  it('keeps sealed who at the authority took the call', async () => {
    const takenBy = 'Canary: invented duty social worker';
    const { body } = await coordinator()
      .post(path(child), { ...CHILD, takenBy })
      .expect(201);
    expect(body).toMatchObject({ takenBy, phonedAt: THURSDAY.toISOString() });
    expect(await made(child)).toMatchObject({ takenBy: null });
    const rows = await casework.rows('SELECT * FROM safeguarding_referral WHERE case_id = $1', child.caseId);
    expect(JSON.stringify(rows)).not.toContain('Canary');
    const ledgers = await casework.rows('SELECT details FROM case_event WHERE case_id = $1', child.caseId);
    expect(JSON.stringify(ledgers)).not.toContain('Canary');
  });

  it('counts from the earlier of phone call and form; what is overdue already is due today', async () => {
    api = await standingAt(casework, new Date('2026-04-09T10:00:00Z'));
    const told = { phonedAt: '2026-04-02T10:30:00Z', writtenAt: '2026-04-02T16:00:00+01:00' };
    const { body } = await coordinator()
      .post(path(child), { ...CHILD, ...told })
      .expect(201);
    expect(body).toMatchObject({ madeAt: '2026-04-02T10:30:00.000Z', writtenAt: '2026-04-02T15:00:00.000Z' });
    expect(await openTasks(casework, child)).toEqual([
      'chase-safeguarding 2026-04-09',
      'escalate-safeguarding 2026-04-09',
    ]);
  });

  it('ends the task by which an assessment asked for it', async () => {
    await assessNeeds({ api }, child);
    const answers = {
      ...{ mode: 'online', behavioursIndicateRisk: 'yes', hasLearningDisability: 'no', tool: 'none' },
      ...{ isSignificantHarmFeared: 'yes', isInDanger: 'no', 'nrm.considered': 'to-be-referred' },
      ...{ 'nrm.consideredReason': 'Was moved about.', 'consent.givenBy': 'not-yet' },
      ...{ 'contact.isLookedAfter': 'no', 'contact.who': 'nobody-yet' },
    };
    const assessment = { kind: 'cse', answers, reviewDueOn: REVIEW };
    await coordinator().post(`/cases/${child.caseId}/specialist-assessments`, assessment).expect(201);
    expect(await openTasks(casework, child)).toContain('make-safeguarding-referral 2026-04-02');
    const [task] = await casework.rows<{ id: string }>(
      `SELECT id FROM task WHERE case_id = $1 AND kind = 'make-safeguarding-referral'`,
      child.caseId,
    );
    await coordinator()
      .post(`/tasks/${task!.id}/completion`, {})
      .set('if-match', '"1"')
      .expect(refused(409, 'ends-elsewhere'));
    await made(child);
    expect((await openTasks(casework, child)).join()).not.toContain('make-safeguarding-referral');
  });

  it('is of an age that fits; an unknown age is never adult; somebody else near them may be either', async () => {
    const unknown = await casework.people.add();
    await casework.rows('UPDATE person SET date_of_birth = NULL WHERE id = $1', unknown.personId);
    await coordinator().post(path(adult), CHILD).expect(refused(409, 'not-a-child'));
    await coordinator().post(path(child), ADULT).expect(refused(409, 'not-an-adult'));
    await coordinator().post(path(unknown), ADULT).expect(refused(409, 'age-unknown'));
    await made(unknown);
    await made(adult, ADULT);
    await made(adult, { ...CHILD, concerns: 'another-person' });
    const shop = await casework.people.add({ organisationName: 'Invented Ltd' });
    await coordinator().post(path(shop), ADULT).expect(refused(409, 'not-for-organisation'));
  });

  it.each<[object, number, string, string]>([
    [{ ...ADULT, basis: undefined }, 422, 'basis-missing', 'basis'],
    [{ ...ADULT, authority: 'E07000237' }, 422, 'authority-unknown', 'authority'],
    [{ ...ADULT, authority: 'nowhere' }, 422, 'authority-unknown', 'authority'],
    [{ ...ADULT, phonedAt: '2026-04-02T11:00:00Z' }, 422, 'in-the-future', 'phonedAt'],
    [{ ...ADULT, writtenAt: '2026-04-01T11:00:00Z' }, 422, 'before-the-case', 'writtenAt'],
    [{ ...ADULT, about: 'anybody' }, 400, 'invalid-request', 'about'],
    [{ ...ADULT, takenBy: 'x', writtenAt: '2026-04-02T10:00:00Z' }, 422, 'not-phoned', 'takenBy'],
    [{ ...ADULT, about: 'child' }, 422, 'basis-not-asked-of-child', 'basis'],
  ])('refuses %j', async (body, status, code, field) => {
    await coordinator()
      .post(path(adult), body)
      .expect(refused(status, code, field));
  });

  it('refuses a closed case, and knows no hidden one', async () => {
    const { id } = await made(child);
    await casework.people.restrict(child, ['dev-coordinator-2']);
    await coordinator().get(path(child)).expect(refused(404, 'not-found'));
    await coordinator().post(path(child), CHILD).expect(refused(404, 'not-found'));
    await acknowledge(child, { id } as Made, {}).expect(refused(404, 'not-found'));
    await closeCase(casework, adult);
    await coordinator().post(path(adult), ADULT).expect(refused(409, 'case-closed'));
  });
});

describe('POST /cases/{id}/safeguarding-referrals/{referralId}/acknowledgement', () => {
  it('with a decision ends the chase and the supervisor’s task', async () => {
    const referral = await made(child);
    casework.later(3);
    const { body } = await acknowledge(child, referral, {
      decision: 'section-47',
      occurredAt: '2026-04-02T12:00:00Z',
    }).expect(200);
    expect(body).toMatchObject({
      acknowledgedAt: '2026-04-02T12:00:00.000Z',
      decision: 'section-47',
      decidedAt: '2026-04-02T12:00:00.000Z',
      version: 2,
    });
    expect(await openTasks(casework, child)).toEqual([]);
    await acknowledge(child, referral, { decision: 'section-17' }, 2).expect(refused(409, 'already-decided'));
  });

  it('without a decision ends neither; the decision may follow, once', async () => {
    const referral = await made(child);
    await acknowledge(child, referral, {}).expect(200);
    expect(await openTasks(casework, child)).toHaveLength(2);
    await acknowledge(child, referral, {}, 2).expect(refused(409, 'already-acknowledged'));
    await acknowledge(child, referral, { decision: 'early-help' }, 1).expect(refused(412, 'stale-edit'));
    casework.later(1);
    const { body } = await acknowledge(child, referral, { decision: 'early-help' }, 2).expect(200);
    expect(body).toMatchObject({
      acknowledgedAt: THURSDAY.toISOString(),
      decidedAt: '2026-04-02T11:00:00.000Z',
      version: 3,
    });
    expect(await openTasks(casework, child)).toEqual([]);
    const timeline = await coordinator().get(`/cases/${child.caseId}/timeline`).expect(200);
    const kinds = (timeline.body as { items: { kind: string }[] }).items.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'safeguarding-referral.acknowledged')).toHaveLength(2);
  });

  it.each<[object, number, string, string[]]>([
    [{ decision: 'section-42-enquiry' }, 422, 'decision-does-not-fit', ['decision']],
    [{ occurredAt: '2026-04-02T11:00:00Z' }, 422, 'in-the-future', ['occurredAt']],
    [{ occurredAt: '2026-04-02T09:00:00Z' }, 422, 'before-the-referral', ['occurredAt']],
    [{ decision: 'nothing' }, 400, 'invalid-request', ['decision']],
  ])('refuses %j', async (body, status, code, fields) => {
    const referral = await made(child);
    await acknowledge(child, referral, body).expect(refused(status, code, ...fields));
  });

  it('needs the version that was read, and does not find the referral of another case', async () => {
    const referral = await made(child);
    await coordinator()
      .post(`${path(child)}/${referral.id}/acknowledgement`, {})
      .expect(refused(428, 'if-match-required'));
    await acknowledge(adult, referral, {}).expect(refused(404, 'not-found'));
  });
});

describe('GET /cases/{id}/safeguarding-referrals', () => {
  it('shows all, newest first, and audits their ids', async () => {
    const first = await made(child);
    casework.later(1);
    const second = await made(child);
    const { body } = await coordinator().get(path(child)).expect(200);
    expect((body as { items: Made[] }).items.map(({ id }) => id)).toEqual([second.id, first.id]);
    const [entry] = await casework.rows<{ target_ids: string[] }>(
      `SELECT target_ids FROM audit_entry WHERE action = 'safeguarding-referral.read' ORDER BY id DESC LIMIT 1`,
    );
    expect(entry!.target_ids).toEqual([second.id, first.id]);
  });
});
