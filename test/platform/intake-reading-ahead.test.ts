import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChunkOfRows } from '../../src/intake/chunk-of-rows.js';
import { FileProcessor } from '../../src/intake/process-file.js';
import type { RowsAhead } from '../../src/intake/rows-ahead.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { IntakeApplication, NOW } from './intake-application.js';
import { ALEX, csv } from './intake-rows.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(async () => {
  await intake.empty();
  intake.clock.set(NOW);
});
afterAll(() => intake.close());

const receive = async (count: number) => {
  const rows = Array.from({ length: count }, (_, at) => ({
    ...ALEX,
    victimOnCrimeId: `V-${at}`,
    personId: `P-${at}`,
    crimeReference: `22/${at + 1}/19`,
  }));
  return (await intake.receive(csv(...rows))).id;
};
const readAhead = () => intake.get(ChunkOfRows).readAhead();
const work = (id: string, most: number, ahead: RowsAhead, after = () => undefined as void) =>
  intake.get(Database).inTransaction(serviceActor('intake', 'intake'), async (tx) => {
    const worked = await intake.get(ChunkOfRows).work(tx, id, most, false, ahead);
    after();
    return worked;
  });
const die = () => {
  throw new Error('killed');
};
const expectEachOnce = async (id: string, count: number) => {
  const { state, receipt } = await intake.receipt(id);
  expect([state, receipt.counts.created, receipt.isBalanced]).toEqual(['finished', count, true]);
  const keys = await intake.rows<{ key: string }>('SELECT source_key AS key FROM referral');
  expect(new Set(keys.map(({ key }) => key)).size).toBe(count);
};

describe('rows read ahead', () => {
  it('are worked in their order, each once', async () => {
    const id = await receive(25);
    const ahead = readAhead();
    expect(await work(id, 10, ahead)).toEqual({ counts: { created: 10 }, hasMore: true });
    expect(await work(id, 10, ahead)).toEqual({ counts: { created: 10 }, hasMore: true });
    expect(await work(id, 10, ahead)).toEqual({ counts: { created: 5 }, hasMore: false });
    await expectEachOnce(id, 25);
  });

  it('are dropped where their chunk was not committed', async () => {
    const id = await receive(25);
    const ahead = readAhead();
    await work(id, 10, ahead);
    await expect(work(id, 10, ahead, die)).rejects.toThrow('killed');
    expect(await intake.number('SELECT count(*) FROM referral')).toBe(10);
    await work(id, 10, ahead);
    await work(id, 10, ahead);
    await expectEachOnce(id, 25);
  });

  it('are dropped where another process worked them, or the chunk is of another size', async () => {
    const id = await receive(40);
    const [one, other] = [readAhead(), readAhead()];
    await work(id, 10, one);
    await work(id, 10, other);
    await work(id, 5, one);
    await work(id, 10, one);
    await work(id, 10, other);
    await expectEachOnce(id, 40);
  });

  it('are read anew on another day, and when reading ahead was given up', async () => {
    const id = await receive(30);
    const ahead = readAhead();
    await work(id, 10, ahead);
    intake.clock.set(new Date(NOW.getTime() + DAY_MS));
    await work(id, 10, ahead);
    ahead.giveUp();
    await work(id, 10, ahead);
    await expectEachOnce(id, 30);
  });

  it('that cannot be opened stop their own chunk, not the one before', async () => {
    const id = await receive(20);
    await intake.rows(
      `UPDATE intake_row SET content_sealed = regexp_replace(content_sealed, '^v1[.][^.]+', 'v1.lost-key')
        WHERE file_id = $1 AND row_number = 15`,
      [id],
    );
    const ahead = readAhead();
    expect(await work(id, 10, ahead)).toMatchObject({ hasMore: true });
    await expect(work(id, 10, ahead)).rejects.toThrow('cannot be opened');
    expect(await intake.number('SELECT count(*) FROM referral')).toBe(10);
  });

  it('carry a file of several whole chunks', async () => {
    const id = await receive(2100);
    await intake.get(FileProcessor).process(id);
    await expectEachOnce(id, 2100);
  });
});
