import type { CodeLine, CodeSection, CodeTable } from '../code-lines.js';
import { ratesFor } from '../code-lines.js';
import type { RuleWords } from '../code-words.js';
import { type Count, columnsFor, type Counts, HIDDEN } from '../columns.js';
import type { DimensionCode } from '../dimensions.js';
import { type PeriodTable, publicationOf } from './overlapping-periods.js';
import { type Place, SumTree } from './sum-tree.js';
import { cellsToHide } from './suppression.js';

/** A section as the Board was shown it: its lines, each count, and which of them are hidden. */
export interface StoredCells {
  lines: Place[];
  /** By `line|column`; what is not there is zero. */
  counts: Record<string, number>;
  hidden: string[];
}

/** A section of an earlier table, and its period. */
export interface StoredSection extends StoredCells {
  from: string;
  to: string;
}

/** Bases overlap, so that their lines add up to nothing that could be checked: the Board sees groups of them. */
const NOT_FOR_THE_BOARD: readonly DimensionCode[] = ['basis'];
const TOTAL = 'total';

/**
 * Hides what the Board must not be shown of a section.
 *
 * @param others the newest tables of other periods of the same year
 * @param earlier the version before of the same period; null where this is the first
 * @throws CannotBeHidden
 */
export function forTheBoard(
  section: CodeSection<number>,
  rules: readonly RuleWords[],
  period: { from: string; to: string },
  others: readonly StoredSection[],
  earlier: StoredCells | null,
  { below, questions }: { below: number; questions: readonly string[] },
): { section: CodeSection; cells: StoredCells } {
  const tables = section.tables.filter(({ dimension }) => !NOT_FOR_THE_BOARD.includes(dimension));
  const own = cellsOf(section.total, tables, rules);
  const columns = new SumTree(columnsFor(questions));
  const grid = new Grid(new SumTree(unionOf([own, ...others, ...(earlier ? [earlier] : [])])), columns);
  const added = grid.tableOf({ ...period, ...own, hidden: earlier?.hidden ?? [] });
  const stillThere = [...added.hidden].filter((cell) => added.counts[cell]! > 0);
  const publication = publicationOf(
    { lines: grid.lines, columns },
    { ...added, hidden: new Set(stillThere) },
    others.map((other) => grid.tableOf(other)),
    below,
  );
  const hidden = new Set([...cellsToHide(publication)].map((cell) => grid.keyOf(cell)));
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

/** Every line once, wholes before their parts. */
function unionOf(tables: readonly Pick<StoredCells, 'lines'>[]): Place[] {
  const places = new Map(tables.flatMap(({ lines }) => lines).map((line) => [line.key, line]));
  const rank = ({ under }: Place) => (under === null ? 0 : under === TOTAL ? 1 : 2);
  return [...places.values()].sort((one, other) => rank(one) - rank(other));
}

/** Cells by number instead of by name. */
class Grid {
  constructor(
    readonly lines: SumTree,
    private readonly columns: SumTree,
  ) {}

  tableOf({ from, to, counts, hidden }: StoredSection): PeriodTable {
    const all = this.lines.places.flatMap((line) =>
      this.columns.places.map((column) => counts[`${line.key}|${column.key}`] ?? 0),
    );
    const cells = hidden.map((key) => this.cellOf(key)).filter((cell) => cell !== null);
    return { from, to, counts: all, hidden: new Set(cells) };
  }

  keyOf(cell: number): string {
    const line = this.lines.places[Math.floor(cell / this.columns.size)]!;
    return `${line.key}|${this.columns.places[cell % this.columns.size]!.key}`;
  }

  /** Null for a column that there is no more. */
  private cellOf(key: string): number | null {
    const at = key.lastIndexOf('|');
    const [line, column] = [this.lines.numberOf(key.slice(0, at)), this.columns.numberOf(key.slice(at + 1))];
    return line === undefined || column === undefined ? null : line * this.columns.size + column;
  }
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
