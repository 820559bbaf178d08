import { columnShifts, lineExchanges, throughTheTop } from './shifts.js';
import type { Shift, SumTree } from './sum-tree.js';

/** Lines and columns of a table with the sums that hold between them. */
export interface TableShape {
  lines: SumTree;
  columns: SumTree;
}

/** One period's table, or what is left of a period when its published parts are taken away. */
export interface Layer {
  /** One count a cell: `line * columns + column`. */
  counts: readonly number[];
  /** Cells that are hidden. Null: nobody is shown this layer, so that nothing of it is known. */
  hidden: ReadonlySet<number> | null;
  /** Lines that are not the sum of the published parts of the period: they were counted at different times. */
  loose: ReadonlySet<number>;
  /** Of the new table: cells that an earlier version of it shows, so that hiding them protects nothing. */
  known?: ReadonlySet<number>;
}

/** A layer that changes by itself, because a part of it does, or without any of its parts. */
export interface Step {
  layer: number;
  sign: 1 | -1;
  how: 'itself' | 'with-parts' | 'without-parts';
}

/** How layers change together so that every sum of periods holds. */
export type Move = readonly Step[];

export interface Publication {
  shape: TableShape;
  /** The new table stands first; its `hidden` are those that stay hidden from an earlier version. */
  layers: readonly Layer[];
  moves: readonly Move[];
  /** Layers whose counts of 1 up to, but without, `below` must not be known. */
  sensitive: readonly number[];
  below: number;
}

/** Cells that nothing can protect, because of what others have been shown already. */
export class CannotBeHidden extends Error {
  /** @param cells by `line * columns + column` */
  constructor(readonly cells: readonly number[]) {
    super(`${cells.length} counts could be worked out from what was published before`);
  }
}

/**
 * Which cells of a new table to hide, so that no small count can be worked out from any sums, of it or of the tables
 * published before. A hidden cell is safe because there is another table, with the same sums and the same shown
 * cells, in which it has another count: the function looks for such a change that hides least, and hides all
 * cells that it touches. Zeros are always shown, so that a change never touches one, and never makes one.
 *
 * @throws CannotBeHidden
 */
export function cellsToHide(publication: Publication): Set<number> {
  return new Suppression(publication).run();
}

/** What a change does: cells of the new table that have to be hidden for it, and all cells that it makes safe. */
interface Effect {
  cost: number;
  touched: number[];
  /** By `layer * cells + cell`. */
  safe: number[];
}

/** Hiding any cell of the top line costs more than most changes below it. */
const TOP_LINE = 40;

class Suppression {
  private readonly hidden: Set<number>;
  private readonly safe = new Set<number>();
  private readonly width: number;
  private readonly size: number;
  private readonly columnShifts = new Map<number, Shift[]>();
  private readonly lineShifts = new Map<number, Shift[]>();

  constructor(private readonly publication: Publication) {
    const { lines, columns } = publication.shape;
    this.hidden = new Set(publication.layers[0]!.hidden);
    this.width = columns.size;
    this.size = lines.size * columns.size;
  }

  run(): Set<number> {
    const lost: number[] = [];
    for (const { layer, cell } of this.toProtect()) {
      if (this.safe.has(layer * this.size + cell)) continue;
      const change = this.cheapest(layer, cell);
      if (change === null) lost.push(cell);
      change?.touched.forEach((touched) => this.hidden.add(touched));
      change?.safe.forEach((safe) => this.safe.add(safe));
    }
    if (lost.length > 0) throw new CannotBeHidden([...new Set(lost)]);
    return this.hidden;
  }

  /** Small counts first, those of the top lines before those that they are made of; then all that is hidden already. */
  private toProtect(): { layer: number; cell: number }[] {
    const { layers, sensitive, below } = this.publication;
    const small = sensitive.flatMap((layer) =>
      layers[layer]!.counts.flatMap((count, cell) =>
        count > 0 && count < below && !this.isKnown(layer, cell) ? [{ layer, cell }] : [],
      ),
    );
    const before = layers.flatMap(({ hidden }, layer) =>
      [...(hidden ?? [])].map((cell) => ({ layer, cell })),
    );
    return [...small, ...before];
  }

  private isKnown(layer: number, cell: number): boolean {
    return this.publication.layers[layer]!.known?.has(cell) ?? false;
  }

  /** The change by which a cell can have another count and least has to be hidden; null where none can be. */
  private cheapest(layer: number, cell: number): Effect | null {
    for (const move of this.publication.moves) {
      if (!move.some((step) => step.layer === layer)) continue;
      const best = this.throughTop(cell, move, this.betweenLines(cell, move));
      if (best) return best;
    }
    return null;
  }

  private betweenLines(cell: number, move: Move): Effect | null {
    const { lines } = this.publication.shape;
    const line = Math.floor(cell / this.width);
    let best: Effect | null = null;
    for (const columns of this.shiftsOfColumn(cell)) {
      for (const exchange of remembered(this.lineShifts, line, () => lineExchanges(lines, line))) {
        const limit: number = best?.cost ?? Infinity;
        best =
          this.effect(exchange, columns, move, limit) ??
          this.effect(turned(exchange), columns, move, limit) ??
          best;
        if (best?.cost === 0) return best;
      }
    }
    return best;
  }

  /** A change of the top line itself, where nothing between the lines below it will do. */
  private throughTop(cell: number, move: Move, known: Effect | null): Effect | null {
    let best = known;
    if (best && best.cost <= TOP_LINE) return best;
    for (const shift of this.shiftsOfColumn(cell)) {
      for (const columns of [shift, turned(shift)]) {
        const lines = throughTheTop(
          this.publication.shape.lines,
          Math.floor(cell / this.width),
          (leaves, top) => this.best(leaves, top, columns, move),
        );
        best = (lines && this.effect(lines, columns, move, best?.cost ?? Infinity)) ?? best;
      }
    }
    return best;
  }

  private shiftsOfColumn(cell: number): Shift[] {
    const column = cell % this.width;
    return remembered(this.columnShifts, column, () => columnShifts(this.publication.shape.columns, column));
  }

  /** Which of some lines costs least on the way to the top. */
  private best(leaves: readonly number[], top: number, columns: Shift, move: Move): number | null {
    let [best, least] = [null as number | null, Infinity];
    for (const leaf of leaves) {
      const path = this.publication.shape.lines.pathTo(leaf).filter((line) => line !== top);
      const found = this.effect(
        path.map((line) => [line, 1]),
        columns,
        move,
        least,
      );
      if (found) [best, least] = [leaf, found.cost];
    }
    return best;
  }

  /** What a change does; null where it cannot be, or costs no less than `limit`. */
  private effect(lines: Shift, columns: Shift, move: Move, limit: number): Effect | null {
    const effect: Effect = { cost: 0, touched: [], safe: [] };
    for (const [line, ofLine] of lines)
      for (const [column, ofColumn] of columns)
        if (!this.extend(effect, move, line, column, ofLine * ofColumn) || effect.cost >= limit) return null;
    return effect;
  }

  private extend(effect: Effect, move: Move, line: number, column: number, by: number): boolean {
    const cell = line * this.width + column;
    for (const step of move) {
      if (step.how === 'with-parts' && this.publication.layers[step.layer]!.loose.has(line)) continue;
      if (!this.canChange(step, line, cell, by * step.sign)) return false;
      effect.safe.push(step.layer * this.size + cell);
      if (step.layer > 0) continue;
      effect.touched.push(cell);
      if (!this.hidden.has(cell)) effect.cost += this.worth(line, column);
    }
    return true;
  }

  /** Zeros are shown, so that a shown layer has none that changes, and gets none. */
  private canChange({ layer, how }: Step, line: number, cell: number, by: number): boolean {
    const { counts, hidden, loose } = this.publication.layers[layer]!;
    if (how === 'without-parts' && !loose.has(line)) return false;
    const count = counts[cell]!;
    if (layer > 0 && hidden === null) return count + by >= 0;
    if (count === 0 || count + by <= 0) return false;
    return layer === 0 ? !this.isKnown(layer, cell) : hidden!.has(cell);
  }

  /** What readers lose with a cell: sums and whole lines are worth more than parts. */
  private worth(line: number, column: number): number {
    const { lines, columns } = this.publication.shape;
    const ofLine = lines.places[line]!.under === null ? TOP_LINE : lines.isLeaf(line) ? 1 : 4;
    return ofLine * (columns.places[column]!.worth ?? 1);
  }
}

function turned(shift: Shift): Shift {
  return shift.map(([place, sign]) => [place, sign === 1 ? -1 : 1] as const);
}

function remembered<T>(known: Map<number, T>, key: number, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
