import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FileProcessor } from '../../src/intake/process-file.js';
import { Log } from '../../src/platform/logging/log.js';
import { refused } from '../support/http.js';
import { IntakeApplication, NOW } from './intake-application.js';
import { IntakeSweep } from '../../src/intake/sweep-intake.js';
import { ALEX, csv, SAM } from './intake-rows.js';

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await intake.empty();
  intake.clock.set(NOW);
});
afterAll(() => intake.close());

const THIRD = { ...SAM, victimOnCrimeId: 'VOC-3', crimeReference: '22/10003/19', personId: 'P-3' };
const DAMAGES = {
  'an altered text': `overlay(content_sealed placing 'AAAA' from 40)`,
  'no sealed text': `'nothing of ours'`,
  'the text of another row': `(SELECT o.content_sealed FROM intake_row o WHERE o.file_id = r.file_id AND o.row_number = 1)`,
};
const [ALTERED] = Object.values(DAMAGES);
const LOST_KEY = `regexp_replace(content_sealed, '^v1[.][^.]+', 'v1.lost-key')`;

/** A file of three rows that waits to be worked, and of which the second row was changed behind our back. */
async function receivedWith(change: string): Promise<string> {
  const { id } = await intake.receive(csv(ALEX, { ...SAM, restrictedRecord: 'false' }, THIRD));
  await intake.rows(
    `UPDATE intake_row r SET content_sealed = ${change} WHERE file_id = $1 AND row_number = 2`,
    [id],
  );
  return id;
}

const errors = () => jest.spyOn(intake.get(Log), 'error');

describe('a row whose content is damaged', () => {
  it.each(Object.entries(DAMAGES))('is set aside, and stops no other: %s', async (_what, damage) => {
    const id = await receivedWith(damage);
    const logged = errors();
    await intake.get(FileProcessor).process(id);
    const { state, receipt } = await intake.receipt(id);
    expect([state, receipt.isBalanced, receipt.toDecide]).toEqual(['finished', true, 1]);
    expect(receipt.counts).toMatchObject({ created: 2, quarantined: 1 });
    expect(receipt.reasons).toEqual([
      { disposition: 'quarantined', code: 'content-unreadable', field: null, count: 1 },
    ]);
    expect(logged.mock.calls).toEqual([['intake.row-unreadable', { fileId: id, row: 2 }]]);
  });

  it('can be discarded by a team leader, and not released', async () => {
    const id = await receivedWith(ALTERED!);
    await intake.get(FileProcessor).process(id);
    const [leader, coordinator] = [await intake.as('team-leader'), await intake.as('coordinator')];
    const row = `/imports/${id}/rows/2`;
    expect((await leader.get(row).expect(200)).body).toMatchObject({
      reasonCode: 'content-unreadable',
      received: null,
    });
    await coordinator.get(row).expect(refused(404, 'not-found'));
    const decide = (decision: string) => leader.post(`${row}/decision`, { decision });
    await decide('release').expect(refused(409, 'row-not-readable'));
    expect((await decide('discard').expect(200)).body).toMatchObject({ decision: 'discarded' });
    expect((await intake.receipt(id)).receipt.toDecide).toBe(0);
  });

  it('is taken in where the file is sent again', async () => {
    await intake.get(FileProcessor).process(await receivedWith(ALTERED!));
    const again = await intake.feed(csv(ALEX, { ...SAM, restrictedRecord: 'false' }, THIRD));
    expect(again.receipt.counts).toMatchObject({ created: 1, unchanged: 2, quarantined: 0 });
  });

  it('stops nobody where what is damaged is a version held', async () => {
    await intake.feed(csv(ALEX));
    await intake.rows(`UPDATE referral_version SET content_sealed = ${ALTERED!}`);
    const later = { ...ALEX, crimeStatus: 'Filed', lastUpdatedDateTime: '2019-04-01T20:00:00' };
    const { receipt } = await intake.feed(csv(later, SAM));
    expect(receipt.counts).toMatchObject({ created: 1, quarantined: 1 });
    expect(receipt.reasons).toMatchObject([{ code: 'row-not-processable' }]);
    expect((await intake.feed(csv(later, SAM))).receipt.counts).toMatchObject({ unchanged: 2 });
  });
});

describe('a row whose key is missing', () => {
  it('fails the job loudly, holds nothing for a person, and goes on with the sweep once the key is there', async () => {
    const id = await receivedWith(LOST_KEY);
    const logged = errors();
    await expect(intake.get(FileProcessor).process(id)).rejects.toMatchObject({ reason: 'unknown-key' });
    expect(logged.mock.calls).toEqual([
      [
        'crypto.key-missing',
        { keyId: 'lost-key', table: 'intake_row', column: 'content_sealed', fileId: id },
      ],
    ]);
    expect(await intake.receipt(id)).toMatchObject({ state: 'accepted', processedCount: 0 });
    intake.clock.set(new Date(NOW.getTime() + 61_000));
    await intake.get(IntakeSweep).sweep();
    expect(await intake.number(`SELECT count(*) FROM outbox_event WHERE name = 'intake-file.accepted'`)).toBe(
      2,
    );
    await intake.rows(
      `UPDATE intake_row SET content_sealed = replace(content_sealed, 'v1.lost-key.', 'v1.dev-1.')`,
    );
    await intake.get(FileProcessor).process(id);
    expect((await intake.receipt(id)).receipt.counts).toMatchObject({ created: 3 });
  });

  it('is neither shown nor decided on', async () => {
    const { id } = await intake.feed(csv({ ...SAM, crimeReference: 'WM-1' }));
    await intake.rows(`UPDATE intake_row SET content_sealed = ${LOST_KEY}`);
    const logged = errors();
    const leader = await intake.as('team-leader');
    await leader.get(`/imports/${id}/rows/1`).expect(refused(503, 'unavailable'));
    for (const decision of ['release', 'discard'])
      await leader.post(`/imports/${id}/rows/1/decision`, { decision }).expect(refused(503, 'unavailable'));
    expect(logged).toHaveBeenCalledWith('crypto.key-missing', expect.objectContaining({ keyId: 'lost-key' }));
    expect(await intake.number(`SELECT count(*) FROM intake_row WHERE decision IS NOT NULL`)).toBe(0);
  });
});
