import { Injectable } from '@nestjs/common';
import { FollowUps } from '../../cases/follow-ups.js';
import { caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/health/metrics.js';
import { ContactTasks } from '../contact-tasks.js';
import { FirstContact } from '../first-contact.js';
import { closeContactPoint } from '../messages/close-contact-point.js';
import { mayBecome, type MessageState } from '../messages/message-states.js';
import { RECEIPT_MEANS, type ReceiptStatus } from './receipt-status.js';

interface ReceivedMessage {
  messageId: string;
  caseId: string;
  personId: string;
  contactPointId: string;
  state: MessageState;
}

/** Writes down what the provider of SMS says became of a message: in any order, as often as it likes. */
@Injectable()
export class ProviderReceipts {
  constructor(
    private readonly firstContact: FirstContact,
    private readonly followUps: FollowUps,
    private readonly tasks: ContactTasks,
    private readonly metrics: Metrics,
  ) {}

  /** Answers the message and its person; null where the provider was never given such a reference. */
  async receive(
    tx: Transaction,
    reference: string,
    status: ReceiptStatus,
  ): Promise<{ messageId: string; personId: string } | null> {
    await tx.query(LOCK_PERSON, [reference]);
    const message = await tx.queryOne<ReceivedMessage>(LOCK_MESSAGE, [reference]);
    if (!message) return null;
    const { messageId, personId } = message;
    const supportCase = await caseToChange(tx, message.caseId);
    if (message.state === 'claimed' || message.state === 'unknown') {
      await this.arrived(tx, supportCase, message);
      message.state = 'sent';
    }
    const means = RECEIPT_MEANS[status];
    if (means !== 'sent' && mayBecome(message.state, means)) {
      await this.move(tx, supportCase, messageId, means, means === 'failed' ? status : null);
      if (means === 'failed') await this.failed(tx, message, status);
    }
    return { messageId, personId };
  }

  /** The provider was never given it: what was not known is known. */
  async neverArrived(tx: Transaction, reference: string): Promise<void> {
    await tx.query(LOCK_PERSON, [reference]);
    const message = await tx.queryOne<ReceivedMessage>(LOCK_MESSAGE, [reference]);
    if (message?.state !== 'unknown') return;
    const supportCase = await caseToChange(tx, message.caseId);
    await this.move(tx, supportCase, message.messageId, 'failed', 'never-arrived');
    await this.settled(tx, supportCase, message.messageId);
    await this.tasks.add(tx, [
      { kind: 'look-at-changed-referral', caseId: message.caseId, aboutId: message.messageId },
    ]);
  }

  /** Its word that it has the message settles what a crash, or a lost answer, left uncertain. */
  private async arrived(tx: Transaction, supportCase: SupportCase, { messageId, state }: ReceivedMessage) {
    await this.move(tx, supportCase, messageId, 'sent', null);
    await tx.query(ATTEMPT, [messageId, tx.now]);
    if (state === 'unknown') await this.settled(tx, supportCase, messageId);
    await this.firstContact.complete(tx, supportCase);
  }

  private async settled(tx: Transaction, supportCase: SupportCase, messageId: string): Promise<void> {
    const ended = await this.followUps.end(tx, supportCase, ['settle-message'], 'done', messageId);
    if (ended > 0) await this.followUps.settle(tx, supportCase);
  }

  private async failed(
    tx: Transaction,
    { messageId, caseId, personId, contactPointId }: ReceivedMessage,
    status: ReceiptStatus,
  ): Promise<void> {
    await this.tasks.add(tx, [{ kind: 'look-at-changed-referral', caseId, aboutId: messageId }]);
    if (status === 'permanent-failure') await closeContactPoint(tx, personId, contactPointId);
  }

  private async move(
    tx: Transaction,
    supportCase: SupportCase,
    messageId: string,
    state: 'sent' | 'delivered' | 'failed',
    code: string | null,
  ): Promise<void> {
    await tx.query(MOVE, [messageId, state, code, tx.now]);
    await recordEvent(tx, supportCase, `message.${state}`, { messageId, code });
    this.metrics.messages.inc({ channel: 'sms', state });
  }
}

/** The person's row is locked before the message, as everywhere. */
const LOCK_PERSON = `
  SELECT id FROM person
   WHERE id = (SELECT person_id FROM message WHERE provider_reference = $1 AND channel = 'sms') FOR UPDATE`;

const LOCK_MESSAGE = `
  SELECT id AS "messageId", case_id AS "caseId", person_id AS "personId", contact_point_id AS "contactPointId", state
    FROM message WHERE provider_reference = $1 AND channel = 'sms' AND provider = 'notify' FOR UPDATE`;

const MOVE = `
  UPDATE message SET state = $2, state_reason = $3, version = version + 1, updated_at = $4::timestamptz,
                     sent_at = CASE $2 WHEN 'sent' THEN claimed_at ELSE sent_at END
   WHERE id = $1`;

const ATTEMPT = `
  UPDATE message_attempt a SET finished_at = $2, result = 'accepted', result_code = NULL FROM message m
   WHERE m.id = $1 AND a.message_id = m.id AND a.number = m.tries AND a.finished_at IS NULL`;
