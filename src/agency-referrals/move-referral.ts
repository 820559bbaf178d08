import { Injectable } from '@nestjs/common';
import { happenedAt, type NotBefore } from '../cases/happened-at.js';
import { caseToChange, recordEvent } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { Invalid } from '../platform/problems/problem.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { AgencyDirectory } from './agency-directory.js';
import type { AnswerAgencyReferralRequest, CloseAgencyReferralRequest } from './referral-requests.js';
import type { ChangedAgencyReferralResponse } from './referral-responses.js';
import {
  type AgencyReferralRow,
  lastOf,
  referralOf,
  referralToMove,
  toReferralResponse,
} from './referral-rows.js';
import type { AgencyReferralState } from './referral-states.js';
import { ReferralSteps } from './referral-steps.js';

interface Moved {
  id: string;
  state: AgencyReferralState;
  at: Date;
  details: Record<string, string | null>;
}

/** Writes down what an agency answered, and what came of a referral in the end. */
@Injectable()
export class MoveReferral {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly directory: AgencyDirectory,
    private readonly steps: ReferralSteps,
  ) {}

  /** @throws NotFound; StaleEdit; Invalid; Conflict `case-closed`, `agency-referral-ended`, `not-from-this-state` */
  answer(
    actor: Actor,
    caseId: string,
    id: string,
    request: AnswerAgencyReferralRequest,
    version: number,
  ): Promise<ChangedAgencyReferralResponse> {
    mustFitTogether(request);
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const { decision: state, reason = null, firstAppointmentOn = null } = request;
      const row = await referralToMove(tx, caseId, id, { version, to: state });
      supportCase.mustBeOpen();
      const at = happenedAt(tx, request.answeredAt, 'answeredAt', notBefore(row));
      if (firstAppointmentOn !== null && firstAppointmentOn < londonDayOf(row.sentAt))
        throw Invalid.field('firstAppointmentOn', 'before-the-referral', 'It was sent later than that.');
      await tx.query(ANSWER, [id, state, at, state !== 'acknowledged', reason, firstAppointmentOn, tx.now]);
      return this.moved(tx, supportCase, { id, state, at, details: { reason, firstAppointmentOn } });
    });
  }

  /** @throws NotFound; StaleEdit; Invalid; Conflict `case-closed`, `agency-referral-ended` */
  close(
    actor: Actor,
    caseId: string,
    id: string,
    { outcomeCode, ...request }: CloseAgencyReferralRequest,
    version: number,
  ): Promise<ChangedAgencyReferralResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const row = await referralToMove(tx, caseId, id, { version, to: 'closed' });
      supportCase.mustBeOpen();
      const at = happenedAt(tx, request.closedAt, 'closedAt', notBefore(row));
      await tx.query(CLOSE, [id, at, outcomeCode, tx.now]);
      return this.moved(tx, supportCase, { id, state: 'closed', at, details: { outcomeCode } });
    });
  }

  private async moved(
    tx: Transaction,
    supportCase: SupportCase,
    { id, state, at, details }: Moved,
  ): Promise<ChangedAgencyReferralResponse> {
    const row = (await referralOf(tx, supportCase.id, id))!;
    const { agencyCode, firstAppointmentOn } = row;
    await recordEvent(tx, supportCase, EVENTS[state], { agencyReferralId: id, agencyCode, ...details });
    const due = await this.steps.after(tx, supportCase, id, { state, at, firstAppointmentOn });
    await tx.audit({
      action: state === 'closed' ? 'agency-referral.close' : 'agency-referral.answer',
      targetType: 'agency-referral',
      targetIds: [id],
      personIds: [supportCase.personId],
    });
    const label = this.directory.label(agencyCode, londonDayOf(row.sentAt));
    return {
      ...toReferralResponse(row, label, this.encryption),
      nextDueAt: due?.dueAt.toISOString() ?? null,
      nextDueExplanation: due?.explanation ?? null,
    };
  }
}

const EVENTS: Record<AgencyReferralState, string> = {
  sent: 'agency-referral.sent',
  acknowledged: 'agency-referral.acknowledged',
  accepted: 'agency-referral.accepted',
  declined: 'agency-referral.declined',
  closed: 'agency-referral.closed',
};

function notBefore(row: AgencyReferralRow): NotBefore {
  return { at: lastOf(row), code: 'before-the-referral' };
}

function mustFitTogether({ decision, reason, firstAppointmentOn }: AnswerAgencyReferralRequest): void {
  if (decision === 'declined' && reason === undefined)
    throw Invalid.field('reason', 'required', 'Say why the agency declined.');
  if (decision !== 'declined' && reason !== undefined)
    throw Invalid.field('reason', 'only-of-declined', 'Only an agency that declined has a reason.');
  if (decision !== 'accepted' && firstAppointmentOn !== undefined)
    throw Invalid.field('firstAppointmentOn', 'only-of-accepted', 'Only an agency that accepted has one.');
}

const ANSWER = `
  UPDATE agency_referral
     SET state = $2, acknowledged_at = coalesce(acknowledged_at, $3),
         decided_at = coalesce(decided_at, CASE WHEN $4::boolean THEN $3::timestamptz END),
         decline_reason = $5, first_appointment_on = coalesce($6::date, first_appointment_on),
         version = version + 1, updated_at = $7
   WHERE id = $1`;
const CLOSE = `
  UPDATE agency_referral SET state = 'closed', closed_at = $2, outcome_code = $3, version = version + 1, updated_at = $4
   WHERE id = $1`;
