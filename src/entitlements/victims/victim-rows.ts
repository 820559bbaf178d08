import type { Transaction } from '../../platform/database/transaction.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { earlierStays, laterStays } from './stays.js';
import type { LiftedMarker, MarkerFacts } from '../../victims/contact-safety/danger-markers.js';

/** A victim's party as it is stored. */
export interface PartyRow {
  partyId: string;
  personId: string;
  restricted: boolean;
  incidentId: string;
  role: 'victim' | 'family-member';
  isOrganisation: boolean;
  /** A business has named its point of contact, in the record or as an event. */
  hasNamedContact: boolean;
  /** Null where it is not known, and while it is in doubt: a date that nobody believes proves no age. */
  dateOfBirth: Day | null;
  isBirthInDoubt: boolean;
  reportedAt: Date | null;
  /** The first referral of the party, and the last stay of the case that the newest one belongs to. */
  referralId: string | null;
  caseId: string | null;
}

/** The codes by which a version named the offence. */
export interface OffencesSeen {
  offenceCode?: string | null;
  homeOfficeClass?: string | null;
  nfibCode?: string | null;
}

/** A version of a referral of the crime, as far as it tells who named which offence and when. */
export interface Naming {
  codes: OffencesSeen;
  /** When it was written at its source. */
  at: string;
}

/** A referral of a case, or of one that it continues: a crime that somebody is a victim of. */
export interface CrimeRow {
  caseId: string;
  referralId: string;
  partyId: string;
  reportedAt: Date | null;
  firstAcceptedAt: Date;
  occurredAt: Date | null;
  /** Of every version, each once, in the order in which they came. */
  offences: OffencesSeen[];
  /** When each of them was written at its source; null of what was kept without it. */
  offencesWrittenAt: (string | null)[] | null;
  /** As the crime is recorded now. */
  recorded: OffencesSeen;
  /** When each version that changed the codes was written at its source, the first to do so first. */
  offencesChangedAt: string[];
  /** Where no version of this referral names the offence as it is recorded: what all referrals of the crime tell. */
  crimeNamings: Naming[] | null;
  crimeChangedAt: string | null;
  markers: MarkerFacts['markers'];
  raisedAtVersion: MarkerFacts['raisedAtVersion'];
  lifts: (LiftedMarker & { liftedAt: string })[];
  /** When each version that raised a marker was written at its source, by its number. */
  versionTimes: Record<string, string>;
}

export interface DecisionRow {
  caseId: string;
  status: 'yes' | 'no';
  bases: string[];
  decidedAt: Date;
  recordedAt: Date;
}

/** Whoever may be a victim of the incidents under the Code. A witness is none, and a suspect never. */
export function partiesOf(tx: Transaction, incidentIds: readonly string[]): Promise<PartyRow[]> {
  return tx.query<PartyRow>(PARTIES, [incidentIds]);
}

export function crimesOf(tx: Transaction, caseIds: readonly string[]): Promise<CrimeRow[]> {
  return tx.query<CrimeRow>(CRIMES, [caseIds]);
}

/** What people decided, oldest word first. */
export function decisionsOf(tx: Transaction, caseIds: readonly string[]): Promise<DecisionRow[]> {
  return tx.query<DecisionRow>(DECISIONS, [caseIds]);
}

const PARTIES = `
  WITH RECURSIVE ${laterStays('SELECT DISTINCT case_id FROM referral WHERE incident_id = ANY ($1::uuid[])')}
  SELECT y.id AS "partyId", y.person_id AS "personId", y.restricted, y.incident_id AS "incidentId", y.role,
         p.kind = 'organisation' AS "isOrganisation",
         p.named_contact IS NOT NULL OR EXISTS (
           SELECT FROM current_justice_event e WHERE e.incident_id = y.incident_id AND e.party_id = y.id
              AND e.kind = 'named-contact.given' AND e.source <> 'victim') AS "hasNamedContact",
         CASE WHEN p.birth_date_doubt IS NULL THEN p.date_of_birth::text END AS "dateOfBirth",
         p.birth_date_doubt IS NOT NULL AS "isBirthInDoubt",
         i.reported_at AS "reportedAt", r.first_id AS "referralId", l.case_id AS "caseId"
    FROM party y
    JOIN person p ON p.id = y.person_id
    JOIN incident i ON i.id = y.incident_id
    LEFT JOIN (SELECT party_id, (array_agg(id ORDER BY first_accepted_at, id))[1] AS first_id,
                      (array_agg(case_id ORDER BY first_accepted_at DESC, id DESC))[1] AS newest_case
                 FROM referral WHERE incident_id = ANY ($1::uuid[]) GROUP BY party_id) r ON r.party_id = y.id
    LEFT JOIN later_stay l ON l.first_id = r.newest_case
          AND NOT EXISTS (SELECT FROM support_case n WHERE n.reopened_from = l.case_id)
   WHERE y.incident_id = ANY ($1::uuid[]) AND y.role IN ('victim', 'family-member')
   ORDER BY y.id`;

const OF_CASES = earlierStays('SELECT unnest($1::uuid[])');

const CODE_FIELDS = `ARRAY['incident.offenceCode', 'incident.homeOfficeClass', 'incident.nfibCode']`;

/** The first codes of a referral are those of its first version, whose time is always known. */
const NAMINGS = `
           SELECT jsonb_agg(jsonb_build_object('codes', m.codes, 'at', m.at) ORDER BY m.at, m.place)
             FROM (SELECT e.codes, e.place,
                          coalesce((b.offences_seen -> 'writtenAt' ->> (e.place - 1)::int)::timestamptz,
                                   CASE WHEN e.place = 1 THEN f.last_updated_at END) AS at
                     FROM referral b
                    CROSS JOIN LATERAL jsonb_array_elements(b.offences_seen -> 'codes') WITH ORDINALITY e(codes, place)
                     LEFT JOIN referral_version f ON f.referral_id = b.id AND f.number = 1
                    WHERE b.incident_id = i.id) m
            WHERE m.at IS NOT NULL`;

const NEWEST_CHANGE = `
           SELECT to_jsonb(max(n.last_updated_at)) #>> '{}' FROM referral b JOIN referral_version n ON n.referral_id = b.id
            WHERE b.incident_id = i.id AND n.number > 1 AND n.changed_fields && ${CODE_FIELDS}`;

const CRIMES = `
  WITH RECURSIVE ${OF_CASES}
  SELECT s.last_id AS "caseId", r.id AS "referralId", r.party_id AS "partyId", i.reported_at AS "reportedAt",
         r.first_accepted_at AS "firstAcceptedAt", coalesce(i.occurred_from, i.occurred_to) AS "occurredAt",
         r.offences_seen -> 'codes' AS offences, r.offences_seen -> 'writtenAt' AS "offencesWrittenAt",
         coalesce(v.changes, '[]') AS "offencesChangedAt", o.recorded,
         CASE WHEN o.is_unseen THEN (${NAMINGS}) END AS "crimeNamings",
         CASE WHEN o.is_unseen THEN (${NEWEST_CHANGE}) END AS "crimeChangedAt",
         r.markers, r.markers_raised AS "raisedAtVersion",
         coalesce(l.lifts, '[]') AS lifts, coalesce(v.times, '{}') AS "versionTimes"
    FROM stay s
    JOIN referral r ON r.case_id = s.case_id
    JOIN incident i ON i.id = r.incident_id
    JOIN party y ON y.id = r.party_id
   CROSS JOIN LATERAL (
      SELECT c.recorded, NOT coalesce(r.offences_seen -> 'codes' @> jsonb_build_array(c.recorded), false) AS is_unseen
        FROM (SELECT jsonb_build_object('offenceCode', i.offence_code, 'homeOfficeClass', i.home_office_class,
                                        'nfibCode', i.nfib_code) AS recorded) c) o
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('marker', m.marker, 'atVersion', m.at_version, 'liftedBy', m.lifted_by,
                                          'liftedAt', m.lifted_at) ORDER BY m.lifted_at) AS lifts
        FROM marker_lift m WHERE m.referral_id = r.id) l ON true
    LEFT JOIN LATERAL (
      SELECT jsonb_object_agg(n.number, n.last_updated_at) AS times,
             jsonb_agg(n.last_updated_at ORDER BY n.number) FILTER (WHERE n.changed_fields && ${CODE_FIELDS}) AS changes
        FROM referral_version n WHERE n.referral_id = r.id AND n.number > 1) v ON r.latest_version > 1
   WHERE y.role IN ('victim', 'family-member')
   ORDER BY r.first_accepted_at, r.id`;

const DECISIONS = `
  WITH RECURSIVE ${OF_CASES}
  SELECT s.last_id AS "caseId", d.status, d.bases, d.decided_at AS "decidedAt", d.recorded_at AS "recordedAt"
    FROM stay s JOIN enhanced_status d ON d.case_id = s.case_id
   WHERE NOT d.is_automatic AND d.status IN ('yes', 'no')
   ORDER BY d.recorded_at, d.id`;
