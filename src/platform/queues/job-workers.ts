import { setTimeout as pause } from 'node:timers/promises';
import { BullRegistrar } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Worker } from 'bullmq';
import { Log } from '../logging/log.js';
import { MessagesProcessor, WorkProcessor } from './job-processors.js';
import { JobRunner } from './job-runner.js';
import type { QueueName } from './job-list.js';

/** Closing takes a moment although nothing runs any more. */
const LEAST_TO_CLOSE_MS = 1000;

/** The workers of this process. */
@Injectable()
export class JobWorkers {
  private workers: Worker[] = [];

  constructor(
    private readonly registrar: BullRegistrar,
    private readonly work: WorkProcessor,
    private readonly messages: MessagesProcessor,
    private readonly runner: JobRunner,
    private readonly log: Log,
  ) {}

  /** Starts taking jobs, so many of each queue at a time. */
  start(concurrency: Record<QueueName, number>): void {
    this.registrar.register();
    const hosts: Record<QueueName, { worker: Worker }> = { work: this.work, messages: this.messages };
    this.workers = Object.entries(hosts).map(([name, { worker }]) => {
      worker.concurrency = concurrency[name as QueueName];
      this.listen(worker);
      return worker;
    });
  }

  /**
   * Takes no more jobs, gives the running ones so long to finish, and closes. What is still running then goes to
   * another process when its lock has run out.
   */
  async stop(graceMilliseconds: number): Promise<void> {
    const began = performance.now();
    await Promise.all(this.workers.map((worker) => worker.pause(true)));
    const isIdle = await this.runner.untilIdle(graceMilliseconds);
    const closed = Promise.all(this.workers.map((worker) => worker.close(!isIdle))).then(() => true);
    // A job that was just being fetched begins after all: it has what is left of the time, and is then left as others are.
    const left = Math.max(LEAST_TO_CLOSE_MS, graceMilliseconds - (performance.now() - began));
    const isClosed = await Promise.race([closed, pause(left, false, { ref: false })]);
    if (!isIdle || !isClosed) this.log.warn('worker.stopped-at-work');
  }

  private listen(worker: Worker): void {
    const queue = worker.name;
    worker.on('failed', (job, error) => this.runner.noteFailure(job, error));
    worker.on('stalled', (id) => this.log.warn('job.stalled', { queue, id }));
    worker.on('error', (error) => this.log.warn('worker.error', { queue, ...this.log.describe(error) }));
  }
}
