import type { MeasureSource } from '../measure.js';

/**
 * What counts of outcomes (src/outcomes/counted-results.ts), for the exits of a period: of each case, framework and
 * outcome the latest exit assessment that no correction supersedes. Asked from the period's exits on, so that an
 * index of their days is used.
 */
const COUNTED = `
    SELECT a.id, a.case_id, a.person_id, a.framework, r.outcome, r.result, r.entry_score, r.exit_score, r.is_ceiling,
           a.reported_by
      FROM outcome_assessment a JOIN outcome_result r ON r.assessment_id = a.id
     WHERE a.moment = 'exit' AND a.assessed_at >= $1 AND a.assessed_at < $2
       AND NOT EXISTS (SELECT FROM outcome_assessment l WHERE l.supersedes = a.id)
       AND NOT EXISTS (
         SELECT FROM outcome_assessment l JOIN outcome_result again ON again.assessment_id = l.id
          WHERE l.case_id = a.case_id AND l.framework = a.framework AND again.outcome = r.outcome AND l.moment = 'exit'
            AND (l.assessed_at, l.id) > (a.assessed_at, a.id)
            AND NOT EXISTS (SELECT FROM outcome_assessment c WHERE c.supersedes = l.id))`;

const FRAMEWORK = 'MOJ-2018';

function isOf(outcome: string): string {
  return `framework = '${FRAMEWORK}' AND outcome = '${outcome}'`;
}

/** Counted results of every framework: figures of two frameworks are never added. */
export const COUNTED_OUTCOMES: MeasureSource = {
  rows: COUNTED,
  measures: {
    'outcomes.M1_HEALTH': `${isOf('M1_HEALTH')} AND result = 'improved'`,
    'outcomes.M2_COPE': `${isOf('M2_COPE')} AND result = 'improved'`,
    'outcomes.M3_SAFETY': `${isOf('M3_SAFETY')} AND result = 'improved'`,
    'outcomes.M4_INFORMED': `${isOf('M4_INFORMED')} AND result = 'improved'`,
    'outcomes.M1_HEALTH.compared': `${isOf('M1_HEALTH')} AND result <> 'not-assessable'`,
    'outcomes.M2_COPE.compared': `${isOf('M2_COPE')} AND result <> 'not-assessable'`,
    'outcomes.M3_SAFETY.compared': `${isOf('M3_SAFETY')} AND result <> 'not-assessable'`,
    'outcomes.M4_INFORMED.compared': `${isOf('M4_INFORMED')} AND result <> 'not-assessable'`,
  },
};

/** Cases with a counted exit assessment of MOJ-2018 in the period. */
export const EXITS: MeasureSource = {
  rows: `
    SELECT DISTINCT ON (e.case_id) e.case_id AS id, e.case_id, e.person_id,
           coalesce(c.closed_at >= $1 AND c.closed_at < $2, false) AS is_closed_in_period
      FROM (${COUNTED}) e JOIN support_case c ON c.id = e.case_id WHERE e.framework = '${FRAMEWORK}'
     ORDER BY e.case_id`,
  measures: {
    'exit-assessments': 'true',
    'exit-assessments.in-service': 'NOT is_closed_in_period',
  },
};
