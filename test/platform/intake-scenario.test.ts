import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Scenario } from '../../src/demo/scenario/scenario.js';
import { IntakeApplication } from './intake-application.js';

const OPTIONS = {
  seed: 7,
  from: '2019-04-01',
  to: '2019-04-06',
  athena: 400,
  internal: 8,
  self: 2,
  other: 1,
};

let intake: IntakeApplication;
beforeAll(async () => {
  intake = await IntakeApplication.open();
});
afterAll(() => intake.close());

describe('some days of extracts', () => {
  it('gives every row the disposition that the scenario planted', async () => {
    const scenario = new Scenario(OPTIONS);
    const total = { first: 0, updated: 0, unchanged: 0, quarantined: 0, rejected: 0 };
    for (const { athenaFile } of scenario.days()) {
      intake.clock.set(athenaFile.at);
      const { receipt, state } = await intake.feed(athenaFile.csv, athenaFile.name);
      expect(state).toBe('finished');
      expect(receipt.isBalanced).toBe(true);
      const { created, joined, updated, unchanged, quarantined, rejected } = receipt.counts;
      total.first += created + joined;
      Object.assign(total, {
        updated: total.updated + updated,
        unchanged: total.unchanged + unchanged,
        quarantined: total.quarantined + quarantined,
        rejected: total.rejected + rejected,
      });
    }
    expect(total).toEqual(scenario.expectations().dispositions);
    expect(await intake.number(`SELECT count(*) FROM referral WHERE pathway = 'athena'`)).toBe(
      OPTIONS.athena,
    );
  });
});
