import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FileProcessor } from '../../src/intake/process-file.js';
import { IntakeApplication } from '../platform/intake-application.js';
import { ALEX as UNANSWERED, csv, SAM as OTHER } from '../platform/intake-rows.js';
import { refused } from '../support/http.js';

type Caller = Awaited<ReturnType<IntakeApplication['as']>>;

let intake: IntakeApplication;
let feeder: Caller;
let coordinator: Caller;
beforeAll(async () => {
  intake = await IntakeApplication.open();
  feeder = await intake.as('intake-service');
  coordinator = await intake.as('coordinator');
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

async function imported(...rows: Parameters<typeof csv>): Promise<string> {
  const { body } = await feeder.upload(csv(...rows)).expect(202);
  await intake.get(FileProcessor).process(body.id);
  return body.id as string;
}

/** Their sender says that they are not restricted. */
const ALEX = { ...UNANSWERED, restrictedRecord: 'false' };
const SAM = { ...OTHER, restrictedRecord: 'false' };
const OTHER_UNDER_KEY = {
  ...ALEX,
  personId: 'P-3',
  givenName: 'Robin',
  surname: 'Other',
  dateOfBirth: '1970-01-02',
};

describe('POST /imports/{id}/rows/{row}/decision', () => {
  it('shows what waits, and releases another person under a key as somebody new', async () => {
    await imported(ALEX);
    const id = await imported(OTHER_UNDER_KEY);
    const { body: waiting } = await coordinator.get(`/imports/${id}/rows/1`).expect(200);
    expect(waiting.received).toMatchObject({ givenName: 'Robin', surname: 'Other' });
    const { body } = await coordinator
      .post(`/imports/${id}/rows/1/decision`, {
        decision: 'release',
        reason: 'Two victims, one key: checked.',
      })
      .expect(200);
    expect(body).toMatchObject({
      row: 1,
      disposition: 'quarantined',
      decision: 'released',
      decidedBy: 'dev-coordinator-1',
    });
    expect(body.caseId).not.toBeNull();
    expect(await intake.number(`SELECT count(*) FROM person`)).toBe(2);
    expect(await intake.number(`SELECT count(DISTINCT case_id) FROM referral`)).toBe(2);
    expect(
      await intake.rows(
        `SELECT content_sealed, decision_reason_sealed IS NOT NULL AS said FROM intake_row WHERE decision IS NOT NULL`,
      ),
    ).toEqual([{ content_sealed: null, said: true }]);
    const { body: receipt } = await coordinator.get(`/imports/${id}`).expect(200);
    expect(receipt.receipt).toMatchObject({ counts: { quarantined: 1 }, toDecide: 0, isBalanced: true });
    await coordinator
      .post(`/imports/${id}/rows/1/decision`, { decision: 'discard' })
      .expect(refused(409, 'row-already-decided'));
    expect((await coordinator.get(`/imports/${id}/rows/1`)).body.received).toBeNull();
  });

  it('takes a malformed reference as it stands and an impossible value as unknown', async () => {
    const id = await imported({ ...ALEX, crimeReference: 'WM-1', vulnerable: 'perhaps', lossAmount: 'lots' });
    await coordinator.post(`/imports/${id}/rows/1/decision`, { decision: 'release' }).expect(200);
    expect(await intake.rows(`SELECT crime_reference, loss_pence FROM incident`)).toEqual([
      { crime_reference: 'WM-1', loss_pence: null },
    ]);
    expect(await intake.rows(`SELECT markers ->> 'vulnerable' AS v FROM referral`)).toEqual([{ v: 'blank' }]);
  });

  it('keeps a row undecided that is held for another reason too', async () => {
    await imported(ALEX);
    const id = await imported({ ...OTHER_UNDER_KEY, lossAmount: 'lots' });
    const first = await coordinator
      .post(`/imports/${id}/rows/1/decision`, { decision: 'release' })
      .expect(200);
    expect(first.body).toMatchObject({ decision: null, reasonCode: 'another-person-under-this-key' });
    const second = await coordinator
      .post(`/imports/${id}/rows/1/decision`, { decision: 'release' })
      .expect(200);
    expect(second.body).toMatchObject({ decision: 'released' });
  });

  it.each([
    [
      'person-id-contradicts-name-and-birth',
      { ...OTHER_UNDER_KEY, victimOnCrimeId: 'VOC-8', crimeReference: '22/10008/19', personId: 'P-1' },
      3,
    ],
    [
      'person-id-belongs-to-another-person',
      { ...SAM, victimOnCrimeId: 'VOC-1', crimeReference: ALEX.crimeReference },
      2,
    ],
    ['another-crime-under-this-key', { ...ALEX, crimeReference: '22/10077/19' }, 2],
  ])('releases %s', async (reasonCode, row, people) => {
    await imported(ALEX, SAM);
    const id = await imported(row);
    expect((await coordinator.get(`/imports/${id}/rows/1`)).body.reasonCode).toBe(reasonCode);
    const { body } = await coordinator
      .post(`/imports/${id}/rows/1/decision`, { decision: 'release' })
      .expect(200);
    expect(body.decision).toBe('released');
    expect(await intake.number(`SELECT count(*) FROM person`)).toBe(people);
    expect(await intake.number(`SELECT count(*) FROM referral`)).toBe(3);
  });

  it('takes a row for the person of its key where the id that it brings is somebody else', async () => {
    await imported(ALEX, SAM);
    const id = await imported({
      ...ALEX,
      personId: 'P-2',
      crimeStatus: 'Filed',
      lastUpdatedDateTime: '2019-04-01T20:00:00',
    });
    const release = () =>
      coordinator.post(`/imports/${id}/rows/1/decision`, { decision: 'release' }).expect(200);
    expect((await release()).body).toMatchObject({
      decision: null,
      reasonCode: 'person-id-contradicts-name-and-birth',
    });
    expect((await release()).body.decision).toBe('released');
    expect(await intake.number(`SELECT max(latest_version) FROM referral`)).toBe(2);
    expect(await intake.number(`SELECT count(*) FROM person_identifier`)).toBe(2);
  });

  it('shows a row that is marked as restricted to team leaders alone', async () => {
    const id = await imported({ ...ALEX, crimeReference: 'WM-1', restrictedRecord: 'true' });
    await coordinator.get(`/imports/${id}/rows/1`).expect(refused(404, 'not-found'));
    const leader = await intake.as('team-leader');
    expect((await leader.get(`/imports/${id}/rows/1`).expect(200)).body.received.givenName).toBe('Alex');
  });

  it.each(['', 'perhaps'])('takes the answer %j on restriction for no no', async (restrictedRecord) => {
    const id = await imported({ ...ALEX, crimeReference: 'WM-1', restrictedRecord });
    await coordinator.get(`/imports/${id}/rows/1`).expect(refused(404, 'not-found'));
    await coordinator
      .post(`/imports/${id}/rows/1/decision`, { decision: 'release' })
      .expect(refused(404, 'not-found'));
    const leader = await intake.as('team-leader');
    await leader.post(`/imports/${id}/rows/1/decision`, { decision: 'release' }).expect(200);
  });

  it.each([
    ['for its person', OTHER_UNDER_KEY],
    ['for a value', { ...ALEX, lossAmount: 'lots' }],
  ])('neither shows nor releases what is held %s, who is restricted', async (_why, row) => {
    await imported({ ...ALEX, restrictedRecord: 'true' });
    const id = await imported(row);
    await coordinator.get(`/imports/${id}/rows/1`).expect(refused(404, 'not-found'));
    for (const decision of ['release', 'discard'])
      await coordinator
        .post(`/imports/${id}/rows/1/decision`, { decision })
        .expect(refused(404, 'not-found'));
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE decision IS NOT NULL`)).toBe(0);
  });

  it('notes which row of whom was read and decided', async () => {
    await imported(ALEX);
    const id = await imported(OTHER_UNDER_KEY);
    await coordinator.get(`/imports/${id}/rows/1`).expect(200);
    await coordinator.post(`/imports/${id}/rows/1/decision`, { decision: 'discard' }).expect(200);
    const [person] = await intake.rows<{ id: string }>('SELECT id FROM person');
    expect(
      await intake.rows(
        `SELECT action, fields, person_ids FROM audit_entry WHERE action LIKE 'import-row.%' ORDER BY action`,
      ),
    ).toEqual([
      { action: 'import-row.discarded', fields: ['row:1'], person_ids: [person!.id] },
      { action: 'import-row.read', fields: ['row:1'], person_ids: [person!.id] },
    ]);
  });

  it('discards a row and empties it', async () => {
    const id = await imported({ ...ALEX, crimeReference: 'WM-1' });
    await coordinator.post(`/imports/${id}/rows/1/decision`, { decision: 'discard' }).expect(200);
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(0);
    expect(await intake.number(`SELECT count(*) FROM referral`)).toBe(0);
  });

  it('refuses what makes no sense', async () => {
    const id = await imported(ALEX);
    const at = (row: string) => `/imports/${id}/rows/${row}/decision`;
    await coordinator.post(at('1'), { decision: 'release' }).expect(refused(409, 'row-not-quarantined'));
    await coordinator.post(at('2'), { decision: 'release' }).expect(refused(404, 'not-found'));
    await coordinator.post(at('0'), { decision: 'release' }).expect(refused(400, 'invalid-request', 'row'));
    await coordinator
      .post(at('1'), { decision: 'maybe' })
      .expect(refused(400, 'invalid-request', 'decision'));
    await coordinator
      .post(at('1'), { decision: 'release', because: 'x' })
      .expect(refused(400, 'invalid-request', 'because'));
    await coordinator
      .post(at('1'), { decision: 'release', reason: ' ' })
      .expect(refused(400, 'invalid-request', 'reason'));
    await feeder.post(at('1'), { decision: 'release' }).expect(refused(403, 'forbidden'));
  });
});
