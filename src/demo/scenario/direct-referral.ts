import type { DangerMarker } from './columns.js';

/** The way by which a referral that is no Athena row comes. */
export type DirectPathway = 'internal' | 'self' | 'other';

/** A postal address; what is not known is left out. */
export interface ReferredAddress {
  subBuildingName?: string;
  buildingName?: string;
  buildingNumber?: string;
  street?: string;
  cityOrTown?: string;
  county?: string;
  postcode?: string;
}

/** Whom a referral is about. Coded fields hold Standard Data Model identifiers, telephones are E.164. */
export interface ReferredPerson {
  kind: 'individual' | 'organisation';
  personId?: string;
  title?: string;
  givenName?: string;
  middleName?: string;
  surname?: string;
  organisationName?: string;
  namedContact?: string;
  dateOfBirth?: string;
  gender?: string;
  ethnicitySelfDefined?: string;
  nationality?: string;
  preferredLanguageSpoken?: string;
  interpreterRequired?: boolean;
  disability?: string;
  communicationNeeds?: string;
  address?: ReferredAddress;
  mobileTelephone?: string;
  homeTelephone?: string;
  workTelephone?: string;
  emailAddress?: string;
}

/** The crime a referral is about; instants are RFC 3339 UTC. */
export interface ReferredIncident {
  forceIdentifier: string;
  crimeReference?: string;
  incidentReference?: string;
  crimeOffenceCode?: string;
  homeOfficeClassification?: string;
  nfibCode?: string;
  offenceTitle?: string;
  incidentStartDateTime?: string;
  reportedDateTime?: string;
}

/** What is known of the suspects, for collision checks only. */
export interface ReferredSuspects {
  personIds?: string[];
  telephones?: string[];
  emails?: string[];
  postcodes?: string[];
  sameAddress?: boolean;
}

/** The body of `POST /api/v1/referrals`. What was not answered is absent. */
export interface DirectReferralBody {
  pathway: DirectPathway;
  senderReference?: string;
  role: 'victim' | 'witness' | 'family-member';
  person: ReferredPerson;
  incident?: ReferredIncident;
  markers?: Partial<Record<DangerMarker, boolean>>;
  relationshipToSuspect?: string;
  suspects?: ReferredSuspects[];
  victimSupport?: boolean;
  victimAwareReported?: boolean;
  safeContactNotes?: string;
  reasonForReferral?: string;
}

/** One referral that somebody makes, at an instant of the replayed period. */
export interface DirectReferral {
  at: Date;
  /** The role of whoever sends it: an officer or the Witness Service, or a coordinator for a caller. */
  senderRole: 'referrer' | 'coordinator';
  body: DirectReferralBody;
}
