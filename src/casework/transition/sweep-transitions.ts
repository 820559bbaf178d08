import { Injectable } from '@nestjs/common';
import { serviceActor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Log } from '../../platform/logging/log.js';
import { Job } from '../../platform/queues/job.decorator.js';
import type { JobIds } from '../../platform/queues/job.decorator.js';
import { RaiseSteps } from './raise-steps.js';
import { TransitionPath } from './transition-path.js';

const AGENT = serviceActor('worker', 'sweep-transitions');

/**
 * Sees to it that what is due at 17, six months before the 18th birthday and on it becomes a task, also where the
 * birthday comes long after the assessment, and that the tasks follow a corrected birth date.
 */
@Injectable()
export class SweepTransitions {
  constructor(
    private readonly database: Database,
    private readonly path: TransitionPath,
    private readonly steps: RaiseSteps,
    private readonly log: Log,
  ) {}

  /** Each case in a transaction of its own: one that fails keeps nobody else waiting. */
  @Job('sweep-transitions')
  async sweepTransitions(): Promise<void> {
    const caseIds = await this.database.inTransaction(AGENT, (tx) => this.path.toSettle(tx));
    for (const caseId of caseIds) {
      await this.settle(caseId).catch((error: unknown) =>
        this.log.error('transitions.not-settled', { caseId, ...this.log.describe(error) }),
      );
    }
    if (caseIds.length > 0) this.log.info('transitions.swept', { cases: caseIds.length });
  }

  /** Ids: `personId`. */
  @Job('correct-transition')
  async correctTransition({ personId }: JobIds): Promise<void> {
    const open = await this.database.inTransaction(AGENT, (tx) =>
      tx.queryOne<{ id: string }>(OPEN_CASE, [personId]),
    );
    if (open) await this.settle(open.id);
  }

  private settle(caseId: string): Promise<void> {
    return this.database.inTransaction(AGENT, (tx) => this.steps.settle(tx, caseId));
  }
}

const OPEN_CASE = `SELECT id FROM support_case WHERE person_id = $1 AND closed_at IS NULL`;
