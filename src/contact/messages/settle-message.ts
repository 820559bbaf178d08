import { Injectable } from '@nestjs/common';
import { NextActions } from '../../cases/next-action.js';
import { belongingTo, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Conflict, NotFound, StaleEdit } from '../../platform/problems/problem.js';
import { FirstContact } from '../first-contact.js';
import type { MessageResponse } from './message-responses.js';
import type { SettlementRequest } from './message-requests.js';
import { type MessageState, mayBecome } from './message-states.js';
import { ReadMessages } from './read-messages.js';

interface UncertainMessage {
  personId: string;
  caseId: string;
  state: MessageState;
  version: number;
}

/** A person says what became of a message of which nobody knew. */
@Injectable()
export class SettleMessage {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly messages: ReadMessages,
    private readonly firstContact: FirstContact,
    private readonly nextActions: NextActions,
  ) {}

  /** @throws NotFound; Conflict `message-not-unknown`; StaleEdit */
  settle(actor: Actor, id: string, version: number, request: SettlementRequest): Promise<MessageResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const message = await locked(tx, id);
      const state = request.outcome === 'sent' ? 'sent' : 'failed';
      if (message.state !== 'unknown' || !mayBecome(message.state, state)) {
        throw new Conflict('message-not-unknown', 'What became of the message is known already.');
      }
      if (message.version !== version) throw new StaleEdit();
      await tx.query(SETTLE, [id, state, tx.now, actor.subject]);
      const supportCase = await caseToChange(tx, message.caseId);
      const noteId = request.note === undefined ? null : await this.note(tx, supportCase, request.note);
      await recordEvent(tx, supportCase, 'message.settled', {
        messageId: id,
        outcome: request.outcome,
        noteId,
      });
      await this.endTask(tx, supportCase, id);
      if (state === 'sent') await this.firstContact.complete(tx, supportCase);
      return this.messages.read(tx, id, 'message.settle');
    });
  }

  private async note(tx: Transaction, supportCase: SupportCase, text: string): Promise<string> {
    const id = newId();
    const body_sealed = this.encryption.seal(text, { table: 'case_note', column: 'body_sealed', rowId: id });
    const written = { written_at: tx.now, written_by: tx.actor.subject };
    await tx.insert('case_note', [{ id, ...belongingTo(supportCase), body_sealed, ...written }]);
    await recordEvent(tx, supportCase, 'note.written', { noteId: id, supersedes: null });
    return id;
  }

  private async endTask(tx: Transaction, supportCase: SupportCase, messageId: string): Promise<void> {
    const ended = await tx.query<{ id: string }>(
      `UPDATE task SET completed_at = $3, completed_by = $4, outcome_code = 'done', version = version + 1
        WHERE case_id = $1 AND kind = 'settle-message' AND source_id = $2
          AND completed_at IS NULL AND cancelled_at IS NULL RETURNING id`,
      [supportCase.id, messageId, tx.now, tx.actor.subject],
    );
    for (const { id } of ended) {
      await recordEvent(tx, supportCase, 'task.completed', {
        taskId: id,
        kind: 'settle-message',
        outcomeCode: 'done',
      });
    }
    if (ended.length > 0 && !supportCase.closedAt) await this.nextActions.settle(tx, supportCase);
  }
}

/** The person's row is locked before the message, as everywhere. @throws NotFound */
async function locked(tx: Transaction, id: string): Promise<UncertainMessage> {
  await tx.query(
    `SELECT id FROM person WHERE id = (SELECT person_id FROM message WHERE id = $1) FOR UPDATE`,
    [id],
  );
  const message = await tx.queryOne<UncertainMessage>(
    `SELECT person_id AS "personId", case_id AS "caseId", state, version FROM message WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!message) throw new NotFound('message');
  return message;
}

/** What a person found to have been sent left when it was claimed. */
const SETTLE = `
  UPDATE message SET state = $2, state_reason = 'settled-by-person', settled_at = $3::timestamptz, settled_by = $4,
                     sent_at = CASE $2 WHEN 'sent' THEN claimed_at END, version = version + 1,
                     updated_at = $3::timestamptz
   WHERE id = $1`;
