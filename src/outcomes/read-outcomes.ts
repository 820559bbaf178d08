import { Injectable } from '@nestjs/common';
import { caseSeen } from '../cases/seen-case.js';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { COUNTED_RESULTS } from './counted-results.js';
import type { OutcomeAssessmentList, OutcomeAssessmentResponse } from './outcome-responses.js';

interface AssessmentRow extends Omit<OutcomeAssessmentResponse, 'assessedAt' | 'recordedAt'> {
  assessedAt: Date;
  recordedAt: Date;
}

type CountedRow = Omit<OutcomeAssessmentList['counted'][number], 'assessedAt'> & { assessedAt: Date };

/** The outcome assessments of a case, and what of them is counted. */
@Injectable()
export class ReadOutcomes {
  constructor(private readonly database: Database) {}

  /** @throws NotFound where there is no such case or the actor may not see it */
  list(actor: Actor, caseId: string): Promise<OutcomeAssessmentList> {
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<AssessmentRow>(ASSESSMENTS, [caseId]);
      const counted = await tx.query<CountedRow>(COUNTED, [caseId]);
      await tx.audit({
        action: 'outcome-assessment.read',
        targetType: 'outcome-assessment',
        targetIds: rows.map(({ id }) => id),
        personIds: [personId],
      });
      return {
        items: rows.map(({ assessedAt, recordedAt, ...row }) => ({
          ...row,
          assessedAt: assessedAt.toISOString(),
          recordedAt: recordedAt.toISOString(),
        })),
        counted: counted.map((row) => ({ ...row, assessedAt: row.assessedAt.toISOString() })),
      };
    });
  }
}

const ASSESSMENTS = `
  SELECT a.id, a.case_id AS "caseId", a.framework, a.moment, a.reported_by AS "reportedBy",
         a.assessed_at AS "assessedAt", a.recorded_at AS "recordedAt", a.recorded_by AS "recordedBy", a.supersedes,
         l.id AS "supersededBy",
         (SELECT jsonb_agg(jsonb_build_object('outcome', r.outcome, 'entryScore', r.entry_score, 'exitScore',
                   r.exit_score, 'result', r.result, 'isCeiling', r.is_ceiling) ORDER BY r.outcome)
            FROM outcome_result r WHERE r.assessment_id = a.id) AS results
    FROM outcome_assessment a LEFT JOIN outcome_assessment l ON l.supersedes = a.id
   WHERE a.case_id = $1 ORDER BY a.assessed_at DESC, a.id DESC LIMIT 200`;

const COUNTED = `
  SELECT framework, outcome, result, entry_score AS "entryScore", exit_score AS "exitScore", is_ceiling AS "isCeiling",
         assessment_id AS "assessmentId", assessed_at AS "assessedAt"
    FROM (${COUNTED_RESULTS}) counted WHERE case_id = $1 ORDER BY framework, outcome`;
