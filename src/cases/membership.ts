import type { Transaction } from '../platform/database/transaction.js';
import { Conflict } from '../platform/problems/problem.js';
import type { SupportCase } from './support-case.entity.js';

/** Whether somebody may see a restricted person for good, not for an emergency's hours. */
export async function isMember(tx: Transaction, personId: string, subject: string): Promise<boolean> {
  const found = await tx.queryOne(
    `SELECT id FROM access_grant WHERE person_id = $1 AND subject = $2 AND kind = 'member' AND withdrawn_at IS NULL`,
    [personId, subject],
  );
  return found !== null;
}

/** Only members change a restriction. @throws Conflict `not-restricted`, `not-a-member` */
export async function mustBeMember(tx: Transaction, { restricted, personId }: SupportCase): Promise<void> {
  if (!restricted) throw new Conflict('not-restricted', 'The case is not restricted.');
  if (!(await isMember(tx, personId, tx.actor.subject))) {
    throw new Conflict(
      'not-a-member',
      'Only a member changes who may see the case; an emergency access is none.',
    );
  }
}

/** Work on a restricted case is given to members alone: nobody else could see it. @throws Conflict `not-a-member` */
export async function mustBeSeenBy(
  tx: Transaction,
  supportCase: SupportCase,
  subject: string | null,
): Promise<void> {
  if (!supportCase.restricted || subject === null || (await isMember(tx, supportCase.personId, subject)))
    return;
  throw new Conflict('not-a-member', 'Only members of a restricted case can have it or a task of it.');
}
