import { blocksWith } from './blocks.js';
import { CannotBeHidden, type TableShape } from './layers.js';
import { type PeriodTable, publicationOf } from './overlapping-periods.js';
import { isSamePeriod } from './period-order.js';
import { cellsToHide } from './suppression.js';
import type { VersionTable } from './version-table.js';
import { workedOut } from './worked-out.js';

/** All that a table counts: the first column of its top line. */
const TOTAL = 0;

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
  const hide = (staying: ReadonlySet<number>) => {
    const hidden = cellsToHide(publicationOf(shape, { ...added, hidden: staying }, beside, below));
    checkTotalIsKept(shape, { ...table, hidden }, own.at(-1), added.near, below);
    checkNothingIsFound(shape, { ...table, hidden }, history, below);
    return hidden;
  };
  try {
    return hide(staying(shape, own, table, true));
  } catch (error) {
    if (own.length === 0 || !(error instanceof CannotBeHidden)) throw error;
    return hide(staying(shape, own, table, false));
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

function checkNothingIsFound(
  shape: TableShape,
  added: VersionTable,
  history: readonly VersionTable[],
  below: number,
): void {
  const found = workedOut(shape, [...history, added], below);
  if (found.length === 0) return;
  const before = new Set(workedOut(shape, history, below).map(({ key }) => key));
  const cells = found.filter(({ key }) => !before.has(key)).map(({ cell }) => cell);
  if (cells.length > 0) throw new CannotBeHidden([...new Set(cells)]);
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
