import { Injectable } from '@nestjs/common';
import { caseSeen } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../platform/http/paging.js';
import type { AssessmentResponse } from './assessment-responses.js';
import { type AssessmentRow, AssessmentStore } from './assessment-store.js';
import { SPECIALIST_KINDS } from './forms/form-definition.js';
import { Forms } from './forms/forms.js';

/** The two lists of assessments that a case has. */
export type AssessmentList = 'needs' | 'specialist';

/** The assessments of a case: none is ever changed, a correction supersedes. */
@Injectable()
export class ReadAssessments {
  constructor(
    private readonly database: Database,
    private readonly store: AssessmentStore,
    private readonly forms: Forms,
  ) {}

  /** Newest first. @throws NotFound where there is no such case or the actor may not see it */
  page(
    actor: Actor,
    caseId: string,
    list: AssessmentList,
    query: PageQuery,
  ): Promise<Page<AssessmentResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    const kinds = list === 'needs' ? ['needs'] : SPECIALIST_KINDS;
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<AssessmentRow>(PAGE, [caseId, kinds, at, id, query.limit + 1]);
      const keys = (row: AssessmentRow) => [row.completedAt.toISOString(), row.id];
      const { items, next } = pageOf(rows, query.limit, keys, (row) => row);
      await tx.audit({
        action: `${list}-assessment.read`,
        targetType: 'assessment',
        targetIds: items.map((row) => row.id),
        personIds: [personId],
        fields: ['answers'],
      });
      return { items: await this.shown(tx, items), next };
    });
  }

  /** One that was just written. */
  async one(tx: Transaction, id: string): Promise<AssessmentResponse> {
    const rows = await tx.query<AssessmentRow>(ONE, [id]);
    return (await this.shown(tx, rows))[0]!;
  }

  private shown(tx: Transaction, rows: AssessmentRow[]): Promise<AssessmentResponse[]> {
    return this.store.shown(tx, rows, (code, version) => this.forms.of(code, version));
  }
}

const COLUMNS = `
  a.id, a.case_id AS "caseId", a.kind, a.form_code AS "formCode", a.form_version AS "formVersion", a.answers,
  a.texts_sealed AS "textsSealed", a.warnings, a.completed_at AS "completedAt", a.completed_by AS "completedBy",
  a.recorded_at AS "recordedAt", a.review_due_on::text AS "reviewDueOn",
  a.restorative_justice AS "restorativeJustice", a.supersedes, l.id AS "supersededBy"`;

const ONE = `SELECT ${COLUMNS} FROM assessment a LEFT JOIN assessment l ON l.supersedes = a.id WHERE a.id = $1`;

const PAGE = `
  SELECT ${COLUMNS} FROM assessment a LEFT JOIN assessment l ON l.supersedes = a.id
   WHERE a.case_id = $1 AND a.kind = ANY ($2) AND ($3::timestamptz IS NULL OR (a.completed_at, a.id) < ($3, $4::uuid))
   ORDER BY a.completed_at DESC, a.id DESC LIMIT $5`;
