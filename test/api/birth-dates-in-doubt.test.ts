import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AssessmentsModule } from '../../src/assessments/assessments.module.js';
import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import type {
  CaseEntitlementsResponse,
  EntitlementResponse,
} from '../../src/entitlements/entitlement-responses.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { standingAt } from '../support/assessments.js';
import { type Api, refused } from '../support/http.js';
import { addEvents, countClocks, setCrime } from '../support/justice.js';
import type { Somebody } from '../support/people.js';

const [RAPE, FRAUD] = ['019', '053'];
const NOW = '2022-07-01T09:00:00Z';
const DISAGREE = { birth_date_doubt: 'birth-dates-disagree', date_of_birth: null };

let casework: CaseworkApplication;
let api: Api;

beforeAll(async () => {
  casework = await CaseworkApplication.open(EntitlementsModule, AssessmentsModule);
});
beforeEach(() => standAt(NOW));
afterAll(() => casework.close());

async function standAt(instant: string): Promise<void> {
  api = await standingAt(casework, new Date(instant));
}

/** Of a crime of January 2022, with an arrest on Monday 13 June. */
async function victim(dateOfBirth: string, homeOfficeClass = FRAUD): Promise<Somebody> {
  const person = await casework.people.add({ dateOfBirth });
  const crime = { reportedAt: '2022-02-01T09:00:00Z', occurredFrom: '2022-01-20T12:00:00Z', homeOfficeClass };
  await setCrime(casework, person, crime);
  await addEvents(casework, person.incidentId, { kind: 'suspect.arrested', at: '2022-06-13T09:00:00Z' });
  await countClocks(casework, person.incidentId);
  return person;
}

/** A crime of 9 June 2022 that was never counted, with an arrest; in a case that is given, or in one of its own. */
async function anotherCrimeOf({ personId }: Somebody, caseId: string | null): Promise<Somebody> {
  const crime = await casework.people.add();
  const later = { ...crime, personId, caseId: caseId ?? crime.caseId };
  await casework.rows('UPDATE party SET person_id = $2 WHERE id = $1', crime.partyId, personId);
  await casework.rows(
    'UPDATE referral SET person_id = $2, case_id = $3 WHERE id = $1',
    ...[crime.referralId, personId, later.caseId],
  );
  if (caseId === null) {
    await casework.rows(
      `UPDATE support_case SET closed_at = opened_at, closure_reason = 'information-only', next_action_due_at = NULL WHERE person_id = $1`,
      personId,
    );
    await casework.rows('UPDATE support_case SET person_id = $2 WHERE id = $1', crime.caseId, personId);
  }
  const facts = { reportedAt: '2022-06-10T09:00:00Z', occurredFrom: '2022-06-09T12:00:00Z' };
  await setCrime(casework, later, { ...facts, homeOfficeClass: FRAUD });
  await addEvents(casework, later.incidentId, { kind: 'suspect.arrested', at: '2022-06-13T09:00:00Z' });
  return later;
}

const clocksOf = ({ partyId }: Somebody) =>
  casework.rows<{ rule: string; start: string; now: string; bases: string[] }>(
    `SELECT rule_id AS rule, status_at_start AS start, status_now AS now, bases_now AS bases FROM entitlement_clock
      WHERE party_id = $1 AND rule_id IN ('20-4B', '20-6A1') ORDER BY rule_id`,
    partyId,
  );

/** What a feed, or a colleague, made of the birth date; then everything is counted anew. */
async function born({ personId, incidentId }: Somebody, columns: Record<string, string | null>) {
  const { date_of_birth = null, birth_date_doubt = null } = columns;
  await casework.rows(
    'UPDATE person SET date_of_birth = $2, birth_date_doubt = $3 WHERE id = $1',
    ...[personId, date_of_birth, birth_date_doubt],
  );
  await countClocks(casework, incidentId);
}

async function entitlementsOf({ caseId }: Somebody): Promise<EntitlementResponse[]> {
  const { body } = await api.as('coordinator').get(`/cases/${caseId}/entitlements`).expect(200);
  return (body as CaseEntitlementsResponse).items;
}

const arrestOf = async (person: Somebody) =>
  (await entitlementsOf(person)).find(({ ruleId }) => ruleId === '20-6A1')!;
const statusOf = async ({ caseId }: Somebody) =>
  (await api.as('coordinator').get(`/cases/${caseId}/enhanced-status`).expect(200)).body as {
    status: string;
    bases: { code: string; because: { what: string }[] }[];
  };
const keptOf = ({ partyId }: Somebody) =>
  casework.rows<{ groups: string[]; cohorts: string[]; age: number | null }>(
    'SELECT groups, cohorts, age_at_offence AS age FROM entitlement_victim WHERE party_id = $1',
    partyId,
  );

const CHILD = ['under-18', 'under-18-at-offence'];

describe('a birth date that came into doubt', () => {
  it.each([
    ['because another disagrees', DISAGREE],
    ['and says adult', { birth_date_doubt: 'birth-date-default', date_of_birth: '1984-02-29' }],
  ])('takes no child’s enhanced rights away, %s, and says so', async (_, doubt) => {
    const ada = await victim('2010-05-04', RAPE);
    expect((await arrestOf(ada)).atStart).toMatchObject({
      status: 'yes',
      bases: [...CHILD, 'sexual-offence'],
    });
    const [before] = await keptOf(ada);
    await born(ada, doubt);
    const arrest = await arrestOf(ada);
    for (const known of [arrest.atStart, arrest.now])
      expect(known).toMatchObject({ status: 'yes', bases: [...CHILD, 'sexual-offence'] });
    expect(arrest.explanation).toContain('The birth date is in doubt: it proves nobody an adult');
    expect(arrest.explanation).toContain('That the victim was a child was known before');
    expect(await keptOf(ada)).toEqual([{ ...before, age: null }]);
    expect(before!.cohorts).toContain('cse');
    expect(await countClocks(casework, ada.incidentId)).toMatchObject({ written: 0, removed: 0 });
  });

  it('is held to nobody’s 18th birthday, until a person has settled it', async () => {
    const ben = await victim('2004-08-01');
    await born(ben, DISAGREE);
    await standAt('2022-09-01T09:00:00Z');
    await addEvents(casework, ben.incidentId, { kind: 'suspect.interviewed', at: '2022-08-30T09:00:00Z' });
    await countClocks(casework, ben.incidentId);
    const interview = async () =>
      (await entitlementsOf(ben)).find(({ ruleId }) => ruleId === '20-6A2')!.atStart.bases;
    expect(await interview()).toEqual(CHILD);
    await born(ben, { date_of_birth: '2004-08-01' });
    expect(await interview()).toEqual(['under-18-at-offence']);
    await born(ben, { date_of_birth: '1984-02-29' });
    expect((await arrestOf(ben)).now).toMatchObject({ status: 'not-assessed', bases: [] });
  });

  it('proves nobody an adult nor a child of whom nothing was known before', async () => {
    for (const doubted of ['1984-02-29', '2010-05-04']) {
      const cat = await victim('1984-02-29', RAPE);
      await born(cat, {});
      await born(cat, { date_of_birth: doubted, birth_date_doubt: 'birth-date-default' });
      const [kept] = await keptOf(cat);
      expect(kept).toMatchObject({ age: null, cohorts: ['sexual'] });
      expect(kept!.groups).toEqual(expect.arrayContaining(['injured-adult', 'injured-child']));
      expect(kept!.groups).not.toContain('under-18');
      expect((await arrestOf(cat)).now.bases).toEqual(['sexual-offence']);
      const times = (await entitlementsOf(cat)).filter(({ limitCode }) => limitCode.startsWith('apply'));
      expect(times.map(({ standard }) => standard.dueOn)).toEqual(['2024-01-20', '2024-02-01']);
      expect((await statusOf(cat)).bases.map(({ code }) => code)).toEqual(['sexual-offence']);
    }
    const dan = await victim('1984-02-29');
    await born(dan, { date_of_birth: '1984-02-29', birth_date_doubt: 'birth-date-default' });
    expect((await arrestOf(dan)).now).toMatchObject({ status: 'not-assessed', bases: [] });
  });

  it.each([
    ['in the same case', true],
    ['in a case of its own', false],
  ])('takes none away of a crime whose own referral brought the doubt, %s', async (_, isSameCase) => {
    const fay = await victim('2010-05-04');
    const later = await anotherCrimeOf(fay, isSameCase ? fay.caseId : null);
    await born(fay, DISAGREE);
    await countClocks(casework, later.incidentId);
    expect((await statusOf(later)).bases).toMatchObject(
      CHILD.map((code) => ({ code, because: [{ what: 'earlier-birth-date' }] })),
    );
    const clocks = await clocksOf(later);
    expect(clocks.map(({ rule }) => rule)).toEqual(['20-4B', '20-6A1']);
    for (const { start, bases } of clocks) expect([start, bases]).toEqual(['yes', CHILD]);
    expect((await keptOf(later))[0]!.groups).toContain('under-18');
    await casework.rows(
      'UPDATE person SET date_of_birth = $2, birth_date_doubt = NULL WHERE id = $1',
      fay.personId,
      '1984-02-29',
    );
    await countClocks(casework, fay.incidentId, later.incidentId);
    for (const { now } of await clocksOf(later)) expect(now).toBe('not-assessed');
  });

  it('makes no child of a crime of later than the 18th birthday that was believed', async () => {
    const gus = await victim('2004-06-01');
    await countClocks(casework, gus.incidentId);
    const later = await anotherCrimeOf(gus, null);
    await born(gus, DISAGREE);
    await countClocks(casework, later.incidentId);
    expect((await keptOf(later))[0]!.groups).not.toContain('under-18');
    for (const { now } of await clocksOf(later)) expect(now).toBe('not-assessed');
  });

  it('leaves the case’s own enhanced status as it was, which nobody decides against', async () => {
    const eve = await victim('2010-05-04');
    await born(eve, DISAGREE);
    const { status, bases } = await statusOf(eve);
    expect(status).toBe('yes');
    expect(bases).toMatchObject(CHILD.map((code) => ({ code, because: [{ what: 'earlier-birth-date' }] })));
    await api
      .as('coordinator')
      .post(`/cases/${eve.caseId}/enhanced-status`, { status: 'no' })
      .expect(refused(409, 'automatic-basis'));
  });
});
