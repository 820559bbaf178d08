import { serviceActor } from '../../platform/access/actor.js';
import type { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import type { Database } from '../../platform/database/database.js';
import { LetterNotPrintable, printedLetter } from '../letters/printed-letter.js';
import type { Channel, ChannelOutcome, OutgoingMessage } from './channel.js';

export type CapturedColumn = 'recipient_sealed' | 'subject_sealed' | 'body_sealed' | 'pdf_sealed';

/** Where a captured value lies. */
export function capturedPlace(messageId: string, attempt: number, column: CapturedColumn) {
  return { table: 'captured_message', column, rowId: `${messageId} ${attempt}` };
}

/** Keeps messages readable in the API, letters as they would be printed. Nothing leaves; production refuses it. */
export class CaptureChannel implements Channel {
  readonly name = 'capture';

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  async send(message: OutgoingMessage): Promise<ChannelOutcome> {
    try {
      await this.keep(message, message.channel === 'letter' ? await printedLetter(message) : null);
      return { result: 'accepted' };
    } catch (error) {
      if (!(error instanceof LetterNotPrintable)) throw error;
      return { result: 'refused', code: 'not-printable', isAboutRecipient: false };
    }
  }

  private async keep(message: OutgoingMessage, pdf: Buffer | null): Promise<void> {
    const { messageId, attempt, personId, recipient, subject, body } = message;
    const seal = (text: string, column: CapturedColumn) =>
      this.encryption.seal(text, capturedPlace(messageId, attempt, column));
    await this.database.inTransaction(serviceActor('worker', 'capture'), (tx) =>
      tx.query(CAPTURE, [
        ...[messageId, attempt, personId],
        ...[seal(recipient, 'recipient_sealed'), seal(subject, 'subject_sealed'), seal(body, 'body_sealed')],
        pdf && seal(pdf.toString('base64'), 'pdf_sealed'),
        tx.now,
      ]),
    );
  }
}

const CAPTURE = `
  INSERT INTO captured_message (message_id, attempt, person_id, restricted, recipient_sealed, subject_sealed,
                                body_sealed, pdf_sealed, captured_at)
  SELECT $1, $2, p.id, p.restricted, $4, $5, $6, $7, $8::timestamptz FROM person p WHERE p.id = $3`;
