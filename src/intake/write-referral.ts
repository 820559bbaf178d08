import type { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { newId } from '../platform/ids.js';
import { answerColumns, firstAnswers, newerAnswers } from './answers.js';
import type { KnownPerson, KnownReferral, KnownWorld } from './known-world.js';
import { combined, firstMarkers } from './markers.js';
import type { PendingRows } from './pending-rows.js';
import type { Arrival, ReferralRecord } from './referral-record.js';
import { changedFieldNames, contentOf, type VersionContent, versionRow } from './versions.js';

/** Where a new referral belongs. */
interface ReferralPlace {
  caseId: string;
  incidentId: string;
  partyId: string;
}

/** What a newer version changed. */
interface NewVersion {
  number: number;
  /** Names of the fields that differ. */
  fields: string[];
  /** Markers of danger that came as yes and were not yes before. */
  raised: string[];
  before: VersionContent;
}

/** Writes referrals and their versions. */
export class ReferralWriter {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly world: KnownWorld,
    private readonly rows: PendingRows,
    /** What the newest version of each referral says, by referral id. */
    private readonly newest: Map<string, VersionContent>,
    private readonly now: Date,
  ) {}

  /** Returns the id of the new referral. */
  create(arrival: Arrival, person: KnownPerson, place: ReferralPlace): string {
    const { record, fileId } = arrival;
    const id = newId();
    const markers = firstMarkers(record);
    const answers = firstAnswers(record);
    this.rows.insert('referral', {
      id,
      person_id: person.id,
      restricted: person.restricted,
      case_id: place.caseId,
      incident_id: place.incidentId,
      party_id: place.partyId,
      pathway: record.pathway,
      feed: record.feed,
      source_key: record.sourceKey,
      sent_by: record.sentBy,
      sender_reference: record.senderReference,
      import_id: fileId,
      first_accepted_at: this.now,
      ...this.stateOf(record, 1),
      ...answerColumns(answers),
      ...markers.columns,
      reason_sealed: record.reason && this.sealReason(record.reason, id),
    });
    const { lastUpdatedAt, contentSha256 } = record;
    const known = { id, personId: person.id, caseId: place.caseId, incidentId: place.incidentId };
    const when = { lastUpdatedAt, lastReceivedAt: this.now };
    const state = { ...when, contentSha256, latestVersion: 1, ...markers.known, ...answers };
    this.world.referrals.set(`${record.feed} ${record.sourceKey}`, { ...known, ...state });
    this.addVersionRow(arrival, person, id, 1, []);
    return id;
  }

  addVersion(arrival: Arrival, person: KnownPerson, referral: KnownReferral): NewVersion {
    const { record } = arrival;
    const number = referral.latestVersion + 1;
    const held = this.newest.get(referral.id);
    const before = held ?? contentOf(record);
    const markers = combined(referral, record, number, held?.markers);
    const answers = newerAnswers(referral, record);
    const fields = changedFieldNames(before, record);
    const columns = { ...this.stateOf(record, number), ...answerColumns(answers), ...markers.columns };
    this.rows.update('referral', referral.id, columns);
    const { lastUpdatedAt, contentSha256 } = record;
    const state = { lastUpdatedAt, lastReceivedAt: this.now, contentSha256, latestVersion: number };
    Object.assign(referral, { ...state, ...markers.known, ...answers });
    this.addVersionRow(arrival, person, referral.id, number, fields);
    return { number, fields, raised: markers.raised, before };
  }

  private addVersionRow(
    arrival: Arrival,
    person: KnownPerson,
    id: string,
    number: number,
    fields: string[],
  ): void {
    const row = versionRow(this.encryption, arrival, person, id, number, fields, this.now);
    this.rows.insert('referral_version', row);
    this.newest.set(id, contentOf(arrival.record));
  }

  private stateOf(record: ReferralRecord, version: number) {
    return {
      latest_version: version,
      content_sha256: record.contentSha256,
      last_updated_at: record.lastUpdatedAt,
      last_received_at: this.now,
      repeat_victim: record.repeatVictim,
    };
  }

  private sealReason(reason: string, id: string): string {
    return this.encryption.seal(reason, { table: 'referral', column: 'reason_sealed', rowId: id });
  }
}
