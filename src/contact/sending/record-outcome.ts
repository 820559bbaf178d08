import { Injectable } from '@nestjs/common';
import { recordEvent } from '../../cases/seen-case.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { ChannelOutcome, OutgoingMessage } from '../channels/channel.js';
import { ContactTasks } from '../contact-tasks.js';
import { FirstContact } from '../first-contact.js';
import { closeContactPoint } from '../messages/close-contact-point.js';
import type { MessageState } from '../messages/message-states.js';

/** What an outcome makes of the message. */
type OutcomeState = Extract<MessageState, 'sent' | 'failed' | 'queued' | 'unknown'>;

const STATE_AFTER: Record<ChannelOutcome['result'], OutcomeState> = {
  accepted: 'sent',
  refused: 'failed',
  'not-sent': 'queued',
  unknown: 'unknown',
};

const FIRST_PAUSE_SECONDS = 30;
const LONGEST_PAUSE_SECONDS = 3600;
/** So many times a message that certainly has not left is tried before a person looks at it: about a day. */
const TRIES_MOST = 30;

/** Writes down what a provider did with a claimed message. */
@Injectable()
export class RecordOutcome {
  constructor(
    private readonly firstContact: FirstContact,
    private readonly tasks: ContactTasks,
  ) {}

  /**
   * Answers the state the message came to, or null where this attempt is no longer the one that counts: a worker that
   * hung for longer than it may finds the message settled as unknown, and changes nothing.
   */
  async record(tx: Transaction, email: OutgoingMessage, given: ChannelOutcome): Promise<OutcomeState | null> {
    const outcome = endsTrying(email, given);
    const state = STATE_AFTER[outcome.result];
    const [person] = await tx.prepared<{ restricted: boolean }>(LOCK_PERSON, [email.personId]);
    const code = outcome.result === 'accepted' ? null : outcome.code;
    const nextTryAt = state === 'queued' ? later(tx.now, email.attempt) : null;
    const [message] = await tx.prepared<{ caseId: string; contactPointId: string }>(OUTCOME, [
      ...[email.messageId, email.attempt, state, code, outcome.result, nextTryAt, tx.now],
    ]);
    if (!message || !person) return null;
    const about = { id: message.caseId, personId: email.personId, restricted: person.restricted };
    const kind = state === 'queued' ? 'message.put-back' : `message.${state}`;
    const details = { messageId: email.messageId, attempt: email.attempt, code };
    await recordEvent(tx, about, kind, details);
    if (state === 'sent') await this.firstContact.complete(tx, about);
    else await this.follow(tx, email, outcome, message);
    return state;
  }

  private async follow(
    tx: Transaction,
    { messageId, personId }: OutgoingMessage,
    outcome: ChannelOutcome,
    { caseId, contactPointId }: { caseId: string; contactPointId: string },
  ): Promise<void> {
    if (outcome.result === 'unknown')
      await this.tasks.add(tx, [{ kind: 'settle-message', caseId, aboutId: messageId }]);
    if (outcome.result !== 'refused') return;
    await this.tasks.add(tx, [{ kind: 'look-at-changed-referral', caseId, aboutId: messageId }]);
    if (outcome.isAboutRecipient) await closeContactPoint(tx, personId, contactPointId);
  }
}

function endsTrying(email: OutgoingMessage, outcome: ChannelOutcome): ChannelOutcome {
  if (outcome.result !== 'not-sent' || email.attempt < TRIES_MOST) return outcome;
  return { result: 'refused', code: 'gave-up', isAboutRecipient: false };
}

function later(now: Date, attempt: number): Date {
  const seconds = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1), LONGEST_PAUSE_SECONDS);
  return new Date(now.getTime() + seconds * 1000);
}

const LOCK_PERSON = {
  name: 'contact.lock-person-of-outcome',
  text: `SELECT restricted FROM person WHERE id = $1 FOR UPDATE`,
};

const OUTCOME = {
  name: 'contact.outcome',
  text: `
  WITH moved AS (
    UPDATE message SET state = $3, state_reason = $4, next_try_at = $6::timestamptz, version = version + 1,
                       sent_at = CASE $3 WHEN 'sent' THEN $7::timestamptz END, updated_at = $7::timestamptz
     WHERE id = $1 AND state = 'claimed' AND tries = $2
     RETURNING id, case_id, contact_point_id),
  attempt AS (
    UPDATE message_attempt a SET finished_at = $7::timestamptz, result = $5, result_code = $4
      FROM moved WHERE a.message_id = moved.id AND a.number = $2)
  SELECT case_id AS "caseId", contact_point_id AS "contactPointId" FROM moved`,
};
