import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  changeBetween,
  judgeOutcome,
  type OutcomeAnswer,
  type OutcomeMoment,
} from '../../src/outcomes/outcome-change.js';
import type { OutcomeScale } from '../../src/outcomes/outcome-frameworks.js';

const SCALE: OutcomeScale = { min: 1, max: 5, higherIsBetter: true, source: 'test', factStatus: 'ours' };
const OF_NEED: OutcomeScale = { ...SCALE, min: 0, max: 10, higherIsBetter: false };
const BLANK: OutcomeAnswer = { entryScore: null, exitScore: null, result: null };

interface Situation {
  moment?: OutcomeMoment;
  baseline?: number | null;
  scale?: OutcomeScale;
}

const judge = (
  given: Partial<OutcomeAnswer>,
  { moment = 'exit', baseline = null, scale = SCALE }: Situation = {},
) => judgeOutcome({ scale, moment, baseline }, { ...BLANK, ...given }, 'results[0]');

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    const [{ field, code }] = (error as { fields: [{ field: string; code: string }] }).fields;
    return `${field} ${code}`;
  }
  return 'taken';
}

describe('How an outcome changed', () => {
  it.each([
    [SCALE, 2, 4, 'improved'],
    [SCALE, 4, 4, 'maintained'],
    [SCALE, 4, 2, 'declined'],
    [OF_NEED, 8, 3, 'improved'],
    [OF_NEED, 3, 8, 'declined'],
    [SCALE, null, 4, 'not-assessable'],
    [SCALE, 4, null, 'not-assessable'],
    [OF_NEED, null, 0, 'not-assessable'],
  ] as const)('follows the direction of the scale %#', (scale, entry, exit, result) => {
    expect(changeBetween(scale, entry, exit)).toBe(result);
  });

  it('turns round with the scale, whatever the scores', () => {
    const score = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(score, score, (entry, exit) => {
        const turned = changeBetween({ ...SCALE, higherIsBetter: false }, entry, exit);
        expect(turned).toBe(changeBetween(SCALE, exit, entry));
      }),
    );
  });

  it('marks who began at the best score, on either kind of scale, and counts them as maintained', () => {
    expect(judge({ entryScore: 5, exitScore: 5 })).toMatchObject({ result: 'maintained', isCeiling: true });
    expect(judge({ entryScore: 5, exitScore: 4 })).toMatchObject({ result: 'declined', isCeiling: true });
    expect(judge({ entryScore: 0, exitScore: 0 }, { scale: OF_NEED })).toMatchObject({ isCeiling: true });
    expect(judge({ entryScore: 10, exitScore: 10 }, { scale: OF_NEED })).toMatchObject({ isCeiling: false });
  });

  it('takes the score of the entry assessment where none is given, and no zero for a blank', () => {
    expect(judge({ exitScore: 4 }, { baseline: 2 })).toMatchObject({ entryScore: 2, result: 'improved' });
    expect(judge({ exitScore: 4 })).toMatchObject({ entryScore: null, result: 'not-assessable' });
    expect(judge({ exitScore: 0 }, { scale: OF_NEED })).toMatchObject({ result: 'not-assessable' });
    expect(judge({ entryScore: 0 }, { scale: OF_NEED, moment: 'entry' })).toMatchObject({ entryScore: 0 });
  });

  it('takes a stated result where the scores say nothing', () => {
    expect(judge({ result: 'improved' })).toEqual({ ...BLANK, result: 'improved', isCeiling: false });
    expect(judge({ result: 'improved', exitScore: 4 })).toMatchObject({ result: 'improved', exitScore: 4 });
    expect(judge({ result: 'declined', entryScore: 4, exitScore: 2 })).toMatchObject({ result: 'declined' });
  });

  it.each<[string, Partial<OutcomeAnswer>, Situation]>([
    ['results[0].entryScore score-out-of-scale', { entryScore: 6, exitScore: 2 }, {}],
    ['results[0].exitScore score-out-of-scale', { entryScore: 1, exitScore: 0 }, {}],
    ['results[0].exitScore score-or-result-needed', {}, {}],
    ['results[0].exitScore score-or-result-needed', { entryScore: 3 }, { moment: 'review' }],
    ['results[0].entryScore differs-from-entry', { entryScore: 3, exitScore: 4 }, { baseline: 2 }],
    ['results[0].result result-contradicts-scores', { entryScore: 3, exitScore: 4, result: 'declined' }, {}],
    ['results[0].entryScore score-needed', {}, { moment: 'entry' }],
    ['results[0].exitScore not-at-entry', { entryScore: 3, exitScore: 4 }, { moment: 'entry' }],
    ['results[0].result not-at-entry', { entryScore: 3, result: 'improved' }, { moment: 'entry' }],
  ])('refuses %s', (code, given, situation) => {
    expect(codeOf(() => judge(given, situation))).toBe(code);
  });
});
