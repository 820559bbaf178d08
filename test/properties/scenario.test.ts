import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoDayOf } from '../../src/demo/scenario/calendar.js';
import { shareOut } from '../../src/demo/scenario/quotas.js';
import { Random } from '../../src/demo/scenario/random.js';
import { Scenario, type ScenarioOptions } from '../../src/demo/scenario/scenario.js';
import { SecondOpinion, textOf } from '../support/scenario-reading.js';

const FIRST_DAYS = 17_500;

const periods: fc.Arbitrary<ScenarioOptions> = fc
  .record({
    seed: fc.oneof(fc.integer(), fc.string({ maxLength: 12 })),
    start: fc.nat(3_000),
    length: fc.integer({ min: 1, max: 30 }),
    athena: fc.nat(400),
    internal: fc.nat(30),
    self: fc.nat(8),
    other: fc.nat(3),
  })
  .map(({ start, length, ...rest }) => ({
    ...rest,
    from: isoDayOf(FIRST_DAYS + start),
    to: isoDayOf(FIRST_DAYS + start + length - 1),
  }));

describe('An invented period of any seed, length and size', () => {
  it('has exactly the acceptable keys that were asked for', () => {
    fc.assert(
      fc.property(periods, (options) => {
        const opinion = new SecondOpinion();
        const days = [...new Scenario(options).days()];
        days.forEach(({ athenaFile }) => opinion.file(athenaFile.csv));
        const pathways = days.flatMap(({ directReferrals }) =>
          directReferrals.map(({ body }) => body.pathway),
        );
        expect(opinion.referrals.size).toBe(options.athena);
        for (const pathway of ['internal', 'self', 'other'] as const) {
          expect(pathways.filter((other) => other === pathway)).toHaveLength(options[pathway]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('comes out the same every time', () => {
    fc.assert(
      fc.property(periods, (options) => {
        const scenario = new Scenario(options);
        expect(textOf(scenario.days())).toBe(textOf(scenario.days()));
      }),
      { numRuns: 20 },
    );
  });

  it('sends the files that its own expectations describe', () => {
    fc.assert(
      fc.property(periods, (options) => {
        const scenario = new Scenario(options);
        const opinion = new SecondOpinion();
        const texts = new Set([...scenario.days()].map(({ athenaFile }) => athenaFile.csv));
        texts.forEach((csv) => opinion.file(csv));
        expect(opinion.verdicts).toEqual(scenario.expectations().dispositions);
      }),
      { numRuns: 30 },
    );
  });
});

describe('Sharing out', () => {
  it('gives whole parts that add up exactly', () => {
    const weights = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.nat(30_000), weights, (total, weights) => {
        fc.pre(weights.some((weight) => weight > 1e-6));
        const parts = shareOut(total, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
      }),
    );
  });
});

describe('A stream of chance', () => {
  it('is the same for the same name, and keeps inside its limits', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 1_000 }), (seed, name, limit) => {
        const [one, other] = [Random.stream(seed, name), Random.stream(seed, name)];
        const drawn = Array.from({ length: 20 }, () => one.below(limit));
        expect(Array.from({ length: 20 }, () => other.below(limit))).toEqual(drawn);
        expect(drawn.every((number) => number >= 0 && number < limit)).toBe(true);
      }),
    );
  });

  it('spreads evenly', () => {
    const random = Random.stream('evenly');
    const counts = Array<number>(10).fill(0);
    for (let turn = 0; turn < 20_000; turn++) counts[random.below(10)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(1_800);
    expect(Math.max(...counts)).toBeLessThan(2_200);
  });
});
