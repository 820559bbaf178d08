import type { Layer, Move, Publication, Step } from './layers.js';
import type { Shift } from './sum-tree.js';

/** What a change does: cells of the new table that have to be hidden for it, and all cells that it makes safe. */
export interface Effect {
  cost: number;
  touched: number[];
  /** By `layer * cells + cell`. */
  safe: number[];
}

/** Hiding any cell of the top line costs more than most changes below it. */
export const TOP_LINE = 40;

/** Judges changes of a new table, and of those beside it, by what has to be hidden for them. */
export class Effects {
  private readonly width: number;
  private readonly size: number;

  /** @param hidden cells of the new table that cost nothing more; it may grow */
  constructor(
    private readonly publication: Publication,
    private readonly hidden: ReadonlySet<number>,
  ) {
    const { lines, columns } = publication.shape;
    this.width = columns.size;
    this.size = lines.size * columns.size;
  }

  /** Whether a change by this move can touch a cell at all. */
  canBegin(cell: number, move: Move): boolean {
    const { layers } = this.publication;
    const can = (by: number) =>
      move.every((step) => canChange(layers[step.layer]!, step, cell, by * step.sign));
    return can(1) || can(-1);
  }

  /** What a change does; null where it cannot be, or costs no less than `limit`. */
  of(lines: Shift, columns: Shift, move: Move, limit: number): Effect | null {
    const effect: Effect = { cost: 0, touched: [], safe: [] };
    for (const [line, ofLine] of lines)
      for (const [column, ofColumn] of columns)
        if (!this.extend(effect, move, line, column, ofLine * ofColumn) || effect.cost >= limit) return null;
    return effect;
  }

  private extend(effect: Effect, move: Move, line: number, column: number, by: number): boolean {
    const cell = line * this.width + column;
    for (const step of move) {
      if (!canChange(this.publication.layers[step.layer]!, step, cell, by * step.sign)) return false;
      if (step.how === 'stays') continue;
      effect.safe.push(step.layer * this.size + cell);
      if (step.layer > 0) continue;
      effect.touched.push(cell);
      if (!this.hidden.has(cell)) effect.cost += this.worth(line, column);
    }
    return true;
  }

  /** What readers lose with a cell: sums and whole lines are worth more than parts. */
  private worth(line: number, column: number): number {
    const { lines, columns } = this.publication.shape;
    const ofLine = lines.places[line]!.under === null ? TOP_LINE : lines.isLeaf(line) ? 1 : 4;
    return ofLine * (columns.places[column]!.worth ?? 1);
  }
}

/** Zeros are shown, so that a shown layer has none that changes, and gets none. */
function canChange(
  { counts, hidden, loose, known }: Layer,
  { layer, how }: Step,
  cell: number,
  by: number,
): boolean {
  if (how === 'stays') return loose.has(cell);
  if (how === 'without-parts' && !loose.has(cell)) return false;
  const count = counts[cell]!;
  if (layer > 0 && hidden === null) return count + by >= 0;
  if (count === 0 || count + by <= 0) return false;
  return layer === 0 ? !known?.has(cell) : hidden!.has(cell);
}
