import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { NotFound } from '../platform/problems/problem.js';
import type { ImportRowDetailResponse } from './imports.responses.js';
import { IntakeFiles, type StagedContent } from './intake-files.js';
import { DirectReferralReader, type KeptDirectReferral } from './read-direct-referral.js';
import { findRow } from './read-import-rows.js';
import type { ReadRow } from './read-row.js';
import { byField, type FileOfRows, RowContents } from './row-content.js';

/** What waits in a row, for the person who decides on it. */
@Injectable()
export class RowDetails {
  constructor(
    private readonly database: Database,
    private readonly files: IntakeFiles,
    private readonly contents: RowContents,
    private readonly direct: DirectReferralReader,
  ) {}

  /**
   * A row with what was received, as long as it waits for a decision. One that its sender marked as restricted is shown
   * to team leaders alone. @throws NotFound
   */
  show(actor: Actor, fileId: string, row: number): Promise<ImportRowDetailResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const found = await findRow(tx, fileId, row, true);
      if (!found) throw new NotFound('row');
      const waiting = await tx.queryOne<{ sealed: string | null }>(
        `SELECT content_sealed AS sealed FROM intake_row
          WHERE file_id = $1 AND row_number = $2 AND disposition = 'quarantined' AND decision IS NULL`,
        [fileId, row],
      );
      await tx.audit({ action: 'import-row.read', targetType: 'import', targetIds: [fileId], personIds: [] });
      const sealed = waiting?.sealed ?? null;
      if (sealed === null) return { ...found, received: null };
      const received = await this.received(tx, fileId, this.open(sealed, fileId, row));
      if (isMarkedRestricted(received) && !actor.roles.includes('team-leader')) throw new NotFound('row');
      return { ...found, received };
    });
  }

  open(sealed: string, fileId: string, row: number): StagedContent {
    return this.files.open(sealed, fileId, row);
  }

  /** Reads a row that a person released, leniently. */
  async read(tx: Transaction, fileId: string, content: StagedContent): Promise<ReadRow> {
    if ('direct' in content)
      return { record: this.direct.readKept(content.direct as KeptDirectReferral), fault: null };
    return this.contents.read(await this.fileOf(tx, fileId), content, tx.now, true);
  }

  private async received(
    tx: Transaction,
    fileId: string,
    content: StagedContent,
  ): Promise<Record<string, unknown>> {
    if ('direct' in content)
      return Object.fromEntries(Object.entries((content.direct as KeptDirectReferral).body));
    if (!('cells' in content)) return {};
    const cells = byField(await this.fileOf(tx, fileId), content.cells);
    return Object.fromEntries([...cells].filter(([, cell]) => cell.trim() !== ''));
  }

  private async fileOf(tx: Transaction, fileId: string): Promise<FileOfRows> {
    const file = await tx.queryOne<FileOfRows>(
      `SELECT feed, columns, received_by AS "receivedBy" FROM intake_file WHERE id = $1`,
      [fileId],
    );
    return file!;
  }
}

/** Any answer but a plain no keeps the row for team leaders. */
function isMarkedRestricted(received: Record<string, unknown>): boolean {
  const inForm = (received.markers as { restrictedRecord?: boolean } | undefined)?.restrictedRecord;
  const answer = received.restrictedRecord ?? inForm ?? false;
  return answer !== false && answer !== 'false';
}
