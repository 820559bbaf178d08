import { Injectable } from '@nestjs/common';
import { FollowUps } from '../cases/follow-ups.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';

/** What follows for referrals that rest on a consent which no longer stands: each becomes somebody's task. */
@Injectable()
export class ConsentSequel {
  constructor(private readonly followUps: FollowUps) {}

  /** Answers the open referrals that rest on the consent. */
  async ofWithdrawal(tx: Transaction, supportCase: SupportCase, consentId: string): Promise<string[]> {
    return this.lookAt(tx, supportCase, await tx.query<{ id: string }>(BY_CONSENT, [consentId]));
  }

  /** A later no to the same agency and purpose takes an earlier yes back. */
  async ofRefusal(
    tx: Transaction,
    supportCase: SupportCase,
    { agencyCode, purpose }: { agencyCode: string; purpose: string },
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(BY_PURPOSE, [supportCase.id, agencyCode, purpose]);
    return this.lookAt(tx, supportCase, rows);
  }

  private async lookAt(tx: Transaction, supportCase: SupportCase, rows: { id: string }[]): Promise<string[]> {
    const { dueAt } = this.followUps.workingDaysAfter(tx.now, 'withdrawnConsentWorkingDays');
    const about = { kind: 'look-at-withdrawn-consent', source: 'agency-referral', dueAt } as const;
    await this.followUps.add(tx, supportCase, ...rows.map(({ id }) => ({ ...about, sourceId: id })));
    if (rows.length > 0) await this.followUps.settle(tx, supportCase);
    return rows.map(({ id }) => id);
  }
}

const OPEN = `state IN ('sent', 'acknowledged', 'accepted')`;
const BY_CONSENT = `SELECT id FROM agency_referral WHERE consent_id = $1 AND ${OPEN} ORDER BY id`;
const BY_PURPOSE = `
  SELECT id FROM agency_referral
   WHERE case_id = $1 AND agency_code = $2 AND purpose = $3 AND consent_id IS NOT NULL AND ${OPEN} ORDER BY id`;
