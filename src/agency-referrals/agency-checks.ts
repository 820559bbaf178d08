import { Injectable } from '@nestjs/common';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Conflict } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { AgencyDirectory } from './agency-directory.js';
import { AgencyPurposes } from './agency-purposes.js';
import { type Grounds, ReferralGrounds } from './referral-grounds.js';
import type { SendAgencyReferralRequest } from './referral-requests.js';

/** What the agencies' room looks up before something goes to one of them. */
@Injectable()
export class AgencyChecks {
  constructor(
    readonly directory: AgencyDirectory,
    private readonly purposes: AgencyPurposes,
    private readonly grounds: ReferralGrounds,
  ) {}

  /**
   * @throws Invalid `unknown-agency`, `unknown-purpose`; Conflict `agency-not-accepting`, `agency-self-referral-only`,
   * `already-referred`, `consent-missing`, `lawful-basis-not-met`
   */
  async mustAllow(
    tx: Transaction,
    supportCase: SupportCase,
    request: SendAgencyReferralRequest,
    sentAt: Date,
  ): Promise<Grounds> {
    const day = londonDayOf(sentAt);
    const { kind = 'referral', agencyCode, purpose } = request;
    this.purposes.mustBeKnown(request, day);
    const { isSelfReferralOnly } = this.directory.accepting(agencyCode, day);
    if (kind === 'referral') {
      if (isSelfReferralOnly)
        throw new Conflict('agency-self-referral-only', 'People apply there themselves: signpost it.');
      if (await tx.queryOne(ALREADY_OPEN, [supportCase.id, agencyCode, purpose]))
        throw new Conflict('already-referred', 'A referral to this agency for this purpose is open.');
    }
    return this.grounds.of(tx, supportCase, request, sentAt);
  }
}

const ALREADY_OPEN = `
  SELECT id FROM agency_referral
   WHERE case_id = $1 AND agency_code = $2 AND purpose = $3 AND state IN ('sent', 'acknowledged', 'accepted')`;
