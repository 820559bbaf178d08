import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, Invalid } from '../platform/problems/problem.js';
import { type LiftedMarker, type MarkerFacts, markerState } from './contact-safety/danger-markers.js';
import type { LiftMarkerRequest, ObjectionReason } from './safety-requests.js';
import type { SafetyChangedResponse } from './safety-responses.js';
import { aboutPerson, personAsRead, personToChange, type SeenPerson, safetyChanged } from './seen-person.js';

interface ReferralRow {
  version: number;
  markers: MarkerFacts['markers'];
  raised: MarkerFacts['raisedAtVersion'];
  lifted: LiftedMarker[] | null;
}

/** A coordinator's word on a person's safety: that a marker does not hold, or that no contact is wanted. */
@Injectable()
export class SafetyWord {
  constructor(private readonly database: Database) {}

  /**
   * Takes a marker of danger away as the referral stands now; a later version that raises it anew is danger again.
   * @throws NotFound; StaleEdit; Invalid `unknown-referral`; Conflict `marker-not-set`
   */
  liftMarker(actor: Actor, personId: string, request: LiftMarkerRequest): Promise<SafetyChangedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personAsRead(tx, personId, request.safetyVersion);
      const { marker, reasonCode } = request;
      const referralId = request.referralId.toLowerCase();
      const referral = await tx.queryOne<ReferralRow>(REFERRAL, [referralId, personId]);
      if (!referral)
        throw Invalid.field('referralId', 'unknown-referral', 'The person has no such referral.');
      const { markers, raised: raisedAtVersion, lifted } = referral;
      if (markerState({ markers, raisedAtVersion, liftedMarkers: lifted ?? [] }, marker) !== 'set') {
        throw new Conflict(
          'marker-not-set',
          'The referral does not carry this marker, or it was lifted already.',
        );
      }
      const about = { ...aboutPerson(person), referral_id: referralId, marker, at_version: referral.version };
      const by = { reason_code: reasonCode, lifted_by: actor.subject, lifted_at: tx.now };
      await tx.insert('marker_lift', [{ id: newId(), ...about, ...by }]);
      const details = { referralId, marker, reasonCode, atVersion: referral.version };
      return written(tx, person, { kind: 'marker.lifted', details }, reasonCode);
    });
  }

  /** The person wants no contact: nobody writes or calls. @throws NotFound; Conflict `already-objected` */
  object(actor: Actor, personId: string, reasonCode: ObjectionReason): Promise<SafetyChangedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personToChange(tx, personId);
      const changed = await tx.query(
        `UPDATE person SET objected_at = $2 WHERE id = $1 AND objected_at IS NULL RETURNING id`,
        [personId, tx.now],
      );
      if (changed.length === 0) throw new Conflict('already-objected', 'The objection is known.');
      return written(tx, person, { kind: 'contact.objected', details: { reasonCode } }, reasonCode);
    });
  }
}

async function written(
  tx: Transaction,
  person: SeenPerson,
  change: Parameters<typeof safetyChanged>[2],
  reasonCode: string,
): Promise<SafetyChangedResponse> {
  const safetyVersion = await safetyChanged(tx, person, change);
  const { id } = person;
  await tx.audit({ action: change.kind, targetType: 'person', targetIds: [id], personIds: [id], reasonCode });
  return { personId: id, safetyVersion };
}

const REFERRAL = `
  SELECT r.latest_version AS version, r.markers, r.markers_raised AS raised,
         (SELECT jsonb_agg(jsonb_build_object('marker', l.marker, 'atVersion', l.at_version, 'liftedBy', l.lifted_by))
            FROM marker_lift l WHERE l.referral_id = r.id) AS lifted
    FROM referral r WHERE r.id = $1 AND r.person_id = $2 FOR UPDATE OF r`;
