import { Injectable } from '@nestjs/common';
import { caseSeen } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { NotFound } from '../../platform/problems/problem.js';
import { DISPLAY_NAME } from '../../victims/display-name.js';
import { MessageContent, type SealedContent } from './message-content.js';
import type { MessageAttemptResponse, MessageList, MessageResponse } from './message-responses.js';
import { MESSAGE_COLUMNS, type MessageRow, toMessageSummary } from './message-rows.js';
import { RecipientAddress } from './recipient-address.js';

type WholeRow = MessageRow &
  SealedContent & { recipientSealed: string; personName: string; providerReference: string | null };

/** Messages for those who may see the person. */
@Injectable()
export class ReadMessages {
  constructor(
    private readonly database: Database,
    private readonly content: MessageContent,
    private readonly addresses: RecipientAddress,
  ) {}

  /** Newest first, without their text. @throws NotFound where the case is not there for the actor */
  ofCase(actor: Actor, caseId: string): Promise<MessageList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<MessageRow>(
        `SELECT ${MESSAGE_COLUMNS} FROM message m WHERE m.case_id = $1
          ORDER BY m.planned_at DESC, m.id DESC LIMIT 200`,
        [caseId],
      );
      const targetIds = rows.map(({ id }) => id);
      await tx.audit({ action: 'message.list', targetType: 'message', targetIds, personIds: [personId] });
      return { items: rows.map(toMessageSummary) };
    });
  }

  /** One message with the text and address that it was planned with. @throws NotFound */
  one(actor: Actor, id: string): Promise<MessageResponse> {
    return this.database.inTransaction(actor, (tx) => this.read(tx, id, 'message.read'));
  }

  /** The same within a transaction of somebody else's, audited there. @throws NotFound */
  async read(tx: Transaction, id: string, action: string): Promise<MessageResponse> {
    const row = await tx.queryOne<WholeRow>(WHOLE, [id]);
    if (!row) throw new NotFound('message');
    const { contactPointId, channel } = row;
    const {
      recipientSealed,
      personName,
      providerReference,
      subject_sealed,
      body_sealed,
      content_sha256: _,
      ...rest
    } = row;
    await tx.audit({
      action,
      targetType: 'message',
      targetIds: [id],
      personIds: [row.personId],
      fields: ['recipient', 'subject', 'body'],
    });
    return {
      ...toMessageSummary(rest),
      recipient: this.addresses.open({ contactPointId, channel, recipientSealed, personName }),
      ...this.content.open(id, { subject_sealed, body_sealed }),
      providerReference,
      attempts: await tx.query<MessageAttemptResponse>(ATTEMPTS, [id]),
    };
  }
}

const WHOLE = `
  SELECT ${MESSAGE_COLUMNS}, m.subject_sealed, m.body_sealed, m.content_sha256,
         m.provider_reference AS "providerReference", c.value_sealed AS "recipientSealed",
         ${DISPLAY_NAME} AS "personName"
    FROM message m JOIN contact_point c ON c.id = m.contact_point_id JOIN person p ON p.id = m.person_id
   WHERE m.id = $1`;

const ATTEMPTS = `
  SELECT number, claimed_at AS "claimedAt", decision_id AS "decisionId", finished_at AS "finishedAt", result,
         result_code AS "resultCode"
    FROM message_attempt WHERE message_id = $1 ORDER BY number`;
