import type { DaySpan } from '../../measures/period.js';
import { blocksWith } from './blocks.js';
import type { Layer, Move, Publication, Step, TableShape } from './layers.js';
import { isCovered, partsOf, relatedTo, smallestAround } from './period-order.js';

/** A table of a period with the cells of it that are hidden. Of two periods one holds the other, or they share no day. */
export interface PeriodTable extends DaySpan {
  counts: readonly number[];
  hidden: ReadonlySet<number>;
  /** Cells that an earlier version of the same table shows. */
  known?: ReadonlySet<number>;
  /** Of a new table: cells from which readers could tell a small difference from what was published before. */
  near?: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Sets a new table beside those published before that it can be added to or taken away from.
 *
 * @param added the new table; its `hidden` are those that stay hidden from an earlier version of it
 * @param published the newest version of each other period
 */
export function publicationOf(
  shape: TableShape,
  added: PeriodTable,
  published: readonly PeriodTable[],
  below: number,
  isLean: boolean,
): Publication {
  const tree = new PeriodTree(shape, added, published, below);
  const { layers, near } = tree;
  return { shape, layers, moves: tree.moves(), sensitive: tree.sensitive(), near, below, isLean };
}

/** The periods that hold the new one or lie in the same whole, and what is left of each beside its parts. */
class PeriodTree {
  readonly layers: Layer[];
  readonly near: ReadonlySet<number>;
  private readonly periods: readonly PeriodTable[];
  private readonly above: readonly (number | null)[];
  /** Of a period with published parts that leave something over: the layer of what is left. */
  private readonly rest = new Map<number, number>();

  constructor(
    private readonly shape: TableShape,
    added: PeriodTable,
    published: readonly PeriodTable[],
    below: number,
  ) {
    this.periods = relatedTo(added, [added, ...published]);
    this.above = this.periods.map((one) => numberOf(smallestAround(one, this.periods), this.periods));
    this.layers = this.periods.map(({ counts, hidden, known = NONE }, number) => {
      return { counts, hidden: without(hidden, known), loose: this.looseCells(number), known };
    });
    this.periods.forEach((_, number) => this.addRest(number));
    this.near = without(new Set([...(added.near ?? []), ...this.nearItsWhole(below)]), added.known ?? NONE);
  }

  /** What must not be known: the new table, and what it leaves of its own whole and of itself beside its parts. */
  sensitive(): number[] {
    const rests = [0, this.above[0]].map((period) => this.rest.get(period ?? -1));
    return [0, ...rests.filter((layer) => layer !== undefined)];
  }

  moves(): Move[] {
    const alone = this.periods.flatMap((_, number) => this.atoms(number));
    const pairs = alone.flatMap((one) =>
      alone.filter((other) => other !== one).map((other) => difference(one, other)),
    );
    return [...alone, ...pairs].filter((move) => move.length > 0);
  }

  /** The smallest changes that begin at a period, each with all that it is added into. */
  private atoms(number: number): Move[] {
    const ways = this.upwards(number);
    if (this.partsOf(number).length === 0) return ways.map((way) => [step(number, 'itself'), ...way]);
    const rest = this.rest.get(number);
    const starts: Move[] = [[step(number, 'without-parts')]];
    if (rest !== undefined) starts.unshift([step(rest, 'itself'), step(number, 'with-parts')]);
    return starts.flatMap((start) => ways.map((way) => [...start, ...way]));
  }

  /** What a period is added into changes with it, or need not where it was counted at another time. */
  private upwards(number: number): Move[] {
    const above = this.above[number]!;
    if (above === null) return [[]];
    const along = this.upwards(above).map((way) => [step(above, 'with-parts'), ...way]);
    return this.layers[above]!.loose.size === 0 ? along : [...along, [step(above, 'stays')]];
  }

  private partsOf(number: number): PeriodTable[] {
    return partsOf(this.periods[number]!, this.periods);
  }

  private isCovered(number: number): boolean {
    return isCovered(this.periods[number]!, this.partsOf(number));
  }

  private left(number: number): number[] {
    const parts = this.partsOf(number);
    return this.periods[number]!.counts.map((count, cell) =>
      parts.reduce((left, part) => left - part.counts[cell]!, count),
    );
  }

  private looseCells(number: number): ReadonlySet<number> {
    if (this.partsOf(number).length === 0) return NONE;
    const [left, isCovered] = [this.left(number), this.isCovered(number)];
    return blocksWith(this.shape, (cell) => left[cell]! < 0 || (isCovered && left[cell]! > 0));
  }

  /** Where the new table, its whole and the other parts of that would show that somebody was added or taken away. */
  private nearItsWhole(below: number): number[] {
    return [0, this.above[0] ?? 0].flatMap((whole) => {
      const left = this.left(whole);
      const others = [whole, ...this.partsOf(whole).map((part) => this.periods.indexOf(part))].filter(
        (one) => one > 0,
      );
      return [...this.layers[whole]!.loose].filter(
        (cell) =>
          this.layers[0]!.counts[cell]! > 0 &&
          left[cell] !== 0 &&
          Math.abs(left[cell]!) < below &&
          !others.some((one) => this.layers[one]!.hidden!.has(cell)),
      );
    });
  }

  private addRest(number: number): void {
    if (this.partsOf(number).length === 0 || this.isCovered(number)) return;
    this.rest.set(number, this.layers.length);
    this.layers.push({
      counts: this.left(number).map((left) => Math.max(0, left)),
      hidden: null,
      loose: NONE,
    });
  }
}

function numberOf(one: PeriodTable | null, all: readonly PeriodTable[]): number | null {
  return one && all.indexOf(one);
}

function without(cells: ReadonlySet<number>, others: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...cells].filter((cell) => !others.has(cell)));
}

function step(layer: number, how: Step['how']): Step {
  return { layer, sign: 1, how };
}

/** One change against another: what both are added into stays as it is. */
function difference(one: Move, other: Move): Move {
  const isIn = (move: Move, { layer, how }: Step) =>
    move.some((step) => step.layer === layer && step.how === how);
  return [
    ...one.filter((step) => !isIn(other, step)),
    ...other.filter((step) => !isIn(one, step)).map((step): Step => ({ ...step, sign: -1 })),
  ];
}
