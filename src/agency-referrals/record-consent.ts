import { Injectable } from '@nestjs/common';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, caseToChange, recordEvent } from '../cases/seen-case.js';
import { colleagueNamed } from '../cases/staff-for-cases.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, Invalid } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import type { AgeBand } from './age-band.js';
import { AgeOfPerson } from './age-of-person.js';
import { AgencyPurposes } from './agency-purposes.js';
import { ConsentSequel } from './consent-sequel.js';
import { consentOf, consentTextPlace, toConsentResponse } from './consent-rows.js';
import { CONSENT_FAULTS, faultOfConsent } from './consent-rule.js';
import type { GillickRequest, RecordConsentRequest } from './consent-requests.js';
import type { AgencyConsentResponse } from './consent-responses.js';

/** Writes down who was asked whether an agency may be told about a person, and what they answered. */
@Injectable()
export class RecordConsent {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly purposes: AgencyPurposes,
    private readonly ages: AgeOfPerson,
    private readonly sequel: ConsentSequel,
  ) {}

  /**
   * @throws NotFound; Invalid `unknown-agency`, `unknown-purpose`, `unknown-staff`, `in-the-future`, `before-the-case`;
   * Conflict `case-closed`, `consent-not-the-adults-own`, `consent-not-the-young-persons-own`,
   * `consent-not-asked-of-child`, `age-unknown`
   */
  record(actor: Actor, caseId: string, request: RecordConsentRequest): Promise<AgencyConsentResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const askedAt = happenedAt(tx, request.askedAt, 'askedAt', {
        at: supportCase.openedAt,
        code: 'before-the-case',
      });
      const agencyLabel = this.purposes.mustBeKnown(request, londonDayOf(askedAt));
      if (request.askedBy !== undefined) await colleagueNamed(tx, request.askedBy, 'askedBy');
      const age = await this.ages.at(tx, supportCase.personId, askedAt);
      mustCount(tx, age, request);
      const id = newId();
      await tx.insert('agency_consent', [this.rowOf(tx, supportCase, request, { id, askedAt, age })]);
      await this.noted(tx, supportCase, id, request);
      if (!request.isGiven) await this.sequel.ofRefusal(tx, supportCase, request);
      const ageNow = await this.ages.at(tx, supportCase.personId, tx.now);
      return toConsentResponse((await consentOf(tx, caseId, id))!, agencyLabel, ageNow, this.encryption);
    });
  }

  private rowOf(
    tx: Transaction,
    supportCase: SupportCase,
    request: RecordConsentRequest,
    { id, askedAt, age }: { id: string; askedAt: Date; age: AgeBand },
  ): Row {
    const by = tx.actor.subject;
    return {
      ...{ id, ...belongingTo(supportCase), agency_code: request.agencyCode, purpose: request.purpose },
      ...{ is_given: request.isGiven, given_by: request.givenBy, age_band: age, asked_how: request.askedHow },
      ...{ asked_at: askedAt, asked_by: request.askedBy ?? by, recorded_at: tx.now, recorded_by: by },
      ...this.gillickColumns(id, request.gillick),
    };
  }

  private gillickColumns(id: string, gillick: GillickRequest | undefined): Row {
    if (!gillick) return {};
    const seal = (text: string, column: 'gillick_assessor_sealed' | 'gillick_reasons_sealed') =>
      this.encryption.seal(text, consentTextPlace(column, id));
    return {
      is_gillick_competent: gillick.isCompetent,
      gillick_assessed_on: gillick.assessedOn,
      gillick_assessor_sealed: seal(gillick.assessor, 'gillick_assessor_sealed'),
      gillick_reasons_sealed: seal(gillick.reasons, 'gillick_reasons_sealed'),
    };
  }

  private async noted(
    tx: Transaction,
    supportCase: SupportCase,
    consentId: string,
    { agencyCode, purpose, isGiven, givenBy, gillick }: RecordConsentRequest,
  ): Promise<void> {
    const details = { consentId, agencyCode, purpose, isGiven, givenBy };
    await recordEvent(tx, supportCase, isGiven ? 'agency-consent.given' : 'agency-consent.refused', details);
    await tx.audit({
      action: 'agency-consent.record',
      targetType: 'agency-consent',
      targetIds: [consentId],
      personIds: [supportCase.personId],
      ...(gillick && { fields: ['gillick'] }),
    });
  }
}

function mustCount(tx: Transaction, age: AgeBand, { isGiven, givenBy, gillick }: RecordConsentRequest): void {
  if (gillick && gillick.assessedOn > londonDayOf(tx.now))
    throw Invalid.field('gillick.assessedOn', 'in-the-future', 'It has not happened yet.');
  const fault = faultOfConsent(age, { isGiven, givenBy, isGillickCompetent: gillick?.isCompetent ?? null });
  if (fault) throw new Conflict(fault, CONSENT_FAULTS[fault]);
}
