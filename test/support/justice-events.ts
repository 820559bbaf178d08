import type { CaseworkApplication } from './casework-application.js';
import type { Somebody } from './people.js';

export const ARREST = { kind: 'suspect.arrested', source: 'police', occurredAt: '2026-01-05T10:00:00Z' };

/** A telling of the victim, by the police. */
export const toldTo = ({ partyId }: Somebody) => ({
  kind: 'victim.informed',
  source: 'police',
  occurredAt: '2026-01-06T10:00:00Z',
  partyId,
});

export const pathOf = ({ incidentId }: Somebody) => `/incidents/${incidentId}/justice-events`;

/** Writes an event down and returns its id. */
export async function recorded(
  casework: CaseworkApplication,
  somebody: Somebody,
  body: object = ARREST,
): Promise<string> {
  const { body: event } = await casework.api.as('coordinator').post(pathOf(somebody), body).expect(201);
  return (event as { id: string }).id;
}

export const setOffence = (casework: CaseworkApplication, { incidentId }: Somebody, at: string) =>
  casework.rows('UPDATE incident SET occurred_from = $2 WHERE id = $1', incidentId, at);
