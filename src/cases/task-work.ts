import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { ColumnValue, Transaction } from '../platform/database/transaction.js';
import { Invalid, NotFound } from '../platform/problems/problem.js';
import { taskRow } from './case-opening.js';
import { type NextAction, NextActions } from './next-action.js';
import { caseToChange, recordEvent } from './seen-case.js';
import { colleagueNamed } from './staff-for-cases.js';
import type { SupportCase } from './support-case.entity.js';
import { Task, type TaskOutcome } from './task.entity.js';
import { taskDetailsPlace } from './task-list.js';
import type { AddTaskRequest } from './task-requests.js';
import type { ChangedTaskResponse } from './task-responses.js';

/** Adding, taking and completing tasks; each change puts the case's due time right. */
@Injectable()
export class TaskWork {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly nextActions: NextActions,
  ) {}

  /** @throws NotFound; Invalid `in-the-past`, `required`, `unknown-staff`; Conflict `case-closed` */
  add(actor: Actor, caseId: string, request: AddTaskRequest): Promise<ChangedTaskResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const dueAt = dueAfter(tx.now, request);
      const colleague = request.owner === undefined ? null : await colleagueNamed(tx, request.owner, 'owner');
      const owner = colleague?.subject ?? supportCase.allocatedTo;
      const team = colleague?.team ?? supportCase.allocatedTeam;
      const id = await this.insert(tx, supportCase, { ...request, dueAt, owner, team });
      await recordEvent(tx, supportCase, 'task.added', { taskId: id, kind: request.kind });
      const next = await this.nextActions.settle(tx, supportCase);
      await noted(tx, 'task.add', { id, personId: supportCase.personId });
      return {
        id,
        caseId,
        owner,
        completedAt: null,
        outcomeCode: null,
        caseNextAction: shown(next),
        version: 1,
      };
    });
  }

  /** @throws NotFound; Conflict `task-not-open`, `already-taken`; StaleEdit */
  take(actor: Actor, id: string, version: number): Promise<ChangedTaskResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { task, supportCase } = await taskToChange(tx, id);
      task.take(actor.subject, version);
      await tx.manager.save(task);
      await recordEvent(tx, supportCase, 'task.taken', { taskId: id, kind: task.kind });
      await noted(tx, 'task.take', task);
      return toChangedTask(task, null);
    });
  }

  /** @throws NotFound; Conflict `task-not-open`, `ends-elsewhere`; StaleEdit */
  complete(actor: Actor, id: string, outcome: TaskOutcome, version: number): Promise<ChangedTaskResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { task, supportCase } = await taskToChange(tx, id);
      task.complete(actor.subject, outcome, version, tx.now);
      await tx.manager.save(task);
      await recordEvent(tx, supportCase, 'task.completed', {
        taskId: id,
        kind: task.kind,
        outcomeCode: outcome,
      });
      const next = supportCase.closedAt ? null : await this.nextActions.settle(tx, supportCase);
      await noted(tx, 'task.complete', task);
      return toChangedTask(task, next);
    });
  }

  private async insert(
    tx: Transaction,
    { id: caseId, personId, restricted }: SupportCase,
    {
      kind,
      dueAt,
      owner,
      team,
      details,
    }: Omit<AddTaskRequest, 'dueAt' | 'owner'> &
      Record<'team', string> & { dueAt: Date; owner: string | null },
  ): Promise<string> {
    const about = {
      caseId,
      person_id: personId,
      restricted,
      kind,
      team,
      dueAt,
      at: tx.now,
      by: tx.actor.subject,
    };
    const row = taskRow({ ...about, source: 'person', sourceId: null });
    const id = String(row.id);
    const details_sealed: ColumnValue =
      details === undefined ? null : this.encryption.seal(details, taskDetailsPlace(id));
    await tx.insert('task', [{ ...row, owner, details_sealed }]);
    return id;
  }
}

function dueAfter(now: Date, { dueAt, kind, details }: AddTaskRequest): Date {
  const due = new Date(dueAt);
  if (due < now) throw Invalid.field('dueAt', 'in-the-past', 'The task would be due before now.');
  if (kind === 'other' && details === undefined) {
    throw Invalid.field('details', 'required', 'Say what is to be done.');
  }
  return due;
}

/** The case is held before the task, as everywhere, so that two changes never wait for each other. */
async function taskToChange(tx: Transaction, id: string): Promise<{ task: Task; supportCase: SupportCase }> {
  const found = await tx.manager.findOneBy(Task, { id });
  if (!found) throw new NotFound('task');
  const supportCase = await caseToChange(tx, found.caseId);
  const task = await tx.manager.findOne(Task, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!task) throw new NotFound('task');
  return { task, supportCase };
}

function noted(
  tx: Transaction,
  action: string,
  { id, personId }: Pick<Task, 'id' | 'personId'>,
): Promise<void> {
  return tx.audit({ action, targetType: 'task', targetIds: [id], personIds: [personId] });
}

function toChangedTask(task: Task, next: NextAction | null): ChangedTaskResponse {
  const { id, caseId, owner, completedAt, outcomeCode, version } = task;
  const ended = completedAt?.toISOString() ?? null;
  return { id, caseId, owner, completedAt: ended, outcomeCode, caseNextAction: next && shown(next), version };
}

function shown({ dueAt, because, explanation }: NextAction): ChangedTaskResponse['caseNextAction'] {
  return { dueAt: dueAt.toISOString(), because, explanation };
}
