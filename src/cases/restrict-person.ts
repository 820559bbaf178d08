import { IsNull } from 'typeorm';
import { newId } from '../platform/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import { moveCase } from './case-allocation.js';
import { eventRow } from './case-opening.js';
import { SupportCase } from './support-case.entity.js';

export interface Restriction {
  personId: string;
  caseId: string;
  reasonCode: string;
  /** Subjects who may go on seeing the person. */
  members: readonly string[];
}

/**
 * Closes a person's record to everybody but its members: from the commit on it does not exist for anyone else.
 * The flag on the person carries itself to every row about them. What somebody else has of them, a case or a task, goes
 * back to the team's queue.
 */
export async function restrictPerson(tx: Transaction, restriction: Restriction): Promise<void> {
  const { personId, caseId, reasonCode, members } = restriction;
  await takeFromOutsiders(tx, restriction);
  const about = { case_id: caseId, person_id: personId, restricted: false };
  await tx.insert('case_restriction', [
    { id: newId(), ...about, reason_code: reasonCode, imposed_by: tx.actor.subject, imposed_at: tx.now },
  ]);
  await tx.insert(
    'access_grant',
    members.map((subject) => ({
      id: newId(),
      ...about,
      subject,
      kind: 'member',
      reason_code: reasonCode,
      granted_by: tx.actor.subject,
      granted_at: tx.now,
    })),
  );
  await tx.insert('case_event', [
    eventRow({
      caseId,
      personId,
      restricted: false,
      kind: 'case.restricted',
      at: tx.now,
      actorKind: tx.actor.kind,
      subject: tx.actor.subject,
      details: { reasonCode, members: members.length },
    }),
  ]);
  await tx.refreshGrants();
  await tx.query(`UPDATE person SET restricted = true, safety_version = safety_version + 1 WHERE id = $1`, [
    personId,
  ]);
}

async function takeFromOutsiders(tx: Transaction, { personId, caseId, members }: Restriction): Promise<void> {
  const held = await tx.manager.find(SupportCase, {
    where: [{ id: caseId }, { personId, closedAt: IsNull() }],
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  for (const supportCase of held) {
    const from = supportCase.place;
    if (from.subject !== null && !members.includes(from.subject)) {
      supportCase.returnToQueue(tx.now);
      await moveCase(tx, supportCase, from);
    } else {
      supportCase.changed(tx.now);
      await tx.manager.save(supportCase);
    }
  }
  await tx.query(
    `UPDATE task SET owner = NULL, version = version + 1
      WHERE person_id = $1 AND owner <> ALL ($2) AND completed_at IS NULL AND cancelled_at IS NULL`,
    [personId, members],
  );
}
