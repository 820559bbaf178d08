import { earlierStays, laterStays } from './victims/stays.js';

/** The cases to which the incidents $1 led, and those that continue them. */
export const CASES_OF_INCIDENTS = `
  WITH RECURSIVE ${laterStays('SELECT DISTINCT case_id FROM referral WHERE incident_id = ANY ($1::uuid[])')}
  SELECT DISTINCT case_id AS id FROM later_stay`;

/** Since when somebody of a case wants support: reached without a no, or assessed before; nobody whose last word is no. */
const TAKEN_UP = `
  heard AS (
    SELECT s.last_id, a.occurred_at AS at, a.id, a.is_reached AND a.wants_support IS NOT FALSE AS is_taken_up,
           a.result <> 'declined' AND a.wants_support AS wants_support
      FROM stay s JOIN contact_attempt a ON a.case_id = s.case_id
    UNION ALL
    SELECT s.last_id, n.completed_at, n.id, true, NULL FROM stay s JOIN assessment n ON n.case_id = s.case_id
     WHERE n.kind = 'needs'),
  taken_up AS (
    SELECT last_id AS case_id, min(at) FILTER (WHERE is_taken_up) AS at FROM heard GROUP BY last_id
    HAVING bool_or(is_taken_up)
       AND (array_agg(wants_support ORDER BY at DESC, id DESC) FILTER (WHERE wants_support IS NOT NULL))[1] IS NOT FALSE)`;

/** When the same may be done by another limit that ends no later, where the person is, or was, reminded of that one. */
const SOONER_END = `
             SELECT max(o.due_on)
               FROM entitlement_clock o
               JOIN code_limit m ON m.rule_id = o.rule_id AND m.effective_from = o.rule_from AND m.limit_code = o.limit_code
              WHERE o.case_id = c.case_id AND o.party_id = c.party_id AND o.rule_id = c.rule_id AND m.is_window
                AND m.task_kind = l.task_kind AND (o.due_on, o.limit_code) < (c.due_on, c.limit_code)
                AND (o.due_on >= $3::date OR EXISTS (
                      SELECT FROM task t WHERE t.source = 'entitlements' AND t.source_id = o.id AND t.case_id = c.case_id))`;

/**
 * What VAL owes in the cases $1, alone or with others, and has to be asked for: what is neither done nor turned away,
 * where the case is open. Past its day it still is; what a colleague ticked off is not asked for again. A duty without a
 * limit is one towards whoever wants support; a step of casework's own for the same thing stands for it, and of several
 * such duties in a case the first stands for all, because one conversation answers them. A time in which the victim may
 * act is one to remind them.
 *
 * $2: who ends these tasks here; $3: today
 */
export const OPEN_DUTIES = `
  WITH RECURSIVE open_clock AS MATERIALIZED (
    SELECT c.id, c.case_id, c.started_at, c.due_on, c.unit, l.task_kind, l.task_within, l.task_ahead, s.opened_at,
           CASE WHEN l.is_window THEN (${SOONER_END}) END AS sooner_on
      FROM entitlement_clock c
      JOIN code_limit l ON l.rule_id = c.rule_id AND l.effective_from = c.rule_from AND l.limit_code = c.limit_code
      JOIN support_case s ON s.id = c.case_id AND s.closed_at IS NULL
     WHERE c.case_id = ANY ($1::uuid[]) AND l.task_kind IS NOT NULL
       AND CASE WHEN l.is_window THEN c.excluded_reason = 'victims-choice'
                ELSE c.duty_holder IN ('VAL', 'ALL') AND c.excluded_reason IS NULL END
       AND c.satisfied_at IS NULL AND (c.due_on IS NOT NULL OR c.unit IS NULL)),
  ${earlierStays('SELECT DISTINCT case_id FROM open_clock WHERE unit IS NULL')},
  ${TAKEN_UP}
  SELECT DISTINCT ON (c.case_id, c.task_kind, CASE WHEN c.unit IS NOT NULL THEN c.id END)
         c.id AS "clockId", c.case_id AS "caseId", c.task_kind AS kind, c.due_on::text AS "dueOn",
         c.task_within AS within, c.task_ahead AS ahead, greatest(c.started_at, u.at) AS "runsFrom",
         c.opened_at AS "openedAt", c.sooner_on::text AS "soonerOn"
    FROM open_clock c
    LEFT JOIN taken_up u ON u.case_id = c.case_id AND c.unit IS NULL
   WHERE (c.unit IS NOT NULL OR u.at IS NOT NULL)
     AND NOT EXISTS (SELECT FROM task t WHERE t.source = 'entitlements' AND t.source_id = c.id AND t.completed_by <> $2)
     AND NOT EXISTS (SELECT FROM task t
                      WHERE t.case_id = c.case_id AND t.kind = c.task_kind AND (c.unit IS NULL OR t.source_id = c.id)
                        AND (t.completed_by <> $2 AND t.completed_at >= c.started_at
                             OR t.source <> 'entitlements' AND t.completed_at IS NULL AND t.cancelled_at IS NULL))
   ORDER BY c.case_id, c.task_kind, CASE WHEN c.unit IS NOT NULL THEN c.id END,
         EXISTS (SELECT FROM task t WHERE t.source = 'entitlements' AND t.source_id = c.id AND t.case_id = c.case_id
                    AND t.completed_at IS NULL AND t.cancelled_at IS NULL) DESC,
         greatest(c.started_at, u.at), c.id`;

/** The open tasks of duties in those cases. */
export const OPEN_TASKS = `
  SELECT t.id, t.case_id AS "caseId", t.kind, t.source_id AS "clockId", t.due_at AS "dueAt",
         c.satisfied_at IS NOT NULL AS "isDone"
    FROM task t
    LEFT JOIN entitlement_clock c ON c.id = t.source_id
   WHERE t.source = 'entitlements' AND t.completed_at IS NULL AND t.cancelled_at IS NULL
     AND t.case_id = ANY ($1::uuid[])`;

/** People are held before their cases and these before their tasks, as everywhere: two changes never wait for each other. */
export const HOLD_PEOPLE = `
  SELECT p.id FROM person p WHERE p.id IN (SELECT person_id FROM support_case WHERE id = ANY ($1::uuid[]))
   ORDER BY p.id FOR KEY SHARE`;

export const HOLD_CASES = `
  SELECT id, person_id AS "personId", restricted FROM support_case WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`;

export const ADD_TASKS = `
  INSERT INTO task (id, case_id, person_id, restricted, kind, source, source_id, owner, team, due_at, created_at, created_by)
  SELECT g.id, c.id, c.person_id, c.restricted, g.kind, 'entitlements', g.source, c.allocated_to, c.allocated_team,
         g.due, $6::timestamptz, $7
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[]) AS g(id, on_case, kind, source, due)
    JOIN support_case c ON c.id = g.on_case AND c.closed_at IS NULL
  ON CONFLICT DO NOTHING
  RETURNING id`;

export const MOVE_TASKS = `
  UPDATE task t SET due_at = g.due, version = t.version + 1
    FROM unnest($1::uuid[], $2::timestamptz[]) AS g(id, due)
   WHERE t.id = g.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL
  RETURNING t.id`;

/** What was done is completed; what was turned away, or has gone with its event, is cancelled. */
export const END_TASKS = `
  UPDATE task t SET version = t.version + 1, outcome_code = CASE WHEN g.done THEN 'done' ELSE 'not-needed' END,
         completed_at = CASE WHEN g.done THEN $3::timestamptz END, completed_by = CASE WHEN g.done THEN $4 END,
         cancelled_at = CASE WHEN NOT g.done THEN $3::timestamptz END
    FROM unnest($1::uuid[], $2::boolean[]) AS g(id, done)
   WHERE t.id = g.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL
  RETURNING t.id`;

/** The next date of open cases that have an open task; the others are returned. */
export const SETTLE_CASES = `
  WITH next AS (
    SELECT c.id, (SELECT min(t.due_at) FROM task t WHERE t.case_id = c.id AND t.completed_at IS NULL
                     AND t.cancelled_at IS NULL) AS due
      FROM support_case c WHERE c.id = ANY ($1::uuid[]) AND c.closed_at IS NULL),
  settled AS (
    UPDATE support_case c SET next_action_due_at = n.due FROM next n
     WHERE c.id = n.id AND n.due IS NOT NULL AND c.next_action_due_at IS DISTINCT FROM n.due)
  SELECT id FROM next WHERE due IS NULL`;
