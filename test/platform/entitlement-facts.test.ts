import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseworkApplication } from '../support/casework-application.js';
import { addEvents, countClocks, openEntitlements, setCrime } from '../support/justice.js';
import type { Somebody } from '../support/people.js';

const [FRAUD, ROBBERY, RAPE] = ['053', '034/01', '019'];

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await openEntitlements();
});
afterAll(() => casework.close());

async function victim(homeOfficeClass: string, pathway = 'athena'): Promise<Somebody> {
  const person = await casework.people.add();
  const crime = { reportedAt: '2019-04-17T09:00:00Z', referredAt: '2019-04-18T10:00:00Z', homeOfficeClass };
  await setCrime(casework, person, crime);
  await casework.rows('UPDATE referral SET pathway = $2 WHERE id = $1', person.referralId, pathway);
  return person;
}

async function statesOf({ incidentId, partyId }: Somebody, ruleId: string) {
  await countClocks(casework, incidentId);
  return casework.rows(
    `SELECT c.limit_code AS limit, s.by_standard AS state, c.excluded_reason AS excluded
       FROM entitlement_clock c CROSS JOIN LATERAL val_entitlement_states(c, $3::timestamptz) s
      WHERE c.party_id = $1 AND c.rule_id = $2`,
    ...[partyId, ruleId, '2019-12-01T10:00:00Z'],
  );
}

describe('what clocks rest on', () => {
  it('is no silence of the police where a victim is referred with their consent alone', async () => {
    expect(await statesOf(await victim(ROBBERY, 'self'), '15-REF')).toMatchObject([
      { limit: 'main', state: 'breached' },
    ]);
    expect(await statesOf(await victim(RAPE, 'self'), '15-REF')).toMatchObject([
      { limit: 'with-consent', state: 'no-evidence' },
    ]);
    expect(await statesOf(await victim(RAPE), '15-REF')).toMatchObject([
      { limit: 'with-consent', state: 'met' },
    ]);
  });

  it.each<[string, string, boolean, string | null, string]>([
    ['later, where a person says it in place of the source', 'declined-some', false, null, 'no-evidence'],
    [
      'at its source, where that says otherwise than before',
      'declined-some',
      true,
      'declined',
      'not-applicable',
    ],
    ['as before, where a person says the same again', 'declined-all', false, 'declined', 'not-applicable'],
  ])('was written down %s', async (_, first, isOfFile, excluded, state) => {
    const ann = await victim(FRAUD);
    const [file] = await casework.rows<{ id: string }>(
      `INSERT INTO intake_file (id, feed, received_by, received_at, state, progress_at, row_count, finished_at)
       VALUES (gen_random_uuid(), 'invented', 'invented', $1, 'finished', $1, 0, $1) RETURNING id`,
      '2019-05-03T10:00:00Z',
    );
    await addEvents(casework, ann.incidentId, { kind: 'suspect.arrested', at: '2019-05-01T10:00:00Z' });
    const word = { kind: 'service.tailored', at: '2019-05-02T10:00:00Z', of: ann };
    const ofSource = (importId: string | null) => ({ updatedAt: '2019-05-02T12:00:00Z', importId });
    const [id] = await addEvents(casework, ann.incidentId, {
      ...{ ...word, outcome: first, ofSource: ofSource(file!.id) },
    });
    // A colleague's correction keeps of what it replaces when the source said so.
    await addEvents(casework, ann.incidentId, {
      ...{ ...word, outcome: 'declined-all', ofSource: ofSource(isOfFile ? file!.id : null) },
      ...{ recordedAt: '2019-07-01T10:00:00Z', supersedes: { id: id!, originalId: id! } },
    });
    expect(await statesOf(ann, '15-ARR')).toMatchObject([{ excluded, state }]);
  });
});

describe('an offence that was named later', () => {
  const SLAVERY = '106';
  const codes = (...classes: string[]) =>
    JSON.stringify({ codes: classes.map((homeOfficeClass) => ({ homeOfficeClass })) });

  /** A fraud that a second version calls slavery, with an arrest before and an interview after it. */
  async function reclassified(changedFields: string[]): Promise<Somebody> {
    const ben = await victim(SLAVERY);
    await casework.rows(
      `UPDATE referral SET latest_version = 2, offences_seen = $2 WHERE id = $1`,
      ...[ben.referralId, codes(FRAUD, SLAVERY)],
    );
    await casework.rows(
      `INSERT INTO referral_version (referral_id, number, person_id, restricted, received_at, last_updated_at, content_sha256,
                                     changed_fields)
       VALUES ($1, 2, $2, false, $3, $3, 'invented', $4)`,
      ...[ben.referralId, ben.personId, '2019-05-10T10:00:00Z', changedFields],
    );
    await investigated(ben);
    return ben;
  }

  /** An arrest on 1 May, and an interview on the 20th. */
  async function investigated({ incidentId }: Somebody): Promise<void> {
    const arrest = { kind: 'suspect.arrested', at: '2019-05-01T10:00:00Z' };
    const interview = { kind: 'suspect.interviewed', at: '2019-05-20T10:00:00Z' };
    await addEvents(casework, incidentId, arrest, interview);
    await countClocks(casework, incidentId);
  }

  /** Of an offence that was named between the two. */
  const LATER = [
    { rule: '15-ARR', start: 'not-assessed', now: 'yes' },
    { rule: '15-INT', start: 'yes', now: 'yes' },
  ];

  const statusesOf = ({ partyId }: Somebody) =>
    casework.rows(
      `SELECT rule_id AS rule, status_at_start AS start, status_now AS now FROM entitlement_clock
        WHERE party_id = $1 AND rule_id IN ('15-ARR', '15-INT') ORDER BY rule_id`,
      partyId,
    );

  it('gives enhanced rights from then on, and is shown as what is known now of the time before', async () => {
    expect(await statusesOf(await reclassified(['incident.homeOfficeClass']))).toEqual(LATER);
  });

  it('gives them from when another victim’s referral named it', async () => {
    const cat = await victim(SLAVERY);
    const dan = await casework.people.add();
    await casework.rows(`UPDATE referral SET offences_seen = $2 WHERE id = $1`, cat.referralId, codes(FRAUD));
    await casework.rows(
      `UPDATE referral SET offences_seen = $2, incident_id = $3 WHERE id = $1`,
      ...[dan.referralId, codes(FRAUD, SLAVERY), cat.incidentId],
    );
    await casework.rows(
      `INSERT INTO referral_version (referral_id, number, person_id, restricted, received_at, last_updated_at, content_sha256,
                                     changed_fields)
       VALUES ($1, 2, $2, false, $3, $3, 'invented', '{incident.homeOfficeClass}')`,
      ...[dan.referralId, dan.personId, '2019-05-10T10:00:00Z'],
    );
    await investigated(cat);
    expect(await statusesOf(cat)).toEqual(LATER);
  });

  it('gives them from the version on that left another code blank, which wipes nothing', async () => {
    const eve = await victim(SLAVERY);
    await casework.rows(`UPDATE incident SET nfib_code = 'NFIB1A' WHERE id = $1`, eve.incidentId);
    const named = [{ homeOfficeClass: FRAUD, nfibCode: 'NFIB1A' }, { homeOfficeClass: SLAVERY }];
    const writtenAt = ['2019-04-18T09:00:00.000Z', '2019-05-10T10:00:00.000Z'];
    await casework.rows(
      `UPDATE referral SET offences_seen = $2 WHERE id = $1`,
      ...[eve.referralId, JSON.stringify({ codes: named, writtenAt })],
    );
    await investigated(eve);
    expect(await statusesOf(eve)).toEqual(LATER);
  });

  it('counts from the report where no version tells when it was named', async () => {
    expect(await statusesOf(await reclassified(['person.surname']))).toEqual([
      { rule: '15-ARR', start: 'yes', now: 'yes' },
      { rule: '15-INT', start: 'yes', now: 'yes' },
    ]);
  });
});
