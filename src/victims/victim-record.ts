import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { NotFound } from '../platform/problems/problem.js';
import { DISPLAY_NAME } from './display-name.js';
import {
  DANGER_MARKERS,
  type LiftedMarker,
  type MarkerFacts,
  markerState,
} from './contact-safety/danger-markers.js';
import type { VictimResponse } from './victim-responses.js';

type Lists = 'corrections' | 'identifiers' | 'links' | 'cases' | 'referrals';
type PersonRow = Omit<VictimResponse, Lists | 'communicationNeeds' | 'objectedAt'> & {
  communicationNeedsSealed: string | null;
  objectedAt: Date | null;
};
type ReferralRow = Omit<VictimResponse['referrals'][number], 'markersStanding'> & {
  markers: MarkerFacts['markers'];
  markersRaised: MarkerFacts['raisedAtVersion'];
  lifted: LiftedMarker[] | null;
};

/** One person with everything that is held of them. */
@Injectable()
export class VictimRecord {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** @throws NotFound where there is no such person or they are hidden from the actor */
  read(actor: Actor, id: string): Promise<VictimResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const found = await this.shown(tx, id);
      await tx.audit({ action: 'victim.read', targetType: 'person', targetIds: [id], personIds: [id] });
      return found;
    });
  }

  /** The same within a transaction that audits it in its own words. @throws NotFound */
  async shown(tx: Transaction, id: string): Promise<VictimResponse> {
    const row = await tx.queryOne<PersonRow>(PERSON, [id]);
    if (!row) throw new NotFound('victim');
    const { communicationNeedsSealed: sealed, objectedAt, ...person } = row;
    const place = { table: 'person', column: 'communication_needs_sealed', rowId: id };
    return {
      ...person,
      communicationNeeds: sealed && this.encryption.open(sealed, place),
      objectedAt: objectedAt?.toISOString() ?? null,
      ...(await listsOf(tx, id)),
    };
  }
}

async function listsOf(tx: Transaction, id: string): Promise<Pick<VictimResponse, Lists>> {
  const referrals = await tx.query<ReferralRow>(REFERRALS, [id]);
  return {
    corrections: await tx.query(CORRECTIONS, [id]),
    identifiers: await tx.query(IDENTIFIERS, [id]),
    links: await tx.query(LINKS, [id]),
    cases: await tx.query(CASES, [id]),
    referrals: referrals.map(({ markers, markersRaised, lifted, ...referral }) => {
      const facts = { markers, raisedAtVersion: markersRaised, liftedMarkers: lifted ?? [] };
      const markersStanding = DANGER_MARKERS.filter((marker) => markerState(facts, marker) === 'set');
      return { ...referral, markersStanding };
    }),
  };
}

const PERSON = `
  SELECT p.id, p.kind, ${DISPLAY_NAME} AS "displayName", p.title, p.given_name AS "givenName",
         p.middle_name AS "middleName", p.surname, p.alias, p.organisation_name AS "organisationName",
         p.named_contact AS "namedContact", p.date_of_birth AS "dateOfBirth", p.birth_date_doubt AS "birthDateDoubt",
         p.deceased OR p.date_of_death IS NOT NULL AS "isDeceased", p.gender,
         p.ethnicity_self_defined AS "ethnicitySelfDefined", p.ethnicity_observed AS "ethnicityObserved", p.nationality,
         p.preferred_language AS "preferredLanguage", p.interpreter_required AS "isInterpreterRequired", p.disability,
         p.communication_needs_sealed AS "communicationNeedsSealed", p.postcode, p.objected_at AS "objectedAt",
         p.restricted AS "isRestricted", p.version
    FROM person p WHERE p.id = $1`;

const CORRECTIONS = `
  SELECT DISTINCT ON (field) field, reason_code AS "reasonCode", decided_by AS "decidedBy", decided_at AS "decidedAt"
    FROM person_correction WHERE person_id = $1 ORDER BY field, decided_at DESC, id DESC`;

const IDENTIFIERS = `
  SELECT source, value, first_seen_at AS "firstSeenAt" FROM person_identifier
   WHERE person_id = $1 ORDER BY first_seen_at, id LIMIT 200`;

const LINKS = `
  SELECT l.id, p.id AS "personId", ${DISPLAY_NAME} AS "displayName", l.status
    FROM person_link l
    JOIN person p ON p.id = CASE l.first_person_id WHEN $1 THEN l.second_person_id ELSE l.first_person_id END
   WHERE l.first_person_id = $1 OR l.second_person_id = $1 ORDER BY l.created_at, l.id LIMIT 200`;

const CASES = `
  SELECT id, reference, opened_at AS "openedAt", closed_at AS "closedAt" FROM support_case
   WHERE person_id = $1 ORDER BY opened_at DESC, id DESC LIMIT 200`;

const REFERRALS = `
  SELECT r.id, r.pathway, y.role, r.case_id AS "caseId", r.incident_id AS "incidentId",
         r.first_accepted_at AS "firstAcceptedAt", r.latest_version AS "latestVersion", r.markers,
         r.markers_raised AS "markersRaised",
         (SELECT jsonb_agg(jsonb_build_object('marker', l.marker, 'atVersion', l.at_version, 'liftedBy', l.lifted_by))
            FROM marker_lift l WHERE l.referral_id = r.id) AS lifted
    FROM referral r JOIN party y ON y.id = r.party_id
   WHERE r.person_id = $1 ORDER BY r.first_accepted_at DESC, r.id DESC LIMIT 200`;
