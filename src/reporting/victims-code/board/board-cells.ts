import type { DaySpan } from '../../measures/period.js';
import type { CodeLine, CodeSection, CodeTable } from '../code-lines.js';
import { ratesFor } from '../code-lines.js';
import type { RuleWords } from '../code-words.js';
import { type Count, columnsFor, type Counts, HIDDEN } from '../columns.js';
import type { DimensionCode } from '../dimensions.js';
import { cellsOfNext } from './next-version.js';
import { relatedTo } from './period-order.js';
import { type Place, SumTree } from './sum-tree.js';
import { Grid, type StoredCells, type StoredSection, TOTAL, unionOf } from './stored-grid.js';
import type { VersionTable } from './version-table.js';
import { hiddenOr } from './would-disclose.js';

/** Bases overlap, so that their lines add up to nothing that could be checked: the Board sees groups of them. */
const NOT_FOR_THE_BOARD: readonly DimensionCode[] = ['basis'];

/**
 * Hides what the Board must not be shown of a section.
 *
 * @param history what was published of the same year, in that order, earlier versions of the period among it
 * @throws WouldDisclose
 */
export function forTheBoard(
  section: CodeSection<number>,
  rules: readonly RuleWords[],
  { from, to }: DaySpan,
  history: readonly StoredSection[],
  { below, questions }: { below: number; questions: readonly string[] },
): { section: CodeSection; cells: StoredCells } {
  const tables = section.tables.filter(({ dimension }) => !NOT_FOR_THE_BOARD.includes(dimension));
  const own = cellsOf(section.total, tables, rules);
  const columns = new SumTree(columnsFor(questions));
  const grid = new Grid(new SumTree(unionOf([own, ...history])), columns);
  const table = grid.tableOf({ from, to, ...own, hidden: [] });
  const hide = (tables: readonly VersionTable[]) =>
    cellsOfNext({ lines: grid.lines, columns }, table, tables, below);
  const before = relatedTo(table, history).map((one) => grid.tableOf(one));
  const cells = hiddenOr(hide, before, (cell) => placeInWords(grid.keyOf(cell), section, questions));
  const hidden = new Set([...cells].map((cell) => grid.keyOf(cell)));
  const shown = (line: CodeLine<number>, place: string) => shownOf(line, place, hidden, section);
  return {
    section: {
      status: section.status,
      total: shown(section.total, TOTAL),
      tables: tables.map((table) => ({
        ...table,
        lines: table.lines.map((line) => shown(line, placeOf(table.dimension, line.key))),
      })),
    },
    cells: { ...own, hidden: [...hidden] },
  };
}

function placeInWords(key: string, section: CodeSection<number>, questions: readonly string[]): string {
  const [place, column] = [key.slice(0, key.lastIndexOf('|')), key.slice(key.lastIndexOf('|') + 1)];
  const label = columnsFor(questions).find((one) => one.key === column)?.label ?? column;
  return `${section.status} ${place}: ${label}`;
}

function placeOf(dimension: DimensionCode, key: string): string {
  return `${dimension}:${key}`;
}

function cellsOf(
  total: CodeLine<number>,
  tables: readonly CodeTable<number>[],
  rules: readonly RuleWords[],
): Omit<StoredCells, 'hidden'> {
  const counts: Record<string, number> = {};
  const keep = (place: string, line: CodeLine<number>) =>
    Object.entries(line.counts).forEach(([column, count]) => {
      if (count > 0) counts[`${place}|${column}`] = count;
    });
  keep(TOTAL, total);
  const lines = tables.flatMap(({ dimension, lines }) =>
    lines.map((line): Place => {
      const key = placeOf(dimension, line.key);
      keep(key, line);
      const right = dimension === 'rule' ? rules.find((rule) => rule.key === line.key)?.right : undefined;
      return { key, under: right === undefined ? TOTAL : placeOf('right', right), by: dimension };
    }),
  );
  return { lines: [{ key: TOTAL, under: null }, ...lines], counts };
}

function shownOf(
  { key, label, counts }: CodeLine<number>,
  place: string,
  hidden: ReadonlySet<string>,
  { status }: CodeSection<number>,
): CodeLine {
  const shown: Counts = Object.fromEntries(
    Object.entries(counts).map(([column, count]): [string, Count] => [
      column,
      hidden.has(`${place}|${column}`) ? HIDDEN : count,
    ]),
  );
  return { key, label, counts: shown, ...ratesFor(status, shown), now: null };
}
