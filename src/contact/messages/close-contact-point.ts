import type { Transaction } from '../../platform/database/transaction.js';

/** What was refused by the recipient's side is not written to again by a machine (SUP_UNSAFE_CP). */
export async function closeContactPoint(
  tx: Transaction,
  personId: string,
  contactPointId: string,
): Promise<void> {
  await tx.query(
    `UPDATE contact_point SET failed_at = $2, version = version + 1, updated_at = $2 WHERE id = $1`,
    [contactPointId, tx.now],
  );
  await tx.query(`UPDATE person SET safety_version = safety_version + 1 WHERE id = $1`, [personId]);
  await tx.announce('contact-safety.changed', { personId });
}
