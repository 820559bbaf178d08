import { runMigrations } from 'bullmq';
import type pg from 'pg';
import { QUEUE_NAMES } from '../queues/job-list.js';

/** The schema of BullMQ's tables. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * Creates or updates BullMQ's tables, as the database's owner. The counters that BullMQ would make when a queue is
 * first used are made here, because the application may create nothing.
 */
export async function migrateQueues(owner: pg.Client): Promise<void> {
  await runMigrations(owner, QUEUE_SCHEMA);
  for (const queue of QUEUE_NAMES) {
    await owner.query('BEGIN');
    await owner.query(`SET LOCAL search_path TO ${QUEUE_SCHEMA}`);
    await owner.query('SELECT next_job_id($1)', [queue]);
    await owner.query('COMMIT');
  }
}
