import { Injectable } from '@nestjs/common';
import { callPointOf, showOfNumber } from '../../cases/calls/call-points.js';
import { RESULT_RULES, ruleOf } from '../../cases/calls/call-results.js';
import { DONE_BY_A_CALL, DONE_BY_REACHING, ReachingSteps } from '../../cases/calls/reaching-steps.js';
import type { TaskKind } from '../../cases/case-opening.js';
import { FollowUps } from '../../cases/follow-ups.js';
import { happenedAt } from '../../cases/happened-at.js';
import { belongingTo, caseSeen, caseToChange, recordEvent } from '../../cases/seen-case.js';
import type { SupportCase } from '../../cases/support-case.entity.js';
import type { Actor } from '../../platform/access/actor.js';
import { FieldEncryption } from '../../platform/crypto/field-encryption.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids.js';
import { type ThresholdName, Thresholds } from '../../reference-data/thresholds.js';
import { personToChange } from '../../victims/seen-person.js';
import { attemptNumber, attemptsSoFar, mustBeAllowed, mustFitTogether, type SoFar } from './call-rules.js';
import type { RecordAttemptRequest } from './call-requests.js';
import type { RecordedAttemptResponse } from './call-responses.js';
import { leadingReferral } from './call-subjects.js';
import { nextAfter } from './next-after-call.js';

/** By when each next step is due. */
const DUE: Partial<Record<TaskKind, ThresholdName>> = {
  'call-person': 'callAgainWorkingDays',
  'assess-needs': 'assessNeedsWorkingDays',
  'decide-closure': 'decideClosureWorkingDays',
};

/** Why a decision is due sooner than the rule alone says. */
const DUE_ALREADY = 'A decision on contact was open already: it is due by the time of that one.';

/** Writes down a call to a person and what follows from it. */
@Injectable()
export class RecordAttempt {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly followUps: FollowUps,
    private readonly steps: ReachingSteps,
    private readonly thresholds: Thresholds,
  ) {}

  /**
   * @throws NotFound; Invalid naming the field; Conflict `case-closed`, `do-not-contact`, `contact-point-superseded`, `contact-point-unsafe`,
   * `child-contact-not-checked`, `already-reached`, `attempts-used-up`, `nothing-agreed`; none of these where the call showed danger
   */
  record(actor: Actor, caseId: string, request: RecordAttemptRequest): Promise<RecordedAttemptResponse> {
    mustFitTogether(request);
    return this.database.inTransaction(actor, async (tx) => {
      const person = await personToChange(tx, (await caseSeen(tx, caseId)).personId);
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const point = await callPointOf(tx, person.id, request.contactPointId);
      const soFar = await attemptsSoFar(tx, caseId, this.thresholds);
      mustBeAllowed(actor, request, { ...soFar, point });
      const attempt = await this.insert(tx, supportCase, request, soFar);
      await showOfNumber(tx, person, point, request);
      const { attemptsLeft } = attempt;
      const follows = await this.follow(tx, supportCase, request, { ...soFar, attemptsLeft });
      await tx.audit({
        action: 'contact-attempt.record',
        targetType: 'contact-attempt',
        targetIds: [attempt.id],
        personIds: [person.id],
      });
      return { ...attempt, ...follows };
    });
  }

  private async insert(
    tx: Transaction,
    supportCase: SupportCase,
    request: RecordAttemptRequest,
    soFar: SoFar,
  ): Promise<Omit<RecordedAttemptResponse, 'nextTask' | 'nextTaskExplanation'>> {
    const { purpose, safeToTalk, result, wantsSupport = null, note = null } = request;
    const { isReached } = RESULT_RULES[result];
    const [id, referralId] = [newId(), await leadingReferral(tx, supportCase.id, request.referralId)];
    const number = attemptNumber(request, soFar);
    const opened = { at: supportCase.openedAt, code: 'before-the-case' } as const;
    const occurredAt = happenedAt(tx, request.occurredAt, 'occurredAt', opened);
    const contactPointId = request.contactPointId?.toLowerCase() ?? null;
    await tx.insert('contact_attempt', [
      {
        ...{ id, ...belongingTo(supportCase), referral_id: referralId, purpose, number, result },
        ...{ contact_point_id: contactPointId, safe_to_talk: safeToTalk, wants_support: wantsSupport },
        note_sealed: note === null ? null : this.encryption.seal(note, attemptNotePlace(id)),
        ...{ occurred_at: occurredAt, recorded_at: tx.now, recorded_by: tx.actor.subject },
      },
    ]);
    await recordEvent(tx, supportCase, 'call.made', { attemptId: id, purpose, result, number });
    return {
      ...{ id, caseId: supportCase.id, referralId, purpose, number, contactPointId, safeToTalk, result },
      ...{ isReached, wantsSupport, note, occurredAt: occurredAt.toISOString() },
      ...{ recordedAt: tx.now.toISOString(), recordedBy: tx.actor.subject },
      attemptsLeft: isReached ? 0 : Math.max(0, soFar.most - (number ?? soFar.counted)),
    };
  }

  private async follow(
    tx: Transaction,
    supportCase: SupportCase,
    { purpose, result, safeToTalk, wantsSupport }: RecordAttemptRequest,
    { attemptsLeft, decision }: SoFar & { attemptsLeft: number },
  ): Promise<Pick<RecordedAttemptResponse, 'nextTask' | 'nextTaskExplanation'>> {
    const rule = ruleOf(result, safeToTalk);
    const outcome = rule.isReached ? 'person-reached' : 'person-not-reached';
    const done = rule.isReached ? DONE_BY_REACHING : DONE_BY_A_CALL;
    await this.followUps.end(tx, supportCase, done, outcome);
    const needsNext = purpose === 'first-contact' || !rule.isReached;
    const asked = needsNext ? nextAfter(rule, wantsSupport ?? null, attemptsLeft === 0) : null;
    const due = this.followUps.workingDaysAfter(tx.now, (asked && DUE[asked]) ?? 'decideContactWorkingDays');
    const about = { source: 'contact', sourceId: null, dueAt: due.dueAt } as const;
    const next = asked && (await this.steps.add(tx, supportCase, { ...about, kind: asked }, decision));
    await this.followUps.settle(tx, supportCase);
    if (!next) return { nextTask: null, nextTaskExplanation: null };
    const isDueByRule = next.dueAt.getTime() === due.dueAt.getTime();
    return { nextTask: next.kind, nextTaskExplanation: isDueByRule ? due.explanation : DUE_ALREADY };
  }
}

export function attemptNotePlace(rowId: string) {
  return { table: 'contact_attempt', column: 'note_sealed', rowId };
}
