import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

const HELP = { agencyCode: 'victim-support', purpose: 'emotional-support' };
const CONSENT = { ...HELP, isGiven: true, givenBy: 'self', askedHow: 'phone' };
const AT_RISK = { limb: 'dpa-2018-sch1-18-asking-would-prejudice-protection', protects: 'adult-at-risk' };

interface Shown {
  id: string;
  version: number;
  state: string;
  nextDueAt: string | null;
}

beforeAll(async () => {
  casework = await CaseworkApplication.open(AgencyReferralsModule);
});

beforeEach(async () => {
  ada = await casework.people.add();
});

afterAll(() => casework.close());

const coordinator = () => casework.api.as('coordinator');
const path = ({ caseId }: Somebody) => `/cases/${caseId}/agency-referrals`;
const send = (somebody: Somebody, change: object = {}) =>
  coordinator().post(path(somebody), { ...HELP, ...change });

async function consented(somebody: Somebody, change: object = {}): Promise<string> {
  const answer = await coordinator().post(`/cases/${somebody.caseId}/agency-consents`, {
    ...CONSENT,
    ...change,
  });
  return (answer.body as { id: string }).id;
}

async function sent(): Promise<Shown> {
  await consented(ada);
  return (await send(ada).expect(201)).body as Shown;
}

const move = ({ id, version }: Shown, verb: 'acceptance' | 'closure', body: object) =>
  coordinator()
    .post(`${path(ada)}/${id}/${verb}`, body)
    .set('if-match', `"${version}"`);

function openTasks(): Promise<{ kind: string; source_id: string; due_at: Date }[]> {
  return casework.rows(
    `SELECT kind, source_id, due_at FROM task WHERE case_id = $1 AND source = 'agency-referral'
        AND completed_at IS NULL AND cancelled_at IS NULL`,
    ada.caseId,
  );
}

describe('POST /cases/{id}/agency-referrals', () => {
  it('rests on a consent to this agency and purpose, and has its silence chased', async () => {
    const consentId = await consented(ada);
    const { body } = await send(ada, { note: 'Canary: call after six.' }).expect(201);
    expect(body).toMatchObject({
      ...HELP,
      kind: 'referral',
      state: 'sent',
      consentId,
      lawfulBasis: null,
      version: 1,
    });
    const { id, nextDueAt } = body as Shown;
    expect(body).toMatchObject({ acknowledgementDueAt: nextDueAt, note: 'Canary: call after six.' });
    expect((body as { nextDueExplanation: string }).nextDueExplanation).toMatch(
      /^agencyAcknowledgementWorkingDays: 3 working days after/,
    );
    expect(await openTasks()).toEqual([
      { kind: 'chase-agency-referral', source_id: id, due_at: new Date(nextDueAt!) },
    ]);
    expect(JSON.stringify(await casework.rows(`SELECT * FROM agency_referral`))).not.toContain('Canary');
  });

  it('refuses without a consent that stands', async () => {
    await send(ada).expect(refused(409, 'consent-missing'));
    await consented(ada, { purpose: 'counselling' });
    await consented(ada, { agencyCode: 'relate' });
    await send(ada).expect(refused(409, 'consent-missing'));
    await consented(ada);
    await consented(ada, { isGiven: false });
    await send(ada).expect(refused(409, 'consent-missing'));
    const again = await consented(ada);
    await coordinator()
      .post(`/cases/${ada.caseId}/agency-consents/${again}/withdrawal`, { withdrawnHow: 'phone' })
      .expect(201);
    await send(ada).expect(refused(409, 'consent-missing'));
  });

  it('takes a parent’s consent no longer once the person is of age', async () => {
    await casework.rows(`UPDATE person SET date_of_birth = NULL WHERE id = $1`, ada.personId);
    await consented(ada, { givenBy: 'parental-responsibility' });
    await casework.rows(`UPDATE person SET date_of_birth = '1984-02-29' WHERE id = $1`, ada.personId);
    await send(ada).expect(refused(409, 'consent-missing'));
  });

  it('heeds the own no of somebody of 16 or 17, whatever a parent says', async () => {
    const birth = `${casework.clock.now().getUTCFullYear() - 17}-01-01`;
    await casework.rows(`UPDATE person SET date_of_birth = $2 WHERE id = $1`, ada.personId, birth);
    await consented(ada, { isGiven: false });
    await consented(ada, { givenBy: 'parental-responsibility' });
    await send(ada).expect(refused(409, 'consent-missing'));
    const protects = { limb: AT_RISK.limb, protects: 'under-18' };
    await send(ada, { agencyCode: 'gp-service', lawfulBasis: protects }).expect(201);
    const own = await consented(ada);
    expect((await send(ada).expect(201)).body).toMatchObject({ consentId: own });
  });

  it('hears every answer that is known, whatever day it says that it was sent', async () => {
    const opened = casework.clock.now();
    casework.later(0.1);
    await consented(ada);
    const between = casework.clock.now().toISOString();
    await send(ada, { agencyCode: 'relate', sentAt: opened.toISOString() }).expect(
      refused(409, 'consent-missing'),
    );
    await send(ada, { sentAt: opened.toISOString() }).expect(refused(409, 'consent-missing'));
    casework.later(0.1);
    await consented(ada, { isGiven: false });
    casework.later(0.1);
    await send(ada, { sentAt: between }).expect(refused(409, 'consent-missing'));
    await consented(ada);
    await send(ada, { sentAt: between }).expect(201);
  });

  it('takes a parent’s yes no longer from the 16th birthday on, also of a day before it', async () => {
    const daysAgo = (days: number) => new Date(casework.clock.now().getTime() - days * 86_400_000);
    const birth = daysAgo(2);
    birth.setUTCFullYear(birth.getUTCFullYear() - 16);
    await casework.rows(
      `UPDATE person SET date_of_birth = $2 WHERE id = $1`,
      ada.personId,
      birth.toISOString().slice(0, 10),
    );
    await casework.rows(`UPDATE support_case SET opened_at = $2 WHERE id = $1`, ada.caseId, daysAgo(9));
    await consented(ada, { givenBy: 'parental-responsibility', askedAt: daysAgo(8).toISOString() });
    const sentAt = daysAgo(7).toISOString();
    for (const body of [{}, { sentAt }]) await send(ada, body).expect(refused(409, 'consent-missing'));
    const own = await consented(ada);
    expect((await send(ada).expect(201)).body).toMatchObject({ consentId: own });
  });

  it('heeds the local authority’s no about a child, whatever a parent says later', async () => {
    const birth = `${casework.clock.now().getUTCFullYear() - 12}-01-01`;
    await casework.rows(`UPDATE person SET date_of_birth = $2 WHERE id = $1`, ada.personId, birth);
    await consented(ada, { givenBy: 'local-authority', isGiven: false });
    const parents = await consented(ada, { givenBy: 'parental-responsibility' });
    await send(ada).expect(refused(409, 'consent-missing'));
    await consented(ada, { givenBy: 'local-authority' });
    const latest = await consented(ada, { givenBy: 'parental-responsibility' });
    expect(latest).not.toBe(parents);
    expect((await send(ada).expect(201)).body).toMatchObject({ consentId: latest });
  });

  it('goes without consent on a lawful basis that can be about the person', async () => {
    const { body } = await send(ada, { lawfulBasis: AT_RISK }).expect(201);
    expect(body).toMatchObject({ consentId: null, lawfulBasis: AT_RISK.limb, protects: 'adult-at-risk' });
    const child = { ...AT_RISK, protects: 'under-18' };
    await send(ada, { agencyCode: 'gp-service', lawfulBasis: child }).expect(
      refused(409, 'lawful-basis-not-met'),
    );
    const [entry] = await casework.rows<{ reason_code: string }>(
      `SELECT reason_code FROM audit_entry WHERE action = 'agency-referral.send' AND $1 = ANY (person_ids)`,
      ada.personId,
    );
    expect(entry?.reason_code).toBe(AT_RISK.limb);
  });

  it('goes to nobody twice at once, nor to an agency that is not open then', async () => {
    await sent();
    await send(ada).expect(refused(409, 'already-referred'));
    await send(ada, { agencyCode: 'truth-project' }).expect(refused(409, 'agency-not-accepting'));
    await send(ada, { agencyCode: 'steer-clear' }).expect(refused(409, 'agency-not-accepting'));
  });

  it('says of an agency where people apply themselves that it can be signposted, which is no referral', async () => {
    await casework.rows(
      `UPDATE support_case SET opened_at = '2019-07-01T10:00:00Z' WHERE id = $1`,
      ada.caseId,
    );
    const sentAt = '2019-08-05T10:00:00Z';
    const inquiry = { agencyCode: 'truth-project', purpose: 'account-to-inquiry', sentAt };
    await send(ada, inquiry).expect(refused(409, 'agency-self-referral-only'));
    const { body } = await send(ada, { ...inquiry, kind: 'signposted' }).expect(201);
    const shown = { kind: 'signposted', state: 'closed', outcomeCode: 'signposted', nextDueAt: null };
    expect(body).toMatchObject({ ...shown, closedAt: '2019-08-05T10:00:00.000Z', consentId: null });
    const about = { ...inquiry, kind: 'signposted', lawfulBasis: AT_RISK };
    await send(ada, about).expect(refused(400, 'invalid-request', 'lawfulBasis'));
  });

  it('holds no address in a case of modern slavery', async () => {
    ada = await casework.people.add({ cohorts: ['msht'] });
    await consented(ada);
    await send(ada, { note: 'She lives at WR1 1AA now.' }).expect(refused(422, 'address-in-text', 'note'));
    await send(ada, { note: 'She is safe.' }).expect(201);
    const burgled = await casework.people.add({ cohorts: ['burglary'] });
    await consented(burgled);
    await send(burgled, { note: 'The shed at WR1 1AA.' }).expect(201);
  });

  it.each([
    [{ agencyCode: 'nobody-at-all' }, 'agencyCode'],
    [{ purpose: 'everything' }, 'purpose'],
    [{ sentAt: '2090-01-01T00:00:00Z' }, 'sentAt'],
    [{ sentAt: '2009-01-01T00:00:00Z' }, 'sentAt'],
    [{ kind: 'email' }, 'kind'],
    [{ lawfulBasis: { ...AT_RISK, limb: 'because' } }, 'lawfulBasis.limb'],
    [{ note: ' ' }, 'note'],
  ])('refuses %j', async (change, field) => {
    await send(ada, change).expect(refused(400, 'invalid-request', field));
  });

  it('does not know a case that is hidden', async () => {
    const referral = await sent();
    await casework.people.restrict(ada, ['dev-coordinator-2']);
    await send(ada).expect(refused(404, 'not-found'));
    await coordinator().get(path(ada)).expect(refused(404, 'not-found'));
    await move(referral, 'acceptance', { decision: 'accepted' }).expect(refused(404, 'not-found'));
    await move(referral, 'closure', { outcomeCode: 'not-taken-up' }).expect(refused(404, 'not-found'));
    const list = await casework.api.as('dev-coordinator-2').get(path(ada)).expect(200);
    expect((list.body as { items: object[] }).items).toHaveLength(1);
  });
});
