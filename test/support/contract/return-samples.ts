import type { Got, Sent } from './exchange.js';
import type { Operation } from './operations.js';

/** Whoever has the routes' requests and can send them. */
interface Sender {
  readonly operations: Operation[];
  requestOf(operation: Operation, found: Record<string, string>, who?: string): Sent;
  send(request: Sent): Promise<Got>;
}

/** Where measures and returns lie. */
export const RETURN_PLACES: [path: string, rows: string][] = [
  ['/measures/{code}', `SELECT 'supported' AS code`],
  ['/returns/{id}', `SELECT id, version FROM moj_return WHERE state = 'draft'`],
];

const DRAFTS = 4;

/** Begins some returns of a quarter in which nothing happened. */
export async function sampleReturns(world: Sender): Promise<void> {
  const begin = world.operations.find(({ id }) => id === 'beginReturn')!;
  for (let count = 0; count < DRAFTS; count += 1) {
    const { status, text } = await world.send(world.requestOf(begin, {}, 'returns-officer'));
    if (status >= 300) throw new Error(`beginReturn of a sample was refused: ${text}`);
  }
}
