import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Readiness } from '../health/readiness.js';
import { Log } from '../logging/log.js';
import { QUEUE_NAMES, type QueueName } from './job-list.js';

/** The queues that the workers of the service share. */
@Injectable()
export class JobQueues {
  private readonly queues: Record<QueueName, Queue>;

  constructor(
    @InjectQueue('work') work: Queue,
    @InjectQueue('messages') messages: Queue,
    log: Log,
    readiness: Readiness,
  ) {
    this.queues = { work, messages };
    for (const queue of this.all()) {
      queue.on('error', (error) => log.warn('queue.error', { queue: queue.name, ...log.describe(error) }));
    }
    readiness.add('queue', () => this.answers());
  }

  of(name: QueueName): Queue {
    return this.queues[name];
  }

  all(): Queue[] {
    return QUEUE_NAMES.map((name) => this.queues[name]);
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((queue) => queue.close()));
  }

  private async answers(): Promise<boolean> {
    await Promise.all(this.all().map((queue) => queue.isPaused()));
    return true;
  }
}
