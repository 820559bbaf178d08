import { Injectable } from '@nestjs/common';
import { caseSeen } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { NotFound } from '../../platform/problems/problem.js';
import { closureNotePlace } from './carry-out-closure.js';
import { ClosureFactsOf, type FoundClosureFacts } from './closure-facts.js';
import type { ClosureConditionsResponse, ClosureResponse } from './closure-responses.js';
import { againstClosingAtAll, closureConditions } from './closure-rules.js';

interface ClosureRow extends Omit<ClosureResponse, 'closedAt' | 'note' | 'version'> {
  closedAt: Date;
  noteSealed: string | null;
}

/** What stands against a closure, and how one went. */
@Injectable()
export class ReadClosure {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly facts: ClosureFactsOf,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  conditions(actor: Actor, caseId: string): Promise<ClosureConditionsResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId, version } = await caseSeen(tx, caseId);
      const facts = await this.facts.read(tx, caseId, actor.subject);
      await tx.audit({
        action: 'case.closure-conditions',
        targetType: 'case',
        targetIds: [caseId],
        personIds: [personId],
      });
      return {
        caseId,
        isPossible: againstClosingAtAll(facts) === null,
        conditions: closureConditions(facts),
        approval: approvalOf(facts),
        version,
      };
    });
  }

  /** @throws NotFound where there is no such case, the actor may not see it, or it is open */
  read(actor: Actor, caseId: string): Promise<ClosureResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseSeen(tx, caseId);
      const closure = await this.one(tx, supportCase);
      await tx.audit({
        action: 'case.closure-read',
        targetType: 'case',
        targetIds: [caseId],
        personIds: [supportCase.personId],
      });
      return closure;
    });
  }

  /** The closure of a case that the transaction has seen. @throws NotFound where it is open */
  async one(tx: Transaction, { id, version }: SupportCase): Promise<ClosureResponse> {
    const row = await tx.queryOne<ClosureRow>(CLOSURE, [id]);
    if (!row) throw new NotFound('closure');
    const { noteSealed, closedAt, ...closure } = row;
    const note = noteSealed === null ? null : this.encryption.open(noteSealed, closureNotePlace(id));
    return { ...closure, closedAt: closedAt.toISOString(), note, version };
  }
}

function approvalOf({ approvedBy, approvedAt }: FoundClosureFacts): ClosureConditionsResponse['approval'] {
  return approvedBy === null || approvedAt === null
    ? null
    : { approvedBy, approvedAt: approvedAt.toISOString() };
}

const CLOSURE = `
  SELECT x.case_id AS "caseId", x.reason, x.closed_at AS "closedAt", x.closed_by AS "closedBy",
         x.is_automatic AS "isAutomatic", x.explanation, x.outcome_assessment_id AS "outcomeAssessmentId",
         x.no_outcome_reason AS "noOutcomeReason", x.approved_by AS "approvedBy", x.handed_over AS "handedOver",
         x.handed_over_to AS "handedOverTo",
         x.note_sealed AS "noteSealed", c.review_due_on::text AS "reviewDueOn", c.legal_hold AS "isOnLegalHold"
    FROM case_closure x JOIN support_case c ON c.id = x.case_id WHERE x.case_id = $1`;
