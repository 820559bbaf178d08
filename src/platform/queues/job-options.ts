import type { DefaultJobOptions } from 'bullmq';
import type { QueueName } from './job-list.js';

const HOUR_SECONDS = 3600;
const FAILED_KEPT_DAYS = 14;

/**
 * How every job is tried. Nothing rests on the last try: what is still wanted is found again in PostgreSQL by a
 * sweep, so no job waits in the queue for longer than seconds.
 *
 * Done jobs are kept for an hour, because an id that is still known is not added twice. A count is never given: on
 * PostgreSQL it costs a look at all kept jobs each time one finishes. Stack traces stay out of the queue's store.
 */
export const JOB_OPTIONS: DefaultJobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500, jitter: 0.3 },
  removeOnComplete: { age: HOUR_SECONDS },
  removeOnFail: { age: FAILED_KEPT_DAYS * 24 * HOUR_SECONDS },
  stackTraceLimit: 0,
};

/** A job that is rung again anyway is tried once a ring. */
export const RUNG_JOB_OPTIONS: DefaultJobOptions = { ...JOB_OPTIONS, attempts: 1 };

/**
 * A worker that dies, or whose process hangs, loses its lock after `lockDuration`; the job is then given to another
 * one, as often as several deployments in a row may need.
 */
export const WORKER_OPTIONS = { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 20 } as const;

/** How many jobs of a queue one process runs at a time, where nothing else is said. */
export const CONCURRENCY: Record<QueueName, number> = { work: 4, messages: 16 };

/** The job of one event: the same whenever it is added again. (BullMQ forbids the colon.) */
export function jobIdOf(eventId: string, jobName: string): string {
  return `${eventId}.${jobName}`;
}
