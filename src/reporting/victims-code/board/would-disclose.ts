import type { DaySpan } from '../../measures/period.js';
import type { PeriodTable } from './overlapping-periods.js';
import { CannotBeHidden } from './suppression.js';

/** Small counts of a table could be worked out with what others show. */
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
 * @param inWords what a cell is called
 * @throws WouldDisclose
 */
export function hiddenOr(
  hide: (beside: readonly PeriodTable[]) => Set<number>,
  beside: readonly PeriodTable[],
  inWords: (cell: number) => string,
): Set<number> {
  try {
    return hide(beside);
  } catch (error) {
    if (!(error instanceof CannotBeHidden)) throw error;
    const alone = beside.filter((one) => isPossible(() => hide(beside.filter((other) => other !== one))));
    throw new WouldDisclose(error.cells.map(inWords), alone.length > 0 ? alone : beside);
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
