import type { DaySpan } from '../../measures/period.js';

/** One version of a period's table as it was published. Of two periods one holds the other, or they share no day. */
export interface VersionTable extends DaySpan {
  /** One count a cell: `line * columns + column`. */
  counts: readonly number[];
  hidden: ReadonlySet<number>;
}
