import type { MeasureSource } from '../measure.js';

/** Needs assessments of the period that no correction supersedes. */
export const NEEDS_ASSESSMENTS: MeasureSource = {
  rows: `
    SELECT a.id, a.case_id, a.person_id, a.completed_at FROM assessment a
     WHERE a.kind = 'needs' AND a.completed_at >= $1 AND a.completed_at < $2
       AND NOT EXISTS (SELECT FROM assessment l WHERE l.supersedes = a.id)`,
  measures: { 'needs-assessments': 'true' },
};

/** Support plans opened in the period. */
export const SUPPORT_PLANS: MeasureSource = {
  rows: `
    SELECT p.id, p.case_id, p.person_id FROM support_plan p WHERE p.created_at >= $1 AND p.created_at < $2`,
  measures: { 'support-plans': 'true' },
};

/** Cases that were open at some time of the period. */
export const EPISODES: MeasureSource = {
  rows: `
    SELECT c.id, c.id AS case_id, c.person_id, c.opened_at, c.closed_at FROM support_case c
     WHERE c.opened_at < $2 AND (c.closed_at IS NULL OR c.closed_at >= $1)`,
  measures: {
    'episodes.opened': 'opened_at >= $1',
    'episodes.closed': 'closed_at < $2',
    'episodes.open': '(closed_at IS NULL OR closed_at >= $2)',
  },
};

/** Cases with a needs assessment that were open at some time of the period; the level stands as at its end. */
export const CASELOAD: MeasureSource = {
  needsSettings: true,
  rows: `
    SELECT c.id, c.id AS case_id, c.person_id, entered.at AS entered_at, c.closed_at,
           c.reopened_from IS NOT NULL AS is_reopened,
           $3::jsonb -> 'transferredOutBy' ? coalesce(c.closure_reason, '') AS is_transferred,
           EXISTS (SELECT FROM support_plan p WHERE p.case_id = c.id AND p.created_at < $2) AS has_plan
      FROM (SELECT case_id, min(completed_at) AS at FROM assessment
             WHERE kind = 'needs' AND completed_at < $2 GROUP BY case_id) entered
      JOIN support_case c ON c.id = entered.case_id
     WHERE c.closed_at IS NULL OR c.closed_at >= $1`,
  measures: {
    'caseload.opening': 'entered_at < $1',
    'caseload.new': 'entered_at >= $1 AND NOT is_reopened',
    'caseload.reopened': 'entered_at >= $1 AND is_reopened',
    'caseload.closed': 'closed_at < $2 AND NOT is_transferred',
    'caseload.transferred-out': 'closed_at < $2 AND is_transferred',
    'caseload.closing': '(closed_at IS NULL OR closed_at >= $2)',
  },
};

/** Referrals to agencies that were sent in the period; the answer as it stood at its end. */
export const AGENCY_REFERRALS: MeasureSource = {
  rows: `
    SELECT a.id, a.case_id, a.person_id, a.agency_code,
           CASE WHEN a.decided_at IS NULL OR a.decided_at >= $2 THEN 'pending'
                WHEN a.decline_reason IS NULL THEN 'accepted' ELSE 'declined' END AS answer
      FROM agency_referral a WHERE a.kind = 'referral' AND a.sent_at >= $1 AND a.sent_at < $2`,
  measures: {
    'agency-referrals': 'true',
    'agency-referrals.accepted': `answer = 'accepted'`,
    'agency-referrals.declined': `answer = 'declined'`,
    'agency-referrals.pending': `answer = 'pending'`,
  },
};

/** Everybody of these, once. */
export const REFERRED_ON: MeasureSource = {
  rows: `
    SELECT DISTINCT ON (a.person_id) a.person_id AS id, a.case_id, a.person_id
      FROM (${AGENCY_REFERRALS.rows}) a ORDER BY a.person_id, a.id`,
  measures: { 'agency-referrals.persons': 'true' },
};
