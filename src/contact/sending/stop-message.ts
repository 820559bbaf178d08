import { Injectable } from '@nestjs/common';
import { eventRow } from '../../cases/case-opening.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { SafetyDecision } from '../../victims/contact-safety/safety-decision.js';
import type { MessageKind } from '../channels/channel.js';
import { ContactTasks } from '../contact-tasks.js';
import { moveMessages } from '../messages/move-messages.js';

interface StoppedMessage {
  messageId: string;
  channel: MessageKind;
  caseId: string;
  personId: string;
  restricted: boolean;
}

const CHECKS_BEHIND = 'CHECKS_NOT_FINISHED';

/** Stops a message that may not leave by what is known when it is claimed. */
@Injectable()
export class StopMessage {
  constructor(private readonly tasks: ContactTasks) {}

  /**
   * An email whose reasons may pass by themselves is held, and planning brings it back; everything else is withdrawn.
   * Somebody is told but of checks that run behind, and of letters: their list says who was left out and why.
   */
  async stop(
    tx: Transaction,
    message: StoppedMessage,
    decision: SafetyDecision,
    reasons: string[],
  ): Promise<void> {
    const { messageId, channel, caseId, personId, restricted } = message;
    const mayComeBack = channel === 'email' && decision.needsRecheckOnly;
    const state = mayComeBack ? ('held' as const) : ('recalled' as const);
    await moveMessages(tx, [{ messageId, state, reasons }]);
    const { kind: actorKind, subject } = tx.actor;
    const event = { caseId, personId, restricted, kind: `message.${state}`, at: tx.now, actorKind, subject };
    await tx.insert('case_event', [eventRow({ ...event, details: { messageId, reasons } })]);
    if (channel === 'letter') await leaveOut(tx, messageId, reasons);
    if (state === 'held') await tx.announce('contact-safety.changed', { personId });
    const isForPlanningOnly = mayComeBack && reasons.every((reason) => reason === CHECKS_BEHIND);
    if (!isForPlanningOnly && channel !== 'letter')
      await this.tasks.add(tx, [{ kind: 'look-at-changed-referral', caseId, aboutId: messageId }]);
  }
}

function leaveOut(tx: Transaction, messageId: string, reasons: string[]): Promise<unknown> {
  return tx.query(
    `UPDATE message_batch_item SET outcome = 'left-out', reasons = $2::text[] WHERE message_id = $1`,
    [messageId, reasons],
  );
}
