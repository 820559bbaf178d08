import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { checkCollisionsOf } from '../../victims/contact-safety/collision-checks.js';
import { SafetyDecisions } from '../../victims/contact-safety/decide.js';
import { SafetyFactsLoader } from '../../victims/contact-safety/load-facts.js';
import { DISPLAY_NAME } from '../../victims/display-name.js';
import type { OutgoingMessage } from '../channels/channel.js';
import { OutgoingMessages, type WaitingMessage } from '../messages/outgoing-messages.js';
import { LeavingRules } from './leaving-rules.js';
import { StopMessage } from './stop-message.js';

/** A message as it stands in its row. */
export interface QueuedMessage extends WaitingMessage {
  restricted: boolean;
  referralId: string;
  safetyVersion: number;
}

/** Another thing than what was planned stands in the row. */
const CONTENT_CHANGED = 'CONTENT_CHANGED';

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
    private readonly rules: LeavingRules,
    private readonly messages: OutgoingMessages,
    private readonly stopping: StopMessage,
  ) {}

  /** The message to hand over once this transaction has committed; null where nothing may or need leave. */
  async claim(tx: Transaction, messageId: string, provider: string): Promise<OutgoingMessage | null> {
    const [waiting] = await tx.prepared<{ personId: string }>(LOCK_PERSON, [messageId, tx.now]);
    if (!waiting) return null;
    const hasSpread = await checkCollisionsOf(tx, waiting.personId);
    if (hasSpread) await tx.announce('contact-safety.changed', { personId: waiting.personId });
    const [message] = await tx.prepared<QueuedMessage>(LOCK_MESSAGE, [messageId, tx.now]);
    const facts = (await this.loader.load(tx, [waiting.personId])).get(waiting.personId);
    if (!message || !facts || message.personId !== facts.person.id) return null;
    const { decision, reasons } = await this.rules.verdict(tx, message, facts);
    const outgoing = reasons.length === 0 ? this.messages.open(message, tx.now) : null;
    if (!outgoing) {
      await this.stopping.stop(tx, message, decision, reasons.length > 0 ? reasons : [CONTENT_CHANGED]);
      return null;
    }
    const decisionId = await this.decisions.recordAnew(tx, { facts, decision });
    await tx.prepared(FENCE, [
      ...[messageId, outgoing.attempt, decisionId, facts.safetyVersion, provider, outgoing.reference],
      ...[tx.now, tx.actor.subject],
    ]);
    return outgoing;
  }
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
    SELECT m.id AS "messageId", m.person_id AS "personId", m.restricted, m.case_id AS "caseId", m.channel,
           m.referral_id AS "referralId", m.contact_point_id AS "contactPointId", c.blind_index AS "addressIndex",
           m.template_code AS "templateCode", m.language, m.template_version AS "templateVersion", m.tries,
           m.subject_sealed, m.body_sealed, m.content_sha256, c.value_sealed AS "recipientSealed",
           m.safety_version AS "safetyVersion", ${DISPLAY_NAME} AS "personName"
      FROM message m JOIN contact_point c ON c.id = m.contact_point_id AND c.person_id = m.person_id
      JOIN person p ON p.id = m.person_id
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
