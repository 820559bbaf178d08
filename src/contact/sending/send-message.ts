import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { serviceActor } from '../../platform/access/actor.js';
import { isKeyMissing } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/health/metrics.js';
import { Log } from '../../platform/logging/log.js';
import { Job, type JobIds } from '../../platform/queues/job.decorator.js';
import type { ChannelOutcome, OutgoingMessage } from '../channels/channel.js';
import { MessageChannels } from '../channels/message-channels.js';
import { SendingSteps } from './sending-steps.js';

const RECORDING_TRIES = 3;
const RECORDING_PAUSE_MS = 500;

/**
 * Sends one message: claims it, hands it to the channel, writes down what became of it. Between the claim and the
 * outcome nothing is held open; a process that dies there leaves the message claimed, and the sweep calls it unknown.
 */
@Injectable()
export class SendMessage {
  constructor(
    private readonly database: Database,
    private readonly channels: MessageChannels,
    private readonly steps: SendingSteps,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  @Job('send-message')
  async sendMessage({ messageId }: JobIds): Promise<void> {
    const message = await this.claim(String(messageId));
    if (!message) return;
    const outcome = await this.handOver(message);
    await this.record(message, outcome);
  }

  /** A key that is missing is a fault of the deployment: nothing is held or recalled for it, and everybody is told. */
  private async claim(messageId: string): Promise<OutgoingMessage | null> {
    try {
      return await this.inTransaction((tx) => this.steps.claim(tx, messageId, this.channels));
    } catch (error) {
      if (isKeyMissing(error)) {
        const { keyId, place } = error;
        const { table, column } = place;
        this.log.error('crypto.key-missing', { keyId, table, column, messageId });
      }
      throw error;
    }
  }

  private async handOver(message: OutgoingMessage): Promise<ChannelOutcome> {
    try {
      return await this.channels.of(message.channel).send(message);
    } catch (error) {
      const { messageId } = message;
      this.log.error('message.channel-failed', { messageId, ...this.log.describe(error) });
      return { result: 'unknown', code: 'channel-failed' };
    }
  }

  private async record(message: OutgoingMessage, outcome: ChannelOutcome): Promise<void> {
    const { messageId, attempt, channel } = message;
    for (let tried = 1; ; tried += 1) {
      try {
        const state = await this.inTransaction((tx) => this.steps.record(tx, message, outcome));
        if (state) this.metrics.messages.inc({ channel, state });
        else this.log.warn('message.late-outcome', { messageId, attempt, result: outcome.result });
        return;
      } catch (error) {
        if (tried === RECORDING_TRIES) throw error;
        await pause(RECORDING_PAUSE_MS * tried);
      }
    }
  }

  private inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inTransaction(serviceActor('worker', 'sending'), work);
  }
}
