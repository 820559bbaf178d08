import type { Day } from '../../platform/working-days/calendar-days.js';
import type { ReportSettings } from './report-settings.js';

/** Which clocks: those that began on the London days of the period, as far as was known at an instant. */
export interface ReportPeriod {
  from: Day;
  to: Day;
  asOf: Date;
}

/** SQL over clocks with the values that it is bound to. */
export interface ClockSource {
  /** `c` is the clock, `v` the victim, `s` its states. */
  from: string;
  where: string;
  /** A whole number whose bits say to which cohorts of the settings the crime belongs. */
  cohortMask: string;
  /** Which age band of the settings, from 1; 0 where the age is not known. */
  ageBand: string;
  limitKind: string;
  parameters: unknown[];
}

/** Clocks of a period, with what the report groups them by. */
export function clockSource({ from, to, asOf }: ReportPeriod, { file }: ReportSettings): ClockSource {
  const parameters: unknown[] = [asOf, from, to, file.ageBands.map((band) => band.from)];
  const bits = file.cohorts.map(({ code }, index) => {
    parameters.push([code]);
    return `${2 ** index} * (v.cohorts && $${parameters.length}::text[])::int`;
  });
  return {
    from: `
      FROM entitlement_clock c
      JOIN entitlement_victim v ON v.party_id = c.party_id
     CROSS JOIN LATERAL val_entitlement_states(c, $1::timestamptz) s`,
    where: `WHERE c.started_on BETWEEN $2::date AND $3::date AND c.started_at <= $1::timestamptz AND c.is_counted`,
    cohortMask: `(${bits.join(' + ')})`,
    ageBand: `coalesce(width_bucket(v.age_at_offence, $4::int[]), 0)`,
    limitKind: `CASE WHEN c.unit IS NULL THEN 'none'
                     WHEN c.limit_standard IS NOT DISTINCT FROM c.limit_enhanced THEN 'same' ELSE 'differs' END`,
    parameters,
  };
}
