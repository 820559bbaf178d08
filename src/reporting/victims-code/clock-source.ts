import type { Day } from '../../platform/working-days/calendar-days.js';
import type { ReportSettings } from './report-settings.js';

/** Which clocks: those that began on the London days of the period, as far as was known at an instant. */
export interface ReportPeriod {
  from: Day;
  to: Day;
  asOf: Date;
}

/** What the SQL below is bound to: `$1` as of, `$2` and `$3` the days, `$4` where ages begin, `$5` the cohorts. */
export function clockParameters({ from, to, asOf }: ReportPeriod, { file }: ReportSettings): unknown[] {
  return [asOf, from, to, file.ageBands.map((band) => band.from), file.cohorts.map(({ code }) => code)];
}

/** `c` is the clock, `v` the victim, `s` its states. */
export const CLOCKS = `
  FROM entitlement_clock c
  JOIN entitlement_victim v ON v.party_id = c.party_id
 CROSS JOIN LATERAL val_entitlement_states(c, $1::timestamptz) s`;

export const IN_PERIOD = `
  c.started_on BETWEEN $2::date AND $3::date AND c.started_at <= $1::timestamptz AND c.is_counted`;

/** A whole number whose bits say to which of the cohorts the crime belongs: as many as the schema allows. */
export const COHORT_MASK = `(
  (v.cohorts && ($5::text[])[1:1])::int + 2 * (v.cohorts && ($5::text[])[2:2])::int +
  4 * (v.cohorts && ($5::text[])[3:3])::int + 8 * (v.cohorts && ($5::text[])[4:4])::int +
  16 * (v.cohorts && ($5::text[])[5:5])::int + 32 * (v.cohorts && ($5::text[])[6:6])::int)`;

/** Which age band, from 1; 0 where the age is not known. */
export const AGE_BAND = 'coalesce(width_bucket(v.age_at_offence, $4::int[]), 0)';

export const LIMIT_KIND = `
  CASE WHEN c.unit IS NULL THEN 'none'
       WHEN c.limit_standard IS NOT DISTINCT FROM c.limit_enhanced THEN 'same' ELSE 'differs' END`;
