import { expect, it } from '@jest/globals';
import {
  mayDo,
  PERMISSIONS,
  type Permission,
  ROLES,
  type Role,
} from '../../../src/platform/access/permissions.js';
import type { Operation } from '../../support/contract/operations.js';
import type { Trial } from '../../support/contract/trial.js';
import type { ContractWorld } from '../../support/contract/world.js';

/** Asks for something that is not there, and without the key by which something would be created. */
async function answerTo(world: ContractWorld, operation: Operation, who: Role | 'anyone'): Promise<string> {
  const { headers, ...request } = world.requestOf(operation, {}, who);
  const { 'idempotency-key': _, ...others } = headers ?? {};
  const { status } = await world.send({ ...request, headers: others });
  return status === 401 || status === 403 ? String(status) : 'let in';
}

function expected({ permission }: Operation, who: Role | 'anyone'): string {
  if (permission === 'public') return 'let in';
  if (who === 'anyone') return '401';
  return mayDo([who], permission as Permission) ? 'let in' : '403';
}

/** Each route lets in exactly whom the list of permissions names. */
export function describeAccess(trial: () => Trial): void {
  it.each(['anyone', ...ROLES] as const)('lets in, of the list of permissions, %s', async (who) => {
    const { world } = trial();
    const answers = await Promise.all(
      world.operations.map(
        async (operation) => [operation.id, await answerTo(world, operation, who)] as const,
      ),
    );
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(world.operations.map((operation) => [operation.id, expected(operation, who)])),
    );
  });

  it('needs a permission of the list, and each permission that no route needs yet is known', () => {
    const { world } = trial();
    const used = new Set(world.operations.map(({ permission }) => permission));
    expect([...used].filter((name) => !(name in PERMISSIONS))).toEqual(['public']);
    expect(Object.keys(PERMISSIONS).filter((name) => !used.has(name))).toEqual([]);
  });
}
