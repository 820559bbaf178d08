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
  ['/staff/{subject}/cover', `SELECT subject FROM staff_member WHERE subject <> 'dev-coordinator-2'`],
  [
    '/cases/{id}/reopening',
    `SELECT id, restricted FROM support_case AS closed WHERE closed_at IS NOT NULL AND NOT EXISTS
       (SELECT FROM support_case AS other WHERE other.person_id = closed.person_id AND other.id <> closed.id)`,
  ],
];

/** Adults whom nobody has to think twice about; four stay whom others can see, and some are hidden afterwards. */
const TO_CLOSE = `
  SELECT c.id, c.version FROM support_case c JOIN person p ON p.id = c.person_id
   WHERE c.closed_at IS NULL AND NOT c.restricted AND NOT c.cohorts && '{msht,cse,cce,high-harm}'
     AND (p.kind = 'organisation' OR p.date_of_birth < now() - interval '20 years')
     AND c.person_id NOT IN (SELECT person_id FROM message) ORDER BY c.id DESC LIMIT 8`;

/** Takes some of the invented people further than their arrival. */
export async function sampleJourneys(world: Sender): Promise<void> {
  const { rows } = await world.superuser.query<{ id: string }>(
    'SELECT id FROM support_case WHERE closed_at IS NULL AND NOT restricted LIMIT 10',
  );
  for (const { id } of rows) await act(world, 'recordFeedback', { id });
  const closing = await world.superuser.query<{ id: string; version: number }>(TO_CLOSE);
  for (const { id, version } of closing.rows) await act(world, 'closeCase', { id, version: String(version) });
}

/** As a team leader, so that a coordinator is somebody else. */
async function act(world: Sender, operationId: string, found: Record<string, string>): Promise<void> {
  const operation = world.operations.find(({ id }) => id === operationId)!;
  const { status, text } = await world.send(world.requestOf(operation, found, 'team-leader'));
  if (status >= 300) throw new Error(`${operationId} of a sample was refused: ${text}`);
}
