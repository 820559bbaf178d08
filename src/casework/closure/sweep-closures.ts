import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { SupportCase } from '../../cases/support-case.entity.js';
import { serviceActor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Log } from '../../platform/logging/log.js';
import { Job } from '../../platform/queues/job.decorator.js';
import { CarryOutClosure, type Closing } from './carry-out-closure.js';
import { InformationOnly, type QuietCase } from './information-only.js';

const AGENT = serviceActor('worker', 'sweep-closures');
const AT_ONCE = 200;

/** Closes the cases of people who were only offered information and did not answer. Doing it again changes nothing. */
@Injectable()
export class SweepClosures {
  constructor(
    private readonly database: Database,
    private readonly quiet: InformationOnly,
    private readonly closure: CarryOutClosure,
    private readonly log: Log,
  ) {}

  /** Batch by batch; of one that fails each case has a transaction of its own, so that one keeps nobody else open. */
  @Job('sweep-closures')
  async sweepClosures(): Promise<void> {
    let closed = 0;
    for (let found = await this.candidates(); found.length > 0; found = await this.candidates()) {
      const done = await this.close(found).catch(() => this.closeEach(found));
      closed += done;
      if (done === 0) break;
    }
    if (closed > 0) this.log.info('closures.swept', { closed });
  }

  private candidates(): Promise<QuietCase[]> {
    return this.database.inTransaction(AGENT, (tx) => this.quiet.find(tx, AT_ONCE));
  }

  private async closeEach(cases: readonly QuietCase[]): Promise<number> {
    let closed = 0;
    for (const one of cases) {
      closed += await this.close([one]).catch((error: unknown) => {
        this.log.error('closures.not-closed', { caseId: one.caseId, ...this.log.describe(error) });
        return 0;
      });
    }
    return closed;
  }

  /** Looks again at what is held: whoever answered meanwhile stays. */
  private close(cases: readonly QuietCase[]): Promise<number> {
    return this.database.inTransaction(AGENT, async (tx) => {
      const held = await hold(tx, cases);
      const still = await this.quiet.find(tx, AT_ONCE, [...held.keys()]);
      const closings = still.map(({ caseId, explanation }) => closingOf(held.get(caseId)!, explanation));
      if (closings.length > 0) await this.closure.carryOut(tx, closings);
      return closings.length;
    });
  }
}

/** People before cases, each in the order of their ids, so that two who hold several never wait for each other. */
async function hold(tx: Transaction, cases: readonly QuietCase[]): Promise<Map<string, SupportCase>> {
  const personIds = cases.map(({ personId }) => personId);
  await tx.query(`SELECT id FROM person WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`, [personIds]);
  const held = await tx.manager.find(SupportCase, {
    where: { id: In(cases.map(({ caseId }) => caseId)) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return new Map(held.map((supportCase) => [supportCase.id, supportCase]));
}

function closingOf(supportCase: SupportCase, explanation: string): Closing {
  return {
    ...{ supportCase, reason: 'information-only', isAutomatic: true, explanation },
    ...{ outcomeAssessmentId: null, noOutcomeReason: null, approvalId: null, approvedBy: null },
    ...{ handedOver: [], heir: null, note: null },
  };
}
