import { Injectable } from '@nestjs/common';
import { eventRow } from '../../cases/case-opening.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { checkCollisionsOf } from '../../victims/contact-safety/collision-checks.js';
import { decideAbout, SafetyDecisions } from '../../victims/contact-safety/decide.js';
import { SafetyFactsLoader } from '../../victims/contact-safety/load-facts.js';
import {
  mayEmailByMachine,
  reasonsAgainstEmail,
  type SafetyDecision,
} from '../../victims/contact-safety/safety-decision.js';
import type { OutgoingEmail } from '../channels/email-channel.js';
import { ContactTasks } from '../contact-tasks.js';
import { MessageContent, type MessageBinding, type SealedContent } from '../messages/message-content.js';
import { moveMessages } from '../messages/move-messages.js';
import { RecipientAddress } from '../messages/recipient-address.js';

/** A message as it stands in its row, with the address that it goes to. */
interface QueuedMessage extends MessageBinding, SealedContent {
  restricted: boolean;
  referralId: string;
  tries: number;
  recipientSealed: string;
}

/** Another thing than what was planned stands in the row. */
const CONTENT_CHANGED = 'CONTENT_CHANGED';
const CHECKS_BEHIND = 'CHECKS_NOT_FINISHED';
const OTHER_CONTACT_POINT = 'CONTACT_POINT_SUPERSEDED';

/**
 * Claims one message for sending. Locks the person first, then the message, then decides on what is committed by then:
 * a change of safety that committed before stops the message, one that comes later waits for this transaction and is
 * told that the message is with the provider.
 */
@Injectable()
export class ClaimMessage {
  constructor(
    private readonly loader: SafetyFactsLoader,
    private readonly decisions: SafetyDecisions,
    private readonly content: MessageContent,
    private readonly tasks: ContactTasks,
    private readonly addresses: RecipientAddress,
  ) {}

  /** The email to hand over once this transaction has committed; null where nothing may or need leave. */
  async claim(tx: Transaction, messageId: string, provider: string): Promise<OutgoingEmail | null> {
    const [waiting] = await tx.prepared<{ personId: string }>(LOCK_PERSON, [messageId, tx.now]);
    if (!waiting) return null;
    const hasSpread = await checkCollisionsOf(tx, waiting.personId);
    if (hasSpread) await tx.announce('contact-safety.changed', { personId: waiting.personId });
    const [message] = await tx.prepared<QueuedMessage>(LOCK_MESSAGE, [messageId, tx.now]);
    const facts = (await this.loader.load(tx, [waiting.personId])).get(waiting.personId);
    if (!message || !facts || message.personId !== facts.person.id) return null;
    const decision = decideAbout(facts, message.referralId);
    const email = isRight(decision, message) ? this.outgoing(message) : null;
    if (!email) {
      await this.stop(tx, message, decision);
      return null;
    }
    const decisionId = await this.decisions.recordAnew(tx, { facts, decision });
    await tx.prepared(FENCE, [
      ...[messageId, email.attempt, decisionId, facts.safetyVersion, provider, email.reference],
      ...[tx.now, tx.actor.subject],
    ]);
    return email;
  }

  private outgoing(message: QueuedMessage): OutgoingEmail | null {
    const { messageId, personId } = message;
    const content = this.content.openIfBound(message, message);
    const recipient = this.addresses.openIfUnchanged(message);
    if (!content || recipient === null) return null;
    const attempt = message.tries + 1;
    return { messageId, attempt, personId, reference: `${messageId}.${attempt}`, recipient, ...content };
  }

  /**
   * Checks that run behind are for planning, which finishes them and brings the message back. Whatever else stops it is
   * for people now, also where it may come back by itself: nobody may refresh the record.
   */
  private async stop(tx: Transaction, message: QueuedMessage, decision: SafetyDecision): Promise<void> {
    const { messageId, caseId, personId, restricted } = message;
    const against = reasonsAgainstEmail(decision);
    const state = decision.needsRecheckOnly ? ('held' as const) : ('recalled' as const);
    const reasons =
      against.length > 0 ? against : [isRight(decision, message) ? CONTENT_CHANGED : OTHER_CONTACT_POINT];
    await moveMessages(tx, [{ messageId, state, reasons }]);
    const { kind: actorKind, subject } = tx.actor;
    const event = { caseId, personId, restricted, kind: `message.${state}`, at: tx.now, actorKind, subject };
    await tx.insert('case_event', [eventRow({ ...event, details: { messageId, reasons } })]);
    if (state === 'held') await tx.announce('contact-safety.changed', { personId });
    const isForPlanningOnly = reasons.every((reason) => reason === CHECKS_BEHIND);
    if (!isForPlanningOnly)
      await this.tasks.add(tx, [{ kind: 'look-at-changed-referral', caseId, aboutId: messageId }]);
  }
}

function isRight(decision: SafetyDecision, { contactPointId }: QueuedMessage): boolean {
  return mayEmailByMachine(decision) && decision.chosenEmailContactPointId === contactPointId;
}

/** The person is locked before anything of them is read: in-between changes have committed, later ones wait. */
const LOCK_PERSON = {
  name: 'contact.lock-person',
  text: `
    SELECT id AS "personId" FROM person
     WHERE id = (SELECT person_id FROM message
                  WHERE id = $1 AND state = 'queued' AND (next_try_at IS NULL OR next_try_at <= $2))
       FOR UPDATE`,
};

const LOCK_MESSAGE = {
  name: 'contact.lock-message',
  text: `
    SELECT m.id AS "messageId", m.person_id AS "personId", m.restricted, m.case_id AS "caseId",
           m.referral_id AS "referralId", m.contact_point_id AS "contactPointId", c.blind_index AS "addressIndex",
           m.template_code AS "templateCode", m.language, m.template_version AS "templateVersion", m.tries,
           m.subject_sealed, m.body_sealed, m.content_sha256, c.value_sealed AS "recipientSealed"
      FROM message m JOIN contact_point c ON c.id = m.contact_point_id AND c.person_id = m.person_id
     WHERE m.id = $1 AND m.state = 'queued' AND (m.next_try_at IS NULL OR m.next_try_at <= $2) FOR UPDATE OF m`,
};

/** The attempt's number is the fence: it is written and committed before the provider is called, and only once. */
const FENCE = {
  name: 'contact.fence',
  text: `
    WITH attempt AS (
      INSERT INTO message_attempt (message_id, number, person_id, restricted, claimed_at, claimed_by, decision_id)
      SELECT m.id, $2::integer, m.person_id, m.restricted, $7::timestamptz, $8, $3::uuid FROM message m
       WHERE m.id = $1)
    UPDATE message SET state = 'claimed', tries = $2, claimed_at = $7, decision_id = $3, safety_version = $4,
                       provider = $5, provider_reference = $6, next_try_at = NULL, state_reason = NULL,
                       version = version + 1, updated_at = $7
     WHERE id = $1`,
};
