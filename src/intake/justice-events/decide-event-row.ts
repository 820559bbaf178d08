import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { withinScopeOf } from '../../platform/database/within-scope.js';
import { Conflict, Invalid } from '../../platform/problems/problem.js';
import type { RowDecisionRequest } from '../imports.requests.js';
import type { FileOfRows } from '../row-content.js';
import type { StagedContent } from '../staged-row.js';
import { EventRowReader } from './read-event-row.js';
import { keepSaid, saidInAll } from './said-of-row.js';
import { type EventDisposed, TakeInEvents } from './take-in-events.js';

/** A row that a person releases. */
export interface ReleasedRow {
  fileId: string;
  row: number;
  file: FileOfRows;
  content: StagedContent;
  /** Why it was held. */
  reasonCode: string;
}

const SAID_OF_EVENTS = ['incidentId', 'partyId', 'eventKind'] as const;

/** Takes in rows about criminal cases that a person released, by what they say of them. */
@Injectable()
export class EventDecisions {
  constructor(
    private readonly reader: EventRowReader,
    private readonly takeIn: TakeInEvents,
  ) {}

  /**
   * What becomes of the row; null where it is no justice event. What was said of it stays with a row that is held for
   * something else as well.
   * @throws Invalid for a crime or victim that the actor may not see, and for words about a crime where the row is a
   * referral; Conflict `row-not-readable`
   */
  async release(
    tx: Transaction,
    actor: Actor,
    row: ReleasedRow,
    request: RowDecisionRequest,
  ): Promise<EventDisposed | null> {
    if (!this.reader.takes(row.file.feed)) {
      const stray = SAID_OF_EVENTS.find((field) => request[field] !== undefined);
      if (stray) throw Invalid.field(stray, 'not-of-this-feed', 'The row is no justice event.');
      return null;
    }
    const { record, fault } = this.reader.read(row.file, row.content, tx.now, true);
    if (!record)
      throw new Conflict('row-not-readable', `The row cannot be read, even leniently: ${fault.reasonCode}.`);
    await mustBeSeen(tx, actor, request);
    const said = await saidInAll(tx, row, {
      reasonCode: row.reasonCode,
      incidentId: request.incidentId?.toLowerCase(),
      partyId: request.partyId?.toLowerCase(),
      eventKind: request.eventKind,
    });
    const [outcome] = await this.takeIn.arrivals(tx, [{ record, fileId: row.fileId, said }]);
    if (outcome!.disposition === 'quarantined') await keepSaid(tx, row, said);
    return outcome!;
  }
}

async function mustBeSeen(
  tx: Transaction,
  actor: Actor,
  { incidentId, partyId }: RowDecisionRequest,
): Promise<void> {
  const seen = await withinScopeOf(actor, tx, () =>
    tx.queryOne<{ crime: boolean; victim: boolean }>(
      `SELECT EXISTS (SELECT FROM party WHERE incident_id = $1 AND role <> 'suspect') AS crime,
              EXISTS (SELECT FROM party WHERE id = $2 AND role IN ('victim', 'family-member')) AS victim`,
      [incidentId ?? null, partyId ?? null],
    ),
  );
  if (incidentId !== undefined && !seen!.crime)
    throw Invalid.field('incidentId', 'incident-unknown', 'There is no such crime, or you may not see it.');
  if (partyId !== undefined && !seen!.victim)
    throw Invalid.field('partyId', 'victim-unknown', 'There is no such victim, or you may not see them.');
}
