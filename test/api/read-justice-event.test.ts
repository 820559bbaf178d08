import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CaseworkApplication } from '../support/casework-application.js';
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

const read = (id: string, of = ada) => casework.api.as('coordinator').get(`${pathOf(of)}/${id}`);

describe('GET /incidents/{id}/justice-events/{eventId}', () => {
  it('shows all versions by the id of any of them, with the words about each', async () => {
    const first = await recorded(casework, ada, { ...ARREST, note: 'Told on the phone.' });
    casework.later(1);
    const correction = {
      reason: 'source-corrected',
      ...{ ...ARREST, suspectKey: 'S-1' },
      note: 'Key came late.',
    };
    const { body } = await casework.api
      .as('coordinator')
      .post(`${pathOf(ada)}/${first}/correction`, correction)
      .expect(201);
    const second = (body as { id: string }).id;
    const versions = [
      {
        id: first,
        note: 'Told on the phone.',
        suspectKey: null,
        supersededAt: (body as { recordedAt: string }).recordedAt,
      },
      { id: second, note: 'Key came late.', suspectKey: 'S-1', supersedesId: first, supersededAt: null },
    ];
    expect((await read(first).expect(200)).body).toMatchObject({ id: first, originalId: first, versions });
    expect((await read(second).expect(200)).body).toMatchObject({ id: second, originalId: first, versions });
  });

  it('finds it in its own crime only, and where its victim is not hidden', async () => {
    const ben = await casework.people.add({ incidentId: ada.incidentId });
    const id = await recorded(casework, ada, toldTo(ben));
    const other = await casework.people.add();
    await read(id, other).expect(404);
    await read(id).expect(200);
    await casework.people.restrict(ben, []);
    await read(id).expect(404);
  });
});
