import type { ThresholdRow } from '../../reference-data/policy/policy-files.js';
import type { CodeLimit } from './code-rules.js';

/** Whoever may be, or be one of, the Victim Advice Line. */
const MAY_BE_VAL = ['VAL', 'ALL', 'SOURCE'];

/** What is wrong with the task of a limit; null where nothing is. */
export function faultOfTask(limit: CodeLimit, thresholds: readonly ThresholdRow[]): string | null {
  const { task, unit, dutyHolder, isWindow } = limit;
  if (task === null) return null;
  const faultOf = (name: string | undefined, inUnit: string): string | null => {
    const threshold = thresholds.find((row) => row.name === name);
    if (!threshold) return `there is no threshold ${name}`;
    return threshold.unit.startsWith(inUnit) ? null : `${name} is not in ${inUnit}`;
  };
  if (isWindow) {
    if (task.ahead === undefined || task.within === undefined)
      return 'reminds of a time: task.ahead and task.within have to say when';
    return faultOf(task.ahead, 'months') ?? faultOf(task.within, 'working days');
  }
  if (task.ahead !== undefined) return 'is a duty and no time for the victim: leave out task.ahead';
  if (!MAY_BE_VAL.includes(dutyHolder)) return `a task for a duty of ${dutyHolder}, which is not ours`;
  if (unit !== null) return task.within === undefined ? null : 'is due with its limit: leave out task.within';
  if (task.within === undefined) return 'has no limit: task.within has to say by when';
  return faultOf(task.within, 'working days');
}
