import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OutcomesModule } from '../../src/outcomes/outcomes.module.js';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open(OutcomesModule);
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

const BASE = { framework: 'MOJ-2018', reportedBy: 'victim' };
const EXIT = { ...BASE, moment: 'exit', results: [{ outcome: 'M2_COPE', entryScore: 2, exitScore: 4 }] };
const ENTRY = { ...BASE, moment: 'entry', results: [{ outcome: 'M2_COPE', entryScore: 2 }] };

const path = () => `/cases/${ada.caseId}/outcome-assessments`;
const assess = (body: object) => casework.api.as('coordinator').post(path(), body);
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;

async function counted(): Promise<object[]> {
  const { body } = await casework.api.as('coordinator').get(path()).expect(200);
  return (body as { counted: object[] }).counted;
}

const close = () =>
  casework.rows(
    `UPDATE support_case SET closed_at = opened_at + interval '1 s', closure_reason = 'other' WHERE id = $1`,
    ada.caseId,
  );

describe('GET /outcome-frameworks', () => {
  it('serves each with its days, its scale and its outcomes', async () => {
    const { body } = await casework.api.as('returns-officer').get('/outcome-frameworks').expect(200);
    const [moj, vfs] = (body as { items: object[] }).items;
    expect(moj).toMatchObject({ framework: 'MOJ-2018', validFrom: '2018-04-01', validTo: null });
    expect(moj).toMatchObject({ scale: { min: 1, max: 5, higherIsBetter: true, factStatus: 'ours' } });
    expect(vfs).toMatchObject({ framework: 'VFS-2022', factStatus: 'likely' });
  });
});

describe('POST /cases/{id}/outcome-assessments', () => {
  it('derives what changed since the entry', async () => {
    await assess(ENTRY).expect(201);
    const answers = [
      { outcome: 'M2_COPE', exitScore: 4 },
      { outcome: 'M1_HEALTH', exitScore: 3 },
      { outcome: 'M3_SAFETY', entryScore: 5, exitScore: 5 },
      { outcome: 'M4_INFORMED', result: 'improved' },
    ];
    const { body } = await assess({ ...EXIT, results: answers }).expect(201);
    expect(body).toMatchObject({
      results: [
        { outcome: 'M2_COPE', entryScore: 2, exitScore: 4, result: 'improved', isCeiling: false },
        { outcome: 'M1_HEALTH', entryScore: null, exitScore: 3, result: 'not-assessable' },
        { outcome: 'M3_SAFETY', result: 'maintained', isCeiling: true },
        { outcome: 'M4_INFORMED', entryScore: null, exitScore: null, result: 'improved' },
      ],
    });
    expect(await counted()).toHaveLength(4);
  });

  it('counts of each outcome the latest exit, and no entry or review', async () => {
    await assess(ENTRY).expect(201);
    await assess({ ...EXIT, moment: 'review' }).expect(201);
    expect(await counted()).toEqual([]);
    const first = await assess(EXIT).expect(201);
    casework.later(1);
    const second = await assess({ ...EXIT, results: [{ outcome: 'M2_COPE', exitScore: 1 }] }).expect(201);
    expect(await counted()).toMatchObject([{ assessmentId: idOf(second), result: 'declined' }]);
    expect(idOf(first)).not.toBe(idOf(second));
  });

  it('keeps what was corrected readable and counts the correction, once the case is closed too', async () => {
    const wrong = await assess(EXIT).expect(201);
    await close();
    await assess(EXIT).expect(refused(409, 'case-closed'));
    const right = { ...EXIT, results: [{ outcome: 'M2_COPE', entryScore: 2, exitScore: 2 }] };
    const corrected = await assess({ ...right, supersedes: idOf(wrong) }).expect(201);
    await assess({ ...right, supersedes: idOf(wrong) }).expect(refused(409, 'already-superseded'));
    expect(await counted()).toMatchObject([{ assessmentId: idOf(corrected), result: 'maintained' }]);
    const { body } = await casework.api.as('coordinator').get(path());
    const items = (body as { items: { id: string; supersededBy: string | null }[] }).items;
    expect(items.find(({ id }) => id === idOf(wrong))?.supersededBy).toBe(idOf(corrected));
  });

  const DEAD = '0193a5b0-0000-7000-8000-00000000dead';
  const result = (...results: object[]) => ({ ...EXIT, results });
  it.each([
    [{ ...EXIT, framework: 'MOJ-1999' }, 'framework'],
    [{ ...EXIT, framework: 'VFS-2022', assessedAt: '2019-08-01T10:00:00Z' }, 'assessedAt'],
    [result({ outcome: 'V1_RESILIENCE', exitScore: 3 }), 'results[0].outcome'],
    [result({ outcome: 'M2_COPE', exitScore: 6 }), 'results[0].exitScore'],
    [result({ outcome: 'M2_COPE', exitScore: 0 }), 'results[0].exitScore'],
    [result({ outcome: 'M2_COPE', exitScore: '4' }), 'results[0].exitScore'],
    [result({ outcome: 'M2_COPE', exitScore: null }), 'results[0].exitScore'],
    [result({ outcome: 'M2_COPE' }), 'results[0].exitScore'],
    [
      result({ outcome: 'M2_COPE', exitScore: 3 }, { outcome: 'M2_COPE', exitScore: 4 }),
      'results[1].outcome',
    ],
    [result(), 'results'],
    [{ ...EXIT, moment: 'later' }, 'moment'],
    [{ ...EXIT, reportedBy: undefined }, 'reportedBy'],
    [{ ...EXIT, supersedes: DEAD }, 'supersedes'],
    [{ ...EXIT, assessedAt: '2090-01-01T00:00:00Z' }, 'assessedAt'],
    [{ ...ENTRY, results: [{ outcome: 'M2_COPE', exitScore: 2 }] }, 'results[0].exitScore'],
  ])('refuses, naming the field: %j', async (body, field) => {
    await assess(body).expect(refused(400, 'invalid-request', field));
    expect(await counted()).toEqual([]);
  });

  it('refuses a framework on a day on which it does not hold', async () => {
    await casework.rows(`UPDATE support_case SET opened_at = '2019-07-01' WHERE id = $1`, ada.caseId);
    const early = { ...EXIT, framework: 'VFS-2022', results: [{ outcome: 'V1_RESILIENCE', exitScore: 3 }] };
    await assess({ ...early, assessedAt: '2019-08-01T10:00:00Z' }).expect(
      refused(400, 'invalid-request', 'framework'),
    );
    await assess(early).expect(201);
  });

  it('refuses a correction of another moment', async () => {
    const entry = await assess(ENTRY).expect(201);
    await assess({ ...EXIT, supersedes: idOf(entry) }).expect(refused(400, 'invalid-request', 'moment'));
  });

  it('does not know a case that the caller may not see', async () => {
    await casework.people.restrict(ada, ['dev-team-leader-1']);
    await assess(EXIT).expect(refused(404, 'not-found'));
    await casework.api.as('coordinator').get(path()).expect(refused(404, 'not-found'));
  });

  it('leaves ids and codes behind, and nothing is changed afterwards', async () => {
    const id = idOf(await assess(EXIT).expect(201));
    const [event] = await casework.rows(
      `SELECT kind, details FROM case_event WHERE case_id = $1 AND kind LIKE 'outcomes.%'`,
      ada.caseId,
    );
    const details = { outcomeAssessmentId: id, framework: 'MOJ-2018', moment: 'exit' };
    expect(event).toEqual({ kind: 'outcomes.assessed', details });
    const change = casework.rows(
      `UPDATE outcome_result SET result = 'declined' WHERE assessment_id = $1`,
      id,
    );
    await expect(change).rejects.toThrow(/never changed/);
  });
});
