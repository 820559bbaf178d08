import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { NotFound } from '../platform/problems/problem.js';
import { Suppressors } from '../reference-data/suppressors.js';
import type { ContactPointSafety, SafetyReason } from './contact-safety/safety-decision.js';
import { NAMED_REASONS, type NamedReasonCode } from './contact-safety/safety-reasons.js';
import type { CollisionResponse, SafetyWordResponse } from './collision-responses.js';
import type {
  ContactSafetyResponse,
  SafetyDecisionResponse,
  SafetyReasonResponse,
} from './safety-responses.js';

interface PersonRow {
  safetyVersion: number;
  areChecksFinished: boolean;
  objectedAt: Date | null;
}

interface DecisionRow {
  id: string;
  decision: string;
  reasons: SafetyReason[];
  contactPoints: ContactPointSafety[];
  safetyVersion: number;
  decidedAt: Date;
  decidedBy: string;
}

/** What the safety gate said of a person, and why. */
@Injectable()
export class SafetyReading {
  constructor(
    private readonly database: Database,
    private readonly suppressors: Suppressors,
  ) {}

  /** @throws NotFound where there is no such person or they are hidden from the actor */
  read(actor: Actor, personId: string): Promise<ContactSafetyResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await tx.queryOne<PersonRow>(PERSON, [personId]);
      if (!person) throw new NotFound('victim');
      const rows = await tx.query<DecisionRow>(DECISIONS, [personId]);
      await tx.audit({
        action: 'contact-safety.read',
        targetType: 'person',
        targetIds: [personId],
        personIds: [personId],
      });
      const history = rows.map((row) => this.shown(row));
      return {
        personId,
        ...person,
        objectedAt: person.objectedAt?.toISOString() ?? null,
        isLatestCurrent: rows[0]?.safetyVersion === person.safetyVersion,
        collisions: await tx.query<CollisionResponse>(COLLISIONS, [personId]),
        words: await tx.query<SafetyWordResponse>(WORDS, [personId]),
        latest: history[0] ?? null,
        history,
      };
    });
  }

  private shown({ reasons, contactPoints, decidedAt, ...row }: DecisionRow): SafetyDecisionResponse {
    return {
      ...row,
      reasons: reasons.map((reason) => this.explained(reason)),
      contactPoints: contactPoints.map(({ blockedBy, ...point }) => ({
        ...point,
        blockedBy: blockedBy.map((reason) => this.explained(reason)),
      })),
      decidedAt: decidedAt.toISOString(),
    };
  }

  private explained(reason: SafetyReason): SafetyReasonResponse {
    const named = NAMED_REASONS[reason.code as NamedReasonCode] as { sentence: string } | undefined;
    return {
      ...reason,
      sentence: this.suppressors.describe(reason.code)?.sentence ?? named?.sentence ?? reason.code,
    };
  }
}

const PERSON = `
  SELECT safety_version AS "safetyVersion", checked_version = safety_version AS "areChecksFinished",
         objected_at AS "objectedAt"
    FROM person WHERE id = $1`;

const COLLISIONS = `
  SELECT id, kind, contact_point_id AS "contactPointId", found_at AS "foundAt", cleared_at AS "clearedAt",
         cleared_by AS "clearedBy", clear_reason AS "clearReason"
    FROM collision WHERE person_id = $1 AND gone_at IS NULL ORDER BY found_at, id LIMIT 200`;

const WORDS = `
  SELECT id, kind, collision_id AS "collisionId", reason_code AS "reasonCode", said_by AS "saidBy", said_at AS "saidAt"
    FROM safety_word WHERE person_id = $1 ORDER BY said_at DESC, id DESC LIMIT 50`;

const DECISIONS = `
  SELECT id, decision, reasons, contact_points AS "contactPoints", safety_version AS "safetyVersion",
         decided_at AS "decidedAt", decided_by AS "decidedBy"
    FROM contact_decision WHERE person_id = $1 ORDER BY decided_at DESC, id DESC LIMIT 20`;
