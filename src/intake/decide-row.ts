import { Injectable } from '@nestjs/common';
import { type Actor, onBehalfOf } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict, NotFound } from '../platform/problems/problem.js';
import type { RowDecisionRequest } from './imports.requests.js';
import { EventDecisions } from './justice-events/decide-event-row.js';
import type { EventDisposed } from './justice-events/take-in-events.js';
import type { ImportRowResponse } from './imports.responses.js';
import type { StagedContent } from './intake-files.js';
import { findRow, readerOfRows } from './read-import-rows.js';
import type { Disposed, ReferralRecord } from './referral-record.js';
import { asReleased } from './release-row.js';
import { RowDetails } from './row-details.js';
import type { RowPlace } from './rows-set-aside.js';
import { TakeIn } from './take-in.js';
import { withinScopeOf } from '../platform/database/within-scope.js';

interface HeldRow {
  sealed: string | null;
  disposition: string | null;
  reasonCode: string;
  decision: string | null;
}

/** What became of a released row, of whatever kind it is. */
type Taken = Disposed & Partial<Pick<EventDisposed, 'justiceEventId' | 'awaits'>>;

/** Lets a person decide on rows that were set aside. */
@Injectable()
export class RowDecisions {
  constructor(
    private readonly database: Database,
    private readonly details: RowDetails,
    private readonly takeIn: TakeIn,
    private readonly events: EventDecisions,
    private readonly encryption: FieldEncryption,
  ) {}

  /**
   * Releases or discards a quarantined row. The row keeps its disposition; the decision stands beside it. A released row
   * is taken in now, and counts as received now. Where it turns out to be held for another reason as well, it stays
   * undecided with that reason.
   * @throws NotFound, Conflict for a row that is not quarantined, decided already, or damaged and to be released
   */
  decide(actor: Actor, fileId: string, row: number, request: RowDecisionRequest): Promise<ImportRowResponse> {
    return this.database.inTransaction(onBehalfOf(actor, 'intake'), async (tx) => {
      const { personIds } = await this.details.find(tx, actor, fileId, row);
      const held = await this.hold(tx, fileId, row);
      if (request.decision === 'release') await this.release(tx, actor, { fileId, row }, held, request);
      else
        await this.write(tx, fileId, row, { decision: 'discarded', reason: request.reason, outcome: null });
      await tx.audit({
        action: request.decision === 'release' ? 'import-row.released' : 'import-row.discarded',
        targetType: 'import',
        targetIds: [fileId],
        personIds: [...personIds, ...(await personOfRow(tx, fileId, row))],
        fields: [`row:${row}`],
        reasonCode: held.reasonCode,
      });
      return this.answer(tx, actor, fileId, row);
    });
  }

  /** Without the ids of a case that came to be and that the actor may not see. */
  private async answer(
    tx: Transaction,
    actor: Actor,
    fileId: string,
    row: number,
  ): Promise<ImportRowResponse> {
    const { seesPeople } = readerOfRows(actor);
    const seen = await withinScopeOf(actor, tx, () => findRow(tx, fileId, row, seesPeople));
    return seen ?? (await findRow(tx, fileId, row, false))!;
  }

  private async hold(tx: Transaction, fileId: string, row: number): Promise<HeldRow> {
    const held = await tx.queryOne<HeldRow>(
      `SELECT content_sealed AS sealed, disposition, reason_code AS "reasonCode", decision FROM intake_row
        WHERE file_id = $1 AND row_number = $2 FOR NO KEY UPDATE`,
      [fileId, row],
    );
    if (!held) throw new NotFound('row');
    if (held.disposition !== 'quarantined')
      throw new Conflict('row-not-quarantined', 'Only a quarantined row waits for a decision.');
    if (held.decision !== null)
      throw new Conflict('row-already-decided', 'Somebody decided on this row before.');
    return held;
  }

  private async release(
    tx: Transaction,
    actor: Actor,
    { fileId, row }: RowPlace,
    held: HeldRow,
    request: RowDecisionRequest,
  ): Promise<void> {
    const content = this.details.open(held.sealed!, fileId, row);
    if (content === null)
      throw new Conflict(
        'row-not-readable',
        'What was received is damaged. Ask for it to be sent again, and discard this row.',
      );
    const file = await this.details.fileOf(tx, fileId);
    const event = { fileId, row, file, content, reasonCode: held.reasonCode };
    const outcome =
      (await this.events.release(tx, actor, event, request)) ??
      (await this.takeInReferral(tx, { fileId, row }, content, held.reasonCode));
    if (outcome.disposition !== 'quarantined') {
      await this.write(tx, fileId, row, { decision: 'released', reason: request.reason, outcome });
      return;
    }
    if (outcome.reasonCode === held.reasonCode) {
      throw new Conflict(
        'row-still-in-doubt',
        'What it was held for still stands, or what is held has changed: the row cannot be released as it is.',
      );
    }
    await holdFor(tx, { fileId, row }, outcome);
  }

  private async takeInReferral(
    tx: Transaction,
    { fileId, row }: RowPlace,
    content: StagedContent,
    reasonCode: string,
  ): Promise<Taken> {
    const record = await this.recordOf(tx, fileId, content);
    const arrival = { record: asReleased(record, reasonCode, { fileId, row }), fileId, rowNumber: row };
    const [outcome] = await this.takeIn.arrivals(tx, [arrival]);
    return outcome!;
  }

  private async recordOf(tx: Transaction, fileId: string, content: StagedContent): Promise<ReferralRecord> {
    const { record, fault } = await this.details.read(tx, fileId, content);
    if (record) return record;
    throw new Conflict('row-not-readable', `The row cannot be read, even leniently: ${fault.reasonCode}.`);
  }

  private async write(
    tx: Transaction,
    fileId: string,
    row: number,
    decided: { decision: 'released' | 'discarded'; reason: string | undefined; outcome: Taken | null },
  ): Promise<void> {
    const { decision, reason, outcome } = decided;
    const place = { table: 'intake_row', column: 'decision_reason_sealed', rowId: `${fileId} ${row}` };
    await tx.query(
      `UPDATE intake_row
          SET decision = $3, decided_by = $4, decided_at = $5, decision_reason_sealed = $6, content_sealed = NULL,
              referral_id = $7, case_id = $8, person_id = coalesce($9, person_id), justice_event_id = $10,
              awaited_force = NULL, awaited_crime_reference = NULL,
              restricted = coalesce((SELECT p.restricted FROM person p WHERE p.id = coalesce($9, person_id)), false)
        WHERE file_id = $1 AND row_number = $2`,
      [
        fileId,
        row,
        decision,
        tx.actor.subject,
        tx.now,
        reason === undefined ? null : this.encryption.seal(reason, place),
        outcome?.referralId ?? null,
        outcome?.caseId ?? null,
        outcome?.personId ?? null,
        outcome?.justiceEventId ?? null,
      ],
    );
  }
}

/** Leaves a row undecided, for what it is held for now. */
async function holdFor(tx: Transaction, { fileId, row }: RowPlace, outcome: Taken): Promise<void> {
  await tx.query(
    `UPDATE intake_row
        SET reason_code = $3, field = $4, person_id = $5, awaited_force = $6, awaited_crime_reference = $7,
            restricted = coalesce((SELECT p.restricted FROM person p WHERE p.id = $5), false)
      WHERE file_id = $1 AND row_number = $2`,
    [
      ...[fileId, row, outcome.reasonCode, outcome.field, outcome.personId],
      ...[outcome.awaits?.force ?? null, outcome.awaits?.reference ?? null],
    ],
  );
}

async function personOfRow(tx: Transaction, fileId: string, row: number): Promise<string[]> {
  const found = await tx.queryOne<{ id: string | null }>(
    'SELECT person_id AS id FROM intake_row WHERE file_id = $1 AND row_number = $2',
    [fileId, row],
  );
  return found?.id ? [found.id] : [];
}
