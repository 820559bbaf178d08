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

class Suppression {
  private readonly hidden: Set<number>;
  private readonly width: number;
  private readonly columnShifts = new Map<number, Shift[]>();
  private readonly lineShifts = new Map<number, Shift[]>();

  constructor(private readonly publication: Publication) {
    this.hidden = new Set(publication.layers[0]!.hidden);
    this.width = publication.shape.columns.size;
  }

  run(): Set<number> {
    const lost: number[] = [];
    for (const { layer, cell } of this.toProtect()) {
      const change = this.cheapest(layer, cell);
      if (change === null) lost.push(cell);
      else change.forEach((touched) => this.hidden.add(touched));
    }
    if (lost.length > 0) throw new CannotBeHidden(lost);
    return this.hidden;
  }

  /** Small counts first, those of the top lines before those that they are made of; then all that is hidden already. */
  private toProtect(): { layer: number; cell: number }[] {
    const { layers, sensitive, below } = this.publication;
    const small = sensitive.flatMap((layer) =>
      layers[layer]!.counts.flatMap((count, cell) => (count > 0 && count < below ? [{ layer, cell }] : [])),
    );
    const before = layers.flatMap(({ hidden }, layer) =>
      [...(hidden ?? [])].map((cell) => ({ layer, cell })),
    );
    return [...small, ...before];
  }

  /** The cells of the new table that have to be hidden so that this one can have another count; null where none can do. */
  private cheapest(layer: number, cell: number): number[] | null {
    let best: { cost: number; touched: number[] } | null = null;
    const moves = this.publication.moves.filter((move) => move.some((step) => step.layer === layer));
    for (const move of moves) {
      for (const change of this.changes(cell, move)) {
        const found = this.effect(change.lines, change.columns, move);
        if (found && (best === null || found.cost < best.cost)) best = found;
        if (best?.cost === 0) return best.touched;
      }
      if (best) return best.touched;
    }
    return null;
  }

  private *changes(cell: number, move: Move): Iterable<{ lines: Shift; columns: Shift }> {
    const { lines, columns } = this.publication.shape;
    const [line, column] = [Math.floor(cell / this.width), cell % this.width];
    const ofColumns = remembered(this.columnShifts, column, () => columnShifts(columns, column));
    const ofLines = remembered(this.lineShifts, line, () => lineExchanges(lines, line));
    for (const shift of ofColumns) {
      for (const exchange of ofLines) {
        yield { lines: exchange, columns: shift };
        yield { lines: turned(exchange), columns: shift };
      }
      for (const columnsShifted of [shift, turned(shift)]) {
        const through = throughTheTop(lines, line, (leaves, top) =>
          this.best(leaves, top, columnsShifted, move),
        );
        if (through) yield { lines: through, columns: columnsShifted };
      }
    }
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
      );
      if (found && found.cost < least) [best, least] = [leaf, found.cost];
    }
    return best;
  }

  /** What a change touches of the new table, and what hiding that costs; null where it cannot be. */
  private effect(lines: Shift, columns: Shift, move: Move): { cost: number; touched: number[] } | null {
    const touched: number[] = [];
    let cost = 0;
    for (const [line, ofLine] of lines) {
      for (const [column, ofColumn] of columns) {
        const cell = line * this.width + column;
        for (const step of move) {
          const effect = this.inLayer(step, line, cell, ofLine * ofColumn * step.sign);
          if (effect === 'impossible') return null;
          if (effect === 'free') continue;
          touched.push(cell);
          if (!this.hidden.has(cell)) cost += this.worth(line, column);
        }
      }
    }
    return { cost, touched };
  }

  private inLayer(
    { layer, how }: Step,
    line: number,
    cell: number,
    by: number,
  ): 'impossible' | 'free' | 'touched' {
    const { counts, hidden, loose } = this.publication.layers[layer]!;
    if (how === 'with-parts' && loose.has(line)) return 'free';
    if (how === 'without-parts' && !loose.has(line)) return 'impossible';
    const count = counts[cell]!;
    const isNew = layer === 0;
    if (hidden === null && !isNew) return count + by >= 0 ? 'free' : 'impossible';
    if (count === 0 || count + by < 1) return 'impossible';
    if (isNew) return 'touched';
    return hidden!.has(cell) ? 'free' : 'impossible';
  }

  /** What readers lose with a cell: sums and whole lines are worth more than parts. */
  private worth(line: number, column: number): number {
    const { lines, columns } = this.publication.shape;
    const ofLine = lines.places[line]!.under === null ? 40 : lines.isLeaf(line) ? 1 : 4;
    return ofLine * (columns.isLeaf(column) ? 1 : 5);
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
