/** A prime, so that sums can be solved exactly without fractions; products stay below 2^53. */
const PRIME = 67_108_859;

/** A variable with what it is taken times. */
export type Term = readonly [variable: number, times: number];

/** Sums that are known to hold between unknown counts. */
export class LinearSums {
  private readonly sums = new Map<string, readonly Term[]>();

  /** Terms that add up to something known; what it is does not matter. */
  add(terms: readonly Term[]): void {
    if (terms.length > 0) this.sums.set(terms.join(';'), terms);
  }

  /**
   * Which variables have one possible value: those that are zero in a solution that was taken at random from all those
   * in which everything known is zero. One in some 67 million is taken for known by chance.
   */
  determined(): ReadonlySet<number> {
    const values = new Map<number, number>();
    let state = 1;
    const valueOf = (variable: number) => {
      const known = values.get(variable);
      if (known !== undefined) return known;
      state = (state * 48_271) % 2_147_483_647;
      values.set(variable, state % PRIME);
      return state % PRIME;
    };
    for (const [pivot, row] of [...this.solvedFor()].toReversed()) {
      let sum = 0;
      for (const [variable, by] of row)
        if (variable !== pivot) sum = (sum + times(by, valueOf(variable))) % PRIME;
      values.set(pivot, (PRIME - sum) % PRIME);
    }
    return new Set([...values].flatMap(([variable, value]) => (value === 0 ? [variable] : [])));
  }

  /** Gauss: each row has, once, a variable that no later row has. */
  private solvedFor(): Map<number, Map<number, number>> {
    const often = new Map<number, number>();
    for (const terms of this.sums.values())
      for (const [variable] of terms) often.set(variable, (often.get(variable) ?? 0) + 1);
    const solved = new Map<number, Map<number, number>>();
    const turn = new Map<number, number>();
    for (const terms of [...this.sums.values()].toSorted((one, other) => one.length - other.length)) {
      const row = new Map<number, number>();
      for (const [variable, by] of terms) addTo(row, variable, by);
      for (let first = earliest(row, turn); first !== null; first = earliest(row, turn))
        subtract(row, solved.get(first)!, row.get(first)!);
      const pivot = [...row.keys()].reduce<number | null>(
        (best, one) => (best === null || often.get(one)! < often.get(best)! ? one : best),
        null,
      );
      if (pivot === null) continue;
      const inverse = power(row.get(pivot)!, PRIME - 2);
      for (const [variable, by] of row) row.set(variable, times(by, inverse));
      turn.set(pivot, turn.size);
      solved.set(pivot, row);
    }
    return solved;
  }
}

/** Of the variables that a row was solved for, the one that was first. */
function earliest(row: ReadonlyMap<number, number>, turn: ReadonlyMap<number, number>): number | null {
  let [best, least] = [null as number | null, Infinity];
  for (const variable of row.keys()) {
    const when = turn.get(variable);
    if (when !== undefined && when < least) [best, least] = [variable, when];
  }
  return best;
}

function subtract(row: Map<number, number>, other: ReadonlyMap<number, number>, factor: number): void {
  for (const [variable, by] of other) addTo(row, variable, -times(by, factor));
}

function addTo(row: Map<number, number>, variable: number, by: number): void {
  const sum = ((((row.get(variable) ?? 0) + by) % PRIME) + PRIME) % PRIME;
  if (sum === 0) row.delete(variable);
  else row.set(variable, sum);
}

function times(one: number, other: number): number {
  return (one * other) % PRIME;
}

function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = times(result, square);
    square = times(square, square);
  }
  return result;
}
