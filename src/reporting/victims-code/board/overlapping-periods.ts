import { daysBetween } from '../../../platform/working-days/calendar-days.js';
import type { DaySpan } from '../../measures/period.js';
import type { Layer, Move, Publication, Step, TableShape } from './suppression.js';

/** A table of a period with the cells of it that are hidden. Of two periods one holds the other, or they share no day. */
export interface PeriodTable extends DaySpan {
  counts: readonly number[];
  hidden: ReadonlySet<number>;
  /** Cells that an earlier version of the same table shows. */
  known?: ReadonlySet<number>;
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
): Publication {
  const tree = new PeriodTree(shape, added, published);
  return { shape, layers: tree.layers, moves: tree.moves(), sensitive: tree.sensitive(), below };
}

/** The periods that hold the new one or lie in the same whole, and what is left of each beside its parts. */
class PeriodTree {
  readonly layers: Layer[];
  private readonly periods: readonly PeriodTable[];
  private readonly above: readonly (number | null)[];
  /** Of a period with published parts that leave something over: the layer of what is left. */
  private readonly rest = new Map<number, number>();

  constructor(shape: TableShape, added: PeriodTable, published: readonly PeriodTable[]) {
    const all = [added, ...published];
    const root = all
      .filter((one) => holds(one, added))
      .reduce((one, other) => (holds(other, one) ? other : one));
    this.periods = all.filter((one) => holds(root, one));
    this.above = this.periods.map((one) => smallestAround(one, this.periods));
    this.layers = this.periods.map(({ counts, hidden, known = NONE }, number) => {
      const loose = this.looseLines(number, shape.columns.size);
      return { counts, hidden: without(hidden, known), loose, known };
    });
    this.periods.forEach((_, number) => this.addRest(number));
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
    const upwards = this.upwards(number);
    if (this.partsOf(number).length === 0) return [[step(number, 'itself'), ...upwards]];
    const rest = this.rest.get(number);
    const withRest =
      rest === undefined ? [] : [[step(rest, 'itself'), step(number, 'with-parts'), ...upwards]];
    return [...withRest, [step(number, 'without-parts'), ...upwards]];
  }

  private upwards(number: number): Step[] {
    const above = this.above[number]!;
    return above === null ? [] : [step(above, 'with-parts'), ...this.upwards(above)];
  }

  private partsOf(number: number): PeriodTable[] {
    return this.periods.filter((_, part) => this.above[part] === number);
  }

  private isCovered(number: number): boolean {
    return (
      lengthOf(this.periods[number]!) ===
      this.partsOf(number).reduce((days, part) => days + lengthOf(part), 0)
    );
  }

  private left(number: number): number[] {
    const parts = this.partsOf(number);
    return this.periods[number]!.counts.map((count, cell) =>
      parts.reduce((left, part) => left - part.counts[cell]!, count),
    );
  }

  private looseLines(number: number, columns: number): ReadonlySet<number> {
    if (this.partsOf(number).length === 0) return NONE;
    const isCovered = this.isCovered(number);
    const loose = this.left(number).flatMap((left, cell) =>
      left < 0 || (isCovered && left > 0) ? [Math.floor(cell / columns)] : [],
    );
    return new Set(loose);
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

function holds(one: DaySpan, other: DaySpan): boolean {
  return one.from <= other.from && other.to <= one.to;
}

function lengthOf({ from, to }: DaySpan): number {
  return daysBetween(from, to) + 1;
}

function smallestAround(one: PeriodTable, all: readonly PeriodTable[]): number | null {
  const around = all.filter((other) => other !== one && holds(other, one));
  if (around.length === 0) return null;
  const smallest = around.reduce((best, other) => (holds(best, other) ? other : best));
  return all.indexOf(smallest);
}
