import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
import { refused } from '../support/http.js';
import { ARREST, pathOf, recorded, toldTo } from '../support/justice-events.js';
import type { Somebody } from '../support/people.js';

let casework: CaseworkApplication;
let ada: Somebody;

beforeAll(async () => {
  casework = await CaseworkApplication.open();
});
beforeEach(async () => {
  ada = await casework.people.add();
});
afterAll(() => casework.close());

const correct = (id: string, body: object) =>
  casework.api.as('coordinator').post(`${pathOf(ada)}/${id}/correction`, body);
const LATER = { ...ARREST, occurredAt: '2026-01-05T12:00:00Z' };
const ERROR = { reason: 'entered-in-error' };
const WITHDRAWN = { reason: 'did-not-happen', isWithdrawn: true };
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;

describe('POST /incidents/{id}/justice-events/{eventId}/correction', () => {
  it('puts a new version in the place of the old, which stays as it was', async () => {
    const wrong = await recorded(casework, ada);
    const right = await correct(wrong, { ...ERROR, ...LATER }).expect(201);
    expect(right.body).toMatchObject({
      ...{ originalId: wrong, supersedesId: wrong, correctionReason: 'entered-in-error', isWithdrawn: false },
      occurredAt: '2026-01-05T12:00:00.000Z',
    });
    const held = await casework.rows<{ id: string }>(
      'SELECT id FROM current_justice_event WHERE original_id = $1',
      wrong,
    );
    expect(held).toEqual([{ id: idOf(right) }]);
    const kinds = await casework.rows(
      `SELECT kind FROM case_event WHERE case_id = $1 AND kind LIKE 'justice-event%' ORDER BY kind`,
      ada.caseId,
    );
    expect(kinds).toEqual([{ kind: 'justice-event.corrected' }, { kind: 'justice-event.recorded' }]);
  });

  it('is done once for a version; the next corrects the correction', async () => {
    const wrong = await recorded(casework, ada);
    const better = await correct(wrong, { ...ERROR, ...LATER }).expect(201);
    await correct(wrong, { ...ERROR, ...ARREST }).expect(refused(409, 'already-superseded'));
    const gone = await correct(idOf(better), WITHDRAWN).expect(201);
    expect(gone.body).toMatchObject({ isWithdrawn: true, originalId: wrong });
    await correct(idOf(gone), WITHDRAWN).expect(refused(409, 'already-withdrawn'));
    await correct(idOf(gone), { ...ERROR, ...ARREST }).expect(201);
  });

  it('holds two at once to one of them', async () => {
    const wrong = await recorded(casework, ada);
    const answers = await Promise.all([1, 2, 3].map(() => correct(wrong, { ...ERROR, ...LATER })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
  });

  it('keeps whom it concerns and who says so', async () => {
    const ben = await casework.people.add({ incidentId: ada.incidentId });
    const told = await recorded(casework, ada, toldTo(ada));
    await correct(told, { ...ERROR, ...toldTo(ben) }).expect(refused(400, 'invalid-request', 'partyId'));
    await correct(told, { ...ERROR, ...toldTo(ada), source: 'cps' }).expect(
      refused(400, 'invalid-request', 'source'),
    );
  });

  it('refuses what cannot be, and needs the event or its withdrawal', async () => {
    const wrong = await recorded(casework, ada);
    await correct(wrong, { ...ERROR, ...ARREST, kind: 'suspect.thanked' }).expect(
      refused(422, 'kind-unknown', 'kind'),
    );
    await correct(wrong, { ...ERROR, ...ARREST, occurredAt: '2199-01-01T00:00:00Z' }).expect(
      refused(400, 'invalid-request', 'occurredAt'),
    );
    await correct(wrong, ERROR).expect(refused(400, 'invalid-request', 'kind'));
    await correct(wrong, { ...WITHDRAWN, ...LATER }).expect(refused(400, 'invalid-request', 'isWithdrawn'));
    await correct(ada.caseId, WITHDRAWN).expect(404);
  });
});
