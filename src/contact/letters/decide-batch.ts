import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, NotFound, StaleEdit } from '../../platform/problems/problem.js';
import { mayBecome } from '../../platform/state-table.js';
import { MessageChannels } from '../channels/message-channels.js';
import type { RejectBatchRequest } from './batch-requests.js';
import type { BatchResponse } from './batch-responses.js';
import { BATCH_TABLE, type BatchState } from './batch-states.js';
import { QueueLetters } from './queue-letters.js';
import { ReadBatches } from './read-batches.js';

interface HeldBatch {
  state: BatchState;
  createdBy: string;
  version: number;
  selected: number;
}

/** A second person decides on a batch. */
@Injectable()
export class DecideBatch {
  constructor(
    private readonly database: Database,
    private readonly channels: MessageChannels,
    private readonly letters: QueueLetters,
    private readonly batches: ReadBatches,
  ) {}

  /**
   * Queues a letter for everybody who still fits; whoever does not is left out with the reasons.
   * @throws NotFound; StaleEdit; Conflict `batch-decided`, `second-person-needed`, `batch-empty`, `letters-not-set-up`
   */
  approve(actor: Actor, id: string, version: number): Promise<BatchResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const batch = await toDecide(tx, id, version, 'approved');
      if (batch.createdBy === actor.subject)
        throw new Conflict('second-person-needed', 'Somebody else has to read and approve the list.');
      if (batch.selected === 0) throw new Conflict('batch-empty', 'Nobody is on the list.');
      if (!this.channels.has('letter'))
        throw new Conflict('letters-not-set-up', 'This service was set up without letters.');
      await tx.query(APPROVE, [id, tx.now, actor.subject]);
      await this.letters.queue(tx, id);
      return this.batches.readIn(tx, id, { limit: 50 }, 'message-batch.approve');
    });
  }

  /** Whoever made it may take it back too. @throws NotFound; StaleEdit; Conflict `batch-decided` */
  reject(actor: Actor, id: string, version: number, request: RejectBatchRequest): Promise<BatchResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      await toDecide(tx, id, version, 'rejected');
      await tx.query(REJECT, [id, tx.now, actor.subject, request.reasonCode]);
      return this.batches.readIn(tx, id, { limit: 50 }, 'message-batch.reject');
    });
  }
}

async function toDecide(tx: Transaction, id: string, version: number, to: BatchState): Promise<HeldBatch> {
  const batch = await tx.queryOne<HeldBatch>(HOLD, [id]);
  if (!batch) throw new NotFound('message batch');
  if (!mayBecome(BATCH_TABLE, batch.state, to))
    throw new Conflict('batch-decided', `The batch was ${batch.state} already.`);
  if (batch.version !== version) throw new StaleEdit();
  return batch;
}

const HOLD = `
  SELECT state, created_by AS "createdBy", version,
         (SELECT count(*)::int FROM message_batch_item i WHERE i.batch_id = b.id) AS selected
    FROM message_batch b WHERE id = $1 FOR UPDATE`;

const APPROVE = `
  UPDATE message_batch SET state = 'approved', approved_at = $2, approved_by = $3, version = version + 1 WHERE id = $1`;

const REJECT = `
  UPDATE message_batch SET state = 'rejected', rejected_at = $2, rejected_by = $3, rejection_reason = $4,
                           version = version + 1
   WHERE id = $1`;
