import { Conflict } from '../../../platform/problems/problem.js';
import type { DaySpan } from '../../measures/period.js';
import type { Status } from '../clock-cube.js';
import type { CodeSection } from '../code-lines.js';
import type { CodeReport } from '../victims-code-report.js';
import { forTheBoard } from './board-cells.js';
import { isSamePeriod } from './period-order.js';
import type { StoredCells } from './stored-grid.js';
import { WouldDisclose } from './would-disclose.js';

export type CellsByStatus = Record<Status, StoredCells>;

/** What was published of a period, with every count and which of them are hidden. */
export interface StoredVersion extends DaySpan {
  version: number;
  cells: CellsByStatus;
}

/** Sections as the Board is shown them, and every count with which are hidden. */
export interface HiddenSections {
  sections: CodeSection[];
  cells: CellsByStatus;
}

/**
 * The sections of a report as the Board may be shown them.
 *
 * @param history what was published of the same year, in that order
 * @throws Conflict `would-disclose`
 */
export function hiddenSections(
  exact: CodeReport<number>,
  history: readonly StoredVersion[],
  below: number,
): HiddenSections {
  const questions = exact.questions.map(({ code }) => code);
  const cells: Partial<CellsByStatus> = {};
  try {
    const sections = exact.sections.map((section) => {
      const before = history.map(({ from, to, cells }) => ({ from, to, ...cells[section.status] }));
      const own = forTheBoard(section, exact.rules, exact, before, { below, questions });
      cells[section.status] = own.cells;
      return own.section;
    });
    return { sections, cells: cells as CellsByStatus };
  } catch (error) {
    throw error instanceof WouldDisclose ? whatStandsInTheWay(error, exact, below) : error;
  }
}

const NAMED_AT_MOST = 20;

/** Says with which tables, and which counts: whoever publishes may see them all. */
function whatStandsInTheWay(refused: WouldDisclose, span: DaySpan, below: number): Conflict {
  const { places, periods } = refused;
  const isOfItself = periods.length > 0 && periods.every((one) => isSamePeriod(one, span));
  return new Conflict(
    'would-disclose',
    isOfItself ? tooLittleHasChanged(refused, below) : withOthers(refused, span),
    places.slice(0, NAMED_AT_MOST).map((place) => ({
      field: place,
      code: 'would-disclose',
      message: 'This count, or by how little it changed, could be worked out.',
    })),
  );
}

function tooLittleHasChanged({ places }: WouldDisclose, below: number): string {
  return (
    `Too little has changed since what was published of the period before: ${places.length} counts, or that they differ ` +
    `by 1 to ${below - 1}, could be worked out, or could be hidden only with the total. What was published still stands. ` +
    'Publish again when more has changed.'
  );
}

function withOthers({ places, periods }: WouldDisclose, { from, to }: DaySpan): string {
  const tables = periods.map((one) => `${one.from} to ${one.to}`).join(', ');
  return (
    `With what was published of ${tables}, ${places.length} counts of ${from} to ${to} could be worked out that have to ` +
    'stay hidden. Months are published before their quarter, and quarters before their year.'
  );
}
