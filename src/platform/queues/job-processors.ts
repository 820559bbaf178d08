import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { JobIds } from './job.decorator.js';
import { WORKER_OPTIONS } from './job-options.js';
import { JobRunner } from './job-runner.js';

@Processor('work', WORKER_OPTIONS)
export class WorkProcessor extends WorkerHost {
  constructor(private readonly runner: JobRunner) {
    super();
  }

  process(job: Job<JobIds>): Promise<void> {
    return this.runner.run(job);
  }
}

@Processor('messages', WORKER_OPTIONS)
export class MessagesProcessor extends WorkerHost {
  constructor(private readonly runner: JobRunner) {
    super();
  }

  process(job: Job<JobIds>): Promise<void> {
    return this.runner.run(job);
  }
}
