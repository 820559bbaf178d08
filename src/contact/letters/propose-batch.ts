import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { Conflict, Invalid } from '../../platform/problems/problem.js';
import { addDays, type Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { MessageChannels } from '../channels/message-channels.js';
import type { ProposeBatchRequest } from './batch-requests.js';
import type { BatchResponse } from './batch-responses.js';
import { type Choice, ChooseRecipients } from './choose-recipients.js';
import { ReadBatches } from './read-batches.js';

/** Makes the list of a batch without sending anything. */
@Injectable()
export class ProposeBatch {
  constructor(
    private readonly database: Database,
    private readonly recipients: ChooseRecipients,
    private readonly batches: ReadBatches,
    private readonly channels: MessageChannels,
    private readonly thresholds: Thresholds,
  ) {}

  /** @throws Invalid naming the field; Conflict `letters-not-set-up` */
  propose(actor: Actor, request: ProposeBatchRequest): Promise<BatchResponse> {
    if (!this.channels.has('letter')) {
      throw new Conflict('letters-not-set-up', 'This service was set up without letters.');
    }
    return this.database.inTransaction(actor, async (tx) => {
      const atMost = this.limitOf(request, londonDayOf(tx.now));
      const choice = await this.recipients.choose(tx, request.acceptedFrom, request.acceptedTo, atMost);
      const id = newId();
      await insert(tx, id, request, atMost, choice);
      return this.batches.readIn(tx, id, { limit: 50 }, 'message-batch.propose');
    });
  }

  /** @throws Invalid for days or a number that no batch may have */
  private limitOf({ acceptedFrom, acceptedTo, atMost }: ProposeBatchRequest, today: Day): number {
    const longest = this.thresholds.at('letterBatchLongestDays', today);
    const most = this.thresholds.at('letterBatchMost', today);
    if (acceptedTo < acceptedFrom)
      throw Invalid.field('acceptedTo', 'before-from', 'The last day is before the first.');
    if (acceptedTo > today) throw Invalid.field('acceptedTo', 'in-the-future', 'The day is not over.');
    if (acceptedTo > addDays(acceptedFrom, longest - 1))
      throw Invalid.field('acceptedTo', 'too-many-days', `A batch looks at ${longest} days at most.`);
    if (atMost !== undefined && atMost > most)
      throw Invalid.field('atMost', 'number-out-of-range', `A batch has ${most} letters at most.`);
    return atMost ?? most;
  }
}

async function insert(
  tx: Transaction,
  id: string,
  { kind, acceptedFrom, acceptedTo }: ProposeBatchRequest,
  atMost: number,
  { chosen, lookedAt, notLookedAt, leftOut }: Choice,
): Promise<void> {
  await tx.insert('message_batch', [
    {
      ...{ id, kind, state: 'proposed', at_most: atMost },
      ...{ accepted_from: acceptedFrom, accepted_to: acceptedTo },
      ...{ looked_at: lookedAt, not_looked_at: notLookedAt, left_out: leftOut },
      ...{ created_at: tx.now, created_by: tx.actor.subject },
    },
  ]);
  await tx.insert(
    'message_batch_item',
    chosen.map(({ caseId, personId, referralId, contactPointId }) => ({
      ...{ batch_id: id, case_id: caseId, person_id: personId, restricted: false },
      ...{ referral_id: referralId, contact_point_id: contactPointId, outcome: 'proposed' },
    })),
  );
}
