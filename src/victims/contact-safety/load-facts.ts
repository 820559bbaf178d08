import { Injectable } from '@nestjs/common';
import { isKeyMissing } from '../../platform/crypto/field-encryption.js';
import { FEW_IDS } from '../../platform/database/statements.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { joinFormer } from './former-points.js';
import { preferredChannels, ReferralFactReader, type ReferralRow } from './referral-facts.js';
import type {
  CollisionFacts,
  ContactPointFacts,
  PersonFacts,
  SafetyFacts,
  StandingNote,
} from './safety-facts.js';

/** The facts of one person, and the version of them that the database counts. */
export interface LoadedFacts extends SafetyFacts {
  safetyVersion: number;
  /** What kept the record from being read; null where nothing did. Nothing is decided by a machine then. */
  unreadable: unknown;
}

interface PersonRow extends PersonFacts {
  safetyVersion: number;
  areChecksFinished: boolean;
  referrals: ReferralRow[] | null;
  contactPoints: ContactPointFacts[] | null;
  standingNotes: StandingNote[] | null;
  collisions: CollisionFacts[] | null;
  channelOrder: string[] | null;
}

/** Reads everything that bears on safe contact, as this transaction sees it. */
@Injectable()
export class SafetyFactsLoader {
  constructor(
    private readonly reader: ReferralFactReader,
    private readonly thresholds: Thresholds,
  ) {}

  /**
   * The facts by person id, in one statement however many people are asked about. All of a person's referrals count,
   * those of closed cases too. Someone who does not exist, or whom the actor may not see, is absent. Someone whose
   * record is damaged is there as `unreadable`, and stands in nobody else's way.
   * @throws SealedValueUnreadable where a key is missing: that is no fault of the record
   */
  async load(tx: Transaction, personIds: readonly string[]): Promise<Map<string, LoadedFacts>> {
    const isPlannedOnce = personIds.length <= FEW_IDS;
    const rows = await tx.prepared<PersonRow>({ ...FACTS, isPlannedOnce }, [personIds]);
    const today = londonDayOf(tx.now);
    const staleAfterDays = this.thresholds.at('contactStalenessDays', today);
    return new Map(rows.map((row) => [row.id, this.factsIfReadable(row, today, staleAfterDays)]));
  }

  private factsIfReadable(row: PersonRow, today: string, staleAfterDays: number): LoadedFacts {
    try {
      return this.factsOf(row, today, staleAfterDays);
    } catch (error) {
      if (isKeyMissing(error)) throw error;
      const nothing = { referrals: null, contactPoints: null, standingNotes: null, collisions: null };
      const unread = this.factsOf({ ...row, ...nothing }, today, staleAfterDays);
      return { ...unread, unreadable: error };
    }
  }

  private factsOf(row: PersonRow, today: string, staleAfterDays: number): LoadedFacts {
    const { referrals, contactPoints, standingNotes, collisions, channelOrder, ...rest } = row;
    const { safetyVersion, areChecksFinished, ...person } = rest;
    return {
      today,
      person,
      referrals: (referrals ?? []).map((referral) => this.reader.factsOf(referral, today)),
      aboutReferralId: null,
      staleAfterDays,
      standingNotes: standingNotes ?? [],
      collisions: collisions ?? [],
      areChecksFinished,
      contactPoints: contactPoints ?? [],
      channelOrder: channelOrder?.length ? channelOrder : preferredChannels(referrals ?? []),
      safetyVersion,
      unreadable: null,
    };
  }
}

const REFERRALS = `
  SELECT jsonb_agg(jsonb_build_object(
      'id', r.id, 'incidentId', r.incident_id, 'role', pa.role, 'feed', r.feed,
      'offencesSeen', (
        SELECT coalesce(jsonb_agg(seen.codes), '[]') || jsonb_build_object(
            'offenceCode', i.offence_code, 'homeOfficeClass', i.home_office_class, 'nfibCode', i.nfib_code)
          FROM referral beside, jsonb_array_elements(beside.offences_seen -> 'codes') AS seen(codes)
         WHERE beside.incident_id = r.incident_id),
      'occurredFrom', i.occurred_from, 'occurredTo', i.occurred_to, 'crimeStatus', i.crime_status,
      'relationshipCodes', r.relationship_codes, 'victimSupport', r.victim_support, 'victimAware', r.victim_aware,
      'custodyAddress', r.custody_address, 'unknownCodes', r.unknown_codes,
      'contactPreferences', r.contact_preferences,
      'markers', r.markers, 'markersRaised', r.markers_raised,
      'liftedMarkers', (
        SELECT jsonb_agg(jsonb_build_object('marker', l.marker, 'atVersion', l.at_version, 'liftedBy', l.lifted_by))
          FROM marker_lift l WHERE l.referral_id = r.id),
      'lastUpdatedAt', r.last_updated_at, 'changedAt', greatest(r.last_received_at, i.updated_at)))
    FROM referral r
    JOIN incident i ON i.id = r.incident_id
    JOIN party pa ON pa.id = r.party_id
   WHERE r.person_id = p.id`;

/** An unread note was known to nobody, whenever it came; one read as a warning was known from its reading on. */
const NOTES = `
  SELECT jsonb_agg(jsonb_build_object('referralId', n.referral_id, 'verdict', coalesce(n.verdict, 'unread'),
                                      'receivedAt', n.read_at))
    FROM safe_contact_note n WHERE n.person_id = p.id AND n.verdict IS DISTINCT FROM 'no-warning'`;

const CONTACT_POINTS = `
  SELECT jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'receivedAt', c.created_at,
      'isValid', c.invalid_code IS NULL AND c.blind_index IS NOT NULL, 'belongsTo', c.belongs_to,
      'safe', CASE WHEN c.confirmed_at IS NULL AND former.was_unsafe THEN 'no' ELSE c.safe END,
      'confirmedAt', c.confirmed_at, 'isSuperseded', c.superseded_at IS NOT NULL,
      'failedAt', greatest(c.failed_at, former.failed_at),
      'thirdPartyAnsweredAt', greatest(c.third_party_answered_at, former.third_party_answered_at)))
    FROM contact_point c
    ${joinFormer('c')}
   WHERE c.person_id = p.id`;

const FACTS_TEXT = `
  SELECT p.id, p.kind, p.date_of_birth AS "dateOfBirth", p.restricted AS "isRestricted",
         p.deceased OR p.date_of_death IS NOT NULL AS "isDeceased", p.objected_at IS NOT NULL AS "hasObjected",
         p.safety_version AS "safetyVersion", p.checked_version = p.safety_version AS "areChecksFinished",
         (${REFERRALS}) AS referrals,
         (${NOTES}) AS "standingNotes",
         (${CONTACT_POINTS}) AS "contactPoints",
         (SELECT jsonb_agg(jsonb_build_object('contactPointId', c.contact_point_id, 'kind', c.kind,
                                              'foundAt', c.found_at))
            FROM collision c WHERE c.person_id = p.id AND c.gone_at IS NULL AND c.cleared_at IS NULL) AS collisions,
         (SELECT f.channel_order FROM contact_preference f WHERE f.person_id = p.id) AS "channelOrder"
    FROM person p WHERE p.id = ANY ($1)`;

const FACTS = { name: 'contact-safety.facts', text: FACTS_TEXT };
