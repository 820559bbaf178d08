import type { ContactPointKind, PartyRole } from '../vocabulary.js';
import type { DangerMarker, MarkerFacts } from './danger-markers.js';
import type { SuppressorCode } from './safety-reasons.js';

/** A calendar day in London, `YYYY-MM-DD`. */
export type LondonDay = string;
/** An instant, ISO 8601 with an offset. */
export type Instant = string;

/** How the person stands to the suspect. */
export const RELATIONSHIP_GROUPS = [
  'intimate',
  'ex-intimate',
  'family',
  'carer-or-trust',
  'household',
  'acquaintance',
  'stranger',
  'no-current-suspect',
  'organisation',
  'unknown',
] as const;
export type RelationshipGroup = (typeof RELATIONSHIP_GROUPS)[number];

/** What the checks found between a person's contact points and other people. A shared household alone is none of them. */
export const COLLISION_KINDS = [
  'suspect-person',
  'suspect-phone',
  'suspect-email',
  'suspect-address',
  'shared-at-different-addresses',
  'same-address-as-endangered',
  'possible-match-pending',
] as const;
export type CollisionKind = (typeof COLLISION_KINDS)[number];

/** Coded fields that bear on safety, beside the markers; a value in them that reference data lacks is `SUP_UNMAPPED`. */
export const SAFETY_FIELDS = [
  'crimeOffenceCode',
  'homeOfficeClassification',
  'nfibCode',
  'crimeStatus',
  'crimeOutcome',
  'relationshipToSuspect',
  'victimSupport',
  'victimAwareReported',
] as const;
export type SafetyField = (typeof SAFETY_FIELDS)[number] | DangerMarker;

export interface PersonFacts {
  id: string;
  kind: 'individual' | 'organisation';
  /** Null where it is blank or did not pass the birth-date checks. */
  dateOfBirth: LondonDay | null;
  isDeceased: boolean;
  isRestricted: boolean;
  hasObjected: boolean;
}

/** What reference data says of an offence on the day it is asked about. */
export interface OffenceRule {
  isMapped: boolean;
  isAutomaticContactAllowed: boolean;
  suppressors: readonly SuppressorCode[];
  /** One of its cohorts is never written to by a machine: a second lock beside the allow-list. */
  isOfCohortNeverAutomatic: boolean;
}

/**
 * One referral of the person that still counts, with its incident. How it came (by Athena, an officer, the person) is
 * not among the facts on purpose: every pathway meets the same conditions.
 */
export interface ReferralFacts extends MarkerFacts {
  referralId: string;
  incidentId: string;
  role: PartyRole;
  /** Of every code that any version gave the crime: a softer one that comes later takes nothing away. */
  offences: readonly OffenceRule[];
  /** First and last possible day of the offence. Without a first day the person may have been a child. */
  offenceFrom: LondonDay | null;
  offenceTo: LondonDay | null;
  /** `not-given` speaks against nothing; a value that reference data lacks is `unrecognised`. */
  crimeStatus: 'current' | 'cancelled' | 'no-crime' | 'transferred-out' | 'not-given' | 'unrecognised';
  /** To every suspect, over all versions; empty where it was left blank. */
  relationshipGroups: readonly RelationshipGroup[];
  /** The feed's mapping says that a blank relationship means no suspect. */
  doesBlankRelationshipMeanNoSuspect: boolean;
  /** Null (not asked) is not a yes, but only a no is refused. */
  isSupportWanted: boolean | null;
  /** Null (not said) is let pass; only a stated no is held. */
  isAwareReported: boolean | null;
  /** A prison, secure unit, hospital, council care, refuge or safe house is the address. */
  isCustodyAddress: boolean;
  /** Fields whose value reference data lacks. */
  unknownCodeFields: readonly string[];
  /** Day of the source's last update. */
  lastUpdatedOn: LondonDay | null;
  /** When the newest version that changed anything came: a confirmation given before it did not know it. */
  versionReceivedAt: Instant | null;
}

/** A free-text note on safe contact that nobody has read, or that was read as a warning. */
export interface StandingNote {
  referralId: string | null;
  verdict: 'unread' | 'warning';
  receivedAt: Instant | null;
}

export interface CollisionFacts {
  contactPointId: string | null;
  kind: CollisionKind;
  foundAt: Instant | null;
}

export interface ContactPointFacts {
  id: string;
  kind: ContactPointKind;
  /** When it was first given to us, whoever gave it. */
  receivedAt: Instant | null;
  /** Passed the strict validation of its kind. */
  isValid: boolean;
  belongsTo: 'victim' | 'other';
  /** `no` closes the point whoever said it; `yes` opens it to a machine only with a coordinator's confirmation. */
  safe: 'yes' | 'no' | 'unknown';
  /** When a coordinator confirmed `safe`; null where none did. */
  confirmedAt: Instant | null;
  isSuperseded: boolean;
  /** When a message bounced or post came back; null where none did. A point given anew keeps what its former row says. */
  failedAt: Instant | null;
  thirdPartyAnsweredAt: Instant | null;
}

/**
 * Everything that bears on whether a machine may contact one person, read in one transaction. Blank and unknown have
 * values of their own: whatever is missing here counts against contact.
 */
export interface SafetyFacts {
  today: LondonDay;
  person: PersonFacts;
  referrals: readonly ReferralFacts[];
  /** The referral a message would be about: only its age makes the record stale. Null: the age of each one counts. */
  aboutReferralId: string | null;
  /** Days after the source's last update at which a record must be looked up again. */
  staleAfterDays: number;
  standingNotes: readonly StandingNote[];
  collisions: readonly CollisionFacts[];
  /** Matching and collision checks have caught up with the person's present safety version. */
  areChecksFinished: boolean;
  contactPoints: readonly ContactPointFacts[];
  /** Channels in the order the person asked for; empty where nobody asked. */
  channelOrder: readonly string[];
}
