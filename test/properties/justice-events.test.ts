import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IntakeApplication } from '../platform/intake-application.js';
import { ALEX, csv, SAM } from '../platform/intake-rows.js';
import { ARRESTED, type EventRow, feedEvents } from '../platform/justice-event-rows.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterAll(() => intake.close());

const hour = fc.integer({ min: 0, max: 23 }).map((hours) => String(hours).padStart(2, '0'));

/** Rows of a day, some of which say the same event otherwise, answer one that comes later, or cannot be. */
const row: fc.Arbitrary<EventRow> = fc
  .record({
    reference: fc.integer({ min: 1, max: 6 }),
    kind: fc.constantFrom(
      'suspect.arrested',
      'victim.informed',
      'suspect.interviewed',
      'suspect.thanked',
      '',
    ),
    crime: fc.constantFrom(ALEX.crimeReference, SAM.crimeReference, '22/99999/19'),
    day: fc.constantFrom('2019-03-30', '2019-04-01', '2019-04-03'),
    hour,
    updated: hour,
    isWithdrawn: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
    answers: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
  })
  .map(({ reference, kind, crime, day, hour: at, updated, isWithdrawn, answers }) => ({
    ...ARRESTED,
    ...{ eventReference: `EV-${reference}`, eventKind: kind, crimeReference: crime },
    ...{ occurredDateTime: `${day}T${at}:00:00`, lastUpdatedDateTime: `2019-04-01T${updated}:30:00` },
    eventWithdrawn: isWithdrawn ? 'true' : '',
    answersReference: kind === 'victim.informed' && answers !== null ? `EV-${answers}` : '',
  }));
const rows = fc.array(row, { minLength: 1, maxLength: 25 });

/** Versions of events that cannot contradict each other: one crime and kind a reference, and times that differ. */
const versions = fc
  .uniqueArray(
    fc.record({
      reference: fc.integer({ min: 1, max: 5 }),
      updated: fc.integer({ min: 0, max: 59 }),
      at: hour,
    }),
    {
      minLength: 1,
      maxLength: 20,
      selector: ({ reference, updated }) => `${reference} ${updated}`,
    },
  )
  .map((all) =>
    all.map(({ reference, updated, at }) => ({
      ...ARRESTED,
      eventReference: `EV-${reference}`,
      occurredDateTime: `2019-04-01T${at}:00:00`,
      lastUpdatedDateTime: `2019-04-01T20:${String(updated).padStart(2, '0')}:00`,
    })),
  );

async function begin(): Promise<void> {
  await intake.empty();
  await intake.feed(csv(ALEX, SAM));
}

const ledger = () => intake.rows('SELECT * FROM justice_event ORDER BY id');
const toldCases = () => intake.number(`SELECT count(*) FROM case_event WHERE kind LIKE 'justice-event%'`);
const announced = () =>
  intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'justice-events.recorded'`);
const endState = () =>
  intake.rows(
    'SELECT source_reference, kind, occurred_at FROM current_justice_event ORDER BY source_reference',
  );

describe('whatever comes in about criminal cases', () => {
  it('I1: every row ends in exactly one disposition, and the totals equal the file', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        await begin();
        const { receipt, rowCount, id } = await feedEvents(intake, ...given);
        expect(rowCount).toBe(given.length);
        expect(receipt.isBalanced).toBe(true);
        const disposed = `SELECT count(disposition) FROM intake_row WHERE file_id = '${id}'`;
        expect(await intake.number(disposed)).toBe(given.length);
        const became = `SELECT count(DISTINCT justice_event_id) FROM intake_row
                         WHERE disposition IN ('created', 'updated') OR decision = 'released'`;
        expect(await intake.number('SELECT count(*) FROM justice_event')).toBe(await intake.number(became));
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('I2: the same file again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        await begin();
        const first = await feedEvents(intake, ...given);
        const before = [await ledger(), await toldCases(), await announced()];
        const { receipt } = await feedEvents(intake, ...given);
        expect([await ledger(), await toldCases(), await announced()]).toEqual(before);
        const { rejected } = first.receipt.counts;
        expect(receipt.counts).toMatchObject({ created: 0, updated: 0, rejected });
        expect(receipt.counts.unchanged + receipt.counts.quarantined + rejected).toBe(given.length);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('I2: versions in any order end in the same place', async () => {
    await fc.assert(
      fc.asyncProperty(versions, fc.infiniteStream(fc.nat()), async (given, chance) => {
        await begin();
        await feedEvents(intake, ...given);
        const straight = await endState();
        await begin();
        const order = given.map((one) => ({ one, at: chance.next().value as number }));
        const shuffled = order.sort((a, b) => a.at - b.at).map(({ one }) => one);
        const half = Math.floor(shuffled.length / 2);
        if (half > 0) await feedEvents(intake, ...shuffled.slice(0, half));
        await feedEvents(intake, ...shuffled);
        expect(await endState()).toEqual(straight);
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});
