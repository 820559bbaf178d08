import type { Got, Sent } from './exchange.js';
import type { Operation } from './operations.js';

/** Whoever has the routes' requests and can send them. */
interface Sender {
  readonly operations: Operation[];
  requestOf(operation: Operation, found: Record<string, string>, who?: string): Sent;
  send(request: Sent): Promise<Got>;
}

/** Where measures, returns and published tables lie. */
export const RETURN_PLACES: [path: string, rows: string][] = [
  ['/measures/{code}', `SELECT 'supported' AS code`],
  ['/returns/{id}', `SELECT id, version FROM moj_return WHERE state = 'draft'`],
  ['/reports/victims-code/publications/{id}', 'SELECT id FROM code_report_publication'],
];

const DRAFTS = 4;

/** Begins some returns of a quarter in which nothing happened, and publishes it to the Board. */
export async function sampleReturns(world: Sender): Promise<void> {
  for (let count = 0; count < DRAFTS; count += 1) await make(world, 'beginReturn');
  await make(world, 'publishCodeReport');
}

async function make(world: Sender, operationId: string): Promise<void> {
  const operation = world.operations.find(({ id }) => id === operationId)!;
  const { status, text } = await world.send(world.requestOf(operation, {}, 'returns-officer'));
  if (status >= 300) throw new Error(`${operationId} of a sample was refused: ${text}`);
}
