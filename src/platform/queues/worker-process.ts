import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONCURRENCY } from './job-options.js';
import { JobQueues } from './job-queues.js';
import { JobWorkers } from './job-workers.js';
import { QUEUE_OPTIONS, type QueueOptions } from './queue-options.js';
import { RelayLoop } from './relay-loop.js';
import { Schedules } from './schedules.js';

/** Starts and stops what moves in a worker process: workers, relay and schedules. */
@Injectable()
export class WorkerProcess implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly workers: JobWorkers,
    private readonly relay: RelayLoop,
    private readonly schedules: Schedules,
    private readonly queues: JobQueues,
    @Inject(QUEUE_OPTIONS) private readonly options: QueueOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.workers.start({ ...CONCURRENCY, ...this.options.concurrency });
    await this.schedules.start();
    this.relay.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.schedules.stop();
    await this.relay.stop();
    await this.workers.stop(this.options.shutdownSeconds * 1000);
    await this.queues.close();
  }
}
