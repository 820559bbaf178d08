import {
  type FieldEncryption,
  isKeyMissing,
  SealedValueUnreadable,
} from '../platform/crypto/field-encryption.js';
import type { FileRow } from './read-file.js';

/** A row of a file as it waits, sealed, for its disposition or for a person. */
export type StagedContent =
  { cells: string[] } | { fault: NonNullable<FileRow['fault']> } | { direct: object };

/** Where the content of a row may be opened, and nowhere else. */
export function placeOfStagedRow(fileId: string, rowNumber: number) {
  return { table: 'intake_row', column: 'content_sealed', rowId: `${fileId} ${rowNumber}` };
}

/** Null where what was sealed is damaged. @throws SealedValueUnreadable where its key is missing */
export function openStagedRow(
  encryption: FieldEncryption,
  sealed: string,
  fileId: string,
  rowNumber: number,
): StagedContent | null {
  try {
    return JSON.parse(encryption.open(sealed, placeOfStagedRow(fileId, rowNumber))) as StagedContent;
  } catch (error) {
    if (error instanceof SealedValueUnreadable && !isKeyMissing(error)) return null;
    throw error;
  }
}
