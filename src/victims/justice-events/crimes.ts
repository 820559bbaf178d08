import type { Transaction } from '../../platform/database/transaction.js';
import type { CrimeFacts } from './event-rules.js';
import { HELD_EVENT, type HeldEvent } from './justice-event.js';

/** A victim of a crime, or a relative of one: bereaved relatives are victims under the Code. */
export interface VictimOfCrime {
  partyId: string;
  incidentId: string;
  personId: string;
  restricted: boolean;
}

/** A crime as far as the transaction sees it, with the newest version of each of its events. */
export class Crime implements CrimeFacts {
  readonly victims = new Set<string>();
  readonly people = new Map<string, VictimOfCrime>();
  readonly happened = new Map<string, HeldEvent>();
  /** Newest versions, withdrawn ones too, by the first version's id. */
  readonly newest = new Map<string, HeldEvent>();

  constructor(
    readonly id: string,
    readonly occurredFrom: Date | null,
  ) {}

  addVictim(victim: VictimOfCrime): void {
    this.victims.add(victim.partyId);
    this.people.set(victim.partyId, victim);
  }

  /** Notes the newest version of an event. */
  remember(event: HeldEvent): void {
    this.newest.set(event.originalId, event);
    if (event.withdrawn) this.happened.delete(event.originalId);
    else this.happened.set(event.originalId, event);
  }

  /** The event has moved to another crime. */
  forget(originalId: string): void {
    this.newest.delete(originalId);
    this.happened.delete(originalId);
  }
}

/**
 * Crimes by id, in three statements however many they are. They are held until the transaction ends, so that of two
 * who record the same event the second sees the first.
 */
export async function holdCrimes(
  tx: Transaction,
  incidentIds: readonly string[],
): Promise<Map<string, Crime>> {
  const rows = await tx.query<{ id: string; occurredFrom: Date | null }>(
    `SELECT id, occurred_from AS "occurredFrom" FROM incident WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
    [incidentIds],
  );
  const crimes = new Map(rows.map(({ id, occurredFrom }) => [id, new Crime(id, occurredFrom)]));
  const victims = await tx.query<VictimOfCrime>(
    `SELECT id AS "partyId", incident_id AS "incidentId", person_id AS "personId", restricted FROM party
      WHERE incident_id = ANY ($1) AND role IN ('victim', 'family-member') ORDER BY created_at, id`,
    [incidentIds],
  );
  victims.forEach((victim) => crimes.get(victim.incidentId)?.addVictim(victim));
  const events = await tx.query<HeldEvent>(
    `SELECT ${HELD_EVENT} FROM justice_event e
      WHERE e.incident_id = ANY ($1) AND e.superseded_at IS NULL ORDER BY e.recorded_at, e.id`,
    [incidentIds],
  );
  events.forEach((event) => crimes.get(event.incidentId)?.remember(event));
  return crimes;
}
