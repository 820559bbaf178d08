import type { Transaction } from '../platform/database/transaction.js';

/** Subjects of everybody known to lead a team. */
export async function leadersOf(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ subject: string }>(
    `SELECT subject FROM staff_member WHERE 'team-leader' = ANY (roles) ORDER BY subject`,
  );
  return rows.map((row) => row.subject);
}
