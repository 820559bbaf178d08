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

/** A move by the cells that it can change: one list a step, 1 where it can. */
interface ReadMove {
  more: readonly Uint8Array[];
  less: readonly Uint8Array[];
  /** Of each step that changes something, its layer. */
  changed: readonly number[];
  /** How many of those are of the new table. */
  timesNew: number;
}

/** Judges changes of a new table, and of those beside it, by what has to be hidden for them. */
export class Effects {
  private readonly width: number;
  private readonly size: number;
  private readonly worth: readonly number[];
  private readonly moves = new Map<Move, ReadMove>();
  private readonly steps = new Map<string, Uint8Array>();

  /** @param hidden cells of the new table that cost nothing more; it may grow */
  constructor(
    private readonly publication: Publication,
    private readonly hidden: ReadonlySet<number>,
  ) {
    const { lines, columns } = publication.shape;
    this.width = columns.size;
    this.size = lines.size * columns.size;
    this.worth = Array.from({ length: this.size }, (_, cell) => this.worthOf(cell));
  }

  /** Whether a change by this move can touch a cell at all. */
  canBegin(cell: number, move: Move): boolean {
    const { more, less } = this.read(move);
    return isIn(more, cell) || isIn(less, cell);
  }

  /** Changes of these columns by a move, until something more is hidden. */
  across(columns: Shift, move: Move): Across {
    const read = this.read(move);
    const [more, less] = [new Map<number, number>(), new Map<number, number>()];
    const costOf = (line: number, sign: number) => {
      const known = sign === 1 ? more : less;
      let cost = known.get(line);
      if (cost === undefined) known.set(line, (cost = this.costOf(line, sign, columns, read)));
      return cost;
    };
    return {
      costOf: (lines, sign, limit) => {
        let cost = 0;
        for (const [line, ofLine] of lines) {
          cost += costOf(line, ofLine * sign);
          if (cost >= limit) return Infinity;
        }
        return cost;
      },
      effectOf: (lines, cost) => this.effect(cost, lines, columns, read),
    };
  }

  /** What has to be hidden of a line; infinite where it cannot change so. */
  private costOf(line: number, sign: number, columns: Shift, { more, less, timesNew }: ReadMove): number {
    let cost = 0;
    for (const [column, ofColumn] of columns) {
      const cell = line * this.width + column;
      if (!isIn(sign === ofColumn ? more : less, cell)) return Infinity;
      if (timesNew > 0 && !this.hidden.has(cell)) cost += timesNew * this.worth[cell]!;
    }
    return cost;
  }

  private effect(cost: number, lines: Shift, columns: Shift, { changed }: ReadMove): Effect {
    const cells = lines.flatMap(([line]) => columns.map(([column]) => line * this.width + column));
    return {
      cost,
      touched: changed.includes(0) ? cells : [],
      safe: cells.flatMap((cell) => changed.map((layer) => layer * this.size + cell)),
    };
  }

  private read(move: Move): ReadMove {
    const known = this.moves.get(move);
    if (known) return known;
    const changed = move.filter(({ how }) => how !== 'stays').map(({ layer }) => layer);
    const read = {
      more: move.map((step) => this.cellsOf(step, step.sign)),
      less: move.map((step) => this.cellsOf(step, -step.sign)),
      changed,
      timesNew: changed.filter((layer) => layer === 0).length,
    };
    this.moves.set(move, read);
    return read;
  }

  private cellsOf(step: Step, by: number): Uint8Array {
    const key = `${step.layer} ${step.how} ${by}`;
    const layer = this.publication.layers[step.layer]!;
    const cells =
      this.steps.get(key) ??
      Uint8Array.from({ length: this.size }, (_, cell) => Number(canChange(layer, step, cell, by)));
    this.steps.set(key, cells);
    return cells;
  }

  /** What readers lose with a cell: sums and whole lines are worth more than parts. */
  private worthOf(cell: number): number {
    const { lines, columns } = this.publication.shape;
    const line = Math.floor(cell / this.width);
    const ofLine = lines.places[line]!.under === null ? TOP_LINE : lines.isLeaf(line) ? 1 : 4;
    return ofLine * (columns.places[cell % this.width]!.worth ?? 1);
  }
}

/** Changes that differ in their lines alone. */
export interface Across {
  /**
   * What a change costs; infinite where it cannot be, or costs no less than `limit`.
   * @param sign -1 turns the change around
   */
  costOf(lines: Shift, sign: 1 | -1, limit: number): number;
  /** What a change that can be does. */
  effectOf(lines: Shift, cost: number): Effect;
}

function isIn(steps: readonly Uint8Array[], cell: number): boolean {
  for (const step of steps) if (step[cell] === 0) return false;
  return true;
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
