import { type Actor, onBehalfOf, scopeOf } from '../platform/access/actor.js';
import { readCursor, pageOf, type Page } from '../platform/http/paging.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { ImportRowsQuery } from './imports.requests.js';
import type { ImportRowResponse } from './imports.responses.js';

/** A row as it is shown, as a plain object. */
export type ShownRow = Pick<ImportRowResponse, keyof ImportRowResponse>;

interface Row extends Omit<ImportRowResponse, 'decidedAt'> {
  decidedAt: Date | null;
  personId: string | null;
}

/** A row that was not taken in, for the file of rejects. */
export interface Reject {
  row: number;
  disposition: 'quarantined' | 'rejected';
  code: string;
  field: string | null;
}

const ROW = `
  SELECT r.row_number AS row, r.disposition, r.reason_code AS "reasonCode", r.field, r.referral_id AS "referralId",
         r.case_id AS "caseId",
         (SELECT e.id FROM justice_event e WHERE e.id = r.justice_event_id AND EXISTS
           (SELECT FROM party y WHERE y.incident_id = e.incident_id AND y.role <> 'suspect')) AS "justiceEventId",
         CASE WHEN r.same_file_id IS NOT NULL
              THEN jsonb_build_object('importId', r.same_file_id, 'row', r.same_row_number) END AS "sameAs",
         r.decision, r.decided_by AS "decidedBy", r.decided_at AS "decidedAt", r.person_id AS "personId"
    FROM intake_row r WHERE r.file_id = $1`;

/**
 * As whom the rows of an import are read: who works with people sees the rows of those they may see; everybody else
 * who may read imports sees all rows, and no id.
 */
export function readerOfRows(actor: Actor): { actor: Actor; seesPeople: boolean } {
  const seesPeople = scopeOf(actor) === 'people';
  return { actor: seesPeople ? actor : onBehalfOf(actor, 'intake'), seesPeople };
}

/** In the order of the file; audited with the people behind the rows. */
export async function listRows(
  tx: Transaction,
  fileId: string,
  query: ImportRowsQuery,
  seesPeople: boolean,
): Promise<Page<ImportRowResponse>> {
  const cursor = readCursor(query.after, ['number']);
  const rows = await tx.query<Row>(
    `${ROW} AND r.row_number > $2 AND ($3::text IS NULL OR r.disposition = $3) ORDER BY r.row_number LIMIT $4`,
    [fileId, cursor?.[0] ?? 0, query.disposition ?? null, query.limit + 1],
  );
  await tx.audit({
    action: 'import-rows.read',
    targetType: 'import',
    targetIds: [fileId],
    personIds: seesPeople ? rows.slice(0, query.limit).flatMap((row) => row.personId ?? []) : [],
  });
  return pageOf(
    rows,
    query.limit,
    (row) => [row.row],
    (row) => toRowResponse(row, seesPeople),
  );
}

/** One row as the reader may see it, or null. */
export async function findRow(
  tx: Transaction,
  fileId: string,
  row: number,
  seesPeople: boolean,
): Promise<ShownRow | null> {
  const found = await tx.queryOne<Row>(`${ROW} AND r.row_number = $2`, [fileId, row]);
  return found && toRowResponse(found, seesPeople);
}

/** The next rows that were not taken in, after a row's number. */
export function nextRejects(tx: Transaction, fileId: string, after: number, most: number): Promise<Reject[]> {
  return tx.query<Reject>(
    `SELECT row_number AS row, disposition, reason_code AS code, field FROM intake_row
      WHERE file_id = $1 AND row_number > $2 AND disposition IN ('quarantined', 'rejected')
      ORDER BY row_number LIMIT $3`,
    [fileId, after, most],
  );
}

function toRowResponse({ personId: _personId, ...row }: Row, seesPeople: boolean): ShownRow {
  return {
    ...row,
    referralId: seesPeople ? row.referralId : null,
    caseId: seesPeople ? row.caseId : null,
    justiceEventId: seesPeople ? row.justiceEventId : null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
