import type { Transaction } from '../../platform/database/transaction.js';
import type { EventRecord } from './event-record.js';

/** Whom a row about a criminal case is about, as far as they are known. */
export interface PeopleOfEvent {
  /** The victims whom it names. */
  named: string[];
  /** All victims of its crime. */
  ofCrime: string[];
}

/** Reads as far as the transaction sees. */
export async function peopleOfEvent(
  tx: Transaction,
  { crime, victim, feed, reference }: EventRecord,
): Promise<PeopleOfEvent> {
  const named = await tx.query<{ id: string }>(
    `SELECT person_id AS id FROM person_identifier WHERE value = $1
      UNION SELECT person_id FROM referral WHERE source_key = $2
      UNION SELECT person_id FROM justice_event
             WHERE feed = $3 AND source_reference = $4 AND person_id IS NOT NULL`,
    [victim.personId, `voc:${crime.force}:${victim.victimOnCrimeId}`, feed, reference],
  );
  const ofCrime = await tx.query<{ id: string }>(
    `SELECT y.person_id AS id FROM incident i JOIN party y ON y.incident_id = i.id AND y.role <> 'suspect'
      WHERE i.force = $1 AND i.crime_reference = $2`,
    [crime.force, crime.reference],
  );
  return { named: named.map(({ id }) => id), ofCrime: ofCrime.map(({ id }) => id) };
}

/** Whether somebody who sees these people may see the row: whom it names, and somebody of its crime. */
export function mayBeSeen(everybody: PeopleOfEvent, seen: PeopleOfEvent): boolean {
  const seesCrime = everybody.ofCrime.length === 0 || seen.ofCrime.length > 0;
  return seesCrime && everybody.named.length === seen.named.length;
}
