import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { serviceActor } from '../access/actor.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { JobQueues } from './job-queues.js';
import type { JobIds } from './job.decorator.js';
import { jobIdOf } from './job-options.js';
import { JobRegistry } from './job-registry.js';
import type { QueueName } from './job-list.js';

interface OutboxEvent {
  id: string;
  name: string;
  payload: JobIds;
}

type NewJob = Parameters<Queue['addBulk']>[0][number];

/** How many events are relayed in one transaction. */
export const RELAY_BATCH = 500;
const FEW_JOBS = 4;

/**
 * Turns committed outbox events into jobs. The jobs are added before the events are marked: a process that dies in
 * between leaves the events to be relayed again under the same job ids, which changes nothing.
 *
 * Events that no job of this version knows are left for a process of a newer version.
 */
@Injectable()
export class OutboxRelay {
  constructor(
    private readonly database: Database,
    private readonly queues: JobQueues,
    private readonly registry: JobRegistry,
  ) {}

  /** Relays up to 500 waiting events and returns how many. Several processes may do so at once. */
  async relay(): Promise<number> {
    return this.database.inTransaction(serviceActor('worker', 'relay'), async (tx) => {
      const events = await waitingEvents(tx, this.registry.events());
      if (events.length === 0) return 0;
      await this.addJobs(events);
      await tx.query('UPDATE outbox_event SET relayed_at = $2 WHERE id = ANY($1::uuid[])', [
        events.map(({ id }) => id),
        tx.now,
      ]);
      return events.length;
    });
  }

  /** How many events wait. */
  async waiting(): Promise<number> {
    return this.database.inTransaction(serviceActor('worker', 'relay'), async (tx) => {
      const row = await tx.queryOne<{ waiting: number }>(
        'SELECT count(*)::integer AS waiting FROM outbox_event WHERE relayed_at IS NULL',
      );
      return row?.waiting ?? 0;
    });
  }

  private async addJobs(events: OutboxEvent[]): Promise<void> {
    const byQueue = new Map<QueueName, NewJob[]>();
    for (const { id, name, payload } of events) {
      for (const job of this.registry.startedBy(name)) {
        const queue = this.registry.queueOf(job);
        const jobs = byQueue.get(queue) ?? [];
        jobs.push({ name: job, data: payload, opts: { jobId: jobIdOf(id, job) } });
        byQueue.set(queue, jobs);
      }
    }
    await Promise.all([...byQueue].map(([queue, jobs]) => addAll(this.queues.of(queue), jobs)));
  }
}

/** On PostgreSQL adding in bulk makes tables of its own, which pays only where there are many. */
async function addAll(queue: Queue, jobs: NewJob[]): Promise<void> {
  if (jobs.length > FEW_JOBS) await queue.addBulk(jobs);
  else await Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)));
}

function waitingEvents(tx: Transaction, names: string[]): Promise<OutboxEvent[]> {
  return tx.query<OutboxEvent>(
    `SELECT id, name, payload FROM outbox_event
      WHERE relayed_at IS NULL AND name = ANY($1::text[])
      ORDER BY id LIMIT ${RELAY_BATCH} FOR UPDATE SKIP LOCKED`,
    [names],
  );
}
