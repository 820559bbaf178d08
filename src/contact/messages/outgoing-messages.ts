import { Injectable } from '@nestjs/common';
import type { OutgoingMessage } from '../channels/channel.js';
import { MessageContent, type MessageBinding, type SealedContent } from './message-content.js';
import { RecipientAddress, type StoredAddress } from './recipient-address.js';

/** A message as it stands in its row, with the address that it goes to. */
export interface WaitingMessage extends MessageBinding, SealedContent, StoredAddress {
  tries: number;
}

/** Opens what is to leave, and proves that it is what was planned. */
@Injectable()
export class OutgoingMessages {
  constructor(
    private readonly content: MessageContent,
    private readonly addresses: RecipientAddress,
  ) {}

  /**
   * Null where text, person, address or template are not those that were planned.
   * @throws SealedValueUnreadable where a key is missing
   */
  open(message: WaitingMessage, claimedAt: Date): OutgoingMessage | null {
    const { channel, messageId, personId } = message;
    const content = this.content.openIfBound(message, message);
    const recipient = this.addresses.openIfUnchanged(message);
    if (!content || recipient === null) return null;
    const attempt = message.tries + 1;
    const reference = `${messageId}.${attempt}`;
    return { channel, messageId, attempt, personId, reference, recipient, ...content, claimedAt };
  }
}
