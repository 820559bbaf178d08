import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  CaseEntitlementsResponse,
  EntitlementResponse,
} from '../../src/entitlements/entitlement-responses.js';
import type { CaseworkApplication } from '../support/casework-application.js';
import { addEvents, countClocks, openEntitlements, setCrime } from '../support/justice.js';
import type { Somebody, Wanted } from '../support/people.js';

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await openEntitlements();
});
afterAll(() => casework.close());

const ARRESTED = '2019-04-18T22:30:00Z';

async function victim(wanted: Wanted = {}, homeOfficeClass = '053'): Promise<Somebody> {
  const person = await casework.people.add(wanted);
  const crime = { reportedAt: '2019-04-17T09:00:00Z', referredAt: '2019-04-23T10:00:00Z', homeOfficeClass };
  await setCrime(casework, person, crime);
  return person;
}

async function entitlementsOf({ caseId }: Somebody): Promise<EntitlementResponse[]> {
  const { body } = await casework.api.as('coordinator').get(`/cases/${caseId}/entitlements`).expect(200);
  return (body as CaseEntitlementsResponse).items;
}

async function entitlement(
  person: Somebody,
  ruleId: string,
  limitCode = 'main',
): Promise<EntitlementResponse> {
  const items = await entitlementsOf(person);
  return items.find((one) => one.ruleId === ruleId && one.limitCode === limitCode)!;
}

async function decided({ caseId, personId }: Somebody, status: string, at: string): Promise<void> {
  await casework.rows(
    `INSERT INTO enhanced_status (id, case_id, person_id, status, bases, is_automatic, decided_at, decided_by, recorded_at)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, false, $5, 'invented', $5)`,
    ...[caseId, personId, status, status === 'yes' ? ['discretion'] : [], at],
  );
}

describe('GET /cases/{id}/entitlements', () => {
  it('explains a duty with its arithmetic, and shows both limits of somebody whom nobody assessed', async () => {
    const ada = await victim();
    const [arrest] = await addEvents(casework, ada.incidentId, { kind: 'suspect.arrested', at: ARRESTED });
    await addEvents(casework, ada.incidentId, {
      ...{ kind: 'victim.informed', at: '2019-04-25T10:00:00Z', of: ada, answers: arrest! },
    });
    await countClocks(casework, ada.incidentId);
    const told = await entitlement(ada, '15-ARR');
    expect(told).toMatchObject({
      atStart: { status: 'not-assessed', state: null },
      standard: { limit: 5, dueOn: '2019-04-29', state: 'met' },
      enhanced: { limit: 1, dueOn: '2019-04-23', state: 'met-late' },
      start: { kind: 'suspect.arrested', eventId: arrest, on: '2019-04-18', isKnown: true },
      agencyEvidence: { kind: 'victim.informed', on: '2019-04-25' },
      footnote: { factStatus: 'certain' },
    });
    expect(told.explanation).toContain(
      '1 working day after Thursday 18 April 2019 (day 0) is Tuesday 23 April 2019: 5 calendar days - ' +
        '2 Saturdays and Sundays - 2 bank holidays (Friday 19 April 2019, Monday 22 April 2019) = 1.',
    );
    expect(told.explanation).toContain('met by the standard limit, met late by the enhanced one');
  });

  it('takes the referral itself for evidence that the police referred the victim', async () => {
    const ben = await victim();
    await countClocks(casework, ben.incidentId);
    expect(await entitlement(ben, '15-REF')).toMatchObject({
      start: { kind: 'crime.reported', eventId: null, referralId: ben.referralId },
      agencyEvidence: { kind: 'referral.made', referralId: ben.referralId, on: '2019-04-23' },
      standard: { dueOn: '2019-04-23', state: 'met' },
      atStart: { state: 'met' },
    });
  });

  it('dates the referral by its arrival, whatever waited here before it was taken in', async () => {
    const kim = await victim();
    await casework.rows(
      `WITH file AS (
         INSERT INTO intake_file (id, feed, received_by, received_at, state, progress_at, row_count, finished_at)
         VALUES (gen_random_uuid(), 'athena', 'invented', '2019-04-18T10:00:00Z', 'finished', '2019-04-18T10:00:00Z', 0,
                 '2019-04-18T10:00:00Z') RETURNING id)
       UPDATE referral SET import_id = file.id, first_accepted_at = '2019-05-20T10:00:00Z' FROM file WHERE referral.id = $1`,
      kim.referralId,
    );
    await countClocks(casework, kim.incidentId);
    expect(await entitlement(kim, '15-REF')).toMatchObject({
      agencyEvidence: { kind: 'referral.made', on: '2019-04-18' },
      atStart: { state: 'met' },
    });
  });

  it('puts a report with the reference of a national service on no force’s clock, and says so', async () => {
    const lea = await victim({}, '053');
    await casework.rows(
      `UPDATE referral SET sender_reference = 'NFRC190400000001' WHERE id = $1`,
      lea.referralId,
    );
    await countClocks(casework, lea.incidentId);
    const referred = await entitlement(lea, '15-REF');
    expect(referred).toMatchObject({ dutyHolder: 'NATIONAL' });
    expect(referred.explanation).toContain('no force answers for its delays');
    expect((await entitlementsOf(lea)).filter(({ dutyHolder }) => dutyHolder === 'POLICE')).toEqual([]);
  });

  it('shows the status as known when the clock began and as known now', async () => {
    const cat = await victim();
    await addEvents(casework, cat.incidentId, { kind: 'suspect.arrested', at: '2019-05-01T10:00:00Z' });
    await decided(cat, 'no', '2019-04-20T10:00:00Z');
    await decided(cat, 'yes', '2019-05-10T10:00:00Z');
    await countClocks(casework, cat.incidentId);
    const arrested = await entitlement(cat, '15-ARR');
    expect(arrested).toMatchObject({
      atStart: { status: 'no', bases: [] },
      now: { status: 'yes', bases: ['discretion'] },
    });
    expect(arrested.explanation).toMatch(
      /As known when it began \(no enhanced rights\).*As known now \(enhanced/,
    );
    const child = await victim({ dateOfBirth: '2010-01-01' });
    await countClocks(casework, child.incidentId);
    const reported = await entitlement(child, '15-REF');
    expect(reported.atStart).toMatchObject({ status: 'yes', bases: ['under-18'], state: 'met' });
  });

  it('sets what the victim says beside what the agency recorded, and takes it for no evidence', async () => {
    const dan = await victim({}, '019');
    const [arrest] = await addEvents(casework, dan.incidentId, { kind: 'suspect.arrested', at: ARRESTED });
    const said = { kind: 'victim.informed', of: dan, answers: arrest!, source: 'victim' };
    await addEvents(casework, dan.incidentId, { ...said, at: '2019-04-19T10:00:00Z', outcome: 'told' });
    await countClocks(casework, dan.incidentId);
    const arrested = await entitlement(dan, '15-ARR');
    expect(arrested).toMatchObject({
      agencyEvidence: null,
      victimEvidence: { answer: 'told' },
      atStart: { status: 'yes', bases: ['sexual-offence'], state: 'no-evidence' },
    });
  });

  it('leaves out of the count what a victim declined, and forgets a withdrawn event with its clocks', async () => {
    const eve = await victim();
    const [arrest] = await addEvents(
      ...([casework, eve.incidentId, { kind: 'suspect.arrested', at: '2019-05-01T10:00:00Z' }] as const),
      { kind: 'service.tailored', at: '2019-05-02T10:00:00Z', of: eve, outcome: 'declined-all' },
    );
    await countClocks(casework, eve.incidentId);
    expect(await entitlement(eve, '15-ARR')).toMatchObject({
      excluded: { reason: 'declined', since: '2019-05-02T10:00:00.000Z' },
      atStart: { state: 'not-applicable' },
    });
    await addEvents(casework, eve.incidentId, {
      ...{ kind: 'suspect.arrested', at: '2019-05-01T10:00:00Z', withdrawn: true },
      supersedes: { id: arrest!, originalId: arrest! },
    });
    expect(await countClocks(casework, eve.incidentId)).toMatchObject({ removed: 1 });
    expect((await entitlementsOf(eve)).some(({ ruleId }) => ruleId === '15-ARR')).toBe(false);
  });

  it('leaves out of the count the updates alone that a victim named as not wanted', async () => {
    const fay = await victim();
    const today = casework.clock.now().toISOString();
    const word = { kind: 'service.tailored', source: 'val', partyId: fay.partyId, outcome: 'declined-some' };
    for (const named of [{ answersRule: '20-6A1' }, {}])
      await casework.api
        .as('coordinator')
        .post(`/incidents/${fay.incidentId}/justice-events`, { ...word, ...named, occurredAt: today })
        .expect(201);
    for (const kind of ['suspect.arrested', 'suspect.interviewed'])
      await addEvents(casework, fay.incidentId, { kind, at: today });
    await countClocks(casework, fay.incidentId);
    expect(await entitlement(fay, '20-6A1')).toMatchObject({
      excluded: { reason: 'declined' },
      atStart: { state: 'not-applicable' },
    });
    expect(await entitlement(fay, '20-6A2')).toMatchObject({ excluded: null });
  });

  it('owes a business what is owed through its named contact, and nothing else', async () => {
    const firm = await victim({ organisationName: 'Invented Ltd' });
    await countClocks(casework, firm.incidentId);
    const items = await entitlementsOf(firm);
    expect(items.map(({ ruleId, limitCode }) => `${ruleId} ${limitCode}`)).toEqual([
      '15-BUS contact',
      '15-BUS statement',
    ]);
    expect(items[0]!.atStart).toMatchObject({ status: 'no', state: 'pending' });
    await addEvents(
      ...([casework, firm.incidentId] as const),
      { kind: 'named-contact.given', at: '2019-04-30T10:00:00Z', of: firm },
      { kind: 'suspect.arrested', at: '2019-05-01T10:00:00Z' },
    );
    await countClocks(casework, firm.incidentId);
    expect(await entitlement(firm, '15-ARR')).toMatchObject({
      atStart: { status: 'no' },
      standard: { limit: 5, dueOn: '2019-05-09' },
    });
    expect(await entitlement(firm, '15-VPS')).toBeUndefined();
  });

  it('is empty where nobody was reported to be a victim, and hides a restricted person', async () => {
    const flo = await casework.people.add();
    await setCrime(casework, flo, { reportedAt: null });
    await countClocks(casework, flo.incidentId);
    expect(await entitlementsOf(flo)).toEqual([]);
    const gus = await victim();
    await countClocks(casework, gus.incidentId);
    await casework.people.restrict(gus, []);
    await casework.api.as('coordinator').get(`/cases/${gus.caseId}/entitlements`).expect(404);
  });
});

/** Closes the case of somebody, and lets another continue it. */
async function continued({ caseId, personId }: Somebody, at: string): Promise<string> {
  await casework.rows(
    `WITH ended AS (
       UPDATE task SET cancelled_at = $2, outcome_code = 'case-closed'
        WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL)
     UPDATE support_case SET closed_at = greatest(opened_at, $2), closure_reason = 'support-declined', next_action_due_at = NULL
      WHERE id = $1`,
    ...[caseId, at],
  );
  const [opened] = await casework.rows<{ id: string }>(
    `INSERT INTO support_case (id, reference, person_id, opened_at, reopened_from, allocated_team, next_action_due_at,
                               retention_class, updated_at)
     VALUES (gen_random_uuid(), 'VAL-' || upper(substr(translate(gen_random_uuid()::text, '-', ''), 1, 4)) || '-0000', $2, $3,
             $1, 'central', $3, 'standard', $3) RETURNING id`,
    ...[caseId, personId, at],
  );
  return opened!.id;
}

describe('a case that was closed and goes on as another', () => {
  it('has the duties of the one that it continues, with what was decided, assessed and done before', async () => {
    const ivy = await victim();
    await addEvents(casework, ivy.incidentId, { kind: 'suspect.arrested', at: '2019-05-01T10:00:00Z' });
    await decided(ivy, 'yes', '2019-04-20T10:00:00Z');
    await casework.rows(
      `INSERT INTO assessment (id, case_id, person_id, kind, form_code, form_version, answers, completed_at, completed_by,
                               recorded_at, review_due_on)
       VALUES (gen_random_uuid(), $1, $2, 'needs', 'invented', 1, '{}', $3, 'invented', $3, '2019-06-01')`,
      ...[ivy.caseId, ivy.personId, '2019-04-25T10:00:00Z'],
    );
    const second = await continued(ivy, '2099-06-01T10:00:00Z');
    const third = await continued({ ...ivy, caseId: second }, '2099-07-01T10:00:00Z');
    await countClocks(casework, ivy.incidentId);
    for (const caseId of [ivy.caseId, second, third]) {
      const items = await entitlementsOf({ ...ivy, caseId });
      const of = (ruleId: string, limitCode = 'main') =>
        items.find((one) => one.ruleId === ruleId && one.limitCode === limitCode);
      expect(of('15-ARR')).toMatchObject({ atStart: { status: 'yes', bases: ['discretion'] } });
      expect(of('15-NEEDS', 'val')).toMatchObject({ agencyEvidence: { kind: 'needs.assessed' } });
    }
    const held = await casework.rows(
      'SELECT DISTINCT case_id AS "caseId" FROM entitlement_clock WHERE party_id = $1',
      ivy.partyId,
    );
    expect(held).toEqual([{ caseId: third }]);
  });

  it('has what the Victim Advice Line itself still owes for a task', async () => {
    const jan = await victim();
    const complaint = { kind: 'complaint.received', of: jan, at: '2019-05-03T10:00:00Z', source: 'val' };
    const [received] = await addEvents(casework, jan.incidentId, complaint);
    await countClocks(casework, jan.incidentId);
    const next = await continued(jan, '2099-06-01T10:00:00Z');
    await countClocks(casework, jan.incidentId);
    await countClocks(casework, jan.incidentId);
    const tasks = () =>
      casework.rows(
        `SELECT outcome_code AS outcome FROM task WHERE case_id = $1 AND source = 'entitlements'`,
        next,
      );
    expect(await tasks()).toEqual([{ outcome: null }]);
    const answer = { kind: 'complaint.answered', of: jan, source: 'val', answers: received! };
    await addEvents(casework, jan.incidentId, { ...answer, at: '2019-05-09T10:00:00Z' });
    await countClocks(casework, jan.incidentId);
    expect(await tasks()).toEqual([{ outcome: 'done' }]);
  });
});
