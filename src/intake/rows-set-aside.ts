import type { Transaction } from '../platform/database/transaction.js';
import type { Disposed } from './referral-record.js';

/** Where a row stands. */
export interface RowPlace {
  fileId: string;
  row: number;
}

/** What became of a row, and what it is known by when it comes again. */
export interface Outcome extends Disposed {
  /** Null where what was received cannot be told. */
  contentSha256: string | null;
  /** The row of the same content that was set aside before; null of every other row. */
  sameAs: RowPlace | null;
}

/** A row that was set aside for a person. */
export interface RowSetAside extends RowPlace {
  contentSha256: string;
  reasonCode: string;
  decision: 'released' | 'discarded' | null;
  personId: string | null;
  referralId: string | null;
  caseId: string | null;
}

/**
 * Rows that were set aside before, so that the same content again asks nobody a second time: while it waits, and where
 * it was released, whatever holds it now; where it was discarded, as long as it would be held for the same reason.
 */
export class RowsSetAside {
  private readonly rows = new Map<string, RowSetAside[]>();

  /** @param sourceKey key of a single referral; null for the rows of a file, whose key is part of their content */
  static async load(
    tx: Transaction,
    feed: string,
    sourceKey: string | null,
    contents: readonly string[],
  ): Promise<RowsSetAside> {
    const known = new RowsSetAside();
    const rows = await tx.query<RowSetAside>(
      `SELECT r.content_sha256 AS "contentSha256", r.file_id AS "fileId", r.row_number AS row, r.reason_code AS "reasonCode",
              r.decision, r.person_id AS "personId", r.referral_id AS "referralId", r.case_id AS "caseId"
         FROM intake_row r JOIN intake_file f ON f.id = r.file_id
        WHERE r.content_sha256 = ANY ($1) AND r.disposition = 'quarantined' AND f.feed = $2
          AND r.source_key IS NOT DISTINCT FROM $3
        ORDER BY r.decision IS NOT NULL, f.received_at, f.id, r.row_number`,
      [contents, feed, sourceKey],
    );
    rows.forEach((row) => known.remember(row));
    return known;
  }

  /** The row that answers for one of this content, which would be held for this reason. */
  like(contentSha256: string, reasonCode: string): RowSetAside | null {
    const rows = this.rows.get(contentSha256) ?? [];
    return rows.find((row) => row.decision !== 'discarded' || row.reasonCode === reasonCode) ?? null;
  }

  remember(row: RowSetAside): void {
    this.rows.set(row.contentSha256, [...(this.rows.get(row.contentSha256) ?? []), row]);
  }
}

/** Outcomes, in their order, of which those that repeat what was set aside become `unchanged`. */
export async function withoutRepeats(
  tx: Transaction,
  feed: string,
  disposed: readonly (RowPlace & { outcome: Outcome })[],
): Promise<Outcome[]> {
  const contents = disposed.flatMap(({ outcome }) =>
    outcome.disposition === 'quarantined' ? (outcome.contentSha256 ?? []) : [],
  );
  if (contents.length === 0) return disposed.map(({ outcome }) => outcome);
  const known = await RowsSetAside.load(tx, feed, null, contents);
  return disposed.map(({ outcome, fileId, row }) => {
    const { contentSha256, disposition, personId } = outcome;
    const reasonCode = outcome.reasonCode ?? '';
    if (disposition !== 'quarantined' || contentSha256 === null) return outcome;
    const before = known.like(contentSha256, reasonCode);
    if (before) return repeatOf(before, outcome);
    const undecided = { decision: null, referralId: null, caseId: null };
    known.remember({ fileId, row, contentSha256, reasonCode, personId, ...undecided });
    return outcome;
  });
}

/** Whom the row is about stays said with it: a row about a restricted person is hidden like them. */
function repeatOf({ fileId, row, referralId, caseId, personId }: RowSetAside, outcome: Outcome): Outcome {
  return {
    disposition: 'unchanged',
    reasonCode: null,
    field: null,
    referralId,
    caseId,
    personId: caseId === null ? (outcome.personId ?? personId) : personId,
    contentSha256: null,
    sameAs: { fileId, row },
  };
}
