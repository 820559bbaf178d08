import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Invalid, NotFound } from '../platform/problems/problem.js';
import { taskRow } from './case-opening.js';
import { type NextAction, NextActions } from './next-action.js';
import { mustBeSeenBy } from './membership.js';
import { caseToChange, recordEvent } from './seen-case.js';
import { colleagueNamed } from './staff-for-cases.js';
import type { SupportCase } from './support-case.entity.js';
import { Task, type TaskOutcome } from './task.entity.js';
import { taskDetailsPlace } from './task-list.js';
import type { AddedKind, AddTaskRequest } from './task-requests.js';
import type { ChangedTaskResponse } from './task-responses.js';

interface WantedTask {
  kind: AddedKind;
  dueAt: Date;
  owner: string | null;
  team: string;
  details: string | undefined;
}

/** Adding, taking and completing tasks; each change puts the case's due time right. */
@Injectable()
export class TaskWork {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly nextActions: NextActions,
  ) {}

  /** @throws NotFound; Invalid `in-the-past`, `required`, `unknown-staff`; Conflict `case-closed`, `not-a-member` */
  add(actor: Actor, caseId: string, request: AddTaskRequest): Promise<ChangedTaskResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      supportCase.mustBeOpen();
      const { kind, details } = request;
      const dueAt = dueAfter(tx.now, request);
      const colleague = request.owner === undefined ? null : await colleagueNamed(tx, request.owner, 'owner');
      const owner = colleague?.subject ?? supportCase.allocatedTo;
      await mustBeSeenBy(tx, supportCase, owner);
      const team = colleague?.team ?? supportCase.allocatedTeam;
      const id = await this.insert(tx, supportCase, { kind, dueAt, owner, team, details });
      await recordEvent(tx, supportCase, 'task.added', { taskId: id, kind });
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

  /** @throws NotFound; Conflict `task-not-open`, `already-taken`, `not-a-member`; StaleEdit */
  take(actor: Actor, id: string, version: number): Promise<ChangedTaskResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const { task, supportCase } = await taskToChange(tx, id);
      await mustBeSeenBy(tx, supportCase, actor.subject);
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

  private async insert(tx: Transaction, supportCase: SupportCase, wanted: WantedTask): Promise<string> {
    const { id: caseId, personId, restricted } = supportCase;
    const { kind, dueAt, owner, team, details } = wanted;
    const id = newId();
    const when = { dueAt, at: tx.now, by: tx.actor.subject };
    const row = taskRow({
      id,
      caseId,
      person_id: personId,
      restricted,
      kind,
      team,
      source: 'person',
      sourceId: null,
      ...when,
    });
    const details_sealed = details === undefined ? null : this.encryption.seal(details, taskDetailsPlace(id));
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
