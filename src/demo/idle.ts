import { setTimeout as pause } from 'node:timers/promises';
import { serviceActor } from '../platform/access/actor.js';
import type { Database } from '../platform/database/database.js';

const LONGEST_MS = 10 * 60_000;

/** What the service still has to do, counted from PostgreSQL alone. */
export interface Waiting {
  files: number;
  events: number;
  people: number;
  messages: number;
}

const COUNT = `
  SELECT (SELECT count(*)::int FROM intake_file WHERE state IN ('receiving', 'accepted')) AS files,
         (SELECT count(*)::int FROM outbox_event WHERE relayed_at IS NULL) AS events,
         (SELECT count(*)::int FROM person WHERE checked_version < safety_version)
           + (SELECT count(*)::int FROM referral r
               WHERE r.first_accepted_at >= $1
                 AND NOT EXISTS (SELECT 1 FROM contact_plan p WHERE p.referral_id = r.id)) AS people,
         (SELECT count(*)::int FROM message WHERE state IN ('queued', 'claimed')) AS messages`;

const EVERYTHING: readonly (keyof Waiting)[] = ['files', 'events', 'people', 'messages'];

/** Waits until nothing of what was taken in since an instant is left to do; or nothing of the kinds named. */
export async function untilIdle(database: Database, since: Date, kinds = EVERYTHING): Promise<void> {
  const givenUpAt = performance.now() + LONGEST_MS;
  for (;;) {
    const waiting = await look(database, since);
    if (kinds.every((kind) => waiting[kind] === 0)) return;
    if (performance.now() > givenUpAt) {
      throw new Error(`The service did not finish: ${JSON.stringify(waiting)}`);
    }
    await pause(15);
  }
}

async function look(database: Database, since: Date): Promise<Waiting> {
  return database.inTransaction(serviceActor('reporting', 'demonstration'), async (tx) => {
    const waiting = await tx.queryOne<Waiting>(COUNT, [since]);
    return waiting!;
  });
}
