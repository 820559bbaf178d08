import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AwaitingRows } from '../../src/intake/justice-events/release-awaiting.js';
import { IntakeApplication } from './intake-application.js';
import { ALEX, csv, SAM } from './intake-rows.js';
import { ARRESTED, type EventRow, feedEvents, INFORMED } from './justice-event-rows.js';

/** A telling of a crime that nobody knows by that reference. */
const STRAY: EventRow = { ...INFORMED, crimeReference: '22/99999/19', answersReference: '' };

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
beforeEach(async () => {
  await intake.empty();
  await intake.feed(csv(ALEX));
});
afterAll(() => intake.close());

const decide = async (id: string, body: object) =>
  (await intake.as('coordinator')).post(`/imports/${id}/rows/1/decision`, { decision: 'release', ...body });

async function incidentOf(crimeReference: string): Promise<string> {
  const [found] = await intake.rows<{ id: string }>('SELECT id FROM incident WHERE crime_reference = $1', [
    crimeReference,
  ]);
  return found!.id;
}

const referred = async () => {
  const [row] = await intake.rows<{ ids: string[] }>('SELECT array_agg(id) AS ids FROM person');
  await intake.get(AwaitingRows).run({ personIds: row!.ids });
};

const taken = () =>
  intake.rows(
    `SELECT e.kind, i.crime_reference AS crime FROM current_justice_event e JOIN incident i ON i.id = e.incident_id
      WHERE e.source_reference = 'EV-2'`,
  );
const INFORMED_OF_ALEX = [{ kind: 'victim.informed', crime: ALEX.crimeReference }];

/** A row of which a person said the crime, and that is held for something else now. */
async function heldInPart(row: EventRow, reasonCode: string): Promise<string> {
  const { id } = await feedEvents(intake, row);
  const half = await decide(id, { incidentId: await incidentOf(ALEX.crimeReference) });
  expect(half.body).toMatchObject({ decision: null, reasonCode });
  return id;
}

describe('a row of which a person said the crime, and that is held for something else as well', () => {
  it('is of that crime still when somebody says the rest', async () => {
    const id = await heldInPart({ ...STRAY, victimOnCrimeId: 'VOC-9' }, 'victim-unknown');
    const [alex] = await intake.rows<{ id: string }>('SELECT id FROM party WHERE incident_id = $1', [
      await incidentOf(ALEX.crimeReference),
    ]);
    expect((await decide(id, { partyId: alex!.id })).body).toMatchObject({ decision: 'released' });
    expect(await taken()).toEqual(INFORMED_OF_ALEX);
  });

  it('is of another where somebody says so afterwards', async () => {
    await intake.feed(csv(SAM));
    const id = await heldInPart({ ...STRAY, eventKind: 'victim.thanked' }, 'kind-unknown');
    const incidentId = await incidentOf(SAM.crimeReference);
    const released = await decide(id, { incidentId, eventKind: 'victim.informed' });
    expect(released.body).toMatchObject({ decision: 'released' });
    expect(await taken()).toEqual([{ kind: 'victim.informed', crime: SAM.crimeReference }]);
  });

  it('is taken in by itself when its victim is referred to that crime', async () => {
    const id = await heldInPart({ ...STRAY, victimOnCrimeId: 'VOC-9' }, 'victim-unknown');
    await referred();
    expect(await taken()).toEqual([]);
    await intake.feed(csv({ ...SAM, crimeReference: ALEX.crimeReference, victimOnCrimeId: 'VOC-9' }));
    await referred();
    expect(await taken()).toEqual(INFORMED_OF_ALEX);
    expect((await intake.receipt(id)).receipt).toMatchObject({ toDecide: 0, isBalanced: true });
  });

  it('is taken in by itself when what it answers comes, of the crime that it names or of that one', async () => {
    for (const crimeReference of [ALEX.crimeReference, STRAY.crimeReference!]) {
      await intake.empty();
      await intake.feed(csv(ALEX));
      await heldInPart({ ...STRAY, answersReference: 'EV-1' }, 'answered-event-unknown');
      const { id } = await feedEvents(intake, { ...ARRESTED, crimeReference });
      if (crimeReference !== ALEX.crimeReference)
        await decide(id, { incidentId: await incidentOf(ALEX.crimeReference) });
      await feedEvents(intake, { ...ARRESTED, eventReference: 'EV-7', suspectKey: 'S-7' });
      expect(await taken()).toEqual(INFORMED_OF_ALEX);
    }
  });
});
