import type { PageQuery } from '../platform/http/paging.js';
import { readCursor } from '../platform/http/paging.js';
import { DISPLAY_NAME } from '../victims/display-name.js';

export const WORKLIST_SORTS = ['priority', 'opened', 'due'] as const;
export type WorklistSort = (typeof WORKLIST_SORTS)[number];

/** A validated question to the worklist. */
export interface WorklistQuestion extends PageQuery {
  state: 'open' | 'closed';
  sort: WorklistSort;
  team?: string;
  /** A subject, or null for cases that nobody has. */
  allocatedTo?: string | null;
  /** Asked for by whoever it is allocated to: what they cover for colleagues who are away is shown too. */
  isMine?: boolean;
  cohort?: string;
  reference?: string;
  dueBefore?: string;
}

export interface WorklistRow {
  id: string;
  reference: string;
  personId: string;
  personName: string;
  priority: number;
  priorityReasons: string[];
  cohorts: string[];
  allocatedTo: string | null;
  allocatedName: string | null;
  allocatedTeam: string;
  nextActionDueAt: Date | null;
  openedAt: Date;
  closedAt: Date | null;
  restricted: boolean;
}

export const WORKLIST_COLUMNS = `
  c.id, c.reference, c.person_id AS "personId", ${DISPLAY_NAME} AS "personName", c.priority,
  c.priority_reasons AS "priorityReasons", c.cohorts, c.allocated_to AS "allocatedTo", s.display_name AS "allocatedName",
  c.allocated_team AS "allocatedTeam", c.next_action_due_at AS "nextActionDueAt", c.opened_at AS "openedAt",
  c.closed_at AS "closedAt", c.restricted`;
export const WORKLIST_SOURCE = `
  support_case c JOIN person p ON p.id = c.person_id LEFT JOIN staff_member s ON s.subject = c.allocated_to`;

const ORDERS = {
  priority: 'c.priority DESC, c.opened_at, c.id',
  opened: 'c.opened_at DESC, c.id DESC',
  due: 'c.next_action_due_at, c.id',
} as const satisfies Record<WorklistSort, string>;

/** The values of the sort columns at which a page ended. */
export function worklistKeys(row: WorklistRow, sort: WorklistSort): (string | number)[] {
  if (sort === 'priority') return [row.priority, row.openedAt.toISOString(), row.id];
  if (sort === 'opened') return [row.openedAt.toISOString(), row.id];
  return [row.nextActionDueAt!.toISOString(), row.id];
}

/**
 * The statement of one page, with one row more than asked for; only what was asked for stands in it. The page is cut
 * before names are joined to it: the planner cannot guess how much the row policies let through.
 * @param covered whose cases are shown beside those of `allocatedTo`
 */
export function worklistStatement(
  question: WorklistQuestion,
  covered: readonly string[] = [],
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bound = (value: unknown) => `$${parameters.push(value)}`;
  const parts = [`SELECT ${WORKLIST_COLUMNS} FROM (SELECT * FROM support_case c`];
  parts.push(question.state === 'open' ? 'WHERE c.closed_at IS NULL' : 'WHERE c.closed_at IS NOT NULL');
  if (question.team !== undefined) parts.push(`AND c.allocated_team = ${bound(question.team)}`);
  if (question.allocatedTo === null) parts.push('AND c.allocated_to IS NULL');
  else if (question.allocatedTo !== undefined && covered.length > 0)
    parts.push(`AND c.allocated_to = ANY (${bound([question.allocatedTo, ...covered])}::text[])`);
  else if (question.allocatedTo !== undefined)
    parts.push(`AND c.allocated_to = ${bound(question.allocatedTo)}`);
  if (question.cohort !== undefined) parts.push(`AND c.cohorts @> ARRAY[${bound(question.cohort)}::text]`);
  if (question.reference !== undefined) parts.push(`AND c.reference = ${bound(question.reference)}`);
  if (question.dueBefore !== undefined)
    parts.push(`AND c.next_action_due_at < ${bound(question.dueBefore)}::timestamptz`);
  parts.push(...afterCursor(question, bound));
  parts.push(`ORDER BY ${ORDERS[question.sort]} LIMIT ${bound(question.limit + 1)}) c`);
  parts.push(`JOIN person p ON p.id = c.person_id LEFT JOIN staff_member s ON s.subject = c.allocated_to`);
  parts.push(`ORDER BY ${ORDERS[question.sort]}`);
  return { sql: parts.join(' '), parameters };
}

function afterCursor({ sort, after }: WorklistQuestion, bound: (value: unknown) => string): string[] {
  if (after === undefined) return [];
  if (sort === 'priority') {
    const [priority, at, id] = readCursor(after, ['number', 'instant', 'id'])!;
    const points = bound(priority);
    const rest = `(c.opened_at, c.id) > (${bound(at)}::timestamptz, ${bound(id)}::uuid)`;
    return [`AND c.priority <= ${points}::bigint AND (c.priority < ${points}::bigint OR ${rest})`];
  }
  const [at, id] = readCursor(after, ['instant', 'id'])!;
  const place = `(${bound(at)}::timestamptz, ${bound(id)}::uuid)`;
  return sort === 'opened'
    ? [`AND (c.opened_at, c.id) < ${place}`]
    : [`AND (c.next_action_due_at, c.id) > ${place}`];
}
