import { Injectable } from '@nestjs/common';
import { mustBeSeenBy } from '../../cases/membership.js';
import { caseSeen, caseToChange } from '../../cases/seen-case.js';
import { colleagueNamed } from '../../cases/staff-for-cases.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Conflict, Invalid, StaleEdit } from '../../platform/problems/problem.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { personToChange } from '../../victims/seen-person.js';
import { CarryOutClosure, type Closing, type Heir } from './carry-out-closure.js';
import { ClosureFactsOf, type FoundClosureFacts } from './closure-facts.js';
import type { CloseCaseRequest } from './closure-requests.js';
import type { ClosureResponse } from './closure-responses.js';
import { againstClosing } from './closure-rules.js';
import { ReadClosure } from './read-closure.js';

/** Ends a person's stay with the service, where its conditions are met. */
@Injectable()
export class CloseCase {
  constructor(
    private readonly database: Database,
    private readonly facts: ClosureFactsOf,
    private readonly codeLists: CodeLists,
    private readonly closure: CarryOutClosure,
    private readonly reading: ReadClosure,
  ) {}

  /** @throws NotFound; StaleEdit; Invalid naming the field; Conflict `not-a-member`, or the condition's that is not met */
  close(actor: Actor, caseId: string, request: CloseCaseRequest, version: number): Promise<ClosureResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      // The person first: a message that is being claimed is then either with its provider or recalled.
      await personToChange(tx, (await caseSeen(tx, caseId)).personId);
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      if (supportCase.version !== version) throw new StaleEdit();
      const facts = await this.facts.read(tx, caseId, actor.subject);
      this.mustFit(tx, request, facts);
      const heir = await this.heir(tx, supportCase, request);
      const unmet = againstClosing(facts, request);
      if (unmet) throw new Conflict(unmet.code, unmet.reason!);
      await this.closure.carryOut(tx, [closingOf(supportCase, request, facts, heir)]);
      return this.reading.one(tx, supportCase);
    });
  }

  /** @throws Invalid `unknown-reason`, `reason-does-not-fit`, `not-needed`, `required` */
  private mustFit(tx: Transaction, request: CloseCaseRequest, facts: FoundClosureFacts): void {
    const { reason, noOutcomeReason } = request;
    const known = this.codeLists.entry('closure-reasons', reason, tx.now);
    if (!known) throw Invalid.field('reason', 'unknown-reason', 'There is no such reason for a closure.');
    const { isSupported, isReached, wasSpokenWith, hasExitOutcome } = facts;
    const onlyWhen = known.attributes?.onlyWhen;
    const helped = { 'helped-unassessed': wasSpokenWith && !isSupported };
    const fits = { supported: isSupported, unreached: !isReached, automatic: false, ...helped };
    if (typeof onlyWhen === 'string' && !fits[onlyWhen as keyof typeof fits])
      throw Invalid.field(
        'reason',
        'reason-does-not-fit',
        `That is said only of a case that is ${onlyWhen}.`,
      );
    if (noOutcomeReason !== undefined) {
      if (!this.codeLists.has('no-outcome-reasons', noOutcomeReason, tx.now))
        throw Invalid.field('noOutcomeReason', 'unknown-reason', 'There is no such reason.');
      if (!isSupported || hasExitOutcome)
        throw Invalid.field('noOutcomeReason', 'not-needed', 'There is no missing assessment to explain.');
    }
  }

  /** @throws Invalid `required`, `unknown-staff`; Conflict `not-a-member` */
  private async heir(
    tx: Transaction,
    supportCase: SupportCase,
    { handedOver = [], handedOverTo, note }: CloseCaseRequest,
  ): Promise<Heir | null> {
    if (handedOver.length > 0 && note === undefined)
      throw Invalid.field('note', 'required', 'Say who goes on with what is handed over.');
    if (handedOverTo === undefined) {
      if (!handedOver.includes('safeguarding-referrals')) return null;
      throw Invalid.field('handedOverTo', 'required', 'Name the colleague or the team that goes on asking.');
    }
    if (handedOver.length === 0)
      throw Invalid.field('handedOverTo', 'not-needed', 'There is nothing that is handed over.');
    if (this.codeLists.has('teams', handedOverTo, tx.now)) return { subject: null, team: handedOverTo };
    const { subject, team } = await colleagueNamed(tx, handedOverTo, 'handedOverTo');
    await mustBeSeenBy(tx, supportCase, subject);
    return { subject, team: team ?? supportCase.allocatedTeam };
  }
}

function closingOf(
  supportCase: SupportCase,
  request: CloseCaseRequest,
  facts: FoundClosureFacts,
  heir: Heir | null,
): Closing {
  const isSecondPersonsToo = facts.needsSecondPerson;
  return {
    ...{ supportCase, reason: request.reason, isAutomatic: false, explanation: null },
    outcomeAssessmentId: facts.isSupported ? facts.outcomeAssessmentId : null,
    noOutcomeReason: request.noOutcomeReason ?? null,
    approvalId: isSecondPersonsToo ? facts.approvalId : null,
    approvedBy: isSecondPersonsToo ? facts.approvedBy : null,
    ...{ handedOver: [...new Set(request.handedOver ?? [])], heir, note: request.note ?? null },
  };
}
