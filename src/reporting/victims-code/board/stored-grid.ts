import type { PeriodTable } from './overlapping-periods.js';
import { type Place, SumTree } from './sum-tree.js';

/** A section as the Board was shown it: its lines, each count, and which of them are hidden. */
export interface StoredCells {
  lines: Place[];
  /** By `line|column`; what is not there is zero. */
  counts: Record<string, number>;
  hidden: string[];
}

/** A section of the newest table of a period, and of those before it, which can still be read. */
export interface StoredSection extends StoredCells {
  from: string;
  to: string;
  older: readonly StoredCells[];
}

/** The line that all others are added into. */
export const TOTAL = 'total';

/** Every line once, wholes before their parts. */
export function unionOf(tables: readonly Pick<StoredCells, 'lines'>[]): Place[] {
  const places = new Map(tables.flatMap(({ lines }) => lines).map((line) => [line.key, line]));
  const rank = ({ under }: Place) => (under === null ? 0 : under === TOTAL ? 1 : 2);
  return [...places.values()].sort((one, other) => rank(one) - rank(other));
}

/** Cells by number instead of by name. */
export class Grid {
  constructor(
    readonly lines: SumTree,
    private readonly columns: SumTree,
  ) {}

  tableOf({ from, to, counts, hidden, older }: Omit<StoredSection, 'lines'>): PeriodTable {
    const all = this.lines.places.flatMap((line) =>
      this.columns.places.map((column) => counts[`${line.key}|${column.key}`] ?? 0),
    );
    const cells = hidden.map((key) => this.cellOf(key)).filter((cell) => cell !== null);
    return { from, to, counts: all, hidden: new Set(cells), known: this.shownBefore(counts, older) };
  }

  /** What an older version shows of a line that has not changed since: there it can be read whatever is hidden now. */
  private shownBefore(counts: StoredCells['counts'], older: readonly StoredCells[]): ReadonlySet<number> {
    const known = older.flatMap((one) => {
      const hidden = new Set(one.hidden);
      return this.lines.places
        .filter(({ key }) => this.isSame(key, one, counts))
        .flatMap(({ key }) => this.columns.places.map((column) => `${key}|${column.key}`))
        .filter((cell) => !hidden.has(cell))
        .map((cell) => this.cellOf(cell)!);
    });
    return new Set(known);
  }

  private isSame(line: string, one: StoredCells, counts: StoredCells['counts']): boolean {
    if (!one.lines.some(({ key }) => key === line)) return false;
    return this.columns.places.every((column) => {
      const cell = `${line}|${column.key}`;
      return (one.counts[cell] ?? 0) === (counts[cell] ?? 0);
    });
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
