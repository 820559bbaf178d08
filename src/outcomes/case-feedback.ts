import { Injectable } from '@nestjs/common';
import { happenedAt } from '../cases/happened-at.js';
import { belongingTo, caseSeen, caseToChange, recordEvent } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Conflict, NotFound, StaleEdit } from '../platform/problems/problem.js';
import type { RecordFeedbackRequest } from './feedback-requests.js';
import type { FeedbackList, FeedbackResponse } from './feedback-responses.js';
import { FEEDBACK_COLUMNS, feedbackPlace, type FeedbackRow, toFeedback } from './feedback-rows.js';

/** What people say of the service, and what of it may be quoted. */
@Injectable()
export class CaseFeedback {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  list(actor: Actor, caseId: string): Promise<FeedbackList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<FeedbackRow>(OF_CASE, [caseId]);
      await noted(
        tx,
        'read',
        rows.map(({ id }) => id),
        personId,
      );
      return { items: rows.map((row) => toFeedback(row, this.encryption)) };
    });
  }

  /** Also of a closed case: many say it afterwards. @throws NotFound; Invalid naming the field */
  record(actor: Actor, caseId: string, request: RecordFeedbackRequest): Promise<FeedbackResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const notBefore = { at: supportCase.openedAt, code: 'before-the-case' } as const;
      const { channel, words, mayBePublished } = request;
      const givenAt = happenedAt(tx, request.givenAt, 'givenAt', notBefore);
      const id = newId();
      await tx.insert('feedback', [
        {
          ...{ id, ...belongingTo(supportCase), channel, may_be_published: mayBePublished },
          words_sealed: this.encryption.seal(words, feedbackPlace('words_sealed', id)),
          ...{ given_at: givenAt, recorded_at: tx.now, recorded_by: actor.subject },
        },
      ]);
      await recordEvent(tx, supportCase, 'feedback.given', { feedbackId: id, channel, mayBePublished });
      await noted(tx, 'record', [id], supportCase.personId);
      return this.read(tx, caseId, id);
    });
  }

  /**
   * A second person leaves of the words what may be quoted.
   * @throws NotFound; Conflict `no-consent-to-publish`, `already-checked`, `second-person-needed`; StaleEdit
   */
  check(
    actor: Actor,
    { caseId, feedbackId }: { caseId: string; feedbackId: string },
    quote: string,
    version: number,
  ): Promise<FeedbackResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const feedback = await this.read(tx, caseId, feedbackId);
      mustBeCheckable(feedback, actor.subject);
      if (feedback.version !== version) throw new StaleEdit();
      await tx.query(
        `UPDATE feedback SET quote_sealed = $2, checked_at = $3, checked_by = $4, version = version + 1 WHERE id = $1`,
        [
          feedbackId,
          this.encryption.seal(quote, feedbackPlace('quote_sealed', feedbackId)),
          tx.now,
          actor.subject,
        ],
      );
      await recordEvent(tx, supportCase, 'feedback.checked', { feedbackId });
      await noted(tx, 'check', [feedbackId], supportCase.personId);
      return this.read(tx, caseId, feedbackId);
    });
  }

  private async read(tx: Transaction, caseId: string, id: string): Promise<FeedbackResponse> {
    const row = await tx.queryOne<FeedbackRow>(
      `SELECT ${FEEDBACK_COLUMNS} FROM feedback WHERE id = $1 AND case_id = $2`,
      [id, caseId],
    );
    if (!row) throw new NotFound('feedback');
    return toFeedback(row, this.encryption);
  }
}

function mustBeCheckable(feedback: FeedbackResponse, subject: string): void {
  if (feedback.mayBePublished !== 'yes')
    throw new Conflict('no-consent-to-publish', 'The person has not said that it may be published.');
  if (feedback.checkedAt !== null) throw new Conflict('already-checked', 'Somebody has checked it already.');
  if (feedback.recordedBy === subject)
    throw new Conflict('second-person-needed', 'Somebody other than who wrote it down checks it.');
}

function noted(tx: Transaction, verb: string, targetIds: string[], personId: string): Promise<void> {
  return tx.audit({
    action: `feedback.${verb}`,
    targetType: 'feedback',
    targetIds,
    personIds: [personId],
    fields: ['words'],
  });
}

const OF_CASE = `
  SELECT ${FEEDBACK_COLUMNS} FROM feedback WHERE case_id = $1 ORDER BY given_at DESC, id DESC LIMIT 200`;
