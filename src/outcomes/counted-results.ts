/**
 * What reports count of outcomes: one result for each case, framework and outcome, that of the latest exit assessment
 * which no correction supersedes. It belongs to the day of that assessment.
 *
 * A SELECT over everything the transaction sees: put it in parentheses or a WITH clause and narrow it from outside.
 */
export const COUNTED_RESULTS = `
  SELECT DISTINCT ON (a.case_id, a.framework, r.outcome)
         a.case_id, a.person_id, a.framework, r.outcome, r.result, r.entry_score, r.exit_score, r.is_ceiling,
         a.id AS assessment_id, a.assessed_at, a.reported_by
    FROM outcome_assessment a JOIN outcome_result r ON r.assessment_id = a.id
   WHERE a.moment = 'exit' AND NOT EXISTS (SELECT FROM outcome_assessment l WHERE l.supersedes = a.id)
   ORDER BY a.case_id, a.framework, r.outcome, a.assessed_at DESC, a.id DESC`;
