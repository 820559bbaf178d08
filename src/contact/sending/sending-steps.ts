import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import type { ChannelOutcome, MessageKind, OutgoingMessage } from '../channels/channel.js';
import type { MessageChannels } from '../channels/message-channels.js';
import type { MessageState } from '../messages/message-states.js';
import { ClaimMessage } from './claim-message.js';
import { RecordOutcome } from './record-outcome.js';
import { type SafeWindow, SendingWindow } from './sending-window.js';

const HOUR_MS = 3_600_000;

interface Waiting {
  channel: MessageKind;
  /** Of an SMS, when the person said that it is safe; none where nobody asked. */
  safeWindows: SafeWindow[] | null;
}

/** The two transactions of sending, one on each side of the channel. */
@Injectable()
export class SendingSteps {
  constructor(
    private readonly window: SendingWindow,
    private readonly claims: ClaimMessage,
    private readonly outcomes: RecordOutcome,
  ) {}

  /**
   * Null where nothing may or need leave now. Outside the hours for its kind a message waits for them, and where the
   * service was set up without a way for it, until there is one.
   */
  async claim(
    tx: Transaction,
    messageId: string,
    channels: MessageChannels,
  ): Promise<OutgoingMessage | null> {
    const [waiting] = await tx.prepared<Waiting>(WAITING, [messageId]);
    if (!waiting) return null;
    const { channel, safeWindows } = waiting;
    const inAnHour = new Date(tx.now.getTime() + HOUR_MS);
    const opensAt = channels.has(channel)
      ? this.window.opensAt(tx.now, channel, safeWindows ?? [])
      : inAnHour;
    if (!opensAt) return this.claims.claim(tx, messageId, channels.of(channel).name);
    await tx.query(`UPDATE message SET next_try_at = $2 WHERE id = $1 AND state = 'queued'`, [
      messageId,
      opensAt,
    ]);
    return null;
  }

  record(tx: Transaction, message: OutgoingMessage, outcome: ChannelOutcome): Promise<MessageState | null> {
    return this.outcomes.record(tx, message, outcome);
  }
}

const WAITING = {
  name: 'contact.waiting-message',
  text: `
    SELECT m.channel, CASE m.channel WHEN 'sms' THEN p.safe_windows END AS "safeWindows"
      FROM message m LEFT JOIN contact_preference p ON p.person_id = m.person_id AND m.channel = 'sms'
     WHERE m.id = $1 AND m.state = 'queued'`,
};
