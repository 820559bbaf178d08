import type { Transaction } from '../platform/database/transaction.js';
import { Invalid } from '../platform/problems/problem.js';

/** The earliest instant at which something can have happened, and the code of the refusal of an earlier one. */
export interface NotBefore {
  at: Date;
  code: 'before-the-case' | 'before-the-referral' | 'before-the-plan' | 'before-the-consent';
}

/**
 * When something happened that is written down now.
 * @param given what the request says in `field`; now where it says nothing
 * @throws Invalid `in-the-future`, or the code of `notBefore`
 */
export function happenedAt(
  { now }: Transaction,
  given: string | undefined,
  field: string,
  notBefore: NotBefore,
): Date {
  if (given === undefined) return now;
  const at = new Date(given);
  if (at > now) throw Invalid.field(field, 'in-the-future', 'It has not happened yet.');
  if (at < notBefore.at) {
    throw Invalid.field(field, notBefore.code, 'That is before what it belongs to had begun.');
  }
  return at;
}

/** An instant for which something is planned. @throws Invalid `in-the-past` */
export function plannedAt({ now }: Transaction, given: string, field: string): Date {
  const at = new Date(given);
  if (at < now) throw Invalid.field(field, 'in-the-past', 'Plan a time that is still to come.');
  return at;
}
