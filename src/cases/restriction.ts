import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict } from '../platform/problems/problem.js';
import { mustBeMember } from './membership.js';
import { restrictPerson } from './restrict-person.js';
import type { LiftingReason, RestrictRequest } from './restriction-requests.js';
import type { RestrictionResponse } from './restriction-responses.js';
import { caseSeen, caseToChange, recordEvent } from './seen-case.js';
import { colleaguesNamed } from './staff-for-cases.js';

interface HeldRow {
  reasonCode: string;
  imposedBy: string;
  imposedAt: Date;
}

/** Hides a person and everything about them from everybody but the members. */
@Injectable()
export class CaseRestriction {
  constructor(private readonly database: Database) {}

  /** Who may see the case, and since when. @throws NotFound */
  read(actor: Actor, caseId: string): Promise<RestrictionResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      await noted(tx, 'restriction.read', caseId, personId);
      return restrictionOf(tx, caseId, personId);
    });
  }

  /**
   * From the commit on the person does not exist for anyone but the members. Whoever restricts is one of them; a holder
   * who is not loses the case to the team's queue.
   * @throws NotFound; Invalid `unknown-staff`; Conflict `already-restricted`
   */
  impose(
    actor: Actor,
    caseId: string,
    { reasonCode, members }: RestrictRequest,
  ): Promise<RestrictionResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      if (supportCase.restricted) throw new Conflict('already-restricted', 'The case is restricted already.');
      await colleaguesNamed(tx, members, (index) => `members[${index}]`);
      const insiders = [...new Set([actor.subject, ...members])];
      const { personId } = supportCase;
      await restrictPerson(tx, { personId, caseId, reasonCode, members: insiders });
      await tx.announce('contact-safety.changed', { personId });
      await noted(tx, 'case.restrict', caseId, personId, reasonCode);
      return restrictionOf(tx, caseId, personId);
    });
  }

  /** Everybody who works cases sees the person again. @throws NotFound; Conflict `not-restricted`, `not-a-member` */
  lift(actor: Actor, caseId: string, reasonCode: LiftingReason): Promise<RestrictionResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const { personId } = supportCase;
      await mustBeMember(tx, supportCase);
      await recordEvent(tx, supportCase, 'restriction.lifted', { reasonCode });
      supportCase.changed(tx.now);
      await tx.manager.save(supportCase);
      await tx.query(LIFT, [personId, actor.subject, tx.now]);
      await tx.query(WITHDRAW_ALL, [personId, tx.now]);
      await tx.query(
        `UPDATE person SET restricted = false, safety_version = safety_version + 1 WHERE id = $1`,
        [personId],
      );
      await tx.announce('contact-safety.changed', { personId });
      await noted(tx, 'restriction.lift', caseId, personId, reasonCode);
      return restrictionOf(tx, caseId, personId);
    });
  }
}

/** What is known of a case's restriction and its members. */
export async function restrictionOf(
  tx: Transaction,
  caseId: string,
  personId: string,
): Promise<RestrictionResponse> {
  const held = await tx.queryOne<HeldRow>(HELD, [personId]);
  const members = await tx.query<RestrictionResponse['members'][number]>(MEMBERS, [personId]);
  return {
    caseId,
    isRestricted: held !== null,
    reasonCode: held?.reasonCode ?? null,
    imposedBy: held?.imposedBy ?? null,
    imposedAt: held?.imposedAt.toISOString() ?? null,
    members,
  };
}

function noted(
  tx: Transaction,
  action: string,
  caseId: string,
  personId: string,
  reasonCode?: string,
): Promise<void> {
  return tx.audit({ action, targetType: 'case', targetIds: [caseId], personIds: [personId], reasonCode });
}

const HELD = `
  SELECT reason_code AS "reasonCode", imposed_by AS "imposedBy", imposed_at AS "imposedAt"
    FROM case_restriction WHERE person_id = $1 AND lifted_at IS NULL`;

const MEMBERS = `
  SELECT g.subject, s.display_name AS "displayName", g.reason_code AS "reasonCode", g.granted_by AS "addedBy",
         g.granted_at AS "addedAt"
    FROM access_grant g LEFT JOIN staff_member s ON s.subject = g.subject
   WHERE g.person_id = $1 AND g.kind = 'member' AND g.withdrawn_at IS NULL ORDER BY g.granted_at, g.subject`;

const LIFT = `
  UPDATE case_restriction SET lifted_by = $2, lifted_at = $3 WHERE person_id = $1 AND lifted_at IS NULL`;

const WITHDRAW_ALL = `
  UPDATE access_grant SET withdrawn_at = $2 WHERE person_id = $1 AND withdrawn_at IS NULL`;
