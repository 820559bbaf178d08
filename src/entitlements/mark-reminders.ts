import { Injectable } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { Job } from '../platform/queues/job.decorator.js';
import { londonDayOf } from '../platform/working-days/london-days.js';
import { type ThresholdName, Thresholds } from '../reference-data/thresholds.js';
import { addMonths } from './clocks/clock-days.js';

const AGENT = serviceActor('worker', 'entitlements');

/** Finds the times in which a victim may act that end soon, so that the sweep makes a task of reminding them. */
@Injectable()
export class MarkReminders {
  constructor(
    private readonly database: Database,
    private readonly thresholds: Thresholds,
  ) {}

  @Job('mark-reminders')
  mark(): Promise<void> {
    return this.database.inTransaction(AGENT, async (tx) => {
      const today = londonDayOf(tx.now);
      const rows = await tx.query<{ name: ThresholdName }>(
        'SELECT DISTINCT task_ahead AS name FROM code_limit WHERE task_ahead IS NOT NULL',
      );
      const endings = rows.map(({ name }) => addMonths(today, this.thresholds.at(name, today)));
      await tx.query(MARK, [tx.now, today, rows.map(({ name }) => name), endings]);
    });
  }
}

const MARK = `
  INSERT INTO entitlement_mark (incident_id, marked_at)
  SELECT DISTINCT c.incident_id, $1::timestamptz
    FROM unnest($3::text[], $4::date[]) AS near(ahead, until)
    JOIN code_limit l ON l.task_ahead = near.ahead
    JOIN entitlement_clock c ON c.rule_id = l.rule_id AND c.rule_from = l.effective_from AND c.limit_code = l.limit_code
     AND c.excluded_reason = 'victims-choice' AND c.satisfied_at IS NULL AND c.due_on BETWEEN $2::date AND near.until
    JOIN support_case s ON s.id = c.case_id AND s.closed_at IS NULL
   WHERE NOT EXISTS (SELECT FROM task t WHERE t.source = 'entitlements' AND t.source_id = c.id AND t.case_id = c.case_id)
   ORDER BY c.incident_id
  ON CONFLICT (incident_id) DO NOTHING`;
