import { Injectable } from '@nestjs/common';
import { FollowUps } from '../../cases/follow-ups.js';
import { caseSeen, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { NotFound } from '../../platform/problems/problem.js';
import { CaseDeadlines } from '../case-deadlines.js';
import { MakeSafeguardingReferral } from './make-referral.js';
import type {
  AcknowledgeSafeguardingRequest,
  MakeSafeguardingReferralRequest,
} from './safeguarding-requests.js';
import type { SafeguardingReferralList, SafeguardingReferralResponse } from './safeguarding-responses.js';
import { answeredAt, mustBeOpenFor, mustFitTogether } from './safeguarding-rules.js';
import { SafeguardingStore } from './safeguarding-store.js';

/** Safeguarding referrals of a case: VAL makes its own, and does not assume that somebody else has. */
@Injectable()
export class SafeguardingReferrals {
  constructor(
    private readonly database: Database,
    private readonly store: SafeguardingStore,
    private readonly deadlines: CaseDeadlines,
    private readonly followUps: FollowUps,
    private readonly making: MakeSafeguardingReferral,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  list(actor: Actor, caseId: string): Promise<SafeguardingReferralList> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseSeen(tx, caseId);
      const rows = await this.store.ofCase(tx, caseId);
      const ids = rows.map(({ id }) => id);
      await noted(tx, 'safeguarding-referral.read', supportCase, ...ids);
      return { items: await this.store.shown(tx, rows) };
    });
  }

  /** @throws NotFound; what `MakeSafeguardingReferral.make` throws */
  make(
    actor: Actor,
    caseId: string,
    request: MakeSafeguardingReferralRequest,
  ): Promise<SafeguardingReferralResponse> {
    mustFitTogether(request);
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const id = await this.making.make(tx, supportCase, request);
      await noted(tx, 'safeguarding-referral.make', supportCase, id);
      return this.one(tx, caseId, id);
    });
  }

  /** @throws NotFound; StaleEdit; Conflict `already-acknowledged`, `already-decided`; Unprocessable */
  acknowledge(
    actor: Actor,
    ids: { caseId: string; referralId: string },
    version: number,
    request: AcknowledgeSafeguardingRequest,
  ): Promise<SafeguardingReferralResponse> {
    const { caseId, referralId } = ids;
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const row = await this.store.toChange(tx, caseId, referralId);
      if (!row) throw new NotFound('safeguarding referral');
      mustBeOpenFor(row, version, request.decision);
      const { decision = null } = request;
      await this.store.acknowledge(tx, referralId, answeredAt(tx, row, request), decision);
      await recordEvent(tx, supportCase, 'safeguarding-referral.acknowledged', { referralId, decision });
      if (decision !== null) await this.deadlines.finish(tx, supportCase, referralId);
      await this.followUps.settle(tx, supportCase);
      await noted(tx, 'safeguarding-referral.acknowledge', supportCase, referralId);
      return this.one(tx, caseId, referralId);
    });
  }

  private async one(tx: Transaction, caseId: string, id: string): Promise<SafeguardingReferralResponse> {
    const row = await this.store.toChange(tx, caseId, id);
    return (await this.store.shown(tx, [row!]))[0]!;
  }
}

async function noted(tx: Transaction, action: string, { personId }: SupportCase, ...targetIds: string[]) {
  await tx.audit({ action, targetType: 'safeguarding-referral', targetIds, personIds: [personId] });
}
