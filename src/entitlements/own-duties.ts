import { Injectable } from '@nestjs/common';
import type { TaskKind } from '../cases/case-opening.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { laterStays } from './victims/stays.js';
import { endOfDayLondon } from '../platform/working-days/london-days.js';
import type { Day } from '../platform/working-days/calendar-days.js';

interface Duty {
  clockId: string;
  caseId: string;
  kind: TaskKind;
  dueOn: Day;
}

/** Turns what the Victim Advice Line itself owes under the Code into tasks, and ends them with the duty. */
@Injectable()
export class OwnDuties {
  /** Adds a task for each open duty of VAL's own of the incidents, due on its last day, and ends those that are done. */
  async follow(tx: Transaction, incidentIds: readonly string[]): Promise<void> {
    const duties = await tx.query<Duty>(OPEN_DUTIES, [incidentIds]);
    if (duties.length > 0) {
      await tx.query(ADD_TASKS, [
        duties.map(() => newId()),
        duties.map(({ caseId }) => caseId),
        duties.map(({ kind }) => kind),
        duties.map(({ clockId }) => clockId),
        duties.map(({ dueOn }) => endOfDayLondon(dueOn)),
        tx.now,
        tx.actor.subject,
      ]);
    }
    await tx.query(END_TASKS, [incidentIds, tx.now, tx.actor.subject]);
  }
}

/**
 * A duty that the victim turned away or that VAL has done is no task; one whose day has passed still is, and one whose
 * task fell away with a case is a task of the case that continues it.
 */
const OPEN_DUTIES = `
  SELECT c.id AS "clockId", c.case_id AS "caseId", l.task_kind AS kind, c.due_on::text AS "dueOn"
    FROM entitlement_clock c
    JOIN code_limit l ON l.rule_id = c.rule_id AND l.effective_from = c.rule_from AND l.limit_code = c.limit_code
    JOIN support_case s ON s.id = c.case_id AND s.closed_at IS NULL
   WHERE c.incident_id = ANY ($1::uuid[]) AND c.duty_holder = 'VAL' AND l.task_kind IS NOT NULL
     AND c.due_on IS NOT NULL AND c.satisfied_at IS NULL AND c.excluded_reason IS NULL
     AND NOT EXISTS (SELECT FROM task t WHERE t.source = 'entitlements' AND t.source_id = c.id
                        AND (t.case_id = c.case_id OR t.completed_at IS NOT NULL))`;

const ADD_TASKS = `
  WITH added AS (
    INSERT INTO task (id, case_id, person_id, restricted, kind, source, source_id, owner, team, due_at, created_at,
                      created_by)
    SELECT g.id, c.id, c.person_id, c.restricted, g.kind, 'entitlements', g.source, c.allocated_to, c.allocated_team,
           g.due, $6::timestamptz, $7
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[]) AS g(id, on_case, kind, source, due)
      JOIN support_case c ON c.id = g.on_case
    ON CONFLICT DO NOTHING
    RETURNING case_id, due_at)
  UPDATE support_case c SET next_action_due_at = least(c.next_action_due_at, a.due)
    FROM (SELECT case_id, min(due_at) AS due FROM added GROUP BY case_id) a
   WHERE c.id = a.case_id AND c.closed_at IS NULL`;

/** The duty was done, or has gone with the event that it rested on. */
const END_TASKS = `
  WITH RECURSIVE ${laterStays('SELECT DISTINCT case_id FROM referral WHERE incident_id = ANY ($1::uuid[])')}
  UPDATE task t SET completed_at = $2, completed_by = $3, version = t.version + 1,
         outcome_code = CASE WHEN EXISTS (SELECT FROM entitlement_clock c WHERE c.id = t.source_id
                                             AND c.satisfied_at IS NOT NULL) THEN 'done' ELSE 'not-needed' END
   WHERE t.source = 'entitlements' AND t.completed_at IS NULL AND t.cancelled_at IS NULL
     AND t.case_id IN (SELECT case_id FROM later_stay)
     AND NOT EXISTS (SELECT FROM entitlement_clock c WHERE c.id = t.source_id
                        AND c.satisfied_at IS NULL AND c.excluded_reason IS NULL)`;
