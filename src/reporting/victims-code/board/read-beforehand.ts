import type { Actor } from '../../../platform/access/actor.js';
import type { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';

/** Ends a transaction that only read. */
class NothingToKeep extends Error {}

/**
 * Reads what a request needs before the transaction that answers it. Nothing is kept, so that the Idempotency-Key stays
 * free for that one; whoever repeats what was answered gets the answer here.
 *
 * @throws AlreadyAnswered
 */
export async function readBeforehand<T>(
  database: Database,
  actor: Actor,
  read: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const found: T[] = [];
  try {
    await database.inTransaction(actor, async (tx) => {
      found.push(await read(tx));
      throw new NothingToKeep();
    });
  } catch (error) {
    if (!(error instanceof NothingToKeep)) throw error;
  }
  return found.at(-1)!;
}
