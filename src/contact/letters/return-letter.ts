import { Injectable } from '@nestjs/common';
import { FollowUps } from '../../cases/follow-ups.js';
import { caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/health/metrics.js';
import { Conflict, NotFound } from '../../platform/problems/problem.js';
import { personToChange, safetyChanged } from '../../victims/seen-person.js';
import type { MessageKind } from '../channels/channel.js';
import type { MessageResponse } from '../messages/message-responses.js';
import { mayBecome, type MessageState } from '../messages/message-states.js';
import { ReadMessages } from '../messages/read-messages.js';
import { FindSafeWay } from './find-safe-way.js';
import type { ReturnReason } from './return-requests.js';

interface Letter {
  id: string;
  personId: string;
  caseId: string;
  contactPointId: string;
  channel: MessageKind;
  state: MessageState;
  stateReason: string | null;
}

/** A letter came back: its address is closed, and somebody finds a safe way (VAL safe-contact rule SC-5). */
@Injectable()
export class ReturnLetter {
  constructor(
    private readonly database: Database,
    private readonly messages: ReadMessages,
    private readonly followUps: FollowUps,
    private readonly safeWay: FindSafeWay,
    private readonly metrics: Metrics,
  ) {}

  /** Once; the same again changes nothing. @throws NotFound; Conflict `not-a-letter`, `letter-not-sent`, `already-returned` */
  record(actor: Actor, id: string, reason: ReturnReason): Promise<MessageResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const letter = await held(tx, id);
      mustHaveLeft(letter);
      const isSaid = letter.state === 'returned';
      if (isSaid && letter.stateReason !== reason)
        throw new Conflict('already-returned', 'It was said before, with another reason, that it came back.');
      if (!isSaid) await this.return(tx, letter, reason);
      return this.messages.read(tx, letter.id, 'message.return');
    });
  }

  private async return(tx: Transaction, letter: Letter, reason: ReturnReason): Promise<void> {
    const { id: messageId, contactPointId } = letter;
    const supportCase = await caseToChange(tx, letter.caseId);
    await tx.query(RETURN, [messageId, reason, tx.now, tx.actor.subject]);
    await recordEvent(tx, supportCase, 'message.returned', { messageId, code: reason });
    this.metrics.messages.inc({ channel: 'letter', state: 'returned' });
    await tx.query(CLOSE, [contactPointId, `returned-${reason}`, tx.now]);
    const details = { contactPointId, messageId, code: reason };
    const person = await personToChange(tx, letter.personId);
    await safetyChanged(tx, person, { kind: 'contact-point.returned', details });
    // What came back had left, though nobody knew.
    await this.followUps.end(tx, supportCase, ['settle-message'], 'done', messageId);
    await this.followUps.settle(tx, supportCase);
    await this.safeWay.begin(tx, supportCase, messageId, reason);
  }
}

/** @throws Conflict `not-a-letter`, `letter-not-sent` */
function mustHaveLeft({ channel, state }: Letter): void {
  if (channel !== 'letter') throw new Conflict('not-a-letter', 'Only letters come back.');
  if (state === 'returned' || state === 'unknown' || mayBecome(state, 'returned')) return;
  throw new Conflict('letter-not-sent', 'The letter was never sent.');
}

/** The person's row is locked before the message, as everywhere. @throws NotFound */
async function held(tx: Transaction, id: string): Promise<Letter> {
  await tx.query(
    `SELECT id FROM person WHERE id = (SELECT person_id FROM message WHERE id = $1) FOR UPDATE`,
    [id],
  );
  const letter = await tx.queryOne<Letter>(LETTER, [id]);
  if (!letter) throw new NotFound('message');
  return letter;
}

const LETTER = `
  SELECT id, person_id AS "personId", case_id AS "caseId", contact_point_id AS "contactPointId", channel, state,
         state_reason AS "stateReason" FROM message WHERE id = $1 FOR UPDATE`;

const RETURN = `
  UPDATE message SET state = 'returned', state_reason = $2, settled_at = $3::timestamptz, settled_by = $4,
                     sent_at = coalesce(sent_at, claimed_at), version = version + 1, updated_at = $3::timestamptz
   WHERE id = $1`;

const CLOSE = `
  UPDATE contact_point SET invalid_code = coalesce(invalid_code, $2), failed_at = $3, version = version + 1, updated_at = $3
   WHERE id = $1`;
