import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { SafetyChangedResponse } from './safety-responses.js';
import type { SafetyWordKind } from './safety-words.js';
import { aboutPerson, type SafetyChange, type SeenPerson, safetyChanged } from './seen-person.js';

/** Adds a line to the ledger of what was said; none is ever changed. */
export function writeWord(
  tx: Transaction,
  person: SeenPerson,
  word: { kind: SafetyWordKind; collisionId?: string; reasonCode: string },
): Promise<void> {
  const { kind, collisionId, reasonCode } = word;
  const said = { kind, collision_id: collisionId ?? null, reason_code: reasonCode };
  const by = { said_by: tx.actor.subject, said_at: tx.now };
  return tx.insert('safety_word', [{ id: newId(), ...aboutPerson(person), ...said, ...by }]);
}

/** Makes a word count, and audits it. */
export async function changedByWord(
  tx: Transaction,
  person: SeenPerson,
  change: SafetyChange,
  reasonCode: string,
): Promise<SafetyChangedResponse> {
  const safetyVersion = await safetyChanged(tx, person, change);
  const { id } = person;
  await tx.audit({ action: change.kind, targetType: 'person', targetIds: [id], personIds: [id], reasonCode });
  return { personId: id, safetyVersion };
}
