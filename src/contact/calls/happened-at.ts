import type { Transaction } from '../../platform/database/transaction.js';
import { Invalid } from '../../platform/problems/problem.js';

/**
 * When something happened that is written down now.
 * @param field name of the request's field, for the refusal
 * @throws Invalid `in-the-future`, `before-the-case`
 */
export function happenedAt(tx: Transaction, given: string | undefined, openedAt: Date, field: string): Date {
  if (given === undefined) return tx.now;
  const at = new Date(given);
  if (at > tx.now) throw Invalid.field(field, 'in-the-future', 'It has not happened yet.');
  if (at < openedAt) throw Invalid.field(field, 'before-the-case', 'The case was opened later.');
  return at;
}
