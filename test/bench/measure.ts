import type { BenchRun } from './bench-run.js';

/** What a measure is held to, in its unit. */
export interface Goal {
  relation: 'under' | 'at most' | 'at least';
  bound: number;
}

/** What one run of a measure found. */
export interface Finding {
  /** Seconds that the service needed. */
  measured: number;
  /** Seconds that the yardstick needed; none where the goal is absolute. */
  yardstick: number | null;
  /** What the goal is about. */
  value: number;
  /** What else has to hold, in the measure's unit. */
  besides?: { what: string; value: number; goal: Goal }[];
  /** How many rows or starts were measured. */
  n: number;
  /** Seed of the invented rows; none where none were needed. */
  seed: number | null;
  /** What a reader of the figures should know. */
  notes: string[];
}

/** One figure that the service is held to. */
export interface Measure {
  name: string;
  what: string;
  /** What it is compared with, in the same run on the same rows; none where the goal is absolute. */
  yardstick: string | null;
  unit: 's' | 'x';
  goal: Goal;
  /** Runs only when named. */
  isLong: boolean;
  run(bench: BenchRun): Promise<Finding>;
}

/** Whether a value reaches its goal. A value that is no number reaches none. */
export function reaches(value: number, { relation, bound }: Goal): boolean {
  if (!Number.isFinite(value)) return false;
  if (relation === 'under') return value < bound;
  return relation === 'at most' ? value <= bound : value >= bound;
}

/** Such as `at most 3 x`. */
export function goalText({ goal: { relation, bound }, unit }: Pick<Measure, 'goal' | 'unit'>): string {
  return `${relation} ${bound} ${unit}`;
}
