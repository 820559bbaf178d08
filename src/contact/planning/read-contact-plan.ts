import { Injectable } from '@nestjs/common';
import { caseSeen } from '../../cases/seen-case.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Suppressors } from '../../reference-data/suppressors.js';
import type { ContactPointSafety, SafetyReason } from '../../victims/contact-safety/safety-decision.js';
import { MESSAGE_COLUMNS, type MessageRow, toMessageSummary } from '../messages/message-rows.js';
import type {
  ContactDecisionResponse,
  ContactPlanResponse,
  ContactReasonResponse,
  ReferralPlanResponse,
} from './contact-plan-responses.js';

interface DecisionRow {
  id: string;
  decision: string;
  decidedAt: Date;
  decidedBy: string;
  safetyVersion: number;
  isCurrent: boolean;
  reasons: SafetyReason[];
  contactPoints: ContactPointSafety[];
  chosenContactPointId: string | null;
}

type PlanRow = Omit<ReferralPlanResponse, 'heldBecause'> & { reasons: string[] };

/** Reasons that planning gives by itself; those of the safety gate have their sentences in reference data. */
const PLANNING_SENTENCES: Record<string, string> = {
  CASE_CLOSED: 'The case was closed before contact was planned.',
  TEMPLATE_MISSING: 'There is no message text in force.',
};

/** The contact plan of a case, with every reason in words. */
@Injectable()
export class ReadContactPlan {
  constructor(
    private readonly database: Database,
    private readonly suppressors: Suppressors,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  read(actor: Actor, caseId: string): Promise<ContactPlanResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const decision = await tx.queryOne<DecisionRow>(DECISION, [personId]);
      const plans = await tx.query<PlanRow>(PLANS, [caseId]);
      const messages = await messagesOf(tx, caseId);
      const targetIds = [caseId, ...messages.map(({ id }) => id)];
      await tx.audit({ action: 'contact-plan.read', targetType: 'case', targetIds, personIds: [personId] });
      return {
        caseId,
        personId,
        decision: decision && this.decisionShown(decision),
        referrals: plans.map(({ reasons, ...plan }) => ({ ...plan, heldBecause: this.inWords(reasons) })),
        messages: messages.map(toMessageSummary),
      };
    });
  }

  private decisionShown({ reasons, contactPoints, decidedAt, ...row }: DecisionRow): ContactDecisionResponse {
    return {
      ...row,
      decidedAt: decidedAt.toISOString(),
      reasons: reasons.map((reason) => this.reasonShown(reason)),
      contactPoints: contactPoints.map(({ blockedBy, ...point }) => ({
        ...point,
        blockedBy: blockedBy.map((reason) => this.reasonShown(reason)),
      })),
    };
  }

  private reasonShown(reason: SafetyReason): ContactReasonResponse {
    const described = this.suppressors.describe(reason.code);
    return {
      ...reason,
      sentence: described?.sentence ?? reason.code,
      passesByItself: described?.passesByItself ?? false,
      needs: described?.needs ?? null,
    };
  }

  private inWords(reasons: string[]): ReferralPlanResponse['heldBecause'] {
    return reasons.map((reason) => {
      const [code = ''] = reason.split(':');
      return {
        reason,
        sentence: this.suppressors.describe(code)?.sentence ?? PLANNING_SENTENCES[code] ?? code,
      };
    });
  }
}

function messagesOf(tx: Transaction, caseId: string): Promise<MessageRow[]> {
  return tx.query<MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM message m WHERE m.case_id = $1
      ORDER BY m.planned_at DESC, m.id DESC LIMIT 200`,
    [caseId],
  );
}

const DECISION = `
  SELECT d.id, d.decision, d.decided_at AS "decidedAt", d.decided_by AS "decidedBy",
         d.safety_version AS "safetyVersion", d.safety_version = p.safety_version AS "isCurrent", d.reasons,
         d.contact_points AS "contactPoints", d.chosen_contact_point_id AS "chosenContactPointId"
    FROM contact_decision d JOIN person p ON p.id = d.person_id
   WHERE d.person_id = $1 ORDER BY d.decided_at DESC, d.id DESC LIMIT 1`;

const PLANS = `
  SELECT r.id AS "referralId", r.pathway, coalesce(p.result, 'not-planned') AS result,
         coalesce(p.reasons, '{}') AS reasons, p.message_id AS "messageId", p.planned_at AS "plannedAt"
    FROM referral r LEFT JOIN contact_plan p ON p.referral_id = r.id
   WHERE r.case_id = $1 ORDER BY r.first_accepted_at, r.id LIMIT 200`;
