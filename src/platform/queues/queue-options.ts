import type { JobDefinition, QueueName } from './job-list.js';
import type { QueueStore } from './queue-connection.js';

/** The jobs of a service by name. */
export type JobList = Readonly<Record<string, JobDefinition>>;

export interface QueueOptions extends QueueStore {
  /** Only `worker` and `all` relay and run jobs; `api` leaves its events in PostgreSQL and connects to no queue. */
  role: 'all' | 'api' | 'worker';
  /** What keys in Redis begin with, where one Redis serves several installations. */
  prefix?: string;
  /** Seconds that a stop waits for running jobs. */
  shutdownSeconds: number;
  /** Jobs that run at a time, by queue; sensible numbers where not given. */
  concurrency?: Partial<Record<QueueName, number>>;
  /** The jobs there are; all of the service's where not given. */
  jobs?: JobList;
}

export const QUEUE_OPTIONS = Symbol('queue options');
export const QUEUE_CONNECTION = Symbol('queue connection');
