import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FieldEncryption, isKeyMissing } from '../../platform/crypto/field-encryption.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { type MessageTemplate, MessageTemplates } from '../../reference-data/message-templates.js';

/** The one template that a machine may send by itself. */
export const AUTOMATIC_TEMPLATE = 'email-acknowledgement';
const WELSH = 'LNGG_CYM';

/** What a message is bound to: whoever swaps any of it makes another message of it. */
export interface MessageBinding {
  messageId: string;
  personId: string;
  caseId: string;
  contactPointId: string;
  /** Keyed hash of the address as it was: an address that was changed since is another one. */
  addressIndex: string;
  templateCode: string;
  language: string;
  templateVersion: number;
}

/** The text of a message as it stands in its row. */
export interface SealedContent {
  subject_sealed: string;
  body_sealed: string;
  content_sha256: string;
}

/** Writes the text of messages, seals it into their rows, and proves later that it is still theirs. */
@Injectable()
export class MessageContent {
  constructor(
    private readonly templates: MessageTemplates,
    private readonly encryption: FieldEncryption,
  ) {}

  /** The template in the person's language where somebody has confirmed it, else in English; null where there is none. */
  templateFor(
    preferredLanguage: string | null,
    today: Day,
    code = AUTOMATIC_TEMPLATE,
  ): MessageTemplate | null {
    const welsh = preferredLanguage === WELSH ? this.templates.current(code, 'cy', today) : null;
    return welsh ?? this.templates.current(code, 'en', today);
  }

  seal(binding: MessageBinding, { subject, body }: { subject: string; body: string }): SealedContent {
    return {
      subject_sealed: this.encryption.seal(subject, placeOf(binding.messageId, 'subject_sealed')),
      body_sealed: this.encryption.seal(body, placeOf(binding.messageId, 'body_sealed')),
      content_sha256: hashOf(binding, subject, body),
    };
  }

  /** The text as it was written. @throws SealedValueUnreadable where the row's text is another row's */
  open(messageId: string, sealed: Pick<SealedContent, 'subject_sealed' | 'body_sealed'>) {
    return {
      subject: this.encryption.open(sealed.subject_sealed, placeOf(messageId, 'subject_sealed')),
      body: this.encryption.open(sealed.body_sealed, placeOf(messageId, 'body_sealed')),
    };
  }

  /**
   * The text to send, or null where it, the person, the address or the template is not what was planned.
   * @throws SealedValueUnreadable where its key is missing
   */
  openIfBound(binding: MessageBinding, sealed: SealedContent): { subject: string; body: string } | null {
    const template = this.templates.version(
      binding.templateCode,
      binding.language === 'cy' ? 'cy' : 'en',
      binding.templateVersion,
    );
    try {
      const content = this.open(binding.messageId, sealed);
      const isBound = hashOf(binding, content.subject, content.body) === sealed.content_sha256;
      const isTemplate = template?.subject === content.subject && template.body === content.body;
      return isBound && isTemplate ? content : null;
    } catch (error) {
      if (isKeyMissing(error)) throw error;
      return null;
    }
  }
}

function placeOf(messageId: string, column: 'subject_sealed' | 'body_sealed') {
  return { table: 'message', column, rowId: messageId };
}

function hashOf(binding: MessageBinding, subject: string, body: string): string {
  const { messageId, personId, caseId, contactPointId, addressIndex } = binding;
  const { templateCode, language, templateVersion } = binding;
  const bound = [messageId, personId, caseId, contactPointId, addressIndex];
  return createHash('sha256')
    .update(JSON.stringify([...bound, templateCode, language, templateVersion, subject, body]))
    .digest('hex');
}
