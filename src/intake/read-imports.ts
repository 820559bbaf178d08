import { pageOf, readCursor, type Page } from '../platform/http/paging.js';
import type { Transaction } from '../platform/database/transaction.js';
import { NotFound } from '../platform/problems/problem.js';
import type { ImportsQuery } from './imports.requests.js';
import type { ImportDetailResponse, ImportResponse } from './imports.responses.js';
import { type Quality, QUALITY_COUNTS } from './row-quality.js';

/** An import as it is shown, as a plain object. */
export type ShownImport = Pick<ImportResponse, keyof ImportResponse>;

interface ImportRow extends Omit<ImportResponse, 'receivedAt' | 'acceptedAt' | 'finishedAt' | 'byteCount'> {
  byteCount: string | null;
  receivedAt: Date;
  acceptedAt: Date | null;
  finishedAt: Date | null;
}

const IMPORT = `
  SELECT f.id, f.feed, f.file_name AS "fileName", f.sha256, f.byte_count AS "byteCount", f.received_by AS "receivedBy",
         f.received_at AS "receivedAt", f.state, f.refusal, f.row_count AS "rowCount", f.processed_count AS "processedCount",
         f.accepted_at AS "acceptedAt", f.finished_at AS "finishedAt",
         (SELECT e.id FROM intake_file e
           WHERE e.sha256 = f.sha256 AND e.state IN ('accepted', 'finished') AND (e.received_at, e.id) < (f.received_at, f.id)
           ORDER BY e.received_at DESC, e.id DESC LIMIT 1) AS "earlierImportId"
    FROM intake_file f`;

/** @throws NotFound */
export async function readImport(tx: Transaction, id: string): Promise<ShownImport> {
  const row = await tx.queryOne<ImportRow>(`${IMPORT} WHERE f.id = $1`, [id]);
  if (!row) throw new NotFound('import');
  return toImportResponse(row);
}

/** Newest first. */
export async function listImports(tx: Transaction, query: ImportsQuery): Promise<Page<ImportResponse>> {
  const cursor = readCursor(query.after, ['instant', 'id']);
  const rows = await tx.query<ImportRow>(
    `${IMPORT}
      WHERE ($1::timestamptz IS NULL OR (f.received_at, f.id) < ($1::timestamptz, $2::uuid))
        AND ($3::text IS NULL OR f.state = $3) AND ($4::text IS NULL OR f.feed = $4)
      ORDER BY f.received_at DESC, f.id DESC LIMIT $5`,
    [cursor?.[0] ?? null, cursor?.[1] ?? null, query.state ?? null, query.feed ?? null, query.limit + 1],
  );
  return pageOf(rows, query.limit, (row) => [row.receivedAt.toISOString(), row.id], toImportResponse);
}

/** An import with what became of its rows. Numbers only: they count everyone and show nobody. @throws NotFound */
export async function readReceipt(tx: Transaction, id: string): Promise<ImportDetailResponse> {
  const found = await readImport(tx, id);
  const row = await tx.queryOne<
    ImportDetailResponse['receipt']['counts'] & { quality: Partial<Quality>; toDecide: number }
  >(
    `SELECT created_count AS created, joined_count AS joined, updated_count AS updated, unchanged_count AS unchanged,
            quarantined_count AS quarantined, rejected_count AS rejected, quality,
            (SELECT count(*)::int FROM intake_row r
              WHERE r.file_id = $1 AND r.disposition = 'quarantined' AND r.decision IS NULL) AS "toDecide"
       FROM intake_file WHERE id = $1`,
    [id],
  );
  const { quality, toDecide, ...counts } = row!;
  const isBalanced = found.rowCount !== null && sum(Object.values(counts)) === found.rowCount;
  return {
    ...found,
    receipt: {
      counts,
      isBalanced,
      isAllUnchanged: isBalanced && counts.unchanged === found.rowCount,
      toDecide,
      reasons: await reasonsOf(tx, id),
      quality: Object.fromEntries(QUALITY_COUNTS.map((name) => [name, quality[name] ?? 0])) as Quality,
      suppressed: await suppressedOf(tx, id),
    },
  };
}

function reasonsOf(tx: Transaction, id: string): Promise<ImportDetailResponse['receipt']['reasons']> {
  return tx.query(
    `SELECT disposition, reason_code AS code, field, count(*)::int AS count FROM intake_row
      WHERE file_id = $1 AND reason_code IS NOT NULL
      GROUP BY disposition, reason_code, field ORDER BY count(*) DESC, disposition, reason_code, field`,
    [id],
  );
}

function suppressedOf(tx: Transaction, id: string): Promise<ImportDetailResponse['receipt']['suppressed']> {
  return tx.query(
    `SELECT reason, count(DISTINCT p.referral_id)::int AS referrals
       FROM intake_row r JOIN contact_plan p ON p.referral_id = r.referral_id, unnest(p.reasons) AS reason
      WHERE r.file_id = $1 AND r.disposition IN ('created', 'joined', 'updated') AND p.result = 'held'
      GROUP BY reason ORDER BY count(DISTINCT p.referral_id) DESC, reason`,
    [id],
  );
}

function toImportResponse(row: ImportRow): ShownImport {
  return {
    ...row,
    byteCount: row.byteCount === null ? null : Number(row.byteCount),
    receivedAt: row.receivedAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
