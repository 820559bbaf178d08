import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict, NotFound } from '../platform/problems/problem.js';
import type { ClearCollisionRequest, RestoringReason } from './collision-requests.js';
import { changedByWord, writeWord } from './safety-ledger.js';
import type { SafetyChangedResponse } from './safety-responses.js';
import { personAsRead, personToChange } from './seen-person.js';

interface StandingCollision {
  kind: string;
  isCleared: boolean;
}

/** A coordinator's word on a collision: that it is harmless, or that it is danger after all. */
@Injectable()
export class CollisionWord {
  constructor(private readonly database: Database) {}

  /**
   * Somebody looked and found it harmless. What comes to light later (another suspect with the same number) they did
   * not look at: it is danger again. @throws NotFound; StaleEdit; Conflict `already-cleared`
   */
  clear(
    actor: Actor,
    personId: string,
    collisionId: string,
    { reasonCode, safetyVersion: read }: ClearCollisionRequest,
  ): Promise<SafetyChangedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personAsRead(tx, personId, read);
      const { kind, isCleared } = await standing(tx, personId, collisionId);
      if (isCleared) throw new Conflict('already-cleared', 'Somebody has found it harmless already.');
      await tx.query(CLEAR, [collisionId, tx.now, actor.subject, reasonCode]);
      await writeWord(tx, person, { kind: 'collision-cleared', collisionId, reasonCode });
      const details = { collisionId, collision: kind, reasonCode };
      return changedByWord(tx, person, { kind: 'collision.cleared', details }, reasonCode);
    });
  }

  /** It is danger after all, and is so from now on. @throws NotFound; Conflict `not-cleared` */
  restore(
    actor: Actor,
    personId: string,
    collisionId: string,
    reasonCode: RestoringReason,
  ): Promise<SafetyChangedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personToChange(tx, personId);
      const { kind, isCleared } = await standing(tx, personId, collisionId);
      if (!isCleared) throw new Conflict('not-cleared', 'It counts as danger already.');
      await tx.query(RESTORE, [collisionId, tx.now]);
      await writeWord(tx, person, { kind: 'collision-restored', collisionId, reasonCode });
      const details = { collisionId, collision: kind, reasonCode };
      return changedByWord(tx, person, { kind: 'collision.restored', details }, reasonCode);
    });
  }
}

async function standing(tx: Transaction, personId: string, collisionId: string): Promise<StandingCollision> {
  const collision = await tx.queryOne<StandingCollision>(
    `SELECT kind, cleared_at IS NOT NULL AS "isCleared" FROM collision
      WHERE id = $1 AND person_id = $2 AND gone_at IS NULL FOR UPDATE`,
    [collisionId, personId],
  );
  if (!collision) throw new NotFound('collision');
  return collision;
}

const CLEAR = `UPDATE collision SET cleared_at = $2, cleared_by = $3, clear_reason = $4 WHERE id = $1`;

/** Nobody who confirmed a contact point before knew it as danger. */
const RESTORE = `
  UPDATE collision SET found_at = $2, cleared_at = NULL, cleared_by = NULL, clear_reason = NULL WHERE id = $1`;
