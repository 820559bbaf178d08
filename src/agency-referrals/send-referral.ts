import { Injectable } from '@nestjs/common';
import { mustHoldNoAddress } from '../cases/address-in-text.js';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, caseToChange, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Row, Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { AgencyChecks } from './agency-checks.js';
import type { Grounds } from './referral-grounds.js';
import type { SendAgencyReferralRequest } from './referral-requests.js';
import type { ChangedAgencyReferralResponse } from './referral-responses.js';
import { referralNotePlace, referralOf, toReferralResponse } from './referral-rows.js';
import { ReferralSteps } from './referral-steps.js';

/** Sends somebody to an agency, or writes down that they were told of one. */
@Injectable()
export class SendReferral {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly checks: AgencyChecks,
    private readonly steps: ReferralSteps,
  ) {}

  /** @throws NotFound; Invalid; Unprocessable `address-in-text`; Conflict `case-closed` and those of the checks */
  send(
    actor: Actor,
    caseId: string,
    request: SendAgencyReferralRequest,
  ): Promise<ChangedAgencyReferralResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const notBefore = { at: supportCase.openedAt, code: 'before-the-case' } as const;
      const sentAt = happenedAt(tx, request.sentAt, 'sentAt', notBefore);
      const grounds = await this.checks.mustAllow(tx, supportCase, request, sentAt);
      await mustHoldNoAddress(tx, supportCase, { note: request.note });
      const id = newId();
      const row = this.rowOf(tx, supportCase, request, { id, sentAt, grounds });
      await tx.insert('agency_referral', [row]);
      return this.sent(tx, supportCase, id);
    });
  }

  private rowOf(
    tx: Transaction,
    supportCase: SupportCase,
    { kind = 'referral', agencyCode, purpose, note }: SendAgencyReferralRequest,
    { id, sentAt, grounds }: { id: string; sentAt: Date; grounds: Grounds },
  ): Row {
    const isSent = kind === 'referral';
    return {
      ...{ id, ...belongingTo(supportCase), kind, agency_code: agencyCode, purpose, ...grounds },
      ...{ sent_at: sentAt, sent_by: tx.actor.subject, recorded_at: tx.now, updated_at: tx.now },
      state: isSent ? 'sent' : 'closed',
      acknowledgement_due_at: isSent ? this.steps.acknowledgementDue(sentAt).dueAt : null,
      closed_at: isSent ? null : sentAt,
      outcome_code: isSent ? null : 'signposted',
      note_sealed: note === undefined ? null : this.encryption.seal(note, referralNotePlace(id)),
    };
  }

  private async sent(
    tx: Transaction,
    supportCase: SupportCase,
    id: string,
  ): Promise<ChangedAgencyReferralResponse> {
    const row = (await referralOf(tx, supportCase.id, id))!;
    const { agencyCode, purpose, consentId, lawfulBasis, sentAt, state } = row;
    const details = { agencyReferralId: id, agencyCode, purpose, consentId, lawfulBasis };
    await recordEvent(
      tx,
      supportCase,
      state === 'sent' ? 'agency-referral.sent' : 'agency.signposted',
      details,
    );
    const due = await this.steps.after(tx, supportCase, id, { state, at: sentAt, firstAppointmentOn: null });
    await tx.audit({
      action: state === 'sent' ? 'agency-referral.send' : 'agency-referral.signpost',
      targetType: 'agency-referral',
      targetIds: [id],
      personIds: [supportCase.personId],
      ...(lawfulBasis && { reasonCode: lawfulBasis }),
    });
    const label = this.checks.directory.label(agencyCode, londonDayOf(sentAt));
    return {
      ...toReferralResponse(row, label, this.encryption),
      nextDueAt: due?.dueAt.toISOString() ?? null,
      nextDueExplanation: due?.explanation ?? null,
    };
  }
}
