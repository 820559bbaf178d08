import { describe, expect, it } from '@jest/globals';
import { inOrder } from '../bench/final-rows.js';
import { type Goal, reaches } from '../bench/measure.js';
import { holds, jsonLine, type Result, table } from '../bench/report.js';

const RATIO: Result = {
  measure: {
    name: 'ratio',
    what: 'one thing',
    yardstick: 'another',
    unit: 'x',
    goal: { relation: 'at most', bound: 3 },
  },
  finding: { measured: 12.34567, yardstick: 5, value: 2.469134, n: 26_000, seed: 7, notes: ['a remark'] },
};
const ABSOLUTE: Result = {
  measure: {
    name: 'absolute',
    what: 'a wait',
    yardstick: null,
    unit: 's',
    goal: { relation: 'under', bound: 5 },
  },
  finding: { measured: 5, yardstick: null, value: 5, n: 2, seed: null, notes: [] },
};

describe('A goal of the bench', () => {
  it.each<[number, Goal['relation'], number, boolean]>([
    [4.99, 'under', 5, true],
    [5, 'under', 5, false],
    [3, 'at most', 3, true],
    [3.01, 'at most', 3, false],
    [20, 'at least', 20, true],
    [19.9, 'at least', 20, false],
    [NaN, 'at most', 3, false],
    [Infinity, 'at least', 20, false],
  ])('%d is %s %d: %s', (value, relation, bound, isReached) => {
    expect(reaches(value, { relation, bound })).toBe(isReached);
  });
});

describe('The report of the bench', () => {
  it('is one line of JSON a measure, with the members that scripts rely on', () => {
    expect(jsonLine(RATIO)).toBe(
      '{"name":"ratio","measured":12.35,"yardstick":5,"value":2.469,"unit":"x","goal":"at most 3 x","holds":true,"n":26000,"seed":7}',
    );
    expect(JSON.parse(jsonLine(ABSOLUTE))).toEqual({
      ...{ name: 'absolute', measured: 5, yardstick: null, value: 5, unit: 's' },
      ...{ goal: 'under 5 s', holds: false, n: 2, seed: null },
    });
  });

  it('is a table in which what does not hold stands out, with what each figure means below', () => {
    const text = table([RATIO, ABSOLUTE]);
    expect(text).toMatch(/^ratio +12\.3 s +5\.00 s +2\.47 x +at most 3 x +yes +26,000 +7$/m);
    expect(text).toMatch(/^absolute +5\.00 s +- +5\.00 s +under 5 s +NO +2 +-$/m);
    expect(text).toContain('ratio: one thing; yardstick: another\n  a remark');
    expect([holds(RATIO), holds(ABSOLUTE)]).toEqual([true, false]);
  });
});

describe('Tables of the yardstick', () => {
  it('come after those that they refer to', () => {
    const needs = new Map([
      ['referral', ['person', 'incident']],
      ['incident', []],
      ['task', ['referral', 'reference_code']],
      ['person', []],
    ]);
    expect(inOrder(needs)).toEqual(['incident', 'person', 'referral', 'task']);
  });

  it('are refused where they refer to each other', () => {
    expect(() =>
      inOrder(
        new Map([
          ['a', ['b']],
          ['b', ['a']],
        ]),
      ),
    ).toThrow('a, b');
  });
});
