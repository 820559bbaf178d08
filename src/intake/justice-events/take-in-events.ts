import { Injectable } from '@nestjs/common';
import type { Row, Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { EventKinds } from '../../victims/justice-events/event-kinds.js';
import { type NewVersion, writeVersions } from '../../victims/justice-events/write-events.js';
import { TakeIn } from '../take-in.js';
import type { Disposed } from '../referral-record.js';
import type { EventRecord } from './event-record.js';
import { type EventVerdict, judgeEvent, type Said } from './judge-event.js';
import { KnownEvents } from './known-events.js';

/** A row about a criminal case on its way in. */
export interface EventArrival {
  record: EventRecord;
  fileId: string;
  /** What a person said of it, where it was set aside. */
  said?: Said | undefined;
}

/** What became of it; of a quarantined row the person is the victim whom it concerns, so that it is hidden like them. */
export interface EventDisposed extends Disposed {
  justiceEventId: string | null;
  /** The crime that has to become known first. */
  awaits: EventRecord['crime'] | null;
}

/** Gives rows about criminal cases their disposition, and writes the events that come of them. */
@Injectable()
export class TakeInEvents {
  constructor(
    private readonly kinds: EventKinds,
    private readonly takeIn: TakeIn,
  ) {}

  /** Works rows in their order, within the caller's transaction; answers one outcome for each, in the same order. */
  async arrivals(tx: Transaction, arrivals: readonly EventArrival[]): Promise<EventDisposed[]> {
    // One at a time, and never beside referrals: a crime that is being taken in is known, or is not.
    await this.takeIn.waitForTurn(tx);
    const named = arrivals.flatMap(({ said }) => said?.incidentId ?? []);
    const known = await KnownEvents.load(
      tx,
      arrivals.map(({ record }) => record),
      named,
    );
    const written: Written = { versions: [], left: [], saidAgain: new Map() };
    const outcomes = new Map<EventArrival, EventDisposed>();
    for (const arrival of answersLast(arrivals)) {
      const verdict = judgeEvent(arrival.record, known, tx.now, this.kinds, arrival.said);
      outcomes.set(arrival, carriedOut(arrival, verdict, known, written));
    }
    await writeVersions(tx, written.versions, written.left);
    await tx.update('justice_event', ['id'], saidAgainRows(written));
    return arrivals.map((arrival) => outcomes.get(arrival)!);
  }
}

/** What a batch writes: new versions, and when the source said again what is held, by version. */
interface Written {
  versions: NewVersion[];
  /** Incidents that an event was moved away from. */
  left: string[];
  saidAgain: Map<string, Date>;
}

/** What answers an event comes after all that is said of that event, which may itself answer another. */
function answersLast(arrivals: readonly EventArrival[]): EventArrival[] {
  const isAnswer = ({ record }: EventArrival) => record.answersReference !== null;
  const ordered = new Set(arrivals.filter((arrival) => !isAnswer(arrival)));
  const answers = new Map<string, EventArrival[]>();
  for (const arrival of arrivals.filter(isAnswer)) {
    const { reference } = arrival.record;
    answers.set(reference, [...(answers.get(reference) ?? []), arrival]);
  }
  const begun = new Set<string>();
  const place = (reference: string) => {
    if (begun.has(reference)) return;
    begun.add(reference);
    const ofEvent = answers.get(reference) ?? [];
    ofEvent.forEach(({ record }) => place(record.answersReference!));
    ofEvent.forEach((arrival) => ordered.add(arrival));
  };
  for (const reference of answers.keys()) place(reference);
  return [...ordered];
}

function saidAgainRows({ saidAgain }: Written): Row[] {
  return [...saidAgain].map(([id, at]) => ({ id, source_updated_at: at }));
}

function carriedOut(
  arrival: EventArrival,
  verdict: EventVerdict,
  known: KnownEvents,
  written: Written,
): EventDisposed {
  if (verdict.kind === 'quarantine') {
    const { reasonCode, field, personId, awaitsCrime } = verdict;
    const awaits = awaitsCrime ? arrival.record.crime : null;
    return { ...NOTHING, disposition: 'quarantined', reasonCode, field, personId, awaits };
  }
  if (verdict.kind === 'same') {
    const { id, incidentId, partyId } = verdict.event;
    const again = verdict.isNewer ? known.saidAgain(arrival.record) : null;
    if (again) written.saidAgain.set(again, arrival.record.lastUpdatedAt);
    const personId = known.crimes.get(incidentId)?.people.get(partyId ?? '')?.personId ?? null;
    return { ...NOTHING, disposition: 'unchanged', justiceEventId: id, personId };
  }
  const version = versionOf(arrival, verdict);
  written.versions.push(version);
  known.remember(arrival.record, version);
  const before = verdict.kind === 'correct' ? [verdict.before.incidentId] : [];
  written.left.push(...before);
  return {
    ...NOTHING,
    disposition: verdict.kind === 'open' ? 'created' : 'updated',
    justiceEventId: version.id,
    personId: version.victim?.personId ?? null,
  };
}

function versionOf(
  { record, fileId, said }: EventArrival,
  verdict: Extract<EventVerdict, { kind: 'open' | 'correct' }>,
): NewVersion {
  const id = newId();
  const before = verdict.kind === 'correct' ? verdict.before : null;
  const reason = record.withdrawn ? 'source-withdrew' : 'source-changed';
  return {
    ...verdict.content,
    ...{ id, incidentId: verdict.crime.id, victim: verdict.victim, originalId: before?.originalId ?? id },
    supersedesId: before?.id ?? null,
    correctionReason: before ? (said ? 'released-by-a-person' : reason) : null,
    ...{ feed: record.feed, sourceReference: record.reference, sourceUpdatedAt: record.lastUpdatedAt },
    ...{ withdrawn: record.withdrawn, importId: fileId, contentSha256: record.contentSha256 },
  };
}

/** A row that comes to nothing. */
export const NOTHING: Omit<EventDisposed, 'disposition'> = {
  reasonCode: null,
  field: null,
  referralId: null,
  caseId: null,
  justiceEventId: null,
  personId: null,
  awaits: null,
};
