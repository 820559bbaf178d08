import { codeReport } from './code-report.js';
import { justiceEvents } from './justice-events.js';
import type { Measure } from './measure.js';
import { intake } from './intake.js';
import { intakeVersusOrm } from './intake-vs-orm.js';
import { mojReturn } from './moj-return.js';
import { start } from './start.js';
import { worklist } from './worklist.js';

/** Every measure, in the order in which they run. */
export const MEASURES: readonly Measure[] = [
  start,
  intake,
  intakeVersusOrm,
  justiceEvents,
  worklist,
  codeReport,
  mojReturn,
];
