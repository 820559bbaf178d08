import type { Clock, ClockStates } from '../../src/entitlements/clocks/clock.js';
import type { Fact, StatusStep, VictimHistory } from '../../src/entitlements/clocks/fact.js';
import type { CaseworkApplication } from './casework-application.js';
import type { InventedHistory } from './invented-histories.js';
import type { Somebody } from './people.js';

/** The victim as the evaluator takes them: what the history says, and the status that the room keeps. */
export async function historyOf(
  casework: CaseworkApplication,
  { partyId, referralId, incidentId }: Somebody,
  history: InventedHistory,
): Promise<VictimHistory> {
  const [victim] = await casework.rows<{ groups: string[] }>(
    'SELECT groups FROM entitlement_victim WHERE party_id = $1',
    partyId,
  );
  const statuses = await casework.rows<StatusStep>(STATUSES, partyId);
  const events = await casework.rows<Fact>(EVENTS, incidentId, partyId);
  return {
    partyId,
    groups: victim!.groups,
    offenceAt: history.occurredFrom === null ? null : new Date(history.occurredFrom),
    bornOn: history.isOrganisation ? null : history.dateOfBirth,
    statuses,
    facts: [...events, ...recorded(history, referralId, events)],
  };
}

/** What the referral's own record says. */
function recorded(history: InventedHistory, referralId: string, events: readonly Fact[]): Fact[] {
  const record = (kind: string, at: string): Fact => ({
    ...{ eventId: null, referralId, kind, suspectKey: null, outcome: null, occurredAt: new Date(at) },
    ...{ recordedAt: new Date(at) },
    ...{ receivedAt: null, source: 'police', answersEventId: null, answersKind: null, answersRule: null },
    ...{ channel: null, quality: null },
  });
  const isTold = (kind: string) => events.some((event) => event.kind === kind);
  const { reportedAt } = history;
  return [
    ...(reportedAt !== null && !isTold('crime.reported') ? [record('crime.reported', reportedAt)] : []),
    ...(reportedAt !== null && !isTold('crime.recorded') ? [record('crime.recorded', reportedAt)] : []),
    ...(history.pathway === 'athena' ? [record('referral.made', history.referredAt)] : []),
  ];
}

/** The clocks of one victim as they are stored, with their states as of an instant. */
export function storedClocks(
  casework: CaseworkApplication,
  { partyId }: Somebody,
  asOf: Date,
): Promise<(Clock & ClockStates)[]> {
  return casework.rows<Clock & ClockStates>(CLOCKS, partyId, asOf);
}

const STATUSES = `
  SELECT CASE WHEN known_from = '-infinity' THEN '-infinity'::float8 ELSE extract(epoch FROM known_from)::float8 * 1000 END AS "from",
         CASE WHEN known_until = 'infinity' THEN 'infinity'::float8 ELSE extract(epoch FROM known_until)::float8 * 1000 END AS until,
         status, bases
    FROM entitlement_status WHERE party_id = $1 ORDER BY known_from`;

const EVENTS = `
  SELECT e.original_id AS "eventId", NULL AS "referralId", e.kind, e.suspect_key AS "suspectKey", e.outcome,
         e.occurred_at AS "occurredAt", e.recorded_at AS "recordedAt", e.received_at AS "receivedAt", e.source,
         e.answers_event_id AS "answersEventId", a.kind AS "answersKind", e.answers_rule AS "answersRule", e.channel,
         e.quality
    FROM justice_event e LEFT JOIN justice_event a ON a.id = e.answers_event_id
   WHERE e.incident_id = $1 AND (e.party_id IS NULL OR e.party_id = $2)`;

const CLOCKS = `
  SELECT c.rule_id AS "ruleId", c.rule_from::text AS "ruleFrom", c.limit_code AS "limitCode",
         c.duty_holder AS "dutyHolder", c.feed, c.start_kind AS "startKind", c.start_event_id AS "startEventId",
         c.start_referral_id AS "startReferralId", c.started_at AS "startedAt", c.started_on::text AS "startedOn",
         c.is_start_known AS "isStartKnown", c.status_at_start AS "statusAtStart", c.bases_at_start AS "basesAtStart",
         c.status_now AS "statusNow", c.bases_now AS "basesNow", c.unit, c.limit_standard AS "limitStandard",
         c.limit_enhanced AS "limitEnhanced", c.due_standard_on::text AS "dueStandardOn",
         c.due_enhanced_on::text AS "dueEnhancedOn", c.soon_standard_on::text AS "soonStandardOn",
         c.soon_enhanced_on::text AS "soonEnhancedOn", c.due_on::text AS "dueOn", c.satisfied_at AS "satisfiedAt",
         c.satisfied_on::text AS "satisfiedOn", c.satisfied_by AS "satisfiedBy",
         c.satisfied_event_id AS "satisfiedEventId", c.satisfied_referral_id AS "satisfiedReferralId",
         c.victim_reported AS "victimReported", c.victim_reported_at AS "victimReportedAt",
         c.excluded_reason AS "excludedReason", c.excluded_at AS "excludedAt", c.feed_covers AS "feedCovers",
         s.by_standard AS "byStandard", s.by_enhanced AS "byEnhanced", s.at_start AS "atStart", s.now
    FROM entitlement_clock c CROSS JOIN LATERAL val_entitlement_states(c, $2) s WHERE c.party_id = $1`;
