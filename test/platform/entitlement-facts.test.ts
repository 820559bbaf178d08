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
