import type { Shift, SumTree } from './sum-tree.js';

/**
 * Every simple way in which a column can change while all sums of columns hold: a count moves to another column of the
 * same tree, or everything up to the top grows by it.
 */
export function columnShifts(columns: SumTree, column: number): Shift[] {
  const top = columns.pathTo(column)[0]!;
  return columns.leavesUnder(column).flatMap((leaf) => [
    ...columns
      .leavesUnder(top)
      .filter((other) => !columns.pathTo(other).includes(column))
      .map((other) => columns.exchange(leaf, other)),
    columns.pathTo(leaf).map((place) => [place, 1] as const),
  ]);
}

/** A count moves from a line to another of the same way of dividing, below the same whole first. */
export function lineExchanges(lines: SumTree, line: number): Shift[] {
  const path = lines.pathTo(line);
  const exchanges = path.slice(0, -1).flatMap((whole) => {
    const way = lines.places[path[path.indexOf(whole) + 1]!]!.by;
    const others = lines.leavesUnder(whole, way).filter((leaf) => !lines.pathTo(leaf).includes(line));
    return lines.leavesUnder(line).flatMap((leaf) => others.map((other) => lines.exchange(leaf, other)));
  });
  const seen = new Set<string>();
  return exchanges.filter((shift) => {
    const text = JSON.stringify(shift);
    return !seen.has(text) && seen.add(text);
  });
}

/**
 * The top line itself changes, and with it one line of every way in which it is divided.
 *
 * @param cheapest which of some lines may best be on the way; null where none may
 */
export function throughTheTop(
  lines: SumTree,
  line: number,
  cheapest: (leaves: readonly number[]) => number | null,
): Shift | null {
  const [top, below] = lines.pathTo(line) as [number, number | undefined];
  const chosen = lines.waysOf(top).map((way) => {
    const isOwn = below !== undefined && lines.places[below]!.by === way;
    return cheapest(isOwn ? lines.leavesUnder(line) : lines.leavesUnder(top, way));
  });
  if (chosen.includes(null)) return null;
  const places = new Set([top, ...chosen.flatMap((leaf) => lines.pathTo(leaf!))]);
  return [...places].map((place) => [place, 1] as const);
}
