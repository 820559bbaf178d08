import { setTimeout as pause } from 'node:timers/promises';
import { serviceActor } from '../platform/access/actor.js';
import type { Database } from '../platform/database/database.js';

const LONGEST_MS = 10 * 60_000;
const LOOK_EVERY_MS = 10;

/** What the service may still have to do; what is cheap to ask comes first. */
const EVERYTHING = ['files', 'events', 'messages', 'checks', 'plans'] as const;
type Kind = (typeof EVERYTHING)[number];

const FIRST_LEFT = `
  SELECT CASE
    WHEN 'files' = ANY ($1::text[]) AND EXISTS (SELECT 1 FROM intake_file WHERE state IN ('receiving', 'accepted'))
      THEN 'files'
    WHEN 'events' = ANY ($1::text[]) AND EXISTS (SELECT 1 FROM outbox_event WHERE relayed_at IS NULL) THEN 'events'
    WHEN 'messages' = ANY ($1::text[]) AND EXISTS (SELECT 1 FROM message WHERE state IN ('queued', 'claimed'))
      THEN 'messages'
    WHEN 'checks' = ANY ($1::text[]) AND EXISTS (SELECT 1 FROM person WHERE checked_version < safety_version)
      THEN 'checks'
    WHEN 'plans' = ANY ($1::text[]) AND EXISTS (
      SELECT 1 FROM referral r WHERE r.first_accepted_at >= $2::timestamptz
         AND NOT EXISTS (SELECT 1 FROM contact_plan p WHERE p.referral_id = r.id))
      THEN 'plans'
  END AS left`;

/** Waits until nothing of what was taken in since an instant is left to do; or nothing of the kinds named. */
export async function untilIdle(
  database: Database,
  since: Date,
  kinds: readonly Kind[] = EVERYTHING,
): Promise<void> {
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
  return database.inTransaction(serviceActor('reporting', 'demonstration'), async (tx) => {
    const found = await tx.queryOne<{ left: Kind | null }>(FIRST_LEFT, [kinds, since]);
    return found!.left;
  });
}
