import type { Transaction } from '../../platform/database/transaction.js';
import type { MessageState } from './message-states.js';

/** A message that has not left, and the state it comes to. */
export interface MessageMove {
  messageId: string;
  state: Extract<MessageState, 'queued' | 'held' | 'recalled'>;
  /** Codes of the safety gate, gravest first. */
  reasons: string[];
}

/** Moves messages that wait. Their rows must be locked and looked at before. */
export async function moveMessages(tx: Transaction, moves: readonly MessageMove[]): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `UPDATE message m
        SET state = g.state, state_reason = nullif(g.reasons, ''), version = m.version + 1, updated_at = $4,
            queued_at = CASE g.state WHEN 'queued' THEN $4 ELSE m.queued_at END, next_try_at = NULL
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS g(id, state, reasons)
      WHERE m.id = g.id AND m.state IN ('planned', 'queued', 'held')`,
    [
      moves.map(({ messageId }) => messageId),
      moves.map(({ state }) => state),
      moves.map(({ reasons }) => stateReasonOf(reasons)),
      tx.now,
    ],
  );
}

/** How the reasons stand in the message's row. */
export function stateReasonOf(reasons: readonly string[]): string {
  return reasons.join(' ');
}
