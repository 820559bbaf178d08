import { Injectable } from '@nestjs/common';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { ReadRow } from './read-row.js';
import { type FileOfRows, RowContents } from './row-content.js';
import { openStagedRow } from './staged-row.js';

/** A file whose rows wait for their disposition. */
export interface FileOfWaitingRows extends FileOfRows {
  id: string;
}

export interface WaitingRow {
  number: number;
  sealed: string;
}

/** Why a row is held whose sealed content is damaged. */
export const UNREADABLE = 'content-unreadable';

/** Reads waiting rows, from what lies sealed to what it says. Asks nobody, and so reads in any thread. */
@Injectable()
export class WaitingRows {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly contents: RowContents,
  ) {}

  /** A row whose content is damaged is one for a person. @throws SealedValueUnreadable where a key is missing */
  read(file: FileOfWaitingRows, { sealed, number }: WaitingRow, now: Date): ReadRow {
    const content = openStagedRow(this.encryption, sealed, file.id, number);
    return content === null ? heldFor(UNREADABLE, null) : this.contents.read(file, content, now);
  }
}

/** A reading that leaves the row to a person. */
export function heldFor(reasonCode: string, contentSha256: string | null): ReadRow {
  return { record: null, fault: { disposition: 'quarantined', reasonCode, field: null }, contentSha256 };
}
