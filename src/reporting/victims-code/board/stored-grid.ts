import type { DaySpan } from '../../measures/period.js';
import { type Place, SumTree } from './sum-tree.js';
import type { VersionTable } from './version-table.js';

/** A section as the Board was shown it: its lines, each count, and which of them are hidden. */
export interface StoredCells {
  lines: Place[];
  /** By `line|column`; what is not there is zero. */
  counts: Record<string, number>;
  hidden: string[];
}

/** A section of one version of a period. */
export interface StoredSection extends StoredCells, DaySpan {}

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

  tableOf({ from, to, counts, hidden }: Omit<StoredSection, 'lines'>): VersionTable {
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
