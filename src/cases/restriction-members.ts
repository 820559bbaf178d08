import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, NotFound } from '../platform/problems/problem.js';
import { moveCase } from './case-allocation.js';
import { isMember, mustBeMember } from './membership.js';
import { restrictionOf } from './restriction.js';
import type { AddMemberRequest } from './restriction-requests.js';
import type { RestrictionResponse } from './restriction-responses.js';
import { belongingTo, caseToChange, recordEvent } from './seen-case.js';
import { colleagueNamed } from './staff-for-cases.js';
import type { SupportCase } from './support-case.entity.js';

/** Who belongs to a restricted case. It never has nobody. */
@Injectable()
export class RestrictionMembers {
  constructor(private readonly database: Database) {}

  /** @throws NotFound; Invalid `unknown-staff`; Conflict `not-restricted`, `not-a-member`, `already-a-member` */
  add(actor: Actor, caseId: string, { subject, reasonCode }: AddMemberRequest): Promise<RestrictionResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const { personId } = supportCase;
      await mustBeMember(tx, supportCase);
      await colleagueNamed(tx, subject, 'subject');
      if (await isMember(tx, personId, subject)) throw new Conflict('already-a-member', 'They are a member.');
      const grant = {
        kind: 'member',
        subject,
        reason_code: reasonCode,
        granted_by: actor.subject,
        granted_at: tx.now,
      };
      await tx.insert('access_grant', [{ id: newId(), ...belongingTo(supportCase), ...grant }]);
      await recordEvent(tx, supportCase, 'restriction.member-added', { member: subject, reasonCode });
      await noted(tx, 'restriction.add-member', supportCase, reasonCode);
      return restrictionOf(tx, caseId, personId);
    });
  }

  /** Whoever has the case loses it with the membership. @throws NotFound; Conflict `not-restricted`, `last-member` */
  withdraw(actor: Actor, caseId: string, subject: string): Promise<RestrictionResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const { personId } = supportCase;
      await mustBeMember(tx, supportCase);
      const { members } = await restrictionOf(tx, caseId, personId);
      if (!members.some((member) => member.subject === subject)) throw new NotFound('member');
      if (members.length === 1)
        throw new Conflict('last-member', 'Add somebody else first, or lift the restriction.');
      await tx.query(WITHDRAW, [personId, subject, tx.now]);
      await takeFrom(tx, supportCase, subject);
      await recordEvent(tx, supportCase, 'restriction.member-withdrawn', { member: subject });
      await noted(tx, 'restriction.withdraw-member', supportCase);
      return restrictionOf(tx, caseId, personId);
    });
  }
}

async function takeFrom(tx: Transaction, supportCase: SupportCase, subject: string): Promise<void> {
  if (supportCase.allocatedTo === subject) {
    const from = supportCase.place;
    supportCase.returnToQueue(tx.now);
    await moveCase(tx, supportCase, from);
  }
  await tx.query(
    `UPDATE task SET owner = NULL, version = version + 1
      WHERE person_id = $1 AND owner = $2 AND completed_at IS NULL AND cancelled_at IS NULL`,
    [supportCase.personId, subject],
  );
}

function noted(
  tx: Transaction,
  action: string,
  { id, personId }: SupportCase,
  reasonCode?: string,
): Promise<void> {
  return tx.audit({ action, targetType: 'case', targetIds: [id], personIds: [personId], reasonCode });
}

const WITHDRAW = `
  UPDATE access_grant SET withdrawn_at = $3
   WHERE person_id = $1 AND subject = $2 AND kind = 'member' AND withdrawn_at IS NULL`;
