import type { Day } from '../platform/working-days/calendar-days.js';
import type { Thresholds } from '../reference-data/thresholds.js';
import { REPORTING_DUTIES, type ReportingDuty } from './forms/form-definition.js';

/**
 * How the duty to report child sexual abuse (Crime and Policing Act 2026; VAL rule CSE-12) stands on a day. Until its
 * commencement is known nothing is asked for by it: what was done is only written down.
 * @throws RangeError where the setting names no stage
 */
export function reportingDutyOn(thresholds: Thresholds, day: Day): ReportingDuty {
  const { value } = thresholds.explain('mandatoryReportingStage', day);
  const duty = REPORTING_DUTIES[value];
  if (!duty) throw new RangeError(`mandatoryReportingStage has no stage ${value}`);
  return duty;
}
