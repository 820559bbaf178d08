import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Log } from '../logging/log.js';
import { JOB_OPTIONS } from './job-options.js';
import { MessagesProcessor, WorkProcessor } from './job-processors.js';
import { JobQueues } from './job-queues.js';
import { JobRegistry } from './job-registry.js';
import { JobRunner } from './job-runner.js';
import { JobWorkers } from './job-workers.js';
import { QUEUE_NAMES } from './job-list.js';
import { OutboxRelay } from './outbox-relay.js';
import { closeQueueStore, openQueueStore, type QueueConnection } from './queue-connection.js';
import { QUEUE_CONNECTION, QUEUE_OPTIONS, type QueueOptions } from './queue-options.js';
import { RelayLoop } from './relay-loop.js';
import { Schedules } from './schedules.js';
import { WorkerProcess } from './worker-process.js';

/** The store of the queues, open as long as the application. */
@Global()
@Module({})
class QueueStoreModule implements OnApplicationShutdown {
  constructor(@Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection) {}

  static on(options: QueueOptions): DynamicModule {
    const connection = {
      provide: QUEUE_CONNECTION,
      inject: [Log],
      useFactory: (log: Log) =>
        openQueueStore(options, (code) => log.warn('queue.connection-lost', { code })),
    };
    return { module: QueueStoreModule, providers: [connection], exports: [connection] };
  }

  onApplicationShutdown(): Promise<void> {
    return closeQueueStore(this.connection);
  }
}

/** Jobs: their registry everywhere; queues, relay, schedules and workers where the role has them. */
@Global()
@Module({})
export class QueuesModule {
  static on(options: QueueOptions): DynamicModule {
    const always = [{ provide: QUEUE_OPTIONS, useValue: options }, JobRegistry];
    if (options.role === 'api') {
      return { module: QueuesModule, imports: [DiscoveryModule], providers: always, exports: [JobRegistry] };
    }
    return {
      module: QueuesModule,
      imports: [
        DiscoveryModule,
        QueueStoreModule.on(options),
        bull(options.prefix),
        BullModule.registerQueue(...QUEUE_NAMES.map((name) => ({ name }))),
      ],
      providers: [
        ...always,
        ...[JobQueues, OutboxRelay, RelayLoop, Schedules],
        ...[JobRunner, WorkProcessor, MessagesProcessor, JobWorkers, WorkerProcess],
      ],
      exports: [JobRegistry, OutboxRelay],
    };
  }
}

function bull(prefix?: string): DynamicModule {
  return BullModule.forRootAsync({
    // Workers start with the application, once every job is known to have its handler.
    extraOptions: { manualRegistration: true },
    inject: [QUEUE_CONNECTION],
    useFactory: (connection: QueueConnection) => ({
      connection,
      ...(prefix && { prefix }),
      defaultJobOptions: JOB_OPTIONS,
      streams: { events: { maxLen: 1000 } },
    }),
  });
}
