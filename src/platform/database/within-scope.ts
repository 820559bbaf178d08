import { type Actor, scopeOf } from '../access/actor.js';
import type { Transaction } from './transaction.js';

/** Runs the work in the caller's transaction with the reach of another actor; afterwards its own reach holds again. */
export async function withinScopeOf<T>(actor: Actor, tx: Transaction, work: () => Promise<T>): Promise<T> {
  await openScope(tx, actor);
  const result = await work();
  // Where the work throws, the transaction ends with its scope.
  await openScope(tx, tx.actor);
  return result;
}

async function openScope(tx: Transaction, actor: Actor): Promise<void> {
  await tx.query('SELECT val_open_scope($1, $2, $3)', [scopeOf(actor), actor.subject, tx.now]);
}
