import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IntakeApplication } from './intake-application.js';
import { ALEX as UNANSWERED, csv, SAM as OTHER } from './intake-rows.js';

let intake: IntakeApplication;
let coordinator: Awaited<ReturnType<IntakeApplication['as']>>;
beforeAll(async () => {
  intake = await IntakeApplication.open();
  coordinator = await intake.as('coordinator');
});
afterEach(() => intake.empty());
afterAll(() => intake.close());

const ALEX = { ...UNANSWERED, restrictedRecord: 'false' };
const SAM = { ...OTHER, restrictedRecord: 'false' };
/** Contradicts what is held once ALEX was taken in. */
const ROBIN = { ...ALEX, personId: 'P-3', givenName: 'Robin', surname: 'Other', dateOfBirth: '1970-01-02' };
const MALFORMED = { ...SAM, crimeReference: 'WM-1' };
const UNCOUNTED = { ...SAM, victimOnCrimeId: 'VOC-4', personId: 'P-4', lossAmount: 'lots' };
const MESSY = [ALEX, ROBIN, MALFORMED, UNCOUNTED];

const toDecide = () =>
  intake.number(`SELECT count(*) FROM intake_row WHERE disposition = 'quarantined' AND decision IS NULL`);
const counted = (counts: object) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => (count as number) > 0));
const decide = (id: string, row: number, decision: 'release' | 'discard') =>
  coordinator.post(`/imports/${id}/rows/${row}/decision`, { decision }).expect(200);

describe('rows that were set aside, and come again', () => {
  it('are unchanged and ask nobody again, however often the file comes', async () => {
    const first = await intake.feed(csv(...MESSY));
    expect(counted(first.receipt.counts)).toEqual({ created: 1, quarantined: 3 });
    for (const time of ['second', 'third']) {
      const { id, receipt } = await intake.feed(csv(...MESSY));
      expect([time, counted(receipt.counts), receipt.isBalanced, receipt.isAllUnchanged]).toEqual([
        time,
        { unchanged: 4 },
        true,
        true,
      ]);
      expect(receipt).toMatchObject({ toDecide: 0, reasons: [] });
      const { body } = await coordinator.get(`/imports/${id}/rows`).expect(200);
      expect(body.items.map(({ sameAs }: { sameAs: object | null }) => sameAs)).toEqual([
        null,
        ...[2, 3, 4].map((row) => ({ importId: first.id, row })),
      ]);
    }
    expect(await toDecide()).toBe(3);
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE content_sealed IS NOT NULL`)).toBe(3);
    expect((await intake.receipt(first.id)).receipt.toDecide).toBe(3);
  });

  it('are known within one file, and where only the time of update moved', async () => {
    const { id, receipt } = await intake.feed(csv(ALEX, ROBIN, MALFORMED, MALFORMED, ROBIN));
    expect(counted(receipt.counts)).toEqual({ created: 1, quarantined: 2, unchanged: 2 });
    const later = { ...ROBIN, lastUpdatedDateTime: '2019-04-02T01:00:00' };
    expect(counted((await intake.feed(csv(later))).receipt.counts)).toEqual({ unchanged: 1 });
    const { body } = await coordinator.get(`/imports/${id}/rows?disposition=unchanged`).expect(200);
    expect(body.items.map(({ sameAs }: { sameAs: object }) => sameAs)).toEqual([
      { importId: id, row: 3 },
      { importId: id, row: 2 },
    ]);
  });

  it('are set aside again where their content is another', async () => {
    await intake.feed(csv(...MESSY));
    const other = { ...ROBIN, crimeStatus: 'Filed' };
    expect(counted((await intake.feed(csv(other))).receipt.counts)).toEqual({ quarantined: 1 });
    expect(await toDecide()).toBe(4);
  });

  it('stay discarded', async () => {
    const { id } = await intake.feed(csv(...MESSY));
    for (const row of [2, 3, 4]) await decide(id, row, 'discard');
    const again = await intake.feed(csv(...MESSY));
    expect(counted(again.receipt.counts)).toEqual({ unchanged: 4 });
    expect(await toDecide()).toBe(0);
    expect(await intake.number(`SELECT count(*) FROM referral`)).toBe(1);
  });

  it('are set aside again where they were discarded for another reason', async () => {
    await intake.feed(csv(SAM));
    const { id } = await intake.feed(csv({ ...ALEX, personId: 'P-2' }));
    await decide(id, 1, 'discard');
    await intake.feed(csv(ALEX));
    const again = await intake.feed(csv({ ...ALEX, personId: 'P-2' }));
    expect(again.receipt.reasons).toMatchObject([{ code: 'person-id-belongs-to-another-person' }]);
  });

  it('are unchanged once they were released, and lead to their referral', async () => {
    const { id } = await intake.feed(csv(...MESSY));
    for (const row of [2, 3, 4]) await decide(id, row, 'release');
    const people = await intake.number(`SELECT count(*) FROM person`);
    const again = await intake.feed(csv(...MESSY));
    expect(counted(again.receipt.counts)).toEqual({ unchanged: 4 });
    const { body } = await coordinator.get(`/imports/${again.id}/rows`).expect(200);
    for (const { referralId, caseId } of body.items) {
      expect([referralId, caseId]).toEqual([expect.any(String), expect.any(String)]);
    }
    expect(await intake.number(`SELECT count(*) FROM person`)).toBe(people);
    expect(await toDecide()).toBe(0);
  });

  it('are unchanged while they wait for another reason than at first', async () => {
    await intake.feed(csv(ALEX));
    const held = { ...ROBIN, lossAmount: 'lots' };
    const { id } = await intake.feed(csv(held));
    await decide(id, 1, 'release');
    expect(counted((await intake.feed(csv(held))).receipt.counts)).toEqual({ unchanged: 1 });
    await decide(id, 1, 'release');
    expect(counted((await intake.feed(csv(held))).receipt.counts)).toEqual({ unchanged: 1 });
    expect(await intake.number(`SELECT count(*) FROM person`)).toBe(2);
  });

  it('are hidden with a restricted person', async () => {
    await intake.feed(csv({ ...ALEX, restrictedRecord: 'true' }));
    await intake.feed(csv(ROBIN));
    const { id, receipt } = await intake.feed(csv(ROBIN));
    expect(counted(receipt.counts)).toEqual({ unchanged: 1 });
    expect((await coordinator.get(`/imports/${id}/rows`).expect(200)).body.items).toEqual([]);
  });
});
