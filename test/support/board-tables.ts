import fc from 'fast-check';
import type { TableShape } from '../../src/reporting/victims-code/board/layers.js';
import { type Place, SumTree } from '../../src/reporting/victims-code/board/sum-tree.js';

export const MONTHS = [
  { from: '2019-04-01', to: '2019-04-30' },
  { from: '2019-05-01', to: '2019-05-31' },
  { from: '2019-06-01', to: '2019-06-30' },
];
export const QUARTER = { from: '2019-04-01', to: '2019-06-30' };

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
export const BOARD: TableShape = { lines: new SumTree(LINES), columns: new SumTree(COLUMNS) };
const WIDTH = COLUMNS.length;
/** Cells of a table. */
export const CELLS = LINES.length * WIDTH;

/** Every cell of the line of a cell. */
export function lineOf(cell: number): number[] {
  return COLUMNS.map((_, column) => cell - (cell % WIDTH) + column);
}

/** One thing that is counted: a cohort, a rule and a state. */
export interface Counted {
  cohort: string;
  rule: string;
  state: string;
  times: number;
}

/** Things that are counted so many times each. */
export function countedTimes(times: fc.Arbitrary<number>): fc.Arbitrary<Counted> {
  return fc.record({
    cohort: fc.constantFrom('a', 'b', 'c'),
    rule: fc.constantFrom('1a', '1b', '2a', '2b'),
    state: fc.constantFrom('met', 'late', 'open'),
    times,
  });
}
export const counted = countedTimes(
  fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 })),
);

export function tableOf(things: readonly Counted[]): number[] {
  const counts = Array.from({ length: CELLS }, () => 0);
  for (const { cohort, rule, state, times } of things) {
    const lines = [cohort, rule].flatMap((line) => BOARD.lines.pathTo(BOARD.lines.numberOf(line)!));
    for (const line of new Set(lines))
      for (const column of BOARD.columns.pathTo(BOARD.columns.numberOf(state)!))
        counts[line * WIDTH + column]! += times;
  }
  return counts;
}

/** Every sum that holds, of cells of several tables of the same form, each as the whole and its parts. */
export function sumsOf(tables: number): number[][] {
  return Array.from({ length: tables }).flatMap((_, table) => {
    const cell = (line: number, column: number) => table * CELLS + line * WIDTH + column;
    return [
      ...BOARD.lines
        .sums()
        .flatMap(({ whole, parts }) =>
          COLUMNS.map((_, column) => [whole, ...parts].map((line) => cell(line, column))),
        ),
      ...BOARD.columns
        .sums()
        .flatMap(({ whole, parts }) =>
          LINES.map((_, line) => [whole, ...parts].map((column) => cell(line, column))),
        ),
    ];
  });
}
