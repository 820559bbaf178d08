import { Injectable } from '@nestjs/common';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import { FieldEncryption, isKeyMissing } from '../../platform/crypto/field-encryption.js';
import { normaliseAddressToken } from '../../platform/validation/address-token.js';
import { emailMatchKey, normaliseEmail } from '../../platform/validation/email.js';
import { normalisePhone } from '../../platform/validation/phone.js';
import type { PostalAddress } from '../../victims/contact-point-value.js';
import type { MessageKind } from '../channels/channel.js';
import { addressLines } from '../letters/postal-address.js';

/** An address as it lies in its row, and the name that a letter's envelope shows. */
export interface StoredAddress {
  contactPointId: string;
  channel: MessageKind;
  addressIndex: string;
  recipientSealed: string;
  personName: string;
}

/** Addresses that messages go to: of an email, a mobile telephone, or a front door. */
@Injectable()
export class RecipientAddress {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly index: BlindIndex,
  ) {}

  /** As a channel takes it; a letter's address line by line. @throws SealedValueUnreadable */
  open(stored: Omit<StoredAddress, 'addressIndex'>): string {
    const value = this.value(stored);
    if (stored.channel !== 'letter') return value;
    return addressLines(stored.personName, addressOf(value) ?? {})?.join('\n') ?? stored.personName;
  }

  /**
   * Null where what is sealed is not the address that its index stands for, or none that such a message may go to.
   * @throws SealedValueUnreadable where its key is missing
   */
  openIfUnchanged(stored: StoredAddress): string | null {
    try {
      const value = this.value(stored);
      const { recipient, index } = this.read(stored, value) ?? {};
      return recipient !== undefined && index === stored.addressIndex ? recipient : null;
    } catch (error) {
      if (isKeyMissing(error)) throw error;
      return null;
    }
  }

  private value({
    contactPointId,
    recipientSealed,
  }: Pick<StoredAddress, 'contactPointId' | 'recipientSealed'>) {
    const place = { table: 'contact_point', column: 'value_sealed', rowId: contactPointId };
    return this.encryption.open(recipientSealed, place);
  }

  private read(
    { channel, personName }: StoredAddress,
    value: string,
  ): { recipient: string; index: string } | null {
    if (channel === 'email') {
      const email = normaliseEmail(value);
      return email.ok ? { recipient: value, index: this.index.of('email', emailMatchKey(value)) } : null;
    }
    if (channel === 'sms') {
      const number = ukMobile(value);
      return number === null ? null : { recipient: number, index: this.index.of('phone', number) };
    }
    const address = addressOf(value);
    const token = address && normaliseAddressToken(address);
    const lines = address && addressLines(personName, address);
    if (!token?.ok || !lines) return null;
    return { recipient: lines.join('\n'), index: this.index.of('address', token.value) };
  }
}

/** The number in E.164; null where it is not a mobile telephone of the United Kingdom. */
export function ukMobile(value: string): string | null {
  const phone = normalisePhone(value);
  return phone.ok && phone.value.kind === 'uk-mobile' ? phone.value.e164 : null;
}

function addressOf(value: string): PostalAddress | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? parsed : null;
  } catch {
    return null;
  }
}
