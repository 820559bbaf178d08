import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { newId } from '../platform/ids.js';
import { Conflict, Invalid } from '../platform/problems/problem.js';
import { type LiftedMarker, type MarkerFacts, markerState } from './contact-safety/danger-markers.js';
import { changedByWord, writeWord } from './safety-ledger.js';
import type { LiftMarkerRequest, ObjectionReason, WithdrawObjectionRequest } from './safety-requests.js';
import type { SafetyChangedResponse } from './safety-responses.js';
import { aboutPerson, personAsRead, personToChange } from './seen-person.js';

interface ReferralRow {
  version: number;
  markers: MarkerFacts['markers'];
  raised: MarkerFacts['raisedAtVersion'];
  lifted: LiftedMarker[] | null;
}

/** A coordinator's word on a person's safety: that a marker does not hold, that no contact is wanted, or again. */
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
      return changedByWord(tx, person, { kind: 'marker.lifted', details }, reasonCode);
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
      await writeWord(tx, person, { kind: 'objected', reasonCode });
      return changedByWord(tx, person, { kind: 'contact.objected', details: { reasonCode } }, reasonCode);
    });
  }

  /**
   * The person takes their objection back. That it was made stays known; every other reason against contact still
   * stands. @throws NotFound; StaleEdit; Conflict `not-objected`
   */
  withdrawObjection(
    actor: Actor,
    personId: string,
    { reasonCode, safetyVersion }: WithdrawObjectionRequest,
  ): Promise<SafetyChangedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personAsRead(tx, personId, safetyVersion);
      const changed = await tx.query(
        `UPDATE person SET objected_at = NULL WHERE id = $1 AND objected_at IS NOT NULL RETURNING id`,
        [personId],
      );
      if (changed.length === 0) throw new Conflict('not-objected', 'No objection stands.');
      await writeWord(tx, person, { kind: 'objection-withdrawn', reasonCode });
      const kind = 'contact.objection-withdrawn';
      return changedByWord(tx, person, { kind, details: { reasonCode } }, reasonCode);
    });
  }
}

const REFERRAL = `
  SELECT r.latest_version AS version, r.markers, r.markers_raised AS raised,
         (SELECT jsonb_agg(jsonb_build_object('marker', l.marker, 'atVersion', l.at_version, 'liftedBy', l.lifted_by))
            FROM marker_lift l WHERE l.referral_id = r.id) AS lifted
    FROM referral r WHERE r.id = $1 AND r.person_id = $2 FOR UPDATE OF r`;
