import { serviceActor } from '../../platform/access/actor.js';
import type { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import type { Database } from '../../platform/database/database.js';
import { type ChannelOutcome, EmailChannel, type OutgoingEmail } from './email-channel.js';

export type CapturedColumn = 'recipient_sealed' | 'subject_sealed' | 'body_sealed';

/** Where a captured value lies. */
export function capturedPlace(messageId: string, attempt: number, column: CapturedColumn) {
  return { table: 'captured_message', column, rowId: `${messageId} ${attempt}` };
}

/** Keeps messages readable in the API. Nothing leaves the machine; production refuses it. */
export class CaptureChannel extends EmailChannel {
  readonly name = 'capture';

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {
    super();
  }

  async send(email: OutgoingEmail): Promise<ChannelOutcome> {
    const { messageId, attempt } = email;
    const seal = (text: string, column: CapturedColumn) =>
      this.encryption.seal(text, capturedPlace(messageId, attempt, column));
    await this.database.inTransaction(serviceActor('worker', 'capture'), (tx) =>
      tx.query(
        `INSERT INTO captured_message
           (message_id, attempt, person_id, restricted, recipient_sealed, subject_sealed, body_sealed, captured_at)
         SELECT $1, $2, p.id, p.restricted, $4, $5, $6, $7::timestamptz FROM person p WHERE p.id = $3`,
        [
          messageId,
          attempt,
          email.personId,
          seal(email.recipient, 'recipient_sealed'),
          seal(email.subject, 'subject_sealed'),
          seal(email.body, 'body_sealed'),
          tx.now,
        ],
      ),
    );
    return { result: 'accepted' };
  }
}
