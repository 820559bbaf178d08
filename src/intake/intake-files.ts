import { Injectable } from '@nestjs/common';
import { type Actor, serviceActor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict } from '../platform/problems/problem.js';
import type { FeedField } from '../reference-data/feeds/feed-fields.js';
import type { FileRefused } from './layout.js';
import type { FileRow } from './read-file.js';
import { openStagedRow, placeOfStagedRow, type StagedContent } from './staged-row.js';

export type { StagedContent } from './staged-row.js';

/** What is known of a file once all of it has come. */
export interface WholeFile {
  sha256: string;
  byteCount: number;
  rowCount: number;
}

/** A file on its way in: nothing of it counts before it is accepted whole. */
@Injectable()
export class IntakeFiles {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  async begin(receivedBy: string, feed: string, fileName: string | null): Promise<string> {
    const id = newId();
    await this.database.inTransaction(stager(receivedBy), (tx) =>
      tx.insert('intake_file', [
        {
          id,
          feed,
          file_name: fileName,
          received_by: receivedBy,
          received_at: tx.now,
          progress_at: tx.now,
          state: 'receiving',
        },
      ]),
    );
    return id;
  }

  async keepLayout(receivedBy: string, fileId: string, fields: readonly (FeedField | null)[]): Promise<void> {
    await this.database.inTransaction(stager(receivedBy), (tx) =>
      tx.update('intake_file', ['id'], [{ id: fileId, columns: fields.map((field) => field ?? '') }]),
    );
  }

  async stage(receivedBy: string, fileId: string, rows: readonly FileRow[]): Promise<void> {
    await this.database.inTransaction(stager(receivedBy), async (tx) => {
      await tx.insert(
        'intake_row',
        rows.map(({ number, cells, fault }) => ({
          file_id: fileId,
          row_number: number,
          content_sealed: this.seal(cells ? { cells } : { fault: fault! }, fileId, number),
        })),
      );
      await tx.query('UPDATE intake_file SET progress_at = $2 WHERE id = $1', [fileId, tx.now]);
    });
  }

  /** Makes the file count, within the caller's transaction; the job that works it starts with the commit. @throws Conflict */
  async accept(tx: Transaction, fileId: string, file: WholeFile): Promise<void> {
    const accepted = await tx.query(
      `UPDATE intake_file SET state = 'accepted', sha256 = $2, byte_count = $3, row_count = $4, accepted_at = $5, progress_at = $5
        WHERE id = $1 AND state = 'receiving' RETURNING id`,
      [fileId, file.sha256, file.byteCount, file.rowCount, tx.now],
    );
    if (accepted.length === 0)
      throw new Conflict('upload-abandoned', 'The upload was given up before it ended. Send the file again.');
    await tx.announce('intake-file.accepted', { fileId });
    await tx.audit({ action: 'import.accepted', targetType: 'import', targetIds: [fileId], personIds: [] });
  }

  /** Asks for the job of a file again that a process which ends leaves before its last row. */
  async announceAgain(fileId: string): Promise<void> {
    await this.database.inTransaction(serviceActor('intake', 'intake'), (tx) =>
      tx.announce('intake-file.accepted', { fileId }),
    );
  }

  async refuse(receivedBy: string, fileId: string, refused: FileRefused): Promise<void> {
    await this.end(receivedBy, fileId, 'refused', {
      code: refused.code,
      detail: refused.detail ?? '',
      fields: refused.fields ?? [],
    });
  }

  async abandon(receivedBy: string, fileId: string): Promise<void> {
    await this.end(receivedBy, fileId, 'abandoned', null);
  }

  seal(content: StagedContent, fileId: string, rowNumber: number): string {
    return this.encryption.seal(JSON.stringify(content), placeOfStagedRow(fileId, rowNumber));
  }

  /** Null where what was sealed is damaged. @throws SealedValueUnreadable where its key is missing */
  open(sealed: string, fileId: string, rowNumber: number): StagedContent | null {
    return openStagedRow(this.encryption, sealed, fileId, rowNumber);
  }

  /** A file that does not count keeps nothing of what it held. */
  private async end(
    receivedBy: string,
    fileId: string,
    state: string,
    refusal: object | null,
  ): Promise<void> {
    await this.database.inTransaction(stager(receivedBy), async (tx) => {
      const ended = await tx.query(
        `UPDATE intake_file SET state = $2, refusal = $3 WHERE id = $1 AND state = 'receiving' RETURNING id`,
        [fileId, state, refusal],
      );
      if (ended.length > 0)
        await tx.query('UPDATE intake_row SET content_sealed = NULL WHERE file_id = $1', [fileId]);
    });
  }
}

/** The service on behalf of a sender, without the sender's request: these steps are no answer to it yet. */
function stager(receivedBy: string): Actor {
  return { kind: 'intake', subject: receivedBy, roles: [] };
}
