import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { KeepClocks } from '../../entitlements/clocks/keep-clocks.js';
import { serviceActor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';

const LONGEST_MS = 10 * 60_000;

/** Counts the clocks of every crime that is still marked. @throws Error where some cannot be counted */
export async function countClocks(app: NestFastifyApplication): Promise<void> {
  const [keep, database] = [app.get(KeepClocks, { strict: false }), app.get(Database)];
  const givenUpAt = performance.now() + LONGEST_MS;
  for (;;) {
    await keep.sweep();
    if (await areAllCounted(database)) return;
    if (performance.now() > givenUpAt) throw new Error('Clocks of the Victims’ Code were not all counted');
    await pause(50);
  }
}

async function areAllCounted(database: Database): Promise<boolean> {
  return database.inTransaction(serviceActor('reporting', 'demonstration'), async (tx) => {
    const left = await tx.queryOne<{ isLeft: boolean }>(
      `SELECT EXISTS (SELECT FROM entitlement_mark) OR EXISTS (SELECT FROM outbox_event WHERE relayed_at IS NULL)
              AS "isLeft"`,
    );
    return !left!.isLeft;
  });
}
