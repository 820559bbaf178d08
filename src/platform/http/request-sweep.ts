import { Injectable } from '@nestjs/common';
import { serviceActor } from '../access/actor.js';
import { Database } from '../database/database.js';
import { Job } from '../queues/job.decorator.js';

const DAY = 24 * 60 * 60 * 1000;
/** A repeat of a request is recognised for nine months; a relayed event is kept a month for looking into faults. */
const KEY_DAYS = 270;
const EVENT_DAYS = 30;

@Injectable()
export class RequestSweep {
  constructor(private readonly database: Database) {}

  @Job('sweep-requests')
  async sweep(): Promise<void> {
    await this.database.inTransaction(serviceActor('worker', 'sweep-requests'), async (tx) => {
      const before = (days: number) => new Date(tx.now.getTime() - days * DAY);
      await tx.query('DELETE FROM idempotency_key WHERE created_at < $1', [before(KEY_DAYS)]);
      await tx.query('DELETE FROM outbox_event WHERE relayed_at < $1', [before(EVENT_DAYS)]);
    });
  }
}
