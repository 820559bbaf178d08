import { Injectable } from '@nestjs/common';
import type { TaskKind } from '../cases/case-opening.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { endOfDayLondon, londonDayOf } from '../platform/working-days/london-days.js';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import { type ThresholdName, Thresholds } from '../reference-data/thresholds.js';

type ContactTaskKind = Extract<
  TaskKind,
  'settle-message' | 'message-left-before-change' | 'look-at-changed-referral'
>;

/** Something a person has to see to because of a message, or of a referral that no machine can judge. */
export interface ContactTask {
  kind: ContactTaskKind;
  caseId: string;
  /** The message or the referral. */
  aboutId: string;
}

const DUE: Record<ContactTaskKind, ThresholdName> = {
  'settle-message': 'unknownMessageWorkingDays',
  'message-left-before-change': 'callPersonWorkingDays',
  'look-at-changed-referral': 'decideContactWorkingDays',
};

/** Puts what machines may not settle into the queue of the team that has the case. */
@Injectable()
export class ContactTasks {
  constructor(
    private readonly holidays: BankHolidays,
    private readonly thresholds: Thresholds,
  ) {}

  /** Adds tasks, each once while it is open. The case is then due with the earliest of them at the latest. */
  async add(tx: Transaction, tasks: readonly ContactTask[]): Promise<void> {
    if (tasks.length === 0) return;
    await tx.query(ADD, [
      tasks.map(() => newId()),
      tasks.map(({ caseId }) => caseId),
      tasks.map(({ kind }) => kind),
      tasks.map(({ aboutId }) => aboutId),
      tasks.map(({ kind }) => this.dueAt(kind, tx.now)),
      tx.now,
      tx.actor.subject,
    ]);
  }

  private dueAt(kind: ContactTaskKind, now: Date): Date {
    const today = londonDayOf(now);
    const days = this.thresholds.at(DUE[kind], today);
    return endOfDayLondon(this.holidays.workingDays().addWorkingDays(today, days));
  }
}

const ADD = `
  WITH added AS (
    INSERT INTO task (id, case_id, person_id, restricted, kind, source, source_id, owner, team, due_at,
                      created_at, created_by)
    SELECT g.id, c.id, c.person_id, c.restricted, g.kind, 'contact', g.source, c.allocated_to, c.allocated_team,
           g.due, $6::timestamptz, $7
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[]) AS g(id, on_case, kind, source, due)
      JOIN support_case c ON c.id = g.on_case
    ON CONFLICT DO NOTHING
    RETURNING case_id, due_at)
  UPDATE support_case c SET next_action_due_at = least(c.next_action_due_at, a.due)
    FROM (SELECT case_id, min(due_at) AS due FROM added GROUP BY case_id) a
   WHERE c.id = a.case_id AND c.closed_at IS NULL`;
