import { blocksOf } from './blocks.js';
import type { TableShape } from './layers.js';
import { LinearSums, type Term } from './linear-sums.js';
import { isCovered, isSamePeriod, partsOf, smallestAround } from './period-order.js';
import type { VersionTable } from './version-table.js';

/** A small count, or a small difference, that readers can tell. */
export interface Finding {
  cell: number;
  /** The same in every history in which it is found. */
  key: string;
}

/**
 * What readers can work out who kept every table, who add up all that adds up, and who take for unchanged between
 * two versions what is: counts of 1 up to, but without, `below`, and differences of as much between versions
 * of a period, or between a period and its parts.
 *
 * @param history in the order of publication
 */
export function workedOut(shape: TableShape, history: readonly VersionTable[], below: number): Finding[] {
  return new Reading(shape, history, below).findings();
}

/** Every hidden count, once for all versions between which its block has not changed, is a variable. */
class Reading {
  private readonly sums = new LinearSums();
  private readonly variables = new Map<number, number>();
  private readonly secrets = new Map<number, Finding>();
  private readonly found: Finding[] = [];
  private taken = 0;
  private readonly blocks: readonly number[][];
  /** Of each version, by cell: the first version that its block is the same in. */
  private readonly first = new Map<VersionTable, readonly number[]>();
  /** By `first version * cells + cell`. */
  private readonly shown: ReadonlySet<number>;

  constructor(
    private readonly shape: TableShape,
    private readonly history: readonly VersionTable[],
    private readonly below: number,
  ) {
    this.blocks = blocksOf(shape);
    history.forEach((one) => this.first.set(one, this.firstAlike(one)));
    const shown = history.flatMap((one) =>
      one.counts.flatMap((_, cell) => (one.hidden.has(cell) ? [] : [this.nameOf(one, cell)])),
    );
    this.shown = new Set(shown);
  }

  findings(): Finding[] {
    this.history.forEach((one, number) => {
      this.addSums(one);
      this.history
        .slice(0, number)
        .filter((earlier) => isSamePeriod(one, earlier))
        .forEach((earlier) => this.addDifferences(one, [earlier]));
      this.addPeriods(this.history.slice(0, number + 1));
    });
    const determined = this.sums.determined();
    const told = [...this.secrets].flatMap(([variable, secret]) =>
      determined.has(variable) ? [secret] : [],
    );
    return [...this.found, ...told];
  }

  private addSums(one: VersionTable): void {
    const width = this.shape.columns.size;
    const add = (whole: number, parts: readonly number[]) =>
      this.sums.add([...this.term(one, whole, 1), ...parts.flatMap((part) => this.term(one, part, -1))]);
    for (const { whole, parts } of this.shape.lines.sums())
      for (let column = 0; column < width; column += 1)
        add(
          whole * width + column,
          parts.map((line) => line * width + column),
        );
    for (const { whole, parts } of this.shape.columns.sums())
      for (let line = 0; line < this.shape.lines.size; line += 1)
        add(
          line * width + whole,
          parts.map((column) => line * width + column),
        );
  }

  /** The periods that the last table is added into, or that are added into it, as they stood when it was published. */
  private addPeriods(history: readonly VersionTable[]): void {
    const last = history.at(-1)!;
    const newest = history.filter(
      (one, number) => !history.slice(number + 1).some((later) => isSamePeriod(one, later)),
    );
    for (const whole of [last, smallestAround(last, newest)]) {
      const parts = whole ? partsOf(whole, newest) : [];
      if (!whole || parts.length === 0) continue;
      if (isCovered(whole, parts)) this.addEqual(whole, parts);
      this.addDifferences(whole, parts);
    }
  }

  /** Where nothing is left of a period without its parts, that is a sum too. */
  private addEqual(whole: VersionTable, parts: readonly VersionTable[]): void {
    const isEqual = (cell: number) => leftOf(whole, parts, cell) === 0;
    for (const cell of this.blocks.filter((block) => block.every(isEqual)).flat())
      this.sums.add(this.terms(whole, parts, cell));
  }

  /** Something small that is left of a table without others is not to be known. */
  private addDifferences(whole: VersionTable, parts: readonly VersionTable[]): void {
    whole.counts.forEach((_, cell) => {
      const left = leftOf(whole, parts, cell);
      if (left === 0 || Math.abs(left) >= this.below) return;
      const terms = this.terms(whole, parts, cell);
      const finding = { cell, key: [whole, ...parts].map((one) => this.nameOf(one, cell)).join(' ') };
      if (terms.length === 0) this.found.push(finding);
      else this.sums.add([...terms, [this.secret(finding), 1]]);
    });
  }

  private terms(whole: VersionTable, parts: readonly VersionTable[], cell: number): Term[] {
    return [...this.term(whole, cell, 1), ...parts.flatMap((part) => this.term(part, cell, -1))];
  }

  private term(one: VersionTable, cell: number, times: number): Term[] {
    const count = one.counts[cell]!;
    const name = this.nameOf(one, cell);
    if (count === 0 || this.shown.has(name)) return [];
    const known = this.variables.get(name);
    if (known !== undefined) return [[known, times]];
    const variable = count < this.below ? this.secret({ cell, key: String(name) }) : this.next();
    this.variables.set(name, variable);
    return [[variable, times]];
  }

  private secret(finding: Finding): number {
    const variable = this.next();
    this.secrets.set(variable, finding);
    return variable;
  }

  private next(): number {
    this.taken += 1;
    return this.taken;
  }

  private nameOf(one: VersionTable, cell: number): number {
    return this.first.get(one)![cell]! * one.counts.length + cell;
  }

  private firstAlike(one: VersionTable): number[] {
    const first: number[] = [];
    for (const block of this.blocks) {
      const alike = this.history.findIndex(
        (other) => isSamePeriod(one, other) && block.every((cell) => one.counts[cell] === other.counts[cell]),
      );
      for (const cell of block) first[cell] = alike;
    }
    return first;
  }
}

function leftOf(whole: VersionTable, parts: readonly VersionTable[], cell: number): number {
  return parts.reduce((left, part) => left - part.counts[cell]!, whole.counts[cell]!);
}
