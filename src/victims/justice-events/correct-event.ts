import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Conflict, Invalid, NotFound } from '../../platform/problems/problem.js';
import type { Crime } from './crimes.js';
import { EventKinds } from './event-kinds.js';
import { EventNotes } from './event-notes.js';
import { type EventContent, HELD_EVENT, type HeldEvent } from './justice-event.js';
import type { CorrectJusticeEventRequest, JusticeEventFields } from './justice-event-requests.js';
import type { JusticeEventResponse } from './justice-event-responses.js';
import { versionShown } from './read-events.js';
import { crimeToChange, requestedEvent } from './requested-event.js';
import { writeVersions } from './write-events.js';

/** Says an event otherwise, or that it did not happen. What was said before stays. */
@Injectable()
export class CorrectEvent {
  constructor(
    private readonly database: Database,
    private readonly kinds: EventKinds,
    private readonly notes: EventNotes,
  ) {}

  /**
   * @throws NotFound; Conflict `already-superseded`, `already-withdrawn`; Unprocessable `kind-unknown`; Invalid naming
   * the field
   */
  correct(
    actor: Actor,
    incidentId: string,
    eventId: string,
    request: CorrectJusticeEventRequest,
  ): Promise<JusticeEventResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const crime = await crimeToChange(tx, incidentId);
      const before = await newestVersion(tx, crime, eventId);
      const content = await this.contentOf(tx, request, crime, before);
      const id = newId();
      const victim = content.partyId === null ? null : crime.people.get(content.partyId)!;
      await writeVersions(tx, [
        {
          ...before,
          ...content,
          ...{ id, supersedesId: before.id, correctionReason: request.reason, victim },
          ...{ withdrawn: request.isWithdrawn === true, importId: null, contentSha256: null },
        },
      ]);
      await this.notes.write(tx, id, victim, request.note);
      return versionShown(tx, id);
    });
  }

  private async contentOf(
    tx: Transaction,
    request: CorrectJusticeEventRequest,
    crime: Crime,
    before: HeldEvent,
  ): Promise<EventContent> {
    const said = wholeEvent(request);
    if (said === null) {
      if (before.withdrawn) throw new Conflict('already-withdrawn', 'It was withdrawn before.');
      return before;
    }
    const content = await requestedEvent(tx, said, crime, this.kinds);
    const message = 'Withdraw the event and record another one.';
    if (content.partyId !== before.partyId) throw Invalid.field('partyId', 'differs-from-corrected', message);
    if (content.source !== before.source) throw Invalid.field('source', 'differs-from-corrected', message);
    if (content.answersEventId !== null && content.answersEventId === before.originalId)
      throw Invalid.field('answersEventId', 'answers-itself', 'An event cannot answer itself.');
    return content;
  }
}

/** The event said anew, or null where it is withdrawn. @throws Invalid where it is neither or both */
function wholeEvent(request: CorrectJusticeEventRequest): JusticeEventFields | null {
  const { isWithdrawn, kind, source, reason: _reason, note: _note, ...words } = request;
  const isSaid = kind !== undefined || Object.values(words).some((word) => word !== undefined);
  if (isWithdrawn === true) {
    if (!isSaid && source === undefined) return null;
    throw Invalid.field('isWithdrawn', 'event-or-withdrawal', 'Of what did not happen nothing else is said.');
  }
  if (kind === undefined) throw Invalid.field('kind', 'required', 'Say the whole event anew.');
  if (source === undefined) throw Invalid.field('source', 'required', 'Say the whole event anew.');
  return { ...words, kind, source };
}

/** @throws NotFound; Conflict `already-superseded` */
async function newestVersion(tx: Transaction, crime: Crime, eventId: string): Promise<HeldEvent> {
  const before = await tx.queryOne<HeldEvent & { supersededAt: Date | null }>(
    `SELECT ${HELD_EVENT}, e.superseded_at AS "supersededAt" FROM justice_event e
      WHERE e.id = $1 AND e.incident_id = $2`,
    [eventId, crime.id],
  );
  if (!before) throw new NotFound('justice event');
  if (before.supersededAt !== null)
    throw new Conflict('already-superseded', 'It was corrected already: correct its correction.');
  return before;
}
