import type { AthenaRow, Column } from './columns.js';
import type { Wish } from './crimes-maker.js';
import type { CrookedLine } from './csv.js';
import type { Disposition } from './ledger.js';

/** A line of a day's extract, with what ought to become of it. */
export interface Line {
  row: AthenaRow | CrookedLine;
  disposition: Disposition;
  /** A newer version of the same key in the same file: whichever comes first opens the key. */
  newer?: Line;
}

/** What a day's extract is to hold. */
export interface DayPlan {
  day: number;
  /** How many new keys. */
  quota: number;
  /** How many new keys the next extract can take; none after the last. */
  nextQuota: number;
  columns: readonly Column[];
  wishes: readonly Wish[];
}
