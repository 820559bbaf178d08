import type { Transaction } from '../platform/database/transaction.js';
import { Unprocessable } from '../platform/problems/problem.js';
import { holdsPostcode } from '../platform/validation/postcode.js';
import type { SupportCase } from './support-case.entity.js';

/** The code of the refusal below, for the routes that document it. */
export const ADDRESS_IN_TEXT = 'address-in-text';

/**
 * The address of a safe house is kept nowhere in the service: in a case of modern slavery no free text may hold what
 * looks like an address, which a postcode gives away.
 * @param texts free text by the name of its field; what was not given is left out of account
 * @throws Unprocessable `address-in-text`, naming the fields
 */
export async function mustHoldNoAddress(
  tx: Transaction,
  { id }: Pick<SupportCase, 'id'>,
  texts: Record<string, string | undefined>,
): Promise<void> {
  const named = Object.entries(texts).filter(([, text]) => text !== undefined && holdsPostcode(text));
  if (named.length === 0) return;
  const row = await tx.queryOne(`SELECT id FROM support_case WHERE id = $1 AND 'msht' = ANY (cohorts)`, [id]);
  if (!row) return;
  const message = 'Leave the postcode out: an address is never kept in a case of modern slavery.';
  throw new Unprocessable(
    ADDRESS_IN_TEXT,
    'A text holds what looks like an address, and the case is one of modern slavery.',
    named.map(([field]) => ({ field, code: 'holds-postcode', message })),
  );
}
