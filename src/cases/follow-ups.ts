import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { endOfDayLondon, londonDayOf } from '../platform/working-days/london-days.js';
import { BankHolidays } from '../reference-data/bank-holidays.js';
import { type ThresholdName, Thresholds } from '../reference-data/thresholds.js';
import { type TaskKind, type TaskOpening, taskRow } from './case-opening.js';
import { type NextAction, NextActions } from './next-action.js';
import { recordEvent } from './seen-case.js';
import type { SupportCase } from './support-case.entity.js';
import type { TaskOutcome } from './task.entity.js';

/** A next step that something in a case makes necessary. */
export interface FollowUp {
  kind: TaskKind;
  source: TaskOpening['source'];
  /** What it is about; one open task of a kind for each. */
  sourceId: string | null;
  dueAt: Date;
  /** Who is to do it; whoever has the case where not given. */
  owner?: string | null;
}

/** A due time with the arithmetic that led to it. */
export interface ExplainedDue {
  dueAt: Date;
  explanation: string;
}

/** Adds the steps that follow from what was done in a case, ends those that it makes done, and keeps the case's next date. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly nextActions: NextActions,
    private readonly holidays: BankHolidays,
    private readonly thresholds: Thresholds,
  ) {}

  /** The end of the London day that lies a threshold's working days after an instant. */
  workingDaysAfter(at: Date, threshold: ThresholdName): ExplainedDue {
    const from = londonDayOf(at);
    const { value, unit } = this.thresholds.explain(threshold, from);
    const dueAt = endOfDayLondon(this.holidays.workingDays().addWorkingDays(from, value));
    return { dueAt, explanation: `${threshold}: ${value} ${unit} after ${from}, end of day in London` };
  }

  /**
   * Adds tasks to a case that is held for a change; one that is open already for the same thing stays as it is.
   * The case's next date is put right by `settle`.
   */
  async add(tx: Transaction, supportCase: SupportCase, ...wanted: FollowUp[]): Promise<void> {
    for (const { kind, source, sourceId, dueAt, owner } of wanted) {
      if (await this.isOpen(tx, supportCase.id, kind, sourceId)) continue;
      const { id: caseId, personId, restricted, allocatedTo, allocatedTeam: team } = supportCase;
      const id = newId();
      const about = { id, caseId, person_id: personId, restricted, team, at: tx.now, by: tx.actor.subject };
      const row = taskRow({ ...about, kind, source, sourceId, dueAt });
      await tx.insert('task', [{ ...row, owner: owner === undefined ? allocatedTo : owner }]);
      await recordEvent(tx, supportCase, 'task.added', { taskId: id, kind });
    }
  }

  /** Ends the open tasks of some kinds; only those about one thing where it is given. Returns how many. */
  async end(
    tx: Transaction,
    supportCase: SupportCase,
    kinds: readonly TaskKind[],
    outcomeCode: TaskOutcome,
    sourceId: string | null = null,
  ): Promise<number> {
    const ended = await tx.query<{ id: string; kind: TaskKind }>(END, [
      supportCase.id,
      kinds,
      sourceId,
      tx.now,
      tx.actor.subject,
      outcomeCode,
    ]);
    for (const { id, kind } of ended)
      await recordEvent(tx, supportCase, 'task.completed', { taskId: id, kind, outcomeCode });
    return ended.length;
  }

  /** Puts the next date of an open case right; call it after the last change to its tasks. */
  async settle(tx: Transaction, supportCase: SupportCase): Promise<NextAction | null> {
    return supportCase.closedAt ? null : this.nextActions.settle(tx, supportCase);
  }

  private async isOpen(tx: Transaction, caseId: string, kind: string, sourceId: string | null) {
    const rows = await tx.query(
      `SELECT id FROM task WHERE case_id = $1 AND kind = $2 AND source_id IS NOT DISTINCT FROM $3::uuid
          AND completed_at IS NULL AND cancelled_at IS NULL LIMIT 1`,
      [caseId, kind, sourceId],
    );
    return rows.length > 0;
  }
}

const END = `
  UPDATE task SET completed_at = $4, completed_by = $5, outcome_code = $6, version = version + 1
   WHERE case_id = $1 AND kind = ANY ($2::text[]) AND ($3::uuid IS NULL OR source_id = $3::uuid)
     AND completed_at IS NULL AND cancelled_at IS NULL
  RETURNING id, kind`;
