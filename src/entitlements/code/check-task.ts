import type { ThresholdRow } from '../../reference-data/policy/policy-files.js';
import type { CodeLimit } from './code-rules.js';

/** Whoever may be, or be one of, the Victim Advice Line. */
const MAY_BE_VAL = ['VAL', 'ALL', 'SOURCE'];

/** What is wrong with the task of a limit; null where nothing is. */
export function faultOfTask(
  { task, unit, dutyHolder }: CodeLimit,
  thresholds: readonly ThresholdRow[],
): string | null {
  if (task === null) return null;
  if (!MAY_BE_VAL.includes(dutyHolder)) return `a task for a duty of ${dutyHolder}, which is not ours`;
  if (unit !== null) return task.within === undefined ? null : 'is due with its limit: leave out task.within';
  if (task.within === undefined) return 'has no limit: task.within has to say by when';
  const threshold = thresholds.find(({ name }) => name === task.within);
  if (!threshold) return `there is no threshold ${task.within}`;
  return threshold.unit.startsWith('working days') ? null : `${task.within} is not in working days`;
}
