import { Injectable } from '@nestjs/common';
import { FollowUps } from '../../cases/follow-ups.js';
import { recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { AssessmentFacts } from '../assessment-facts.js';
import { CaseDeadlines } from '../case-deadlines.js';
import { SafeguardingDeadlines } from './safeguarding-deadlines.js';
import type { MakeSafeguardingReferralRequest } from './safeguarding-requests.js';
import { mustBeOfThatAge, toldAt } from './safeguarding-rules.js';
import { SafeguardingStore } from './safeguarding-store.js';

/** Writes down a safeguarding referral and starts the clock of its acknowledgement. */
@Injectable()
export class MakeSafeguardingReferral {
  constructor(
    private readonly store: SafeguardingStore,
    private readonly facts: AssessmentFacts,
    private readonly clocks: SafeguardingDeadlines,
    private readonly deadlines: CaseDeadlines,
    private readonly followUps: FollowUps,
  ) {}

  /**
   * Returns the id of the referral.
   * @throws Conflict `case-closed`, `not-a-child`, `not-an-adult`, `age-unknown`, `not-for-organisation`; Unprocessable
   * `authority-unknown`, `in-the-future`, `before-the-case`
   */
  async make(
    tx: Transaction,
    supportCase: SupportCase,
    request: MakeSafeguardingReferralRequest,
  ): Promise<string> {
    supportCase.mustBeOpen();
    const {
      about,
      concerns = 'case-person',
      authority,
      basis = null,
      concern = null,
      takenBy = null,
    } = request;
    const told = toldAt(tx, supportCase, request);
    const { ageBand, personKind } = await this.facts.of(tx, supportCase, told.madeAt);
    if (concerns === 'case-person') mustBeOfThatAge(about, ageBand, personKind === 'organisation');
    this.store.mustTakeReferrals(authority, told.madeAt);
    const wanted = this.clocks.follow(told.madeAt, tx.now);
    const acknowledgementDueAt = wanted[0]!.counted.dueAt;
    const made = { about, concerns, authority, basis, concern, takenBy, acknowledgementDueAt, ...told };
    const id = await this.store.insert(tx, supportCase, made);
    await recordEvent(tx, supportCase, 'safeguarding-referral.made', { referralId: id, about, authority });
    if (about === 'child' && concerns === 'case-person')
      await this.followUps.end(tx, supportCase, ['make-safeguarding-referral'], 'done');
    await this.deadlines.start(tx, supportCase, id, wanted);
    await this.followUps.settle(tx, supportCase);
    return id;
  }
}
