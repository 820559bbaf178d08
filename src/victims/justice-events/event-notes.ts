import { Injectable } from '@nestjs/common';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { VictimOfCrime } from './crimes.js';

/** Words about events: sealed, and apart from the ledger, so that they can be erased. */
@Injectable()
export class EventNotes {
  constructor(private readonly encryption: FieldEncryption) {}

  async write(
    tx: Transaction,
    eventId: string,
    victim: VictimOfCrime | null,
    note: string | undefined,
  ): Promise<void> {
    if (note === undefined) return;
    await tx.insert('justice_event_note', [
      {
        event_id: eventId,
        person_id: victim?.personId ?? null,
        restricted: victim?.restricted ?? false,
        text_sealed: this.encryption.seal(note, placeOf(eventId)),
        written_by: tx.actor.subject,
        written_at: tx.now,
      },
    ]);
  }

  open(eventId: string, sealed: string | null): string | null {
    return sealed === null ? null : this.encryption.open(sealed, placeOf(eventId));
  }
}

function placeOf(eventId: string) {
  return { table: 'justice_event_note', column: 'text_sealed', rowId: eventId };
}
