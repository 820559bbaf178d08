import { EntitlementsModule } from '../../src/entitlements/entitlements.module.js';
import { BuildClocks, type Built } from '../../src/entitlements/clocks/build-clocks.js';
import { serviceActor } from '../../src/platform/access/actor.js';
import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/ids.js';
import { CaseworkApplication } from './casework-application.js';
import type { Somebody } from './people.js';

const AGENT = serviceActor('worker', 'invented-events');

/** What is special about an event; everything else is invented. */
export interface WantedEvent {
  kind: string;
  at: string | Date;
  receivedAt?: string | Date | null;
  /** Without it, as soon as it could be. */
  recordedAt?: string | Date;
  /** What a file's source said of it; without an import a person put it right. */
  ofSource?: { updatedAt: string; importId: string | null };
  outcome?: string | null;
  source?: string;
  /** The victim whom it concerns; without one everybody. */
  of?: Somebody | null;
  answers?: string | null;
  answersRule?: string | null;
  suspectKey?: string | null;
  channel?: string | null;
  quality?: Record<string, string> | null;
  /** The version that it corrects. */
  supersedes?: { id: string; originalId: string } | null;
  withdrawn?: boolean;
}

export function openEntitlements(): Promise<CaseworkApplication> {
  return CaseworkApplication.open(EntitlementsModule);
}

/** Puts events of one crime into the database as they are; returns the ids of their first versions, in order. */
export async function addEvents(
  casework: CaseworkApplication,
  incidentId: string,
  ...wanted: WantedEvent[]
): Promise<string[]> {
  const rows = wanted.map((event) => ({ id: newId(), event }));
  await casework.app.get(Database).inTransaction(AGENT, async (tx) => {
    for (const { id, event } of rows) await tx.insert('justice_event', [rowOf(id, incidentId, event)]);
  });
  return rows.map(({ id, event }) => event.supersedes?.originalId ?? id);
}

function rowOf(id: string, incidentId: string, event: WantedEvent) {
  const { of = null, supersedes = null } = event;
  return {
    id,
    incident_id: incidentId,
    original_id: supersedes?.originalId ?? id,
    suspect_key: event.suspectKey ?? null,
    party_id: of?.partyId ?? null,
    person_id: of?.personId ?? null,
    restricted: false,
    kind: event.kind,
    outcome: event.outcome ?? null,
    occurred_at: new Date(event.at),
    precision: 'instant',
    received_at: event.receivedAt ? new Date(event.receivedAt) : null,
    recorded_at: recordedAt(event),
    ...(event.ofSource ? sourceOf(event.ofSource, supersedes?.originalId ?? id) : {}),
    source: event.source ?? 'police',
    answers_event_id: event.answers ?? null,
    answers_rule: event.answersRule ?? null,
    channel: event.channel ?? null,
    quality: event.quality ?? null,
    supersedes_id: supersedes?.id ?? null,
    correction_reason: supersedes ? 'wrong-time' : null,
    withdrawn: event.withdrawn ?? false,
    recorded_by: 'service:invented-events',
  };
}

function sourceOf({ updatedAt, importId }: NonNullable<WantedEvent['ofSource']>, reference: string) {
  const imported = importId === null ? {} : { import_id: importId, content_sha256: 'invented' };
  return {
    feed: 'invented',
    source_reference: reference,
    source_updated_at: new Date(updatedAt),
    ...imported,
  };
}

function recordedAt({ at, receivedAt, recordedAt, supersedes }: WantedEvent): Date {
  if (recordedAt) return new Date(recordedAt);
  if (supersedes) return new Date('2089-12-31T12:00:00Z');
  return new Date(Math.max(...[at, receivedAt ?? at].map((one) => new Date(one).getTime())));
}

/** Counts the clocks of one crime. */
export function countClocks(casework: CaseworkApplication, ...incidentIds: string[]): Promise<Built> {
  return casework.app
    .get(Database)
    .inTransaction(AGENT, (tx) => casework.app.get(BuildClocks).of(tx, incidentIds));
}

/** Says when a crime was reported, and what it was. */
export async function setCrime(
  casework: CaseworkApplication,
  { incidentId, referralId }: Somebody,
  crime: {
    reportedAt?: string | null;
    homeOfficeClass?: string;
    occurredFrom?: string | null;
    referredAt?: string;
  },
): Promise<void> {
  await casework.rows(
    `UPDATE incident SET reported_at = $2, home_office_class = $3, occurred_from = $4 WHERE id = $1`,
    ...[incidentId, crime.reportedAt ?? null, crime.homeOfficeClass ?? null, crime.occurredFrom ?? null],
  );
  if (crime.referredAt)
    await casework.rows(
      'UPDATE referral SET first_accepted_at = $2 WHERE id = $1',
      referralId,
      crime.referredAt,
    );
}
