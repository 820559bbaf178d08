import type { DaySpan } from '../../measures/period.js';
import { CannotBeHidden } from './layers.js';
import { isSamePeriod } from './period-order.js';
import type { VersionTable } from './version-table.js';

/** Small counts of a table, or small differences from another, could be worked out with what others show. */
export class WouldDisclose extends Error {
  /**
   * @param places lines and columns whose counts nothing can hide, in words
   * @param periods without whose tables they could be hidden; all that overlap where it takes several
   */
  constructor(
    readonly places: readonly string[],
    readonly periods: readonly DaySpan[],
  ) {
    super(`${places.length} counts could be worked out`);
  }
}

/**
 * Hides what has to be hidden beside other tables.
 *
 * @param history what was published before, in that order
 * @param inWords what a cell is called
 * @throws WouldDisclose
 */
export function hiddenOr(
  hide: (history: readonly VersionTable[]) => Set<number>,
  history: readonly VersionTable[],
  inWords: (cell: number) => string,
): Set<number> {
  try {
    return hide(history);
  } catch (error) {
    if (!(error instanceof CannotBeHidden)) throw error;
    const periods = history.filter(
      (one, number) => history.findIndex((other) => isSamePeriod(one, other)) === number,
    );
    const alone = periods.filter((one) =>
      isPossible(() => hide(history.filter((other) => !isSamePeriod(one, other)))),
    );
    throw new WouldDisclose(error.cells.map(inWords), alone.length > 0 ? alone : periods);
  }
}

function isPossible(hide: () => unknown): boolean {
  try {
    hide();
    return true;
  } catch (error) {
    if (error instanceof CannotBeHidden) return false;
    throw error;
  }
}
