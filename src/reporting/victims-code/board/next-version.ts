import { blocksWith } from './blocks.js';
import { CannotBeHidden, type TableShape } from './layers.js';
import { type PeriodTable, publicationOf } from './overlapping-periods.js';
import { isSamePeriod } from './period-order.js';
import { cellsToHide } from './suppression.js';
import type { VersionTable } from './version-table.js';
import { workedOut } from './worked-out.js';

/** All that a table counts: the first column of its top line. */
const TOTAL = 0;

/** Beside more tables than these, which a year is, looking for what hides least takes minutes. */
const LEAN_BESIDE = 4;

/** A table that is about to be published. */
export type NewTable = Omit<VersionTable, 'hidden'>;

/**
 * Which cells of a table to hide beside all that was published before, its own earlier versions among it, so that readers
 * can tell no small count, and no small difference between what is published. A further version that would have to hide
 * the total for it is refused.
 *
 * @param history in the order of publication
 * @throws CannotBeHidden
 */
export function cellsOfNext(
  shape: TableShape,
  table: NewTable,
  history: readonly VersionTable[],
  below: number,
): Set<number> {
  const own = history.filter((one) => isSamePeriod(one, table));
  const added = { ...table, known: shownBy(shape, own, table), near: nearTo(own, table, below) };
  const beside = newestOf(
    shape,
    history.filter((one) => !own.includes(one)),
  );
  const hide = (
    isUnchanged: boolean,
    isLean: boolean,
    found: readonly number[] = [],
    again = 2,
  ): Set<number> => {
    const hidden = staying(shape, own, table, isUnchanged);
    const near = new Set([...added.near, ...found]);
    const next = cellsToHide(publicationOf(shape, { ...added, near, hidden }, beside, below, isLean));
    checkTotalIsKept(shape, { ...table, hidden: next }, own.at(-1), added.near, below);
    const more = newlyFound(shape, { ...table, hidden: next }, history, below);
    if (more.length === 0) return next;
    const possible = more.filter((cell) => table.counts[cell]! > 0 && !near.has(cell));
    if (again === 0 || possible.length === 0) throw new CannotBeHidden(more);
    return hide(isUnchanged, isLean, [...found, ...possible], again - 1);
  };
  const ways = [
    ...(beside.length <= LEAN_BESIDE ? [() => hide(true, true)] : []),
    ...(beside.length > 0 ? [() => hide(true, false, [], 0)] : []),
    ...(own.length > 0 ? [() => hide(false, false, [], 0)] : []),
  ];
  return firstPossible(ways);
}

/** What the first of some ways gives by which it can be hidden. @throws CannotBeHidden where it can by none */
function firstPossible([way, ...others]: readonly (() => Set<number>)[]): Set<number> {
  try {
    return way!();
  } catch (error) {
    if (others.length === 0 || !(error instanceof CannotBeHidden)) throw error;
    return firstPossible(others);
  }
}

/** A further version without the total that the one before shows would serve nobody. */
function checkTotalIsKept(
  { columns }: TableShape,
  { counts, hidden }: VersionTable,
  before: VersionTable | undefined,
  near: ReadonlySet<number>,
  below: number,
): void {
  if (!before || before.hidden.has(TOTAL) || !hidden.has(TOTAL) || counts[TOTAL]! < below) return;
  const ofTopLine = [...near].filter((cell) => cell < columns.size);
  throw new CannotBeHidden(ofTopLine.length > 0 ? ofTopLine : [TOTAL]);
}

function newlyFound(
  shape: TableShape,
  added: VersionTable,
  history: readonly VersionTable[],
  below: number,
): number[] {
  const found = workedOut(shape, [...history, added], below);
  if (found.length === 0) return [];
  const before = new Set(workedOut(shape, history, below).map(({ key }) => key));
  return [...new Set(found.filter(({ key }) => !before.has(key)).map(({ cell }) => cell))];
}

/** The newest table of each period, with what its earlier versions show of it. */
function newestOf(shape: TableShape, history: readonly VersionTable[]): PeriodTable[] {
  return history.flatMap((one, number) => {
    if (history.slice(number + 1).some((later) => isSamePeriod(one, later))) return [];
    const older = history.slice(0, number).filter((earlier) => isSamePeriod(one, earlier));
    return [{ ...one, known: shownBy(shape, older, one) }];
  });
}

/** Cells that a version shows of what has not changed since: those can be read whatever is hidden now. */
function shownBy(shape: TableShape, versions: readonly VersionTable[], { counts }: NewTable): Set<number> {
  const shown = versions.flatMap((one) => {
    const changed = changedSince(shape, one, counts);
    return counts.flatMap((count, cell) =>
      count === 0 || one.hidden.has(cell) || changed.has(cell) ? [] : [cell],
    );
  });
  return new Set(shown);
}

/** Cells of which a version shows nearly the same count. */
function nearTo(versions: readonly VersionTable[], { counts }: NewTable, below: number): Set<number> {
  const near = versions.flatMap((one) =>
    counts.flatMap((count, cell) => {
      const difference = Math.abs(one.counts[cell]! - count);
      return count > 0 && difference > 0 && difference < below && !one.hidden.has(cell) ? [cell] : [];
    }),
  );
  return new Set(near);
}

/** Cells that were hidden; those only of what has not changed since, or all. */
function staying(
  shape: TableShape,
  versions: readonly VersionTable[],
  { counts }: NewTable,
  isUnchanged: boolean,
): Set<number> {
  const cells = versions.flatMap((one) => {
    const changed = changedSince(shape, one, counts);
    return [...one.hidden].filter((cell) => !isUnchanged || !changed.has(cell));
  });
  return new Set(cells.filter((cell) => counts[cell]! > 0));
}

function changedSince(shape: TableShape, version: VersionTable, counts: readonly number[]): Set<number> {
  return blocksWith(shape, (cell) => version.counts[cell] !== counts[cell]);
}
