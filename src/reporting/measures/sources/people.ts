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
    SELECT p.id, p.case_id, p.id AS person_id, p.has_flag,
           (SELECT count(DISTINCT o.incident_id) FROM referral o
             WHERE o.person_id = ANY (p.same) AND o.first_accepted_at <= p.last_at
               AND o.first_accepted_at > p.last_at - make_interval(months => ($3::jsonb #>> '{repeat,withinMonths}')::int))
             >= ($3::jsonb #>> '{repeat,incidentsLeast}')::int AS is_repeat
      FROM (SELECT r.person_id AS id, (array_agg(r.case_id ORDER BY r.first_accepted_at, r.id))[1] AS case_id,
                   max(r.first_accepted_at) AS last_at,
                   bool_or(coalesce(whole.repeat_victim, false)) AS has_flag,
                   ARRAY(SELECT r.person_id UNION
                         SELECT l.second_person_id FROM person_link l
                          WHERE l.first_person_id = r.person_id AND l.status = 'confirmed-same' UNION
                         SELECT l.first_person_id FROM person_link l
                          WHERE l.second_person_id = r.person_id AND l.status = 'confirmed-same') AS same
              FROM (${REFERRALS.rows}) r JOIN referral whole ON whole.id = r.id GROUP BY r.person_id) p`,
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
