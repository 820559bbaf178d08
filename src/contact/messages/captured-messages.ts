import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../../platform/http/paging.js';
import { NotFound } from '../../platform/problems/problem.js';
import { type CapturedColumn, capturedPlace } from '../channels/capture-channel.js';
import type { MessageKind } from '../channels/channel.js';
import { MessageChannels } from '../channels/message-channels.js';
import type { CapturedMessageResponse } from './message-responses.js';

interface CapturedRow {
  messageId: string;
  attempt: number;
  caseId: string;
  personId: string;
  channel: MessageKind;
  hasPdf: boolean;
  recipient_sealed: string;
  subject_sealed: string;
  body_sealed: string;
  capturedAt: Date;
}

/** What would have left, for reading on a developer's machine. */
@Injectable()
export class CapturedMessages {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly channels: MessageChannels,
  ) {}

  /** Newest first. @throws NotFound where messages really leave */
  page(actor: Actor, query: PageQuery): Promise<Page<CapturedMessageResponse>> {
    this.mustBeCaptured();
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const rows = await tx.query<CapturedRow>(PAGE, [at, id, query.limit + 1]);
      const keys = (row: CapturedRow) => [row.capturedAt.toISOString(), row.messageId];
      const shown = rows.slice(0, query.limit);
      await tx.audit({
        action: 'captured-message.list',
        targetType: 'message',
        targetIds: shown.map(({ messageId }) => messageId),
        personIds: shown.map(({ personId }) => personId),
        fields: ['recipient', 'subject', 'body'],
      });
      return pageOf(rows, query.limit, keys, (row) => this.shown(row));
    });
  }

  /** A letter as it would have been printed. @throws NotFound where there is none, or the actor may not see it */
  letter(actor: Actor, messageId: string): Promise<Buffer> {
    this.mustBeCaptured();
    return this.database.inTransaction(actor, async (tx) => {
      const row = await tx.queryOne<{ attempt: number; personId: string; pdf_sealed: string }>(LETTER, [
        messageId,
      ]);
      if (!row) throw new NotFound('captured letter');
      await tx.audit({
        action: 'captured-message.read',
        targetType: 'message',
        targetIds: [messageId],
        personIds: [row.personId],
        fields: ['recipient', 'body'],
      });
      const place = capturedPlace(messageId, row.attempt, 'pdf_sealed');
      return Buffer.from(this.encryption.open(row.pdf_sealed, place), 'base64');
    });
  }

  private mustBeCaptured(): void {
    if (!this.channels.isAnyCaptured) throw new NotFound('captured message');
  }

  private shown(row: CapturedRow): CapturedMessageResponse {
    const { messageId, attempt, caseId, channel, hasPdf, capturedAt } = row;
    const open = (column: Exclude<CapturedColumn, 'pdf_sealed'>) =>
      this.encryption.open(row[column], capturedPlace(messageId, attempt, column));
    return {
      messageId,
      attempt,
      caseId,
      channel,
      recipient: open('recipient_sealed'),
      subject: open('subject_sealed'),
      body: open('body_sealed'),
      pdf: hasPdf ? `/api/v1/captured-messages/${messageId}/pdf` : null,
      capturedAt: capturedAt.toISOString(),
    };
  }
}

const PAGE = `
  SELECT c.message_id AS "messageId", c.attempt, m.case_id AS "caseId", c.person_id AS "personId", m.channel,
         c.pdf_sealed IS NOT NULL AS "hasPdf", c.recipient_sealed, c.subject_sealed, c.body_sealed,
         c.captured_at AS "capturedAt"
    FROM captured_message c JOIN message m ON m.id = c.message_id
   WHERE $1::timestamptz IS NULL OR (c.captured_at, c.message_id) < ($1, $2::uuid)
   ORDER BY c.captured_at DESC, c.message_id DESC, c.attempt DESC LIMIT $3`;

const LETTER = `
  SELECT attempt, person_id AS "personId", pdf_sealed FROM captured_message
   WHERE message_id = $1 AND pdf_sealed IS NOT NULL ORDER BY attempt DESC LIMIT 1`;
