import { expect, it } from '@jest/globals';
import type { Got } from '../../support/contract/exchange.js';
import type { Trial } from '../../support/contract/trial.js';
import { filledPath } from '../../support/contract/world.js';

/** The one way in to what is hidden, which leaves a reason, an audit entry and a review behind. */
const OPENS = 'openInEmergency';

/** What a coordinator finds of restricted people: the same as of nobody. */
export function describeHidden(trial: () => Trial): void {
  it('says of what is not there that it is not found, and keeps at most that somebody asked', async () => {
    const { audit_entry: _, ...before } = await trial().stored();
    const about = trial().operations.filter(({ path }) => path.includes('{'));
    for (const operation of about) {
      const refusal = { status: 404, code: 'not-found' };
      await trial().refusals.expect('unknown ids', trial().world.requestOf(operation, {}), refusal);
    }
    trial().expectNoFaults(30);
    expect(await trial().stored()).toMatchObject(before);
  });

  it('answers for what is hidden exactly as for what is not there', async () => {
    const { world } = trial();
    const compared: string[] = [];
    const differing: string[] = [];
    for (const operation of trial().operations.filter(({ roles }) => roles.includes('coordinator'))) {
      if (operation.id === OPENS) continue;
      const [found] = operation.path.includes('{') ? await world.find(operation, true) : [];
      if (!found) continue;
      const hidden = await world.send(world.requestOf(operation, found, 'coordinator'));
      const unknown = await world.send(
        world.requestOf(operation, { version: found.version ?? '1' }, 'coordinator'),
      );
      compared.push(operation.id);
      if (shapeOf(hidden) !== shapeOf(unknown) || hidden.status !== 404)
        differing.push(
          `${operation.method} ${filledPath(operation, found)}: ${hidden.status} ${hidden.text}`,
        );
    }
    expect(differing).toEqual([]);
    expect(compared.length).toBeGreaterThan(25);
  });
}

/** Everything of an answer that does not differ from request to request. */
function shapeOf({ status, headers, body }: Got): string {
  const { date: _, 'x-request-id': _id, ...stable } = headers;
  return JSON.stringify([status, stable, { ...body, requestId: '' }]);
}
