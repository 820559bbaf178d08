import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { FieldEncryption } from '../platform/crypto/field-encryption.js';
import { Database } from '../platform/database/database.js';
import { type Page, pageOf, readCursor } from '../platform/http/paging.js';
import { NotFound } from '../platform/problems/problem.js';
import { DISPLAY_NAME } from '../victims/display-name.js';
import { coveredToday } from './staff-cover.js';
import type { TaskQuery } from './task-requests.js';
import type { TaskItemResponse, TaskResponse } from './task-responses.js';

interface TaskRow extends Omit<TaskItemResponse, 'dueAt' | 'createdAt' | 'endedAt' | 'state'> {
  dueAt: Date;
  createdAt: Date;
  completedAt: Date | null;
  cancelledAt: Date | null;
}

interface WholeTaskRow extends TaskRow {
  createdBy: string;
  completedBy: string | null;
  detailsSealed: string | null;
}

/** What is due, for somebody or for a team. */
@Injectable()
export class TaskList {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Earliest due first; looking is audited with the ids that were shown. */
  page(actor: Actor, query: TaskQuery): Promise<Page<TaskItemResponse>> {
    return this.database.inTransaction(actor, async (tx) => {
      const { subject } = actor;
      const mine = query.owner === 'me' ? [subject, ...(await coveredToday(tx, subject))] : [];
      const { sql, parameters } = taskStatement(query, mine);
      const rows = await tx.query<TaskRow>(sql, parameters);
      const page = pageOf(rows, query.limit, (row) => [row.dueAt.toISOString(), row.id], toTaskItem);
      await tx.audit({
        action: 'task.listed',
        targetType: 'task',
        targetIds: page.items.map((item) => item.id),
        personIds: page.items.map((item) => item.personId),
      });
      return page;
    });
  }

  /** @throws NotFound where there is no such task or the actor may not see it */
  read(actor: Actor, id: string): Promise<TaskResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const row = await tx.queryOne<WholeTaskRow>(ONE, [id]);
      if (!row) throw new NotFound('task');
      await tx.audit({ action: 'task.read', targetType: 'task', targetIds: [id], personIds: [row.personId] });
      const { createdBy, completedBy, detailsSealed } = row;
      const details = detailsSealed && this.encryption.open(detailsSealed, taskDetailsPlace(id));
      return { ...toTaskItem(row), details, createdBy, completedBy };
    });
  }
}

/** Where a task's details are sealed for. */
export function taskDetailsPlace(rowId: string) {
  return { table: 'task', column: 'details_sealed', rowId };
}

function toTaskItem(row: TaskRow): Pick<TaskItemResponse, keyof TaskItemResponse> {
  const ended = row.cancelledAt ? 'cancelled' : 'completed';
  const endedAt = row.completedAt ?? row.cancelledAt;
  return {
    id: row.id,
    kind: row.kind,
    source: row.source,
    sourceId: row.sourceId,
    caseId: row.caseId,
    caseReference: row.caseReference,
    personId: row.personId,
    personName: row.personName,
    owner: row.owner,
    team: row.team,
    dueAt: row.dueAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    state: endedAt ? ended : 'open',
    endedAt: endedAt?.toISOString() ?? null,
    outcomeCode: row.outcomeCode,
    version: row.version,
  };
}

const COLUMNS = `
  t.id, t.kind, t.source, t.source_id AS "sourceId", t.case_id AS "caseId", c.reference AS "caseReference",
  t.person_id AS "personId", ${DISPLAY_NAME} AS "personName", t.owner, t.team, t.due_at AS "dueAt",
  t.created_at AS "createdAt", t.completed_at AS "completedAt", t.cancelled_at AS "cancelledAt",
  t.outcome_code AS "outcomeCode", t.version`;
const JOINED = `t JOIN support_case c ON c.id = t.case_id JOIN person p ON p.id = t.person_id`;
const ONE = `
  SELECT ${COLUMNS}, t.created_by AS "createdBy", t.completed_by AS "completedBy", t.details_sealed AS "detailsSealed"
    FROM task ${JOINED} WHERE t.id = $1`;
const OPEN = 't.completed_at IS NULL AND t.cancelled_at IS NULL';

/** The page is cut before names are joined to it: the planner cannot guess how much the row policies let through. */
function taskStatement(query: TaskQuery, mine: string[]): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bound = (value: unknown) => `$${parameters.push(value)}`;
  const parts = [`SELECT * FROM task t WHERE ${query.state === 'ended' ? `NOT (${OPEN})` : OPEN}`];
  if (query.owner === 'nobody') parts.push('AND t.owner IS NULL');
  else if (query.owner === 'me') parts.push(`AND t.owner = ANY (${bound(mine)}::text[])`);
  else if (query.owner !== undefined) parts.push(`AND t.owner = ${bound(query.owner)}`);
  if (query.team !== undefined) parts.push(`AND t.team = ${bound(query.team)}`);
  if (query.kind !== undefined) parts.push(`AND t.kind = ${bound(query.kind)}`);
  if (query.dueBefore !== undefined) parts.push(`AND t.due_at < ${bound(query.dueBefore)}::timestamptz`);
  const [at, id] = readCursor(query.after, ['instant', 'id']) ?? [];
  if (at !== undefined) parts.push(`AND (t.due_at, t.id) > (${bound(at)}::timestamptz, ${bound(id)}::uuid)`);
  parts.push(`ORDER BY t.due_at, t.id LIMIT ${bound(query.limit + 1)}`);
  return { sql: `SELECT ${COLUMNS} FROM (${parts.join(' ')}) ${JOINED} ORDER BY t.due_at, t.id`, parameters };
}
