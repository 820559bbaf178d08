import type { Row } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { PartyRole } from '../victims/vocabulary.js';
import type { KnownPerson, KnownWorld } from './known-world.js';
import type { PendingRows } from './pending-rows.js';
import { isOlderThan, sourceInstantOf } from './newness.js';
import type { ReceivedIncident, ReferralRecord, SuspectKey } from './referral-record.js';

/** Writes the crime of an arrival, and who has which part in it. */
export class IncidentWriter {
  constructor(
    private readonly world: KnownWorld,
    private readonly rows: PendingRows,
    private readonly now: Date,
  ) {}

  /** The incident's id: the crime that is held under its reference, with what is newly said of it, or a new one. */
  findOrCreate(record: ReferralRecord): string {
    const received = record.incident;
    const key = received.crimeReference ? `${received.force} ${received.crimeReference}` : null;
    const held = key ? this.world.incidents.get(key) : undefined;
    if (held) {
      this.update(held, record);
      return held;
    }
    const id = newId();
    const at = sourceInstantOf(record);
    const times = { source_updated_at: at, created_at: this.now, updated_at: this.now };
    const status = { crime_status: null, crime_status_updated_at: null };
    this.rows.insert('incident', { id, ...columnsOf(received), ...status, ...times });
    if (at) this.world.incidentsUpdatedAt.set(id, at);
    this.heedStatus(id, record);
    if (key) this.world.incidents.set(key, id);
    return id;
  }

  /** Takes over what is given; a blank wipes nothing, and what is older than what is held fills blanks only. */
  update(incidentId: string, record: ReferralRecord): void {
    this.heedStatus(incidentId, record);
    const columns = columnsOf(record.incident);
    if (isOlderThan(this.world.incidentsUpdatedAt.get(incidentId), record)) {
      this.rows.fill('incident', incidentId, columns);
      this.rows.update('incident', incidentId, { updated_at: this.now });
      return;
    }
    const at = sourceInstantOf(record);
    this.rows.merge('incident', incidentId, { ...columns, source_updated_at: at, updated_at: this.now });
    if (at) this.world.incidentsUpdatedAt.set(incidentId, at);
  }

  /**
   * Takes over the status where none newer is held: the newest one that is given wins, whatever newer row left it blank,
   * and whatever else of this row is older than what is held. Says whether it is another than before.
   * @param isRepeat the row brings no version: what was said at the same instant stands
   */
  heedStatus(incidentId: string, record: ReferralRecord, { isRepeat = false } = {}): boolean {
    const status = record.incident.crimeStatus;
    const saidAt = sourceInstantOf(record);
    const held = this.world.crimeStatuses.get(incidentId);
    if (status === null || saidAt === null) return false;
    if (held && (isRepeat ? saidAt <= held.saidAt : saidAt < held.saidAt)) return false;
    this.world.crimeStatuses.set(incidentId, { status, saidAt });
    this.rows.update('incident', incidentId, { crime_status: status, crime_status_updated_at: saidAt });
    return status !== held?.status;
  }

  /** The party of a person in a role, held or new. */
  party(incidentId: string, person: KnownPerson, role: PartyRole): string {
    const held = this.world.parties.get(`${incidentId} ${person.id} ${role}`);
    if (held) return held;
    const id = newId();
    this.rows.insert('party', {
      id,
      incident_id: incidentId,
      person_id: person.id,
      restricted: person.restricted,
      role,
      created_at: this.now,
    });
    this.world.rememberParty(incidentId, person.id, role, id);
    return id;
  }

  /**
   * Keeps the keys by which suspects of the incident collide with people we serve. Says whether one is new to the
   * referral that names it, whoever named it first.
   * @param heardAt when the referral last told us anything
   */
  suspects(incidentId: string, keys: readonly SuspectKey[], heardAt: Date): boolean {
    if (keys.length === 0) return false;
    let isNew = false;
    const partyId = this.world.suspectParties.get(incidentId) ?? this.newSuspectParty(incidentId);
    for (const { kind, key } of keys) {
      const known = `${partyId} ${kind} ${key}`;
      const since = this.world.suspectKeys.get(known);
      if (!since || since > heardAt) isNew = true;
      if (since) continue;
      this.world.suspectKeys.set(known, this.now);
      this.rows.insert('suspect_key', {
        party_id: partyId,
        incident_id: incidentId,
        kind,
        key,
        first_seen_at: this.now,
      });
    }
    return isNew;
  }

  /** Until when suspects whom a record names were named first; by a transaction that began after this one, too. */
  namedUntil(incidentId: string, keys: readonly SuspectKey[]): Date {
    const partyId = this.world.suspectParties.get(incidentId);
    const since = keys.flatMap(
      ({ kind, key }) => this.world.suspectKeys.get(`${partyId} ${kind} ${key}`) ?? [],
    );
    return new Date(Math.max(this.now.getTime(), ...since.map((at) => at.getTime())));
  }

  private newSuspectParty(incidentId: string): string {
    const id = newId();
    this.rows.insert('party', {
      id,
      incident_id: incidentId,
      person_id: null,
      restricted: false,
      role: 'suspect',
      created_at: this.now,
    });
    this.world.suspectParties.set(incidentId, id);
    return id;
  }
}

/** All but the status, which has a time of its own. */
function columnsOf(received: ReceivedIncident): Row {
  return {
    force: received.force,
    crime_reference: received.crimeReference,
    incident_reference: received.incidentReference,
    offence_code: received.offenceCode,
    home_office_class: received.homeOfficeClass,
    nfib_code: received.nfibCode,
    offence_title: received.offenceTitle,
    crime_outcome: received.crimeOutcome,
    reported_at: received.reportedAt,
    recorded_at: received.recordedAt,
    occurred_from: received.occurredFrom,
    occurred_to: received.occurredTo,
    officer_collar_number: received.officerCollarNumber,
    officer_name: received.officerName,
    local_policing_area: received.localPolicingArea,
    loss_pence: received.lossPence,
    unresourced: received.unresourced,
  };
}
