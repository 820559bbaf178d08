import { SetMetadata } from '@nestjs/common';
import type { JobName } from './job-list.js';

/** What a job carries: ids and codes, never anything about a person. */
export type JobIds = Record<string, string | string[]>;

/** A method that runs a job. It reloads what the ids name and asks whether the work is still wanted. */
export type JobHandler = (ids: JobIds) => Promise<void>;

export const JOB_HANDLER = 'val:job-handler';

/** Names the job that a provider's method runs; the service does not start unless every job has exactly one. */
export const Job = (name: JobName) => SetMetadata(JOB_HANDLER, name);
