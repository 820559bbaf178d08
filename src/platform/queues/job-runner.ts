import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Metrics } from '../health/metrics.js';
import { Log } from '../logging/log.js';
import type { JobIds } from './job.decorator.js';
import { JobRegistry } from './job-registry.js';

const CODE = /^[\w.-]{1,60}$/;

/**
 * What the queue's store is told of an error: a code and nothing else. Messages of errors repeat values, and a queue
 * keeps them in clear text.
 */
export class JobFailed extends Error {
  constructor(code: string) {
    super(code);
    this.name = 'JobFailed';
    this.stack = '';
  }
}

/** Runs the jobs that workers take, counts them, and knows how many are running. */
@Injectable()
export class JobRunner {
  private running = 0;
  private readonly idle: (() => void)[] = [];

  constructor(
    private readonly registry: JobRegistry,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** @throws JobFailed, whatever the handler threw */
  async run(job: Job<JobIds>): Promise<void> {
    this.running += 1;
    try {
      await this.registry.run(job.name, job.data);
      this.metrics.jobs.inc({ job: job.name, result: 'done' });
    } catch (error) {
      this.log.warn('job.interrupted', { job: job.name, id: job.id, ...this.log.describe(error) });
      throw new JobFailed(codeOf(error));
    } finally {
      this.running -= 1;
      if (this.running === 0) this.idle.splice(0).forEach((tell) => tell());
    }
  }

  /** Counts a failed try; the last one of a job is an error in the log. A sweep finds what is still wanted. */
  noteFailure(job: Job<JobIds> | undefined, error: Error): void {
    const isFinal = Boolean(job?.finishedOn);
    this.metrics.jobs.inc({ job: job?.name ?? 'unknown', result: isFinal ? 'failed' : 'retried' });
    if (isFinal)
      this.log.error('job.failed', {
        job: job?.name,
        id: job?.id,
        code: codeOf(error),
        tries: job?.attemptsMade,
      });
  }

  /** Waits until nothing runs, at most so long. Returns whether nothing runs. */
  async untilIdle(milliseconds: number): Promise<boolean> {
    if (this.running === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([late, new Promise<void>((resolve) => this.idle.push(resolve))]);
    clearTimeout(timer);
    return this.running === 0;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof JobFailed) return error.message;
  const { code, driverError, name } = (error ?? {}) as {
    code?: unknown;
    name?: unknown;
    driverError?: { code?: unknown };
  };
  const said = [driverError?.code, code, name].find((text) => typeof text === 'string' && CODE.test(text));
  return typeof said === 'string' ? said : 'Error';
}
