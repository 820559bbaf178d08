import { Injectable } from '@nestjs/common';
import type { TaskKind } from '../cases/case-opening.js';
import { FollowUps } from '../cases/follow-ups.js';
import { belongingTo } from '../cases/seen-case.js';
import type { SupportCase } from '../cases/support-case.entity.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { CountedDay } from './deadline-clock.js';
import type { DeadlineExplanation, DeadlineResponse } from './deadline-responses.js';

/** Something due by a day, with how the day was counted and the task that asks for it. */
export interface WantedDeadline {
  code: string;
  label: string;
  counted: CountedDay;
  /** What started the clock: a question or event, with its day. */
  trigger: string;
  /** Which rule asks for it, with the version of the form that it stands in. */
  rule: string;
  source: string;
  factStatus: string;
  /** Null where the day has passed and nothing is to be done any more. */
  task: { kind: TaskKind; dueAt: Date } | null;
  forSupervisor: boolean;
}

interface DeadlineRow {
  id: string;
  sourceId: string;
  code: string;
  taskKind: TaskKind | null;
  dueAt: Date;
  explanation: DeadlineExplanation;
  wasDone: boolean;
}

/** Keeps deadlines as they were counted, each with a task of its own, and ends the tasks with what they follow from. */
@Injectable()
export class CaseDeadlines {
  constructor(private readonly followUps: FollowUps) {}

  /**
   * Writes down what follows from an assessment or a safeguarding referral. Where it corrects another, the open tasks
   * of that one end, and what was done for the same deadline is not asked for again.
   */
  async start(
    tx: Transaction,
    supportCase: SupportCase,
    sourceId: string,
    wanted: readonly WantedDeadline[],
    corrects: string | null = null,
  ): Promise<void> {
    const before = corrects === null ? [] : await this.rowsOf(tx, [corrects]);
    await this.end(tx, supportCase, before, 'not-needed');
    const rows = wanted.map((deadline) => {
      const isDone = before.some((row) => row.wasDone && isSame(row, deadline));
      return { id: newId(), deadline, task: isDone ? null : deadline.task };
    });
    await tx.insert(
      'case_deadline',
      rows.map(({ id, deadline, task }) => ({
        ...{ id, ...belongingTo(supportCase), source_id: sourceId, code: deadline.code },
        ...{ task_kind: task?.kind ?? null, due_at: deadline.counted.dueAt },
        ...{ explanation: explanationOf(deadline), recorded_at: tx.now },
      })),
    );
    for (const { id, deadline, task } of rows) {
      if (!task) continue;
      const owner = deadline.forSupervisor ? { owner: null } : {};
      await this.followUps.add(tx, supportCase, { ...task, ...owner, source: 'assessments', sourceId: id });
    }
  }

  /** Ends the open tasks of everything that follows from a source. */
  async finish(tx: Transaction, supportCase: SupportCase, sourceId: string): Promise<void> {
    await this.end(tx, supportCase, await this.rowsOf(tx, [sourceId]), 'done');
  }

  /** The deadlines of some sources, by source, earliest first. */
  async of(tx: Transaction, sourceIds: readonly string[]): Promise<Map<string, DeadlineResponse[]>> {
    const found = new Map<string, DeadlineResponse[]>();
    for (const row of await this.rowsOf(tx, sourceIds)) {
      found.set(row.sourceId, [...(found.get(row.sourceId) ?? []), shown(row)]);
    }
    return found;
  }

  private rowsOf(tx: Transaction, sourceIds: readonly string[]): Promise<DeadlineRow[]> {
    return tx.query<DeadlineRow>(ROWS, [sourceIds]);
  }

  private async end(
    tx: Transaction,
    supportCase: SupportCase,
    rows: readonly DeadlineRow[],
    outcome: 'done' | 'not-needed',
  ): Promise<void> {
    for (const { id, taskKind } of rows) {
      if (taskKind) await this.followUps.end(tx, supportCase, [taskKind], outcome, id);
    }
  }
}

function shown({ code, taskKind, dueAt, explanation }: DeadlineRow): DeadlineResponse {
  return Object.assign({ code, taskKind, dueAt: dueAt.toISOString() }, explanation);
}

function isSame(row: DeadlineRow, { code, counted }: WantedDeadline): boolean {
  return row.code === code && row.dueAt.getTime() === counted.dueAt.getTime();
}

function explanationOf({
  label,
  rule,
  trigger,
  counted,
  source,
  factStatus,
}: WantedDeadline): DeadlineExplanation {
  const { threshold, calendar, arithmetic } = counted;
  return { label, rule, trigger, threshold, calendar, arithmetic, source, factStatus };
}

const ROWS = `
  SELECT d.id, d.source_id AS "sourceId", d.code, d.task_kind AS "taskKind", d.due_at AS "dueAt", d.explanation,
         EXISTS (SELECT FROM task t WHERE t.person_id = d.person_id AND t.source_id = d.id
                    AND t.completed_at IS NOT NULL
                    AND t.outcome_code IS DISTINCT FROM 'not-needed') AS "wasDone"
    FROM case_deadline d WHERE d.source_id = ANY ($1::uuid[]) ORDER BY d.due_at, d.id`;
