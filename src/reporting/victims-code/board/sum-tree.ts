/** A line or a column of a table, and the one that it is added into. */
export interface Place {
  key: string;
  /** Null for what is added into nothing. */
  under: string | null;
  /** Parts of one way of dividing `under`: each way by itself adds up to it. */
  by?: string;
  /** How much readers lose with it, 1 unless given. */
  worth?: number;
}

/** How places change together so that every sum of them stays: each place with what it changes by. */
export type Shift = readonly (readonly [place: number, sign: 1 | -1])[];

/** Lines or columns with the sums that hold between them. */
export class SumTree {
  readonly size: number;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly above: readonly (number | null)[];
  private readonly parts: readonly number[][];
  private readonly ways: readonly (string | undefined)[][];
  private readonly paths: readonly number[][];
  private readonly leaves: readonly Map<string | undefined, readonly number[]>[];

  /** @throws RangeError where a place is under one that comes later or is not there */
  constructor(readonly places: readonly Place[]) {
    this.size = places.length;
    this.numbers = new Map(places.map(({ key }, number) => [key, number]));
    this.above = places.map(({ under }, number) => {
      const above = under === null ? null : this.numbers.get(under);
      if (above === undefined || (above !== null && above >= number))
        throw new RangeError('a part before its whole');
      return above;
    });
    this.parts = places.map((_, number) =>
      this.above.flatMap((above, part) => (above === number ? [part] : [])),
    );
    this.ways = this.parts.map((parts) => [...new Set(parts.map((part) => places[part]!.by))]);
    this.paths = places.map((_, number) => this.upFrom(number));
    this.leaves = places.map(() => new Map());
  }

  numberOf(key: string): number | undefined {
    return this.numbers.get(key);
  }

  isLeaf(place: number): boolean {
    return this.parts[place]!.length === 0;
  }

  /** The sums that hold: each place that has parts, once for each way in which it is divided. */
  sums(): { whole: number; parts: number[] }[] {
    return this.parts.flatMap((parts, whole) =>
      this.waysOf(whole).map((way) => ({
        whole,
        parts: parts.filter((part) => this.places[part]!.by === way),
      })),
    );
  }

  /** In what ways a place is divided. */
  waysOf(whole: number): readonly (string | undefined)[] {
    return this.ways[whole]!;
  }

  /** Every place without parts that is added into this one, by one way; itself where it has none. */
  leavesUnder(place: number, way?: string): readonly number[] {
    const known = this.leaves[place]!.get(way);
    if (known) return known;
    const parts = this.parts[place]!.filter((part) => way === undefined || this.places[part]!.by === way);
    const leaves = this.isLeaf(place) ? [place] : parts.flatMap((part) => this.leavesUnder(part));
    this.leaves[place]!.set(way, leaves);
    return leaves;
  }

  /** A place and all that it is added into, from the top. */
  pathTo(place: number): readonly number[] {
    return this.paths[place]!;
  }

  /** From one part to another of the same way: everything that both are added into stays as it is. */
  exchange(one: number, other: number): Shift {
    const [here, there] = [this.pathTo(one), this.pathTo(other)];
    return [
      ...here.filter((place) => !there.includes(place)).map((place) => [place, 1] as const),
      ...there.filter((place) => !here.includes(place)).map((place) => [place, -1] as const),
    ];
  }

  private upFrom(place: number): number[] {
    const above = this.above[place]!;
    return above === null ? [place] : [...this.upFrom(above), place];
  }
}
