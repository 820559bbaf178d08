import { Injectable } from '@nestjs/common';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { CrimeStatuses } from '../../reference-data/crime-statuses.js';
import { FeedMappings } from '../../reference-data/feed-mappings.js';
import { OffenceRules } from '../../reference-data/offence-rules.js';
import { Relationships } from '../../reference-data/relationships.js';
import type { PartyRole } from '../vocabulary.js';
import type { DangerMarker, LiftedMarker, MarkerAnswer } from './danger-markers.js';
import type { OffenceRule, ReferralFacts } from './safety-facts.js';
import type { SuppressorCode } from './safety-reasons.js';

/** The three codes by which an offence may be known. */
export interface OffenceCodesSeen {
  offenceCode: string | null;
  homeOfficeClass: string | null;
  nfibCode: string | null;
}

/** A referral with its crime as the database holds them; instants are texts with an offset. */
export interface ReferralRow {
  id: string;
  incidentId: string;
  role: PartyRole;
  feed: string;
  /** Of all referrals to the crime, and of the crime itself. */
  offencesSeen: OffenceCodesSeen[];
  occurredFrom: string | null;
  occurredTo: string | null;
  crimeStatus: string | null;
  relationshipCodes: string[];
  victimSupport: boolean | null;
  victimAware: boolean | null;
  custodyAddress: boolean;
  unknownCodes: string[];
  /** Codes of the list of contact preferences. */
  contactPreferences: string[];
  markers: Record<DangerMarker, MarkerAnswer>;
  markersRaised: Partial<Record<DangerMarker, number>>;
  liftedMarkers: LiftedMarker[] | null;
  lastUpdatedAt: string;
  /** When anything new was last received about the referral or its crime. */
  changedAt: string;
}

/** Reads a stored referral in the words of the safety gate, by what reference data says on the day it is asked. */
@Injectable()
export class ReferralFactReader {
  constructor(
    private readonly offences: OffenceRules,
    private readonly relationships: Relationships,
    private readonly crimeStatuses: CrimeStatuses,
    private readonly feeds: FeedMappings,
    private readonly codeLists: CodeLists,
  ) {}

  factsOf(row: ReferralRow, today: Day): ReferralFacts {
    return {
      referralId: row.id,
      incidentId: row.incidentId,
      role: row.role,
      offences: distinctCodes(row.offencesSeen).map((codes) => this.offenceRule(codes, today)),
      offenceFrom: dayOf(row.occurredFrom),
      offenceTo: dayOf(row.occurredTo),
      crimeStatus: this.statusOf(row.crimeStatus),
      relationshipGroups: [
        ...new Set(row.relationshipCodes.map((code) => this.relationships.groupOf(code) ?? 'unknown')),
      ],
      doesBlankRelationshipMeanNoSuspect: this.isBlankNoSuspect(row.feed),
      isSupportWanted: row.victimSupport,
      isAwareReported: row.victimAware,
      isCustodyAddress: row.custodyAddress,
      unknownCodeFields: row.unknownCodes,
      lastUpdatedOn: dayOf(row.lastUpdatedAt),
      versionReceivedAt: row.changedAt,
      markers: row.markers,
      raisedAtVersion: row.markersRaised,
      liftedMarkers: row.liftedMarkers ?? [],
    };
  }

  private offenceRule(codes: OffenceCodesSeen, today: Day): OffenceRule {
    const { offenceCode, homeOfficeClass, nfibCode } = codes;
    const given = { crimeOffenceCode: offenceCode, homeOfficeClassification: homeOfficeClass, nfibCode };
    const rule = this.offences.ruleFor(given, today);
    if (!rule) return UNMAPPED;
    return {
      isMapped: rule.unmappedSchemes.length === 0,
      isAutomaticContactAllowed: rule.automaticContactAllowed,
      // A code that nobody knows is said once, by `isMapped`.
      suppressors: rule.suppressors.filter((code) => code !== 'SUP_UNMAPPED') as SuppressorCode[],
      isOfCohortNeverAutomatic: rule.cohorts.some((cohort) => this.isNeverAutomatic(cohort, today)),
    };
  }

  /** A cohort that the list does not know is not one that a machine may write to. */
  private isNeverAutomatic(cohort: string, today: Day): boolean {
    const entry = this.codeLists.entry('cohorts', cohort, today);
    return entry === null || entry.attributes.neverAutomatic === true;
  }

  private statusOf(raw: string | null): ReferralFacts['crimeStatus'] {
    if (raw === null || raw.trim() === '') return 'not-given';
    return this.crimeStatuses.meaningOf(raw) ?? 'unrecognised';
  }

  private isBlankNoSuspect(feed: string): boolean {
    const meant = this.feeds.get(feed)?.blankMeans.relationshipToSuspect;
    return meant !== undefined && this.relationships.groupOf(meant) === 'no-current-suspect';
  }
}

const EMAIL_PREFERRED = 'CPNC_0001';
const CHANNEL_OF_PREFERENCE: Record<string, string> = {
  [EMAIL_PREFERRED]: 'email',
  CPNC_0002: 'phone',
  CPNC_0003: 'letter',
};

/** The channels that referrals name where no coordinator set an order: a preference that leaves email out stands. */
export function preferredChannels(referrals: readonly Pick<ReferralRow, 'contactPreferences'>[]): string[] {
  const stated = referrals.map((row) => row.contactPreferences).filter((codes) => codes.length > 0);
  const withoutEmail = stated.filter((codes) => !codes.includes(EMAIL_PREFERRED));
  const standing = withoutEmail.length > 0 ? withoutEmail : stated;
  return [...new Set(standing.flat().map((code) => CHANNEL_OF_PREFERENCE[code] ?? 'unknown'))];
}

const UNMAPPED: OffenceRule = {
  isMapped: false,
  isAutomaticContactAllowed: false,
  suppressors: [],
  isOfCohortNeverAutomatic: false,
};

/** Each set of codes once. A version that named none adds nothing to those that did; where none did, that is a blank. */
function distinctCodes(seen: readonly OffenceCodesSeen[]): OffenceCodesSeen[] {
  const byKey = new Map(
    seen.map((codes) => [JSON.stringify([codes.offenceCode, codes.homeOfficeClass, codes.nfibCode]), codes]),
  );
  const named = [...byKey.values()].filter((codes) => Object.values(codes).some((code) => code?.trim()));
  return named.length > 0 ? named : [{ offenceCode: null, homeOfficeClass: null, nfibCode: null }];
}

function dayOf(instant: string | null): Day | null {
  return instant === null ? null : londonDayOf(new Date(instant));
}
