import type { Transaction } from '../../platform/database/transaction.js';
import type { ThresholdName } from '../../reference-data/thresholds.js';
import { laterStays } from '../victims/stays.js';
import type { Clock, ClockStates } from './clock.js';

/** A clock as it is stored, with its states as of an instant and what its rule says in words. */
export interface ClockRow extends Clock, ClockStates {
  id: string;
  partyId: string;
  incidentId: string;
  codeVersion: string;
  rightNo: string;
  isCounted: boolean;
  victimReportEventId: string | null;
  calendarVersion: number;
  countedAt: Date;
  entitlement: string;
  limitLabel: string;
  source: string;
  factStatus: string;
  factNote: string | null;
  isFromOffence: boolean;
  untilBirthday: number | null;
  /** The threshold of months before the last day, from which on the victim is reminded. */
  remindAhead: ThresholdName | null;
  isBirthInDoubt: boolean;
  /** They were known to have been a child of the crime, before their birth date was doubted if it is. */
  wasChild: boolean;
  /** Nobody knows whether they were a child, and a time runs for both. */
  hasBothTimes: boolean;
}

/** Every column of a clock `c`, by the name of its field. */
export const CLOCK_FIELDS = `
  c.id, c.party_id AS "partyId", c.incident_id AS "incidentId", c.code_version AS "codeVersion",
  c.right_no AS "rightNo", c.is_counted AS "isCounted", c.rule_id AS "ruleId", c.rule_from::text AS "ruleFrom",
  c.limit_code AS "limitCode", c.duty_holder AS "dutyHolder", c.feed, c.start_kind AS "startKind",
  c.start_event_id AS "startEventId", c.start_referral_id AS "startReferralId", c.started_at AS "startedAt",
  c.started_on::text AS "startedOn", c.is_start_known AS "isStartKnown", c.status_at_start AS "statusAtStart",
  c.bases_at_start AS "basesAtStart", c.status_now AS "statusNow", c.bases_now AS "basesNow", c.unit,
  c.limit_standard AS "limitStandard", c.limit_enhanced AS "limitEnhanced",
  c.due_standard_on::text AS "dueStandardOn", c.due_enhanced_on::text AS "dueEnhancedOn",
  c.soon_standard_on::text AS "soonStandardOn", c.soon_enhanced_on::text AS "soonEnhancedOn", c.due_on::text AS "dueOn",
  c.satisfied_at AS "satisfiedAt", c.satisfied_on::text AS "satisfiedOn", c.satisfied_by AS "satisfiedBy",
  c.satisfied_event_id AS "satisfiedEventId", c.satisfied_referral_id AS "satisfiedReferralId",
  c.victim_reported AS "victimReported", c.victim_reported_at AS "victimReportedAt",
  c.victim_report_event_id AS "victimReportEventId", c.excluded_reason AS "excludedReason",
  c.excluded_at AS "excludedAt", c.feed_covers AS "feedCovers", c.calendar_version AS "calendarVersion",
  c.counted_at AS "countedAt"`;

export const STATE_FIELDS = `
  s.by_standard AS "byStandard", s.by_enhanced AS "byEnhanced", s.at_start AS "atStart", s.now`;

/** The words of a clock's rule. A rule that has gone from `config/` takes its clocks with it as soon as they are counted. */
export const RULE_FIELDS = `
  r.entitlement, l.label AS "limitLabel", r.source, l.fact_status AS "factStatus", r.fact_note AS "factNote",
  l.trigger_clock = 'offence' AS "isFromOffence", l.until_birthday AS "untilBirthday", l.task_ahead AS "remindAhead"`;
export const RULE_OF_CLOCK = `
  JOIN code_rule r ON r.rule_id = c.rule_id AND r.effective_from = c.rule_from
  JOIN code_limit l ON l.rule_id = c.rule_id AND l.effective_from = c.rule_from AND l.limit_code = c.limit_code`;

/** The clocks of the person of a case, or of the one that continues it, as of an instant: the crime that was reported first comes first. */
export function clocksOfCase(tx: Transaction, caseId: string, asOf: Date): Promise<ClockRow[]> {
  return tx.query<ClockRow>(OF_CASE, [caseId, asOf]);
}

const OF_CASE = `
  WITH RECURSIVE ${laterStays('SELECT $1::uuid')}
  SELECT ${CLOCK_FIELDS}, ${STATE_FIELDS}, ${RULE_FIELDS}, p.birth_date_doubt IS NOT NULL AS "isBirthInDoubt",
         'under-18' = ANY (v.groups) AS "wasChild", v.groups @> '{injured-adult,injured-child}' AS "hasBothTimes"
    FROM entitlement_clock c
    JOIN entitlement_victim v ON v.party_id = c.party_id
    JOIN person p ON p.id = c.person_id
   CROSS JOIN LATERAL val_entitlement_states(c, $2::timestamptz) s
   ${RULE_OF_CLOCK}
   WHERE c.case_id IN (SELECT case_id FROM later_stay) AND c.started_at <= $2
   ORDER BY c.started_at, c.incident_id, c.rule_id, l.position, c.id`;
