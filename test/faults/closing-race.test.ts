import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { IntakeModule } from '../../src/intake/intake.module.js';
import { CaseworkApplication } from '../support/casework-application.js';

const ROUNDS = 48;
/** Milliseconds by which one of the two is ahead: each order comes, and each instant between. */
const AHEAD = [0, 2, 5, 10, 20, 40];

let casework: CaseworkApplication;

beforeAll(async () => {
  casework = await CaseworkApplication.open(IntakeModule, CaseworkModule);
});
afterAll(() => casework.close());

const closes = (caseId: string) =>
  casework.api
    .as('coordinator')
    .post(`/cases/${caseId}/closure`, { reason: 'support-declined' })
    .set('if-match', '"1"');

const refers = (person: number, crime: number) =>
  casework.api.as('coordinator').post('/referrals', {
    ...{ pathway: 'internal', role: 'victim' },
    person: {
      ...{ kind: 'individual', givenName: 'Ada', surname: 'Invented-Race', dateOfBirth: '1984-02-29' },
      personId: `P-${person}`,
    },
    incident: { forceIdentifier: '22', crimeReference: `22/${1000 * crime + person}/19` },
  });

/** Which of the two came first, by what became of the referral. */
async function round(number: number): Promise<string> {
  const { caseId } = (await refers(number, 1).expect(201)).body as { caseId: string };
  const ahead = AHEAD[number % AHEAD.length]!;
  const [first, second] = number % 2 === 0 ? [0, ahead] : [ahead, 0];
  const [closure, referral] = await Promise.all([
    pause(first).then(() => closes(caseId)),
    pause(second).then(() => refers(number, 2)),
  ]);
  expect(referral.status).toBe(201);
  const isJoined = (referral.body as { caseId: string }).caseId === caseId;
  // Whoever closes did not read of what joined.
  expect(closure.status).toBe(isJoined ? 412 : 200);
  return isJoined ? 'joined, and left open' : 'closed, then opened';
}

describe('I13: a referral that comes while the case is being closed', () => {
  it('is never on a case that was closed before or over it: it keeps the case open, or has one of its own', async () => {
    const became: string[] = [];
    for (let number = 0; number < ROUNDS; number += 1) became.push(await round(number));
    expect(new Set(became)).toEqual(new Set(['joined, and left open', 'closed, then opened']));
    const lost = await casework.rows(
      `SELECT r.id FROM referral r JOIN support_case c ON c.id = r.case_id
        WHERE r.first_accepted_at > c.closed_at
           OR (c.closed_at IS NOT NULL AND NOT EXISTS (
                 SELECT FROM case_event j JOIN case_event x ON x.case_id = j.case_id AND x.kind = 'case.closed'
                  WHERE j.case_id = c.id AND j.kind = 'referral.received' AND j.id < x.id)
               AND r.pathway = 'internal')`,
    );
    expect(lost).toEqual([]);
    const idle = await casework.rows(
      `SELECT c.id FROM support_case c WHERE c.closed_at IS NULL AND NOT EXISTS (
         SELECT FROM task t WHERE t.case_id = c.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL)`,
    );
    expect(idle).toEqual([]);
  }, 60_000);

  it('is refused by the database itself, should anything ever put it there', async () => {
    const [ada, bea] = [await casework.people.add(), await casework.people.add()];
    await closes(ada.caseId).expect(200);
    const copied = `INSERT INTO referral SELECT (jsonb_populate_record(r, jsonb_build_object(
        'id', gen_random_uuid(), 'source_key', gen_random_uuid()))).* FROM referral r WHERE r.id = $1`;
    await expect(casework.rows(copied, ada.referralId)).rejects.toMatchObject({
      constraint: 'referral_of_open_case',
    });
    await expect(
      casework.rows(`UPDATE referral SET case_id = $2 WHERE id = $1`, bea.referralId, ada.caseId),
    ).rejects.toMatchObject({ constraint: 'referral_of_open_case' });
    // What it has already may be told anew.
    await casework.rows(
      `UPDATE referral SET latest_version = 2, case_id = case_id WHERE id = $1`,
      ada.referralId,
    );
    await casework.rows(copied, bea.referralId);
  });

  it('waits in the database for a closure under way, and is refused then', async () => {
    const ada = await casework.people.add();
    const [, inserted] = await Promise.allSettled([
      casework.rows(`
        BEGIN;
        SELECT id FROM support_case WHERE id = '${ada.caseId}' FOR UPDATE;
        SELECT pg_sleep(0.4);
        UPDATE support_case SET closed_at = opened_at, closure_reason = 'x' WHERE id = '${ada.caseId}';
        COMMIT;`),
      pause(150).then(() =>
        casework.rows(
          `INSERT INTO referral SELECT (jsonb_populate_record(r, jsonb_build_object(
             'id', gen_random_uuid(), 'source_key', gen_random_uuid()))).* FROM referral r WHERE r.id = $1`,
          ada.referralId,
        ),
      ),
    ]);
    expect(inserted).toMatchObject({ status: 'rejected', reason: { constraint: 'referral_of_open_case' } });
  });
});
