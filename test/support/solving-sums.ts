/** A prime, so that sums can be solved exactly without fractions; products stay below 2^53. */
const PRIME = 67_108_859;

/**
 * What somebody who knows some cells and every sum can work out: the cells that have one possible value.
 *
 * @param known each cell's value, or null
 * @param sums each as the cell of the whole and the cells of its parts
 */
export function solved(known: readonly (number | null)[], sums: readonly (readonly number[])[]): number[] {
  const rows: Map<number, number>[] = [];
  for (const [whole, ...parts] of sums) {
    const row = new Map<number, number>();
    const add = (cell: number, by: number) => {
      if (known[cell] === null) row.set(cell, ((((row.get(cell) ?? 0) + by) % PRIME) + PRIME) % PRIME);
    };
    add(whole!, 1);
    parts.forEach((part) => add(part, -1));
    for (const [cell, value] of row) if (value === 0) row.delete(cell);
    if (row.size > 0) rows.push(row);
  }
  return [...reduced(rows).values()].filter((row) => row.size === 1).map((row) => [...row.keys()][0]!);
}

/** Gauss and Jordan: each row has a cell that no other has. */
function reduced(rows: Map<number, number>[]): Map<number, Map<number, number>> {
  const done = new Map<number, Map<number, number>>();
  for (const row of rows) {
    for (const [pivot, other] of done) subtract(row, other, row.get(pivot) ?? 0);
    const first = row.keys().next();
    if (first.done) continue;
    const pivot = first.value;
    const inverse = power(row.get(pivot)!, PRIME - 2);
    for (const [cell, value] of row) row.set(cell, times(value, inverse));
    for (const other of done.values()) subtract(other, row, other.get(pivot) ?? 0);
    done.set(pivot, row);
  }
  return done;
}

function subtract(row: Map<number, number>, other: ReadonlyMap<number, number>, factor: number): void {
  if (factor === 0) return;
  for (const [cell, value] of other) {
    const left = ((row.get(cell) ?? 0) - times(value, factor) + PRIME) % PRIME;
    if (left === 0) row.delete(cell);
    else row.set(cell, left);
  }
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

/** The unknown cells that have one possible value where each is known to be at least `least`. */
export function asFarAsBounds(
  known: readonly (number | null)[],
  sums: readonly (readonly number[])[],
  least: number,
): number[] {
  const low = known.map((count) => count ?? least);
  const high = known.map((count) => count ?? Infinity);
  for (let changed = true; changed;) {
    changed = false;
    for (const [whole, ...parts] of sums) changed = narrow(whole!, parts, low, high) || changed;
  }
  return known.flatMap((count, cell) => (count === null && low[cell] === high[cell] ? [cell] : []));
}

function narrow(whole: number, parts: readonly number[], low: number[], high: number[]): boolean {
  const before = [whole, ...parts].map((cell) => low[cell]! * 1e6 + Math.min(high[cell]!, 1e5));
  const sum = (bounds: number[], without = -1) =>
    parts.reduce((total, part) => total + (part === without ? 0 : bounds[part]!), 0);
  low[whole] = Math.max(low[whole]!, sum(low));
  high[whole] = Math.min(high[whole]!, sum(high));
  for (const part of parts) {
    low[part] = Math.max(low[part]!, low[whole] - sum(high, part));
    high[part] = Math.min(high[part]!, high[whole] - sum(low, part));
  }
  return [whole, ...parts].some((cell, at) => low[cell]! * 1e6 + Math.min(high[cell]!, 1e5) !== before[at]);
}
