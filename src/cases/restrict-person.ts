import { newId } from '../platform/ids.js';
import type { Transaction } from '../platform/database/transaction.js';
import { eventRow } from './case-opening.js';

export interface Restriction {
  personId: string;
  caseId: string;
  reasonCode: string;
  /** Subjects who may go on seeing the person. */
  members: readonly string[];
}

/**
 * Closes a person's record to everybody but its members: from the commit on it does not exist for anyone else.
 * The flag on the person carries itself to every row about them.
 */
export async function restrictPerson(tx: Transaction, restriction: Restriction): Promise<void> {
  const { personId, caseId, reasonCode, members } = restriction;
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
