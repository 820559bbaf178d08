import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import type { WorklistItemResponse } from './case-responses.js';
import { PRIORITY_POINTS, type PriorityReason } from './priority.js';
import { coveredToday } from './staff-cover.js';
import {
  worklistKeys,
  type WorklistQuestion,
  type WorklistRow,
  worklistStatement,
} from './worklist-query.js';

/** Cases as a list that says what is worked first, and why. */
@Injectable()
export class Worklist {
  constructor(private readonly database: Database) {}

  /** One page of the cases that the actor may see; looking is audited with the ids that were shown. */
  page(actor: Actor, question: WorklistQuestion): Promise<Page<WorklistItemResponse>> {
    return this.database.inTransaction(actor, async (tx) => {
      const covered = question.isMine ? await coveredToday(tx, actor.subject) : [];
      const { sql, parameters } = worklistStatement(question, covered);
      const rows = await tx.query<WorklistRow>(sql, parameters);
      const page = pageOf(rows, question.limit, (row) => worklistKeys(row, question.sort), toWorklistItem);
      await tx.audit({
        action: 'case.listed',
        targetType: 'case',
        targetIds: page.items.map((item) => item.id),
        personIds: page.items.map((item) => item.personId),
      });
      return page;
    });
  }
}

export function toWorklistItem(row: WorklistRow): Pick<WorklistItemResponse, keyof WorklistItemResponse> {
  return {
    id: row.id,
    reference: row.reference,
    personId: row.personId,
    personName: row.personName,
    priority: row.priority,
    priorityReasons: explained(row.priorityReasons),
    cohorts: row.cohorts,
    allocation: { subject: row.allocatedTo, displayName: row.allocatedName, team: row.allocatedTeam },
    nextActionDueAt: row.closedAt ? null : (row.nextActionDueAt?.toISOString() ?? null),
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    isRestricted: row.restricted,
  };
}

function explained(codes: string[]): { code: string; points: number }[] {
  const reasons = codes.map((code) => ({ code, points: PRIORITY_POINTS[code as PriorityReason] ?? 0 }));
  return reasons.sort((one, other) => other.points - one.points || one.code.localeCompare(other.code));
}
