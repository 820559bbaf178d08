import { Injectable } from '@nestjs/common';
import type { RepeatOptions } from 'bullmq';
import { Log } from '../logging/log.js';
import { JobQueues } from './job-queues.js';
import { RUNG_JOB_OPTIONS } from './job-options.js';
import { type JobDefinition, type JobName } from './job-list.js';
import { JobRegistry } from './job-registry.js';

const TIME_ZONE = 'Europe/London';
const CHECK_MS = 15_000;
const LATE_MS = 60_000;

/**
 * The schedulers that ring jobs. They live in the queue's store, so they are made at every start, and looked after:
 * one that is gone or has stopped ringing is made again.
 */
@Injectable()
export class Schedules {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queues: JobQueues,
    private readonly registry: JobRegistry,
    private readonly log: Log,
  ) {}

  /** Makes the schedulers of all rung jobs, takes away those of jobs that are no more, and looks after them from now on. */
  async start(): Promise<void> {
    for (const name of this.rung()) await this.make(name);
    await this.removeOthers();
    this.timer = setInterval(() => void this.look(), CHECK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Makes again what is missing or has not rung for a minute longer than it should. Returns the names of those. */
  async mend(): Promise<JobName[]> {
    const mended: JobName[] = [];
    for (const name of this.rung()) {
      const queue = this.queues.of(this.registry.queueOf(name));
      const scheduler = await queue.getJobScheduler(name);
      if (scheduler && (scheduler.next ?? 0) > machineTime() - LATE_MS) continue;
      if (scheduler) await queue.removeJobScheduler(name);
      await this.make(name);
      mended.push(name);
      this.log.warn('schedule.mended', { job: name, wasThere: Boolean(scheduler) });
    }
    return mended;
  }

  private async look(): Promise<void> {
    await this.mend().catch((error: unknown) =>
      this.log.warn('schedule.unchecked', this.log.describe(error)),
    );
  }

  private rung(): JobName[] {
    return this.registry.names().filter((name) => ringing(this.registry.definitionOf(name)) !== null);
  }

  private async make(name: JobName): Promise<void> {
    const repeat = ringing(this.registry.definitionOf(name));
    if (!repeat) return;
    const template = { name, data: {}, opts: RUNG_JOB_OPTIONS };
    await this.queues.of(this.registry.queueOf(name)).upsertJobScheduler(name, repeat, template);
  }

  private async removeOthers(): Promise<void> {
    const rung: string[] = this.rung();
    for (const queue of this.queues.all()) {
      for (const { key } of await queue.getJobSchedulers()) {
        const isHere = rung.includes(key) && this.registry.queueOf(key) === queue.name;
        if (!isHere) await queue.removeJobScheduler(key);
      }
    }
  }
}

function ringing(definition: JobDefinition | undefined): Omit<RepeatOptions, 'key'> | null {
  if (definition?.everySeconds) return { every: definition.everySeconds * 1000 };
  return definition?.pattern ? { pattern: definition.pattern, tz: TIME_ZONE } : null;
}

/** BullMQ rings by the clock of the machine, not by the service's own, which may replay another year. */
function machineTime(): number {
  return performance.timeOrigin + performance.now();
}
