import type { DangerMarker, MarkerAnswer } from '../victims/contact-safety/danger-markers.js';
import type { CorrectableField } from '../victims/correctable-fields.js';
import type { ContactPointKind } from '../victims/vocabulary.js';
import type { PriorityReason } from '../cases/priority.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { ReferralRecord } from './referral-record.js';

export interface KnownReferral {
  id: string;
  personId: string;
  caseId: string;
  incidentId: string;
  lastUpdatedAt: Date;
  /** When it last told us anything. */
  lastReceivedAt: Date;
  latestVersion: number;
  contentSha256: string;
  markers: Record<DangerMarker, MarkerAnswer>;
  markersRaised: Partial<Record<DangerMarker, number>>;
  offencesSeen: OffenceCodes[];
  /** When the version that first named each of them was written; null of what was kept without it. */
  offencesWrittenAt: (string | null)[] | null;
  relationshipCodes: string[];
  victimSupport: boolean | null;
  victimAware: boolean | null;
  custodyAddress: boolean;
  unknownCodes: string[];
  contactPreferences: string[];
}

/** The three codes by which an offence may be known. */
export interface OffenceCodes {
  offenceCode: string | null;
  homeOfficeClass: string | null;
  nfibCode: string | null;
}

export interface KnownPerson {
  id: string;
  restricted: boolean;
  kind: 'individual' | 'organisation';
  givenName: string | null;
  surname: string | null;
  organisationName: string | null;
  postcode: string | null;
  dateOfBirth: string | null;
  birthDateDoubt: string | null;
  /** What a colleague decided: no arrival changes it. */
  settledFields: readonly CorrectableField[];
  /** When the row that said the newest of the person was last updated at its source. */
  sourceUpdatedAt: Date | null;
  openCaseId: string | null;
}

export interface KnownContactPoint {
  id: string;
  personId: string;
  kind: ContactPointKind;
  blindIndex: string | null;
  isConfirmed: boolean;
}

/** A closed case that no later one continues. */
export interface ClosedCase {
  id: string;
  closedAt: Date;
  priority: number;
  priorityReasons: PriorityReason[];
  cohorts: string[];
}

/** The status of a crime, as its source said it last. */
export interface KnownCrimeStatus {
  status: string;
  saidAt: Date;
}

/** What is already held of the people and crimes that a batch of arrivals speaks of; kept up to date as the batch is worked. */
export class KnownWorld {
  readonly referrals = new Map<string, KnownReferral>();
  readonly people = new Map<string, KnownPerson>();
  /** Person id by `source value`. */
  readonly identifiers = new Map<string, string>();
  /** Which sources know a person by an id, by person id. */
  readonly sourcesOfPerson = new Map<string, Set<string>>();
  /** Incident id by `force crime-reference`. */
  readonly incidents = new Map<string, string>();
  /** When the row that said the newest of a crime was last updated at its source, by incident id. */
  readonly incidentsUpdatedAt = new Map<string, Date>();
  /** What is held of a crime's status, by incident id. */
  readonly crimeStatuses = new Map<string, KnownCrimeStatus>();
  /** Party id by `incident person role`. */
  readonly parties = new Map<string, string>();
  readonly peopleOfIncident = new Map<string, Set<string>>();
  readonly suspectParties = new Map<string, string>();
  /** When each key was first seen, by `party kind key`. */
  readonly suspectKeys = new Map<string, Date>();
  readonly contactPoints = new Map<string, KnownContactPoint[]>();
  /** By person: closed cases that no later one continues, the last first; of those alone who have no open case. */
  readonly closedCases = new Map<string, ClosedCase[]>();
  /** `person sha256` of notes already held. */
  readonly notes = new Set<string>();

  /** Reads what is held, in a handful of statements however many arrivals there are. */
  static async load(tx: Transaction, records: readonly ReferralRecord[]): Promise<KnownWorld> {
    const world = new KnownWorld();
    await world.loadReferrals(tx, records);
    await world.loadIdentifiers(tx, records);
    await world.loadIncidents(tx, records);
    await world.loadPeople(tx);
    return world;
  }

  personOf(record: ReferralRecord): KnownPerson | null {
    const identifier = record.person.identifier;
    const id = identifier ? this.identifiers.get(`${identifier.source} ${identifier.value}`) : undefined;
    return id ? (this.people.get(id) ?? null) : null;
  }

  rememberIdentifier({ source, value }: { source: string; value: string }, personId: string): void {
    this.identifiers.set(`${source} ${value}`, personId);
    const sources = this.sourcesOfPerson.get(personId) ?? new Set();
    this.sourcesOfPerson.set(personId, sources.add(source));
  }

  rememberParty(incidentId: string, personId: string, role: string, partyId: string): void {
    this.parties.set(`${incidentId} ${personId} ${role}`, partyId);
    const people = this.peopleOfIncident.get(incidentId) ?? new Set();
    this.peopleOfIncident.set(incidentId, people.add(personId));
  }

  private async loadReferrals(tx: Transaction, records: readonly ReferralRecord[]): Promise<void> {
    const rows = await tx.query<KnownReferral & { feed: string; sourceKey: string }>(
      `SELECT r.id, r.person_id AS "personId", r.case_id AS "caseId", r.incident_id AS "incidentId", r.feed,
              r.source_key AS "sourceKey", r.last_updated_at AS "lastUpdatedAt",
              r.last_received_at AS "lastReceivedAt", r.latest_version AS "latestVersion",
              r.content_sha256 AS "contentSha256", r.markers, r.markers_raised AS "markersRaised",
              r.offences_seen -> 'codes' AS "offencesSeen", r.offences_seen -> 'writtenAt' AS "offencesWrittenAt",
              r.relationship_codes AS "relationshipCodes",
              r.victim_support AS "victimSupport", r.victim_aware AS "victimAware",
              r.custody_address AS "custodyAddress", r.unknown_codes AS "unknownCodes",
              r.contact_preferences AS "contactPreferences"
         FROM unnest($1::text[], $2::text[]) AS wanted(feed, key)
         JOIN referral r ON r.feed = wanted.feed AND r.source_key = wanted.key`,
      [records.map((record) => record.feed), records.map((record) => record.sourceKey)],
    );
    rows.forEach((row) => this.referrals.set(`${row.feed} ${row.sourceKey}`, row));
  }

  private async loadIdentifiers(tx: Transaction, records: readonly ReferralRecord[]): Promise<void> {
    const wanted = records.flatMap((record) => record.person.identifier ?? []);
    const rows = await tx.query<{ source: string; value: string; personId: string }>(
      `SELECT i.source, i.value, i.person_id AS "personId"
         FROM unnest($1::text[], $2::text[]) AS wanted(source, value)
         JOIN person_identifier i ON i.source = wanted.source AND i.value = wanted.value`,
      [wanted.map((item) => item.source), wanted.map((item) => item.value)],
    );
    rows.forEach((row) => this.identifiers.set(`${row.source} ${row.value}`, row.personId));
  }

  private async loadIncidents(tx: Transaction, records: readonly ReferralRecord[]): Promise<void> {
    const wanted = records.map((record) => record.incident).filter((incident) => incident.crimeReference);
    const incidents = await tx.query<{ id: string; force: string; reference: string }>(
      `SELECT i.id, i.force, i.crime_reference AS reference
         FROM unnest($1::text[], $2::text[]) AS wanted(force, reference)
         JOIN incident i ON i.force = wanted.force AND i.crime_reference = wanted.reference`,
      [wanted.map((incident) => incident.force), wanted.map((incident) => incident.crimeReference)],
    );
    incidents.forEach((row) => this.incidents.set(`${row.force} ${row.reference}`, row.id));
    const ids = [
      ...new Set([...this.incidents.values(), ...[...this.referrals.values()].map((r) => r.incidentId)]),
    ];
    await this.loadUpdates(tx, ids);
    const parties = await tx.query<{ id: string; incidentId: string; personId: string | null; role: string }>(
      `SELECT id, incident_id AS "incidentId", person_id AS "personId", role FROM party WHERE incident_id = ANY ($1)`,
      [ids],
    );
    for (const party of parties) {
      if (party.personId) this.rememberParty(party.incidentId, party.personId, party.role, party.id);
      else this.suspectParties.set(party.incidentId, party.id);
    }
    const keys = await tx.query<{ partyId: string; kind: string; key: string; since: Date }>(
      `SELECT party_id AS "partyId", kind, key, first_seen_at AS since FROM suspect_key WHERE incident_id = ANY ($1)`,
      [ids],
    );
    keys.forEach((row) => this.suspectKeys.set(`${row.partyId} ${row.kind} ${row.key}`, row.since));
  }

  private async loadUpdates(tx: Transaction, ids: string[]): Promise<void> {
    const updates = await tx.query<{
      id: string;
      at: Date | null;
      status: string | null;
      saidAt: Date | null;
    }>(
      `SELECT id, source_updated_at AS at, crime_status AS status, crime_status_updated_at AS "saidAt"
         FROM incident WHERE id = ANY ($1)`,
      [ids],
    );
    for (const { id, at, status, saidAt } of updates) {
      if (at) this.incidentsUpdatedAt.set(id, at);
      if (status !== null && saidAt) this.crimeStatuses.set(id, { status, saidAt });
    }
  }

  private async loadPeople(tx: Transaction): Promise<void> {
    const ofReferrals = [...this.referrals.values()].map((referral) => referral.personId);
    const ofIncidents = [...this.peopleOfIncident.values()].flatMap((people) => [...people]);
    const ids = [...new Set([...this.identifiers.values(), ...ofReferrals, ...ofIncidents])];
    // Held first, read then: what a closure or a correction that was under way did is seen.
    await tx.query('SELECT id FROM person WHERE id = ANY ($1) ORDER BY id FOR UPDATE', [ids]);
    const people = await tx.query<KnownPerson>(
      `SELECT p.id, p.restricted, p.kind, p.given_name AS "givenName", p.surname,
              p.organisation_name AS "organisationName", p.postcode, p.date_of_birth AS "dateOfBirth",
              p.birth_date_doubt AS "birthDateDoubt", p.source_updated_at AS "sourceUpdatedAt",
              ARRAY(SELECT DISTINCT x.field FROM person_correction x WHERE x.person_id = p.id) AS "settledFields",
              (SELECT c.id FROM support_case c WHERE c.person_id = p.id AND c.closed_at IS NULL) AS "openCaseId"
         FROM person p WHERE p.id = ANY ($1) ORDER BY p.id`,
      [ids],
    );
    people.forEach((person) => this.people.set(person.id, person));
    await this.loadAboutPeople(tx, ids);
    await this.loadClosedCases(tx, ofReferrals);
  }

  /** What news of danger would begin anew, should it come. */
  private async loadClosedCases(tx: Transaction, personIds: readonly string[]): Promise<void> {
    const ids = [...new Set(personIds)].filter((id) => this.people.get(id)?.openCaseId === null);
    if (ids.length === 0) return;
    const rows = await tx.query<ClosedCase & { personId: string }>(
      `SELECT c.id, c.person_id AS "personId", c.closed_at AS "closedAt", c.priority,
              c.priority_reasons AS "priorityReasons", c.cohorts
         FROM support_case c
        WHERE c.person_id = ANY ($1) AND c.closed_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM support_case l WHERE l.reopened_from = c.id)
        ORDER BY c.closed_at DESC, c.id DESC`,
      [ids],
    );
    for (const { personId, ...closed } of rows)
      this.closedCases.set(personId, [...(this.closedCases.get(personId) ?? []), closed]);
  }

  private async loadAboutPeople(tx: Transaction, ids: string[]): Promise<void> {
    const identifiers = await tx.query<{ source: string; value: string; personId: string }>(
      `SELECT source, value, person_id AS "personId" FROM person_identifier WHERE person_id = ANY ($1)`,
      [ids],
    );
    identifiers.forEach((row) => this.rememberIdentifier(row, row.personId));
    const points = await tx.query<KnownContactPoint>(
      `SELECT id, person_id AS "personId", kind, blind_index AS "blindIndex", confirmed_at IS NOT NULL AS "isConfirmed"
         FROM contact_point WHERE person_id = ANY ($1) AND superseded_at IS NULL`,
      [ids],
    );
    points.forEach((point) =>
      this.contactPoints.set(point.personId, [...(this.contactPoints.get(point.personId) ?? []), point]),
    );
    const notes = await tx.query<{ personId: string; sha256: string }>(
      `SELECT person_id AS "personId", text_sha256 AS sha256 FROM safe_contact_note WHERE person_id = ANY ($1)`,
      [ids],
    );
    notes.forEach((row) => this.notes.add(`${row.personId} ${row.sha256}`));
  }
}
