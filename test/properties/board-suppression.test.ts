import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type PeriodTable,
  publicationOf,
} from '../../src/reporting/victims-code/board/overlapping-periods.js';
import { type Place, SumTree } from '../../src/reporting/victims-code/board/sum-tree.js';
import {
  CannotBeHidden,
  cellsToHide,
  type TableShape,
} from '../../src/reporting/victims-code/board/suppression.js';
import { asFarAsBounds, solved } from '../support/solving-sums.js';

const BELOW = 5;
const MONTHS = [
  { from: '2019-04-01', to: '2019-04-30' },
  { from: '2019-05-01', to: '2019-05-31' },
  { from: '2019-06-01', to: '2019-06-30' },
];
const QUARTER = { from: '2019-04-01', to: '2019-06-30' };

const LINES: Place[] = [
  { key: 'total', under: null },
  ...['a', 'b', 'c'].map((key) => ({ key, under: 'total', by: 'cohort' })),
  { key: 'R1', under: 'total', by: 'right' },
  { key: 'R2', under: 'total', by: 'right' },
  ...['1a', '1b'].map((key) => ({ key, under: 'R1', by: 'rule' })),
  ...['2a', '2b'].map((key) => ({ key, under: 'R2', by: 'rule' })),
];
const COLUMNS: Place[] = [
  { key: 'total', under: null },
  { key: 'judged', under: 'total' },
  { key: 'open', under: 'total' },
  { key: 'met', under: 'judged' },
  { key: 'late', under: 'judged' },
];
const shape: TableShape = { lines: new SumTree(LINES), columns: new SumTree(COLUMNS) };
const WIDTH = COLUMNS.length;

/** One thing that is counted: a cohort, a rule and a state. */
interface Counted {
  cohort: string;
  rule: string;
  state: string;
  times: number;
}
const counted: fc.Arbitrary<Counted> = fc.record({
  cohort: fc.constantFrom('a', 'b', 'c'),
  rule: fc.constantFrom('1a', '1b', '2a', '2b'),
  state: fc.constantFrom('met', 'late', 'open'),
  times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 })),
});
const month = fc.array(counted, { maxLength: 12 });
const longMonth = fc.array(counted, { minLength: 12, maxLength: 30 });

function tableOf(things: readonly Counted[]): number[] {
  const counts = Array.from({ length: LINES.length * WIDTH }, () => 0);
  for (const { cohort, rule, state, times } of things) {
    const lines = [
      0,
      ...shape.lines.pathTo(shape.lines.numberOf(cohort)!),
      ...shape.lines.pathTo(shape.lines.numberOf(rule)!),
    ];
    for (const line of new Set(lines))
      for (const column of shape.columns.pathTo(shape.columns.numberOf(state)!))
        counts[line * WIDTH + column]! += times;
  }
  return counts;
}

/** Every sum that holds, of cells of several tables of the same form. */
function sumsOf(tables: number): number[][] {
  const size = LINES.length * WIDTH;
  return Array.from({ length: tables }).flatMap((_, table) => [
    ...shape.lines
      .sums()
      .flatMap(({ whole, parts }) =>
        COLUMNS.map((_, column) => [whole, ...parts].map((line) => table * size + line * WIDTH + column)),
      ),
    ...shape.columns
      .sums()
      .flatMap(({ whole, parts }) =>
        LINES.map((_, line) => [whole, ...parts].map((column) => table * size + line * WIDTH + column)),
      ),
  ]);
}

describe('The cells that are hidden from the Board', () => {
  it('are all small ones and no zero', () => {
    fc.assert(
      fc.property(month, (things) => {
        const counts = tableOf(things);
        const hidden = cellsToHide(
          publicationOf(shape, { ...QUARTER, counts, hidden: new Set() }, [], BELOW),
        );
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
        const hidden = cellsToHide(
          publicationOf(shape, { ...QUARTER, counts, hidden: new Set() }, [], BELOW),
        );
        const known = counts.map((count, cell) => (hidden.has(cell) ? null : count));
        expect(solved(known, sumsOf(1)).filter((cell) => hidden.has(cell))).toEqual([]);
        expect(asFarAsBounds(known, sumsOf(1), 1)).toEqual([]);
      }),
    );
  });

  it('cannot be worked out from all versions of months and their quarter, in whatever order they are published', () => {
    const order = fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(month, month, month, order, (april, may, june, order) => {
        const truth = [april, may, june, [...april, ...may, ...june]].map(tableOf);
        const shown = new Map<number, PeriodTable[]>();
        for (const table of order) {
          const added = newVersion(truth[table]!, table, shown.get(table) ?? []);
          const others = [...shown].filter(([one]) => one !== table).map(([, versions]) => newest(versions));
          try {
            const hidden = cellsToHide(publicationOf(shape, added, others, BELOW));
            shown.set(table, [...(shown.get(table) ?? []), { ...added, hidden }]);
          } catch (error) {
            // What cannot be protected is not published at all.
            if (!(error instanceof CannotBeHidden)) throw error;
          }
        }
        expectNothingFound(truth, shown);
      }),
      { numRuns: 200 },
    );
  });

  it('are hidden in a month after its quarter, unless that gives a small count away', () => {
    let published = 0;
    const runs = 100;
    fc.assert(
      fc.property(longMonth, longMonth, (april, others) => {
        const truth = [april, [...april, ...others]].map(tableOf);
        const quarter = { ...QUARTER, counts: truth[1]!, hidden: new Set<number>() };
        const shown = { ...quarter, hidden: cellsToHide(publicationOf(shape, quarter, [], BELOW)) };
        const added = { ...MONTHS[0]!, counts: truth[0]!, hidden: new Set<number>() };
        try {
          cellsToHide(publicationOf(shape, added, [shown], BELOW));
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

const isShown = ({ hidden }: PeriodTable, cell: number) => !hidden.has(cell);

/** The cells that some of the tables show. */
function shownBy(tables: readonly PeriodTable[]): Set<number> {
  return new Set(
    tables.flatMap((one) => one.counts.flatMap((_, cell) => (isShown(one, cell) ? [cell] : []))),
  );
}

function newVersion(counts: number[], table: number, before: readonly PeriodTable[]): PeriodTable {
  const hidden = before.at(-1)?.hidden ?? new Set<number>();
  return { ...[...MONTHS, QUARTER][table]!, counts, hidden, known: shownBy(before) };
}

function newest(versions: readonly PeriodTable[]): PeriodTable {
  return { ...versions.at(-1)!, known: shownBy(versions.slice(0, -1)) };
}

function expectNothingFound(truth: number[][], shown: ReadonlyMap<number, PeriodTable[]>): void {
  const size = LINES.length * WIDTH;
  const known = truth.flatMap((counts, table) =>
    counts.map((count, cell) => {
      const versions = shown.get(table) ?? [];
      return versions.some((one) => isShown(one, cell)) ? count : null;
    }),
  );
  const acrossMonths = Array.from({ length: size }, (_, cell) =>
    [3, 0, 1, 2].map((table) => table * size + cell),
  );
  const sums = [...sumsOf(4), ...acrossMonths];
  const isSmall = (cell: number) => {
    const count = truth.flat()[cell]!;
    return count > 0 && count < BELOW;
  };
  const isHidden = (cell: number) => {
    const versions = shown.get(Math.floor(cell / size)) ?? [];
    return versions.length > 0 && !versions.some((one) => isShown(one, cell % size));
  };
  expect(solved(known, sums).filter((cell) => isSmall(cell) || isHidden(cell))).toEqual([]);
}
