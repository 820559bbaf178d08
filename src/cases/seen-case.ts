import type { ColumnValue, Transaction } from '../platform/database/transaction.js';
import { NotFound } from '../platform/problems/problem.js';
import { eventRow } from './case-opening.js';
import { SupportCase } from './support-case.entity.js';

/** The case, if the actor may see it. @throws NotFound where there is none or it is hidden */
export async function caseSeen(tx: Transaction, id: string): Promise<SupportCase> {
  const found = await tx.manager.findOneBy(SupportCase, { id });
  if (!found) throw new NotFound('case');
  return found;
}

/** The same, held until the end of the transaction, so that no one else changes it meanwhile. @throws NotFound */
export async function caseToChange(tx: Transaction, id: string): Promise<SupportCase> {
  const found = await tx.manager.findOne(SupportCase, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!found) throw new NotFound('case');
  return found;
}

/** Writes one line of the case's timeline: ids, codes and names of fields only. */
export async function recordEvent(
  tx: Transaction,
  supportCase: Pick<SupportCase, 'id' | 'personId' | 'restricted'>,
  kind: string,
  details: Parameters<typeof eventRow>[0]['details'],
): Promise<void> {
  const { id, personId, restricted } = supportCase;
  const { kind: actorKind, subject } = tx.actor;
  await tx.insertAlong('case_event', [
    eventRow({ caseId: id, personId, restricted, kind, at: tx.now, actorKind, subject, details }),
  ]);
}

/** The columns that tie a new row to the case and its person. */
export function belongingTo({ id, personId, restricted }: SupportCase): Record<string, ColumnValue> {
  return { case_id: id, person_id: personId, restricted };
}
