import { Injectable } from '@nestjs/common';
import { type Actor, serviceActor } from '../platform/access/actor.js';
import { isKeyMissing } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Log } from '../platform/logging/log.js';
import { NotFound, Unavailable } from '../platform/problems/problem.js';
import type { ImportRowDetailResponse } from './imports.responses.js';
import { IntakeFiles } from './intake-files.js';
import { type PeopleOfEvent, mayBeSeen, peopleOfEvent } from './justice-events/people-of-event.js';
import { KeptRows } from './kept-rows.js';
import { findRow, type ShownRow } from './read-import-rows.js';
import type { ReadRow } from './read-row.js';
import type { ReferralRecord } from './referral-record.js';
import type { FileOfRows } from './row-content.js';
import type { StagedContent } from './staged-row.js';
import { withinScopeOf } from '../platform/database/within-scope.js';

/** A row that somebody may open. */
interface OpenedRow {
  shown: ShownRow;
  /** What was received; null once nothing waits, and where it is damaged. */
  received: Record<string, unknown> | null;
  /** Whom it is about, as far as they are known. */
  personIds: string[];
}

interface WaitingEvent {
  shown: ShownRow;
  file: FileOfRows;
  content: StagedContent;
  known: string[];
}

const INTAKE = serviceActor('intake');

/** What waits in a row, for the person who decides on it. */
@Injectable()
export class RowDetails {
  constructor(
    private readonly database: Database,
    private readonly files: IntakeFiles,
    private readonly kept: KeptRows,
    private readonly log: Log,
  ) {}

  /** A row with what was received, as long as it waits for a decision. @throws NotFound */
  show(actor: Actor, fileId: string, row: number): Promise<ImportRowDetailResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { shown, received, personIds } = await this.find(tx, actor, fileId, row);
      await tx.audit({
        action: 'import-row.read',
        targetType: 'import',
        targetIds: [fileId],
        personIds,
        fields: [`row:${row}`],
      });
      return { ...shown, received };
    });
  }

  /**
   * A row as the actor may open it. One about a person whom the actor may not see is hidden; one that its sender marked
   * as restricted, or did not say so of, or that is damaged, is shown to team leaders alone.
   * @throws NotFound, Unavailable where a key is missing
   */
  async find(tx: Transaction, actor: Actor, fileId: string, row: number): Promise<OpenedRow> {
    const shown = await withinScopeOf(actor, tx, () => findRow(tx, fileId, row, true));
    if (!shown) throw new NotFound('row');
    const kept = await tx.queryOne<{ sealed: string | null; personId: string | null }>(
      `SELECT CASE WHEN disposition = 'quarantined' AND decision IS NULL THEN content_sealed END AS sealed,
              person_id AS "personId" FROM intake_row WHERE file_id = $1 AND row_number = $2`,
      [fileId, row],
    );
    const known = kept?.personId ? [kept.personId] : [];
    const sealed = kept?.sealed ?? null;
    if (sealed === null) return { shown, received: null, personIds: known };
    const content = this.open(sealed, fileId, row);
    if (content === null) return damaged(actor, shown, known);
    const file = await this.fileOf(tx, fileId);
    if (this.kept.areEvents(file)) return this.findEvent(tx, actor, { shown, file, content, known });
    const { record } = this.kept.referral(file, content, tx.now);
    if (isMarkedRestricted(content, record) && !actor.roles.includes('team-leader'))
      throw new NotFound('row');
    const named = record ? await withinScopeOf(INTAKE, tx, () => peopleNamed(tx, record)) : [];
    const personIds = [...new Set([...known, ...named])];
    const seen = await withinScopeOf(actor, tx, () =>
      tx.query('SELECT id FROM person WHERE id = ANY ($1::uuid[])', [personIds]),
    );
    if (seen.length < personIds.length) throw new NotFound('row');
    return { shown, received: this.kept.received(file, content), personIds };
  }

  /** A row about a criminal case, for whoever sees whom it names and somebody of its crime. @throws NotFound */
  private async findEvent(
    tx: Transaction,
    actor: Actor,
    { shown, file, content, known }: WaitingEvent,
  ): Promise<OpenedRow> {
    const record = this.kept.event(file, content, tx.now);
    if (!record) return damaged(actor, shown, known);
    const people = (who: Actor): Promise<PeopleOfEvent> =>
      withinScopeOf(who, tx, () => peopleOfEvent(tx, record));
    const everybody = await people(INTAKE);
    if (!mayBeSeen(everybody, await people(actor))) throw new NotFound('row');
    const personIds = [...new Set([...known, ...everybody.named])];
    return { shown, received: this.kept.received(file, content), personIds };
  }

  /** Null where what waits is damaged. @throws Unavailable where its key is missing */
  open(sealed: string, fileId: string, row: number): StagedContent | null {
    try {
      return this.files.open(sealed, fileId, row);
    } catch (error) {
      if (!isKeyMissing(error)) throw error;
      const { keyId, place } = error;
      this.log.error('crypto.key-missing', { keyId, table: place.table, column: place.column, fileId });
      throw new Unavailable('A key is missing with which the row was sealed. Tell whoever runs the service.');
    }
  }

  /** Reads a row that a person released, leniently. */
  async read(tx: Transaction, fileId: string, content: StagedContent): Promise<ReadRow> {
    return this.kept.referral(await this.fileOf(tx, fileId), content, tx.now);
  }

  /** How the rows of a file are read. */
  async fileOf(tx: Transaction, fileId: string): Promise<FileOfRows> {
    const file = await tx.queryOne<FileOfRows>(
      `SELECT feed, columns, received_by AS "receivedBy" FROM intake_file WHERE id = $1`,
      [fileId],
    );
    return file!;
  }
}

/** What cannot be read may have been marked as restricted. */
function damaged({ roles }: Actor, shown: ShownRow, personIds: string[]): OpenedRow {
  if (!roles.includes('team-leader')) throw new NotFound('row');
  return { shown, received: null, personIds };
}

/** What a feed that sends the answer leaves out or writes unreadably is no no. A form need not answer. */
function isMarkedRestricted(content: StagedContent, record: ReferralRecord | null): boolean {
  if ('fault' in content) return false;
  const answer = record?.markers.restrictedRecord ?? 'blank';
  return answer === 'yes' || (answer === 'blank' && !('direct' in content));
}

/** Whom a record may be about: the person of its key, and of the id that it brings. */
async function peopleNamed(tx: Transaction, { feed, sourceKey, person }: ReferralRecord): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT person_id AS id FROM referral WHERE feed = $1 AND source_key = $2
     UNION SELECT person_id FROM person_identifier WHERE source = $3 AND value = $4`,
    [feed, sourceKey, person.identifier?.source ?? null, person.identifier?.value ?? null],
  );
  return rows.map(({ id }) => id);
}
