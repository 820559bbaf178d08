import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CannotBeHidden } from '../../src/reporting/victims-code/board/layers.js';
import { cellsOfNext } from '../../src/reporting/victims-code/board/next-version.js';
import { BOARD, counted, MONTHS, QUARTER, sumsOf, tableOf } from '../support/board-tables.js';
import { asFarAsBounds, solved } from '../support/solving-sums.js';

const BELOW = 5;
const month = fc.array(counted, { maxLength: 12 });
const longMonth = fc.array(counted, { minLength: 12, maxLength: 30 });

describe('The cells that are hidden from the Board', () => {
  it('are all small ones and no zero', () => {
    fc.assert(
      fc.property(month, (things) => {
        const counts = tableOf(things);
        const hidden = cellsOfNext(BOARD, { ...QUARTER, counts }, [], BELOW);
        counts.forEach((count, cell) => {
          if (count > 0 && count < BELOW) expect(hidden.has(cell)).toBe(true);
          if (count === 0) expect(hidden.has(cell)).toBe(false);
        });
      }),
    );
  });

  it('cannot be worked out from the sums of one table', () => {
    fc.assert(
      fc.property(month, (things) => {
        const counts = tableOf(things);
        const hidden = cellsOfNext(BOARD, { ...QUARTER, counts }, [], BELOW);
        const known = counts.map((count, cell) => (hidden.has(cell) ? null : count));
        expect(solved(known, sumsOf(1)).filter((cell) => hidden.has(cell))).toEqual([]);
        expect(asFarAsBounds(known, sumsOf(1), 1)).toEqual([]);
      }),
    );
  });

  it('are hidden in a month after its quarter, unless that gives a small count away', () => {
    let published = 0;
    const runs = 100;
    fc.assert(
      fc.property(longMonth, longMonth, (april, others) => {
        const [counts, all] = [april, [...april, ...others]].map(tableOf) as [number[], number[]];
        const quarter = { ...QUARTER, counts: all };
        const shown = { ...quarter, hidden: cellsOfNext(BOARD, quarter, [], BELOW) };
        try {
          cellsOfNext(BOARD, { ...MONTHS[0]!, counts }, [shown], BELOW);
          published += 1;
        } catch (error) {
          if (!(error instanceof CannotBeHidden)) throw error;
        }
      }),
      { numRuns: runs },
    );
    expect(published).toBeGreaterThan(runs * 0.8);
  });
});
