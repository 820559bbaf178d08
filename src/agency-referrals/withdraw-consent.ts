import { Injectable } from '@nestjs/common';
import { happenedAt } from '../cases/happened-at.js';
import { caseToChange, recordEvent } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { Conflict, NotFound } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { AgeOfPerson } from './age-of-person.js';
import { AgencyDirectory } from './agency-directory.js';
import { ConsentSequel } from './consent-sequel.js';
import { consentOf, toConsentResponse } from './consent-rows.js';
import type { WithdrawConsentRequest } from './consent-requests.js';
import type { WithdrawnConsentResponse } from './consent-responses.js';

/** Takes a consent back, which anybody may at any time, also when their case is closed. */
@Injectable()
export class WithdrawConsent {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly directory: AgencyDirectory,
    private readonly sequel: ConsentSequel,
    private readonly ages: AgeOfPerson,
  ) {}

  /** @throws NotFound; Invalid `in-the-future`, `before-the-consent`; Conflict `already-withdrawn`, `consent-not-given` */
  withdraw(
    actor: Actor,
    caseId: string,
    id: string,
    { withdrawnHow, ...request }: WithdrawConsentRequest,
  ): Promise<WithdrawnConsentResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const consent = await consentOf(tx, caseId, id);
      if (!consent) throw new NotFound('consent');
      if (!consent.isGiven) throw new Conflict('consent-not-given', 'It was never given.');
      if (consent.withdrawnAt) throw new Conflict('already-withdrawn', 'It was withdrawn before.');
      const notBefore = { at: consent.askedAt, code: 'before-the-consent' } as const;
      const withdrawnAt = happenedAt(tx, request.withdrawnAt, 'withdrawnAt', notBefore);
      await tx.query(WITHDRAW, [id, withdrawnAt, withdrawnHow, tx.now, actor.subject]);
      const { agencyCode, purpose } = consent;
      await recordEvent(tx, supportCase, 'agency-consent.withdrawn', { consentId: id, agencyCode, purpose });
      const openReferralIds = await this.sequel.ofWithdrawal(tx, supportCase, id);
      await tx.audit({
        action: 'agency-consent.withdraw',
        targetType: 'agency-consent',
        targetIds: [id],
        personIds: [supportCase.personId],
      });
      const label = this.directory.label(agencyCode, londonDayOf(consent.askedAt));
      const withdrawn = { ...consent, withdrawnAt, withdrawnHow };
      const ageNow = await this.ages.at(tx, supportCase.personId, tx.now);
      return { ...toConsentResponse(withdrawn, label, ageNow, this.encryption), openReferralIds };
    });
  }
}

const WITHDRAW = `
  UPDATE agency_consent SET withdrawn_at = $2, withdrawn_how = $3, withdrawal_recorded_at = $4, withdrawal_recorded_by = $5
   WHERE id = $1`;
