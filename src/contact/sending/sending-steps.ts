import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { ChannelOutcome, OutgoingEmail } from '../channels/email-channel.js';
import type { MessageState } from '../messages/message-states.js';
import { ClaimMessage } from './claim-message.js';
import { RecordOutcome } from './record-outcome.js';
import { SendingWindow } from './sending-window.js';

/** The two transactions of sending, one on each side of the channel. */
@Injectable()
export class SendingSteps {
  constructor(
    private readonly window: SendingWindow,
    private readonly claims: ClaimMessage,
    private readonly outcomes: RecordOutcome,
  ) {}

  /** Null where nothing may or need leave now. Outside the hours for email the message waits for them. */
  async claim(tx: Transaction, messageId: string, provider: string): Promise<OutgoingEmail | null> {
    const opensAt = this.window.opensAt(tx.now);
    if (!opensAt) return this.claims.claim(tx, messageId, provider);
    await tx.query(`UPDATE message SET next_try_at = $2 WHERE id = $1 AND state = 'queued'`, [
      messageId,
      opensAt,
    ]);
    return null;
  }

  record(tx: Transaction, email: OutgoingEmail, outcome: ChannelOutcome): Promise<MessageState | null> {
    return this.outcomes.record(tx, email, outcome);
  }
}
