import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Conflict } from '../../platform/problems/problem.js';
import type { Crime } from './crimes.js';
import { EventKinds } from './event-kinds.js';
import { EventNotes } from './event-notes.js';
import { maybeTheSame } from './event-rules.js';
import { type EventContent, type HeldEvent, sayTheSame } from './justice-event.js';
import type { RecordJusticeEventRequest } from './justice-event-requests.js';
import type { JusticeEventResponse } from './justice-event-responses.js';
import { versionShown } from './read-events.js';
import { crimeToChange, requestedEvent } from './requested-event.js';
import { writeVersions } from './write-events.js';

/** Writes down what somebody says happened in a criminal case. */
@Injectable()
export class RecordEvent {
  constructor(
    private readonly database: Database,
    private readonly kinds: EventKinds,
    private readonly notes: EventNotes,
  ) {}

  /**
   * The same event under the same reference of its source changes nothing and is answered as it is held.
   * @throws NotFound; Unprocessable `kind-unknown`; Invalid naming the field; Conflict `source-reference-taken`,
   * `possible-duplicate`
   */
  record(
    actor: Actor,
    incidentId: string,
    request: RecordJusticeEventRequest,
  ): Promise<JusticeEventResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const crime = await crimeToChange(tx, incidentId);
      const content = await requestedEvent(tx, request, crime, this.kinds);
      const held = heldUnderReference(crime, content, request);
      if (held) return this.again(tx, held);
      if (request.isAnother !== true) mustBeNew(crime, content);
      const id = newId();
      const victim = content.partyId === null ? null : crime.people.get(content.partyId)!;
      await writeVersions(tx, [
        {
          ...content,
          ...{ id, incidentId, originalId: id, supersedesId: null, correctionReason: null, victim },
          ...{ feed: null, sourceReference: request.sourceReference ?? null, sourceUpdatedAt: null },
          ...{ withdrawn: false, importId: null, contentSha256: null },
        },
      ]);
      await this.notes.write(tx, id, victim, request.note);
      return versionShown(tx, id);
    });
  }

  private async again(tx: Transaction, { id, partyId }: HeldEvent): Promise<JusticeEventResponse> {
    const concerned = await tx.query<{ personId: string }>(
      `SELECT person_id AS "personId" FROM party WHERE id = $1`,
      [partyId],
    );
    await tx.audit({
      action: 'justice-event.sent-again',
      targetType: 'justice-event',
      targetIds: [id],
      personIds: concerned.map(({ personId }) => personId),
    });
    return versionShown(tx, id);
  }
}

/** @throws Conflict where the reference stands for something else */
function heldUnderReference(
  crime: Crime,
  content: EventContent,
  { sourceReference }: RecordJusticeEventRequest,
): HeldEvent | null {
  if (sourceReference === undefined) return null;
  const held = [...crime.newest.values()].find(
    (event) =>
      event.source === content.source &&
      event.sourceReference === sourceReference &&
      (event.partyId === content.partyId || event.feed !== null),
  );
  if (!held) return null;
  if (!held.withdrawn && sayTheSame(held, content)) return held;
  const field = 'sourceReference';
  throw new Conflict(
    'source-reference-taken',
    'The source’s reference stands for another event: correct that one.',
    [{ field, code: 'source-reference-taken', message: `It is held as ${held.id}.` }],
  );
}

/** @throws Conflict `possible-duplicate` */
function mustBeNew(crime: Crime, content: EventContent): void {
  const twin = [...crime.happened.values()].find((event) => maybeTheSame(event, content));
  if (!twin) return;
  throw new Conflict(
    'possible-duplicate',
    'An event that looks the same is held. Say `isAnother` where it is another.',
    [{ field: 'isAnother', code: 'possible-duplicate', message: `It is held as ${twin.id}.` }],
  );
}
