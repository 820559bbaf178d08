import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody, Wanted } from '../support/people.js';

let casework: CaseworkApplication;

const UNKNOWN = '0193a5b0-0000-7000-8000-00000000dead';
const YES = {
  agencyCode: 'victim-support',
  purpose: 'emotional-support',
  isGiven: true,
  givenBy: 'self',
  askedHow: 'phone',
};
const GILLICK = {
  isCompetent: true,
  assessor: 'Canary Assessor',
  assessedOn: '2019-04-01',
  reasons: 'Canary: says in her own words what the agency does.',
};

beforeAll(async () => {
  casework = await CaseworkApplication.open(AgencyReferralsModule);
});

afterAll(() => casework.close());

const path = ({ caseId }: Somebody) => `/cases/${caseId}/agency-consents`;

/** Somebody who is so many years old today; unknown where not given. */
async function aged(years: number | null, wanted: Wanted = {}): Promise<Somebody> {
  const somebody = await casework.people.add(wanted);
  const birth = years === null ? null : `${casework.clock.now().getUTCFullYear() - years}-01-01`;
  await casework.rows(`UPDATE person SET date_of_birth = $2 WHERE id = $1`, somebody.personId, birth);
  return somebody;
}

const ask = (somebody: Somebody, change: object = {}) =>
  casework.api.as('coordinator').post(path(somebody), { ...YES, ...change });

describe('POST /cases/{id}/agency-consents', () => {
  it('keeps who was asked for what, how and when, as an event', async () => {
    const ada = await aged(30);
    const { body } = await ask(ada, { askedBy: 'dev-coordinator-3' }).expect(201);
    expect(body).toMatchObject({
      ...YES,
      agencyLabel: 'Victim Support',
      ageBand: 'adult',
      withdrawnAt: null,
    });
    expect(body).toMatchObject({
      askedBy: 'dev-coordinator-3',
      recordedBy: 'dev-coordinator-1',
      gillick: null,
    });
    await ask(ada, { isGiven: false }).expect(201);
    const list = await casework.api.as('coordinator').get(path(ada)).expect(200);
    const answers = (list.body as { items: { isGiven: boolean }[] }).items;
    expect(answers.map(({ isGiven }) => isGiven)).toEqual([false, true]);
    const events = await casework.rows<{ kind: string }>(
      `SELECT kind FROM case_event WHERE case_id = $1 AND kind LIKE 'agency%' ORDER BY id`,
      ada.caseId,
    );
    expect(events.map(({ kind }) => kind)).toEqual(['agency-consent.given', 'agency-consent.refused']);
  });

  it.each([
    [17, 'self', undefined, null],
    [17, 'parental-responsibility', undefined, 'consent-not-the-young-persons-own'],
    [17, 'local-authority', GILLICK, 'consent-not-the-young-persons-own'],
    [17, 'parental-responsibility', { ...GILLICK, isCompetent: false }, null],
    [15, 'self', undefined, 'consent-not-asked-of-child'],
    [15, 'self', { ...GILLICK, isCompetent: false }, 'consent-not-asked-of-child'],
    [15, 'self', GILLICK, null],
    [15, 'parental-responsibility', undefined, null],
    [null, 'self', undefined, 'age-unknown'],
    [null, 'self', GILLICK, null],
    [null, 'local-authority', undefined, null],
    [40, 'parental-responsibility', undefined, 'consent-not-the-adults-own'],
  ])('of somebody aged %s by %s with %j: %s', async (years, givenBy, gillick, code) => {
    const somebody = await aged(years);
    const answer = await ask(somebody, { givenBy, ...(gillick && { gillick }) });
    if (code === null) expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
    else refused(409, code)(answer);
  });

  it('takes a day of birth that is in doubt for unknown, and a child’s own no', async () => {
    const somebody = await aged(40);
    await casework.rows(
      `UPDATE person SET birth_date_doubt = 'sources-differ' WHERE id = $1`,
      somebody.personId,
    );
    await ask(somebody).expect(refused(409, 'age-unknown'));
    await ask(somebody, { isGiven: false }).expect(201);
  });

  it('seals who assessed a child and why', async () => {
    const { body } = await ask(await aged(14), { gillick: GILLICK }).expect(201);
    expect(body).toMatchObject({ ageBand: 'under-16', gillick: GILLICK });
    expect(JSON.stringify(await casework.rows(`SELECT * FROM agency_consent`))).not.toContain('Canary');
  });

  it.each([
    [{ agencyCode: 'nobody-at-all' }, 'agencyCode'],
    [{ purpose: 'everything' }, 'purpose'],
    [{ askedAt: '2090-01-01T00:00:00Z' }, 'askedAt'],
    [{ askedAt: '2009-01-01T00:00:00Z' }, 'askedAt'],
    [{ askedBy: 'nobody-at-all' }, 'askedBy'],
    [{ isGiven: undefined }, 'isGiven'],
    [{ isGiven: 'yes' }, 'isGiven'],
    [{ givenBy: 'neighbour' }, 'givenBy'],
    [{ gillick: { ...GILLICK, assessedOn: '2090-01-01' } }, 'gillick.assessedOn'],
  ])('refuses %j', async (change, field) => {
    await ask(await aged(30), change).expect(refused(400, 'invalid-request', field));
  });

  it('does not know a case that is hidden, nor one that is not there', async () => {
    const hidden = await aged(30);
    await casework.people.restrict(hidden, ['dev-coordinator-2']);
    await ask(hidden).expect(refused(404, 'not-found'));
    await casework.api.as('coordinator').get(path(hidden)).expect(refused(404, 'not-found'));
    await casework.api.as('dev-coordinator-2').get(path(hidden)).expect(200);
    await ask({ ...hidden, caseId: UNKNOWN }).expect(refused(404, 'not-found'));
  });
});

describe('POST /cases/{id}/agency-consents/{consentId}/withdrawal', () => {
  const withdraw = (somebody: Somebody, id: string, body: object = { withdrawnHow: 'phone' }) =>
    casework.api.as('coordinator').post(`${path(somebody)}/${id}/withdrawal`, body);

  it('takes a consent back and makes a task of each open referral that rests on it', async () => {
    const ada = await aged(30);
    const { id } = (await ask(ada).expect(201)).body as { id: string };
    const { agencyCode, purpose } = YES;
    const sent = await casework.api
      .as('coordinator')
      .post(`/cases/${ada.caseId}/agency-referrals`, { agencyCode, purpose })
      .expect(201);
    const referralId = (sent.body as { id: string }).id;
    const { body } = await withdraw(ada, id).expect(201);
    expect(body).toMatchObject({ withdrawnHow: 'phone', openReferralIds: [referralId] });
    const tasks = await casework.rows(
      `SELECT source_id FROM task WHERE case_id = $1 AND kind = 'look-at-withdrawn-consent' AND completed_at IS NULL`,
      ada.caseId,
    );
    expect(tasks).toEqual([{ source_id: referralId }]);
    await withdraw(ada, id).expect(refused(409, 'already-withdrawn'));
  });

  it('makes tasks of a later no, too', async () => {
    const ada = await aged(30);
    await ask(ada).expect(201);
    const { agencyCode, purpose } = YES;
    const referrals = `/cases/${ada.caseId}/agency-referrals`;
    await casework.api.as('coordinator').post(referrals, { agencyCode, purpose }).expect(201);
    await ask(ada, { isGiven: false }).expect(201);
    const [row] = await casework.rows<{ count: string }>(
      `SELECT count(*) FROM task WHERE case_id = $1 AND kind = 'look-at-withdrawn-consent'`,
      ada.caseId,
    );
    expect(row?.count).toBe('1');
  });

  it('refuses what was never given, a time that cannot be, and what belongs to another case', async () => {
    const [ada, bo] = [await aged(30), await aged(30)];
    const no = (await ask(ada, { isGiven: false }).expect(201)).body as { id: string };
    await withdraw(ada, no.id).expect(refused(409, 'consent-not-given'));
    const yes = (await ask(ada).expect(201)).body as { id: string };
    await withdraw(bo, yes.id).expect(refused(404, 'not-found'));
    await withdraw(ada, yes.id, { withdrawnHow: 'phone', withdrawnAt: '2009-01-01T00:00:00Z' }).expect(
      refused(400, 'invalid-request', 'withdrawnAt'),
    );
    await withdraw(ada, yes.id, {}).expect(refused(400, 'invalid-request', 'withdrawnHow'));
  });
});
