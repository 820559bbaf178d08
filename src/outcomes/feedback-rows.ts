import type { FieldEncryption } from '../platform/crypto/field-encryption.js';
import type { FeedbackResponse } from './feedback-responses.js';

/** Feedback as it is stored. */
export interface FeedbackRow extends Omit<
  FeedbackResponse,
  'words' | 'quote' | 'givenAt' | 'recordedAt' | 'checkedAt'
> {
  wordsSealed: string;
  quoteSealed: string | null;
  givenAt: Date;
  recordedAt: Date;
  checkedAt: Date | null;
}

export const FEEDBACK_COLUMNS = `
  id, case_id AS "caseId", channel, words_sealed AS "wordsSealed", may_be_published AS "mayBePublished",
  given_at AS "givenAt", recorded_at AS "recordedAt", recorded_by AS "recordedBy", quote_sealed AS "quoteSealed",
  checked_at AS "checkedAt", checked_by AS "checkedBy", version`;

/** Feedback as a reader sees it, with its texts opened. */
export function toFeedback(row: FeedbackRow, encryption: FieldEncryption): FeedbackResponse {
  const { wordsSealed, quoteSealed, givenAt, recordedAt, checkedAt, ...rest } = row;
  return {
    ...rest,
    words: encryption.open(wordsSealed, feedbackPlace('words_sealed', row.id)),
    quote: quoteSealed === null ? null : encryption.open(quoteSealed, feedbackPlace('quote_sealed', row.id)),
    givenAt: givenAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    checkedAt: checkedAt?.toISOString() ?? null,
  };
}

/** Where the texts of feedback are sealed for. */
export function feedbackPlace(column: 'words_sealed' | 'quote_sealed', rowId: string) {
  return { table: 'feedback', column, rowId };
}
