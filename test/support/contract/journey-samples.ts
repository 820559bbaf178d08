import type pg from 'pg';
import type { Got, Sent } from './exchange.js';
import type { Operation } from './operations.js';

/** Whoever has the routes' requests and can send them. */
interface Sender {
  readonly superuser: pg.Client;
  readonly operations: Operation[];
  requestOf(operation: Operation, found: Record<string, string>, who?: string): Sent;
  send(request: Sent): Promise<Got>;
}

/** Where things lie that come up in the course of a case. */
export const JOURNEY_PLACES: [path: string, rows: string][] = [
  [
    '/cases/{id}/feedback/{feedbackId}',
    `SELECT case_id AS id, id AS "feedbackId", version, restricted FROM feedback WHERE checked_at IS NULL`,
  ],
];

/** Takes some of the invented people further than their arrival. */
export async function sampleJourneys(world: Sender): Promise<void> {
  const { rows } = await world.superuser.query<{ id: string }>(
    'SELECT id FROM support_case WHERE closed_at IS NULL AND NOT restricted LIMIT 10',
  );
  for (const { id } of rows) await act(world, 'recordFeedback', { id });
}

/** As a team leader, so that a coordinator is somebody else. */
async function act(world: Sender, operationId: string, found: Record<string, string>): Promise<void> {
  const operation = world.operations.find(({ id }) => id === operationId)!;
  const { status, text } = await world.send(world.requestOf(operation, found, 'team-leader'));
  if (status >= 300) throw new Error(`${operationId} of a sample was refused: ${text}`);
}
