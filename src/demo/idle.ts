import { setTimeout as pause } from 'node:timers/promises';
import { serviceActor } from '../platform/access/actor.js';
import type { Database } from '../platform/database/database.js';

const LONGEST_MS = 10 * 60_000;
const LOOK_EVERY_MS = 10;

/** What the service may still have to do, as PostgreSQL alone tells it; what is cheap to ask comes first. */
const LEFT = {
  files: `FROM intake_file WHERE state IN ('receiving', 'accepted')`,
  events: `FROM outbox_event WHERE relayed_at IS NULL`,
  messages: `FROM message WHERE state IN ('queued', 'claimed')`,
  checks: `FROM person WHERE checked_version < safety_version`,
  plans: `FROM referral r WHERE r.first_accepted_at >= $1
             AND NOT EXISTS (SELECT 1 FROM contact_plan p WHERE p.referral_id = r.id)`,
} as const;
type Kind = keyof typeof LEFT;

const EVERYTHING = Object.keys(LEFT) as Kind[];

/** Waits until nothing of what was taken in since an instant is left to do; or nothing of the kinds named. */
export async function untilIdle(database: Database, since: Date, kinds = EVERYTHING): Promise<void> {
  const givenUpAt = performance.now() + LONGEST_MS;
  for (;;) {
    const left = await firstLeft(database, since, kinds);
    if (left === null) return;
    if (performance.now() > givenUpAt) throw new Error(`The service did not finish its ${left}`);
    await pause(LOOK_EVERY_MS);
  }
}

/** One of the kinds of which something is left; null where nothing of any is, at one and the same moment. */
async function firstLeft(database: Database, since: Date, kinds: readonly Kind[]): Promise<Kind | null> {
  const cases = kinds.map((kind) => `WHEN EXISTS (SELECT 1 ${LEFT[kind]}) THEN '${kind}'`);
  const sql = `SELECT CASE ${cases.join(' ')} END AS left`;
  return database.inTransaction(serviceActor('reporting', 'demonstration'), async (tx) => {
    const found = await tx.queryOne<{ left: Kind | null }>(sql, sql.includes('$1') ? [since] : []);
    return found!.left;
  });
}
