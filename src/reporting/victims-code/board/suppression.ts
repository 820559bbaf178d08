import { type Across, type Effect, Effects, TOP_LINE } from './effects.js';
import { CannotBeHidden, type Move, type Publication } from './layers.js';
import { columnShifts, lineExchanges, throughTheTop } from './shifts.js';
import type { Shift } from './sum-tree.js';

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
  private readonly effects: Effects;
  private readonly safe = new Set<number>();
  private readonly width: number;
  private readonly size: number;
  private readonly movesOf = new Map<number, Move[]>();
  private readonly movesOfNewAlone: readonly Move[];
  private readonly columnShifts = new Map<number, Shift[]>();
  private readonly lineShifts = new Map<number, Shift[]>();
  /** Of a line without parts: all that changes with it below the top. */
  private readonly ways = new Map<number, Shift>();

  constructor(private readonly publication: Publication) {
    const { lines, columns } = publication.shape;
    this.hidden = new Set([...publication.layers[0]!.hidden!, ...publication.near]);
    this.effects = new Effects(publication, this.hidden);
    this.movesOfNewAlone = publication.moves.filter((move) =>
      move.every((step) => (step.layer === 0) !== (step.how === 'stays')),
    );
    this.width = columns.size;
    this.size = lines.size * columns.size;
  }

  run(): Set<number> {
    const lost: number[] = [];
    for (const cell of this.publication.near) {
      if (this.safe.has(cell)) continue;
      // Where nothing else changes with the new table, what it differs by from others does.
      this.apply(this.cheapest(this.movesOfNewAlone, cell));
    }
    for (const { layer, cell } of this.toProtect()) {
      if (this.safe.has(layer * this.size + cell)) continue;
      const moves = remembered(this.movesOf, layer, () => this.movesWith(layer));
      if (!this.apply(this.cheapest(moves, cell))) lost.push(cell);
    }
    if (lost.length > 0) throw new CannotBeHidden([...new Set(lost)]);
    return this.hidden;
  }

  private apply(change: Effect | null): boolean {
    change?.touched.forEach((touched) => this.hidden.add(touched));
    change?.safe.forEach((safe) => this.safe.add(safe));
    return change !== null;
  }

  /** Small counts first, those of the top lines before those that they are made of; then differences, and what is hidden. */
  private toProtect(): { layer: number; cell: number }[] {
    const { layers, sensitive, near, below } = this.publication;
    const small = sensitive.flatMap((layer) =>
      layers[layer]!.counts.flatMap((count, cell) =>
        count > 0 && count < below && !this.isKnown(layer, cell) ? [{ layer, cell }] : [],
      ),
    );
    const before = layers.flatMap(({ hidden }, layer) =>
      [...(hidden ?? [])].map((cell) => ({ layer, cell })),
    );
    return [...small, ...[...near].map((cell) => ({ layer: 0, cell })), ...before];
  }

  private isKnown(layer: number, cell: number): boolean {
    return this.publication.layers[layer]!.known?.has(cell) ?? false;
  }

  /** The change by which a cell can have another count and least has to be hidden; null where none can be. */
  private cheapest(moves: readonly Move[], cell: number): Effect | null {
    for (const move of moves) {
      if (!this.effects.canBegin(cell, move)) continue;
      const best = this.throughTop(cell, move, this.betweenLines(cell, move));
      if (best) return best;
    }
    return null;
  }

  /** The moves by which a layer changes; those first by which nothing of the new table has to be hidden. */
  private movesWith(layer: number): Move[] {
    const changes = (move: Move, layer: number) =>
      move.some((step) => step.layer === layer && step.how !== 'stays');
    const moves = this.publication.moves.filter((move) => changes(move, layer));
    if (!this.publication.isLean) return moves;
    return [...moves.filter((move) => !changes(move, 0)), ...moves.filter((move) => changes(move, 0))];
  }

  private betweenLines(cell: number, move: Move): Effect | null {
    const { lines } = this.publication.shape;
    const line = Math.floor(cell / this.width);
    const exchanges = remembered(this.lineShifts, line, () => lineExchanges(lines, line));
    let [best, least] = [null as (() => Effect) | null, Infinity];
    for (const columns of this.shiftsOfColumn(cell)) {
      const across = this.effects.across(columns, move);
      for (const exchange of exchanges) {
        const there = across.costOf(exchange, 1, least);
        const cost = Number.isFinite(there) ? there : across.costOf(exchange, -1, least);
        if (cost >= least) continue;
        [best, least] = [() => across.effectOf(exchange, cost), cost];
        if (cost === 0) return best();
      }
    }
    return best && best();
  }

  /** A change of the top line itself, where nothing between the lines below it will do. */
  private throughTop(cell: number, move: Move, known: Effect | null): Effect | null {
    const line = Math.floor(cell / this.width);
    let best = known;
    if (best && best.cost <= TOP_LINE) return best;
    for (const columns of this.shiftsOfColumn(cell)) {
      const across = this.effects.across(columns, move);
      for (const sign of [1, -1] as const) {
        const lines = throughTheTop(this.publication.shape.lines, line, (leaves) =>
          this.best(leaves, across, sign),
        );
        const least = best?.cost ?? Infinity;
        const cost = lines ? across.costOf(lines, sign, least) : Infinity;
        if (lines && cost < least) best = across.effectOf(lines, cost);
      }
    }
    return best;
  }

  private shiftsOfColumn(cell: number): Shift[] {
    const column = cell % this.width;
    return remembered(this.columnShifts, column, () => columnShifts(this.publication.shape.columns, column));
  }

  /** Which of some lines costs least on the way to the top. */
  private best(leaves: readonly number[], across: Across, sign: 1 | -1): number | null {
    let [best, least] = [null as number | null, Infinity];
    for (const leaf of leaves) {
      const cost = across.costOf(
        remembered(this.ways, leaf, () => this.belowTop(leaf)),
        sign,
        least,
      );
      if (cost < least) [best, least] = [leaf, cost];
    }
    return best;
  }

  private belowTop(leaf: number): Shift {
    const [, ...below] = this.publication.shape.lines.pathTo(leaf);
    return below.map((line) => [line, 1] as const);
  }
}

function remembered<T>(known: Map<number, T>, key: number, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
