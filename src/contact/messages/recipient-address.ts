import { Injectable } from '@nestjs/common';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import { FieldEncryption, isKeyMissing } from '../../platform/crypto/field-encryption.js';
import { emailMatchKey, normaliseEmail } from '../../platform/validation/email.js';

interface StoredAddress {
  contactPointId: string;
  addressIndex: string;
  recipientSealed: string;
}

/** The email addresses that messages go to. */
@Injectable()
export class RecipientAddress {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly index: BlindIndex,
  ) {}

  /** @throws SealedValueUnreadable */
  open({ contactPointId, recipientSealed }: Omit<StoredAddress, 'addressIndex'>): string {
    const place = { table: 'contact_point', column: 'value_sealed', rowId: contactPointId };
    return this.encryption.open(recipientSealed, place);
  }

  /**
   * Null where what is sealed is not the address that its index stands for, or none that a message may go to.
   * @throws SealedValueUnreadable where its key is missing
   */
  openIfUnchanged(stored: StoredAddress): string | null {
    try {
      const address = this.open(stored);
      const email = normaliseEmail(address);
      const isThatAddress = this.index.of('email', emailMatchKey(address)) === stored.addressIndex;
      return email.ok && email.value !== null && isThatAddress ? address : null;
    } catch (error) {
      if (isKeyMissing(error)) throw error;
      return null;
    }
  }
}
