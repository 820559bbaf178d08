import type { MeasureSource } from '../measure.js';
import { REFERRALS } from './referrals.js';

/** Everybody referred in the period, once, with the case of the first of these referrals. */
export const REFERRED: MeasureSource = {
  rows: `
    SELECT DISTINCT ON (r.person_id) r.person_id AS id, r.case_id, r.person_id, r.first_accepted_at
      FROM (${REFERRALS.rows}) r ORDER BY r.person_id, r.first_accepted_at, r.id`,
  measures: { 'persons.referred': 'true' },
};

/** The same people with how often they were victims. People who are confirmed to be the same count together. */
export const REPEATEDLY_REFERRED: MeasureSource = {
  needsSettings: true,
  rows: `
    WITH known AS (
      SELECT r.person_id AS id, (array_agg(r.case_id ORDER BY r.first_accepted_at, r.id))[1] AS case_id,
             max(r.first_accepted_at) AS last_at, bool_or(coalesce(whole.repeat_victim, false)) AS has_flag
        FROM (${REFERRALS.rows}) r JOIN referral whole ON whole.id = r.id GROUP BY r.person_id),
    same AS (
      SELECT id, id AS same_id FROM known UNION
      SELECT k.id, l.second_person_id FROM known k JOIN person_link l ON l.first_person_id = k.id
       WHERE l.status = 'confirmed-same' UNION
      SELECT k.id, l.first_person_id FROM known k JOIN person_link l ON l.second_person_id = k.id
       WHERE l.status = 'confirmed-same')
    SELECT k.id, k.case_id, k.id AS person_id, k.has_flag,
           count(DISTINCT o.incident_id) >= ($3::jsonb #>> '{repeat,incidentsLeast}')::int AS is_repeat
      FROM known k JOIN same s ON s.id = k.id
      JOIN referral o ON o.person_id = s.same_id AND o.first_accepted_at <= k.last_at
       AND o.first_accepted_at > k.last_at - make_interval(months => ($3::jsonb #>> '{repeat,withinMonths}')::int)
     GROUP BY k.id, k.case_id, k.has_flag`,
  measures: { 'persons.repeat': 'is_repeat', 'persons.repeat-by-police': 'has_flag' },
};

/** Everybody whom a call of the period reached, once, by the first such call. */
export const REACHED: MeasureSource = {
  rows: `
    SELECT DISTINCT ON (a.person_id) a.person_id AS id, a.case_id, a.person_id, r.pathway
      FROM contact_attempt a JOIN referral r ON r.id = a.referral_id
     WHERE a.is_reached AND a.occurred_at >= $1 AND a.occurred_at < $2
     ORDER BY a.person_id, a.occurred_at, a.id`,
  measures: {
    phoned: 'true',
    'phoned.from-referrals': `pathway <> 'athena'`,
    'phoned.proactive': `pathway = 'athena'`,
  },
};

/** Everybody of whom a needs assessment was completed in the period, once. */
export const SUPPORTED: MeasureSource = {
  rows: `
    SELECT a.person_id AS id, (array_agg(a.case_id ORDER BY a.case_id))[1] AS case_id, a.person_id,
           bool_or(EXISTS (SELECT FROM support_plan p WHERE p.case_id = a.case_id AND p.created_at < $2)) AS has_plan,
           bool_or(c.closed_at IS NULL OR c.closed_at >= $2) AS is_open
      FROM (SELECT DISTINCT person_id, case_id FROM assessment
             WHERE kind = 'needs' AND completed_at >= $1 AND completed_at < $2) a
      JOIN support_case c ON c.id = a.case_id GROUP BY a.person_id`,
  measures: {
    supported: 'true',
    'supported.needs-assessment': 'NOT has_plan',
    'supported.specialist-plan': 'has_plan',
    ongoing: 'is_open',
  },
};
