import type { DangerMarker, MarkerAnswer } from '../victims/contact-safety/danger-markers.js';
import type { ContactPointKind, PartyRole, Pathway } from '../victims/vocabulary.js';

/** A value by which a suspect's means of contact collide with a victim's: already normalised, then keyed. */
export interface SuspectKey {
  kind: 'phone' | 'email' | 'postcode' | 'person';
  key: string;
}

/** One way to reach a person, as received. */
export interface ReceivedContactPoint {
  kind: ContactPointKind;
  /** What a coordinator reads: normalised where it could be, else as it came. */
  value: string;
  /** Keyed look-up hash; null where the value cannot be used. */
  blindIndex: string | null;
  /** Why it cannot be used. */
  invalidCode: string | null;
}

/** The person of a referral, as received. */
export interface ReceivedPerson {
  /** Ids that the source knows the person by; they are aliases. */
  identifier: { source: string; value: string } | null;
  kind: 'individual' | 'organisation';
  title: string | null;
  givenName: string | null;
  middleName: string | null;
  surname: string | null;
  alias: string | null;
  organisationName: string | null;
  namedContact: string | null;
  /** ISO day; null where blank or in doubt. */
  dateOfBirth: string | null;
  birthDateDoubt: string | null;
  dateOfDeath: string | null;
  deceased: boolean;
  gender: string | null;
  ethnicitySelfDefined: string | null;
  ethnicityObserved: string | null;
  nationality: string | null;
  preferredLanguage: string | null;
  interpreterRequired: boolean | null;
  disability: string | null;
  communicationNeeds: string | null;
  postcode: string | null;
}

/** The crime or event of a referral, as received. */
export interface ReceivedIncident {
  force: string | null;
  crimeReference: string | null;
  incidentReference: string | null;
  offenceCode: string | null;
  homeOfficeClass: string | null;
  nfibCode: string | null;
  offenceTitle: string | null;
  crimeStatus: string | null;
  crimeOutcome: string | null;
  reportedAt: Date | null;
  recordedAt: Date | null;
  occurredFrom: Date | null;
  occurredTo: Date | null;
  officerCollarNumber: string | null;
  officerName: string | null;
  localPolicingArea: string | null;
  lossPence: number | null;
  unresourced: boolean | null;
}

/**
 * One arrival, whatever way it came: a row of an extract or a single referral, checked, normalised and ready to be
 * given its disposition.
 */
export interface ReferralRecord {
  feed: string;
  /** What makes two arrivals the same referral within a feed. */
  sourceKey: string;
  pathway: Pathway;
  sentBy: string;
  senderReference: string | null;
  lastUpdatedAt: Date;
  role: PartyRole;
  person: ReceivedPerson;
  incident: ReceivedIncident;
  contactPoints: ReceivedContactPoint[];
  suspectKeys: SuspectKey[];
  markers: Record<DangerMarker, MarkerAnswer>;
  /** Codes of the relationship to each suspect; empty where blank. */
  relationshipCodes: string[];
  /** What the source says of these; null is not answered. */
  victimSupport: boolean | null;
  victimAware: boolean | null;
  repeatVictim: boolean | null;
  /** Null where no address came. */
  custodyAddress: boolean | null;
  /** Names of fields whose code no list knows, or whose answer cannot be read. */
  unknownCodes: string[];
  /** Names of fields of the kind that `unknownCodes` names, of which this arrival was understood. */
  knownFields: string[];
  /** Codes of the list of contact preferences; empty where blank. */
  contactPreferences: string[];
  safeContactNote: string | null;
  reason: string | null;
  /** SHA-256 of all that was received but the time of its last update. */
  contentSha256: string;
}

/** Where an arrival came from. */
export interface Arrival {
  record: ReferralRecord;
  fileId: string | null;
  rowNumber: number | null;
}

export type Disposition = 'created' | 'joined' | 'updated' | 'unchanged' | 'quarantined' | 'rejected';

/** What became of an arrival. */
export interface Disposed {
  disposition: Disposition;
  reasonCode: string | null;
  field: string | null;
  referralId: string | null;
  caseId: string | null;
  personId: string | null;
}
