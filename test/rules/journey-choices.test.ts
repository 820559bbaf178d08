import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CHOICES_2019, type OutcomeCode } from '../../src/demo/journey/choices-2019.js';
import { Lots } from '../../src/demo/journey/lots.js';
import { type Choice, PeopleChoices } from '../../src/demo/journey/people-choices.js';
import { Random } from '../../src/demo/scenario/random.js';

describe('A bag of lots', () => {
  it('gives each choice exactly as often as it lies in it, and nothing more', () => {
    const counts = fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.integer(), counts, (seed, all) => {
        const bag = new Lots(
          Random.stream(seed, 'bag'),
          all.map((count, choice) => [choice, count]),
        );
        const drawn = Array.from({ length: bag.size }, () => bag.draw());
        expect(all.map((_, choice) => drawn.filter((one) => one === choice).length)).toEqual(all);
        expect(() => bag.draw()).toThrow(RangeError);
      }),
    );
  });
});

describe('What the people of 2019 choose', () => {
  const everybody = (seed: number): Choice[] => {
    const choices = new PeopleChoices(seed);
    return Array.from({ length: CHOICES_2019.direct + CHOICES_2019.proactive }, () => choices.choose());
  };

  it.each([2019, 7, 20190401])('comes to the same totals whatever the seed: %i', (seed) => {
    const all = everybody(seed);
    const supported = all.filter(({ wantsSupport }) => wantsSupport);
    expect(supported).toHaveLength(CHOICES_2019.wantSupport);
    expect(supported.filter(({ needsPlan }) => needsPlan)).toHaveLength(CHOICES_2019.needPlan);
    expect(supported.filter(({ staysOn }) => staysOn)).toHaveLength(CHOICES_2019.ongoing);
    expect(supported.reduce((sum, { agencies }) => sum + agencies, 0)).toBe(634);
    for (const [code, count] of Object.entries(CHOICES_2019.improved))
      expect(supported.filter(({ improved }) => improved?.[code as OutcomeCode])).toHaveLength(count);
    expect(all.filter(({ wantsSupport, improved }) => !wantsSupport && improved)).toEqual([]);
  });

  it('is the same each time for one seed', () => {
    expect(everybody(5)).toEqual(everybody(5));
  });
});
