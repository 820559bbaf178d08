import { earlierStays } from '../victims/stays.js';

/** The London day of an instant. */
export const londonDay = (instant: string): string => `(${instant} AT TIME ZONE 'Europe/London')::date`;

const FACT_COLUMNS = `h.event_id, h.referral_id, h.suspect_key, h.kind, h.outcome, h.occurred_at, h.recorded_at, h.received_at,
         h.source,
         h.answers_event_id, h.answers_kind, h.answers_rule, h.channel, h.quality`;
const OF_A_RECORD = (kind: string, at: string, source: string, channel = 'NULL', outcome = 'NULL') => `
    SELECT v.party_id AS victim_id, NULL::uuid AS event_id, v.referral_id, NULL::text AS suspect_key,
           '${kind}' AS kind, ${outcome}::text AS outcome, ${at} AS occurred_at, ${at} AS recorded_at,
           NULL::timestamptz AS received_at,
           '${source}' AS source, NULL::uuid AS answers_event_id, NULL::text AS answers_kind, NULL::text AS answers_rule,
           ${channel}::text AS channel, NULL::jsonb AS quality
      FROM victim v`;

/** When a version was written down: at its source or by the service; what a person says here, when they said it here. */
const WRITTEN = (version: string) => `CASE WHEN ${version}.import_id IS NULL THEN ${version}.recorded_at
                  ELSE least(${version}.recorded_at, ${version}.source_updated_at) END`;

/** When the newest version, or an earlier one that says the same, was written down. */
const SAID = 'kind, outcome, party_id, answers_event_id, answers_rule, suspect_key'.split(', ');
const FIRST_SAID = `CASE WHEN e.supersedes_id IS NULL THEN ${WRITTEN('e')} ELSE (
             SELECT min(${WRITTEN('b')}) FROM justice_event b
              WHERE b.original_id = e.original_id AND NOT b.withdrawn
                AND (${SAID.map((column) => `b.${column}`).join(', ')})
                  IS NOT DISTINCT FROM (${SAID.map((column) => `e.${column}`).join(', ')})) END`;

/**
 * Who took a report that no event tells of: a reference of Action Fraud or Report Fraud (NFRC and twelve digits) is a
 * national service's, and that report is on no force's clock.
 */
const TAKEN_BY = `CASE WHEN concat_ws(' ', i.crime_reference, i.incident_reference, o.sender_reference)
                     ~ '\\mNFRC[0-9]{12}\\M' THEN 'to-national-service' END`;

/** When the file came, or the single referral: what waits here afterwards is no delay of whoever sent it. */
const ARRIVED_AT = 'coalesce(n.received_at, r.first_accepted_at)';

/** The columns of an event that clocks rest on, of the victims of the incidents `$1`. */
const HAPPENED = `
  happened AS MATERIALIZED (
    SELECT e.incident_id, e.party_id, e.original_id AS event_id, NULL::uuid AS referral_id, e.suspect_key, e.kind,
           e.outcome, e.occurred_at, e.received_at, ${FIRST_SAID} AS recorded_at, e.source, e.answers_event_id, a.kind AS answers_kind,
           e.answers_rule, e.channel, e.quality
      FROM current_justice_event e
      LEFT JOIN current_justice_event a ON a.original_id = e.answers_event_id AND a.incident_id = ANY ($1::uuid[])
     WHERE e.incident_id = ANY ($1::uuid[]))`;

/**
 * Everything that happened, once for each victim whom it concerns. What VAL's own records show stands beside the
 * events: when the crime was reported and recorded, that the police referred the victim, that VAL assessed their needs
 * and asked what they need to take part, and that its letter told of the Code, also before the case was closed and went on as another. The automatic email says nothing of rights, and is no evidence.
 */
export const FACTS = `
  victim AS MATERIALIZED (SELECT * FROM entitlement_victim WHERE incident_id = ANY ($1::uuid[])),
  ${earlierStays('SELECT DISTINCT case_id FROM victim WHERE case_id IS NOT NULL')},
  ${HAPPENED},
  told AS (
    SELECT v.party_id AS victim_id, ${FACT_COLUMNS} FROM victim v
      JOIN happened h ON h.incident_id = v.incident_id AND (h.party_id IS NULL OR h.party_id = v.party_id)
    UNION ALL ${OF_A_RECORD('crime.reported', 'i.reported_at', 'police', 'NULL', TAKEN_BY)}
      JOIN incident i ON i.id = v.incident_id
      JOIN referral o ON o.id = v.referral_id
     WHERE i.reported_at IS NOT NULL AND v.referral_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM happened h WHERE h.incident_id = i.id AND h.kind = 'crime.reported')
    UNION ALL ${OF_A_RECORD('crime.recorded', 'i.recorded_at', 'police')}
      JOIN incident i ON i.id = v.incident_id
     WHERE i.recorded_at IS NOT NULL AND v.referral_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM happened h WHERE h.incident_id = i.id AND h.kind = 'crime.recorded')
    UNION ALL ${OF_A_RECORD('referral.made', ARRIVED_AT, 'police').replace('v.referral_id', 'r.id AS referral_id')}
      JOIN referral r ON r.party_id = v.party_id
      LEFT JOIN intake_file n ON n.id = r.import_id WHERE r.pathway IN ('athena', 'internal')
    UNION ALL ${OF_A_RECORD('needs.assessed', 'a.completed_at', 'val')}
      JOIN stay s ON s.last_id = v.case_id
      JOIN assessment a ON a.case_id = s.case_id AND a.kind = 'needs'
    UNION ALL ${OF_A_RECORD('communication-needs.assessed', 'a.completed_at', 'val')}
      JOIN stay s ON s.last_id = v.case_id
      JOIN assessment a ON a.case_id = s.case_id AND a.kind = 'needs' AND a.answers ? 'accessNeeds'
    UNION ALL ${OF_A_RECORD('information.given', 'm.sent_at', 'val', `'letter'`)}
      JOIN stay s ON s.last_id = v.case_id
      JOIN message m ON m.case_id = s.case_id
     WHERE m.template_code = 'letter-no-needs' AND m.state IN ('sent', 'delivered')),
  fact AS MATERIALIZED (
    SELECT * FROM (
      SELECT t.*, ${londonDay('t.occurred_at')} AS on_day,
             row_number() OVER (PARTITION BY t.victim_id, t.kind
                                ORDER BY t.occurred_at, t.event_id, t.referral_id) AS place
        FROM told t) numbered
     WHERE kind <> 'crime.reported' OR place = 1)`;
