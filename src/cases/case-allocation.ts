import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { Invalid } from '../platform/problems/problem.js';
import { CodeLists } from '../reference-data/code-lists.js';
import type { AllocationEntryResponse, AllocatedResponse } from './allocation-responses.js';
import type { AllocateRequest } from './case-requests.js';
import { mustBeSeenBy } from './membership.js';
import { belongingTo, caseSeen, caseToChange, recordEvent } from './seen-case.js';
import { colleagueNamed } from './staff-for-cases.js';
import type { CasePlace, SupportCase } from './support-case.entity.js';

interface EntryRow extends Omit<AllocationEntryResponse, 'allocatedAt' | 'endedAt'> {
  allocatedAt: Date;
  endedAt: Date | null;
}

/** Who has a case: at most one coordinator at a time, else a team's queue. */
@Injectable()
export class CaseAllocation {
  constructor(
    private readonly database: Database,
    private readonly codeLists: CodeLists,
  ) {}

  /**
   * Gives a case to a colleague or to a team's queue. Of two who take it at once one gets it.
   * @throws NotFound; Invalid `unknown-staff`, `unknown-team`; Conflict `already-allocated`, `case-closed`,
   * `not-a-member`; StaleEdit
   */
  allocate(
    actor: Actor,
    caseId: string,
    request: AllocateRequest,
    version: number,
  ): Promise<AllocatedResponse> {
    return this.database.inTransaction(actor, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const to = await this.placeMeant(tx, supportCase, request);
      const from = supportCase.place;
      const isTeamLeader = actor.roles.includes('team-leader');
      supportCase.allocate(to, { subject: actor.subject, isTeamLeader, version }, tx.now);
      await mustBeSeenBy(tx, supportCase, to.subject);
      await moveCase(tx, supportCase, from);
      await tx.audit({
        action: 'case.allocate',
        targetType: 'case',
        targetIds: [caseId],
        personIds: [supportCase.personId],
        fields: ['allocatedTo', 'allocatedTeam'],
      });
      return { caseId, ...to, version: supportCase.version };
    });
  }

  /** Who had the case when, newest first. @throws NotFound */
  history(actor: Actor, caseId: string, query: PageQuery): Promise<Page<AllocationEntryResponse>> {
    const [at = null, id = null] = readCursor(query.after, ['instant', 'id']) ?? [];
    return this.database.inTransaction(actor, async (tx) => {
      const { personId } = await caseSeen(tx, caseId);
      const rows = await tx.query<EntryRow>(HISTORY, [caseId, at, id, query.limit + 1]);
      await tx.audit({
        action: 'case.allocation-read',
        targetType: 'case',
        targetIds: [caseId],
        personIds: [personId],
      });
      return pageOf(rows, query.limit, (row) => [row.allocatedAt.toISOString(), row.id], shown);
    });
  }

  private async placeMeant(
    tx: Transaction,
    supportCase: SupportCase,
    request: AllocateRequest,
  ): Promise<CasePlace> {
    const { toSubject, toTeam } = request;
    if (toSubject === undefined && toTeam === undefined) {
      throw Invalid.field('toSubject', 'required', 'Give `toSubject`, `toTeam` or both.');
    }
    if (toTeam !== undefined && !this.codeLists.has('teams', toTeam, tx.now)) {
      throw Invalid.field('toTeam', 'unknown-team', 'There is no such team.');
    }
    if (toSubject === undefined) return { subject: null, team: toTeam! };
    const colleague = await colleagueNamed(tx, toSubject, 'toSubject');
    return { subject: colleague.subject, team: toTeam ?? colleague.team ?? supportCase.allocatedTeam };
  }
}

/**
 * Writes where a case lies now, with its history and timeline. Its open tasks go along, save those that a third
 * colleague has and reviews of access, which belong to leaders.
 */
export async function moveCase(tx: Transaction, supportCase: SupportCase, from: CasePlace): Promise<void> {
  const { id, allocatedTo: subject, allocatedTeam: team } = supportCase;
  await tx.manager.save(supportCase);
  await tx.query(`UPDATE case_allocation SET ended_at = $2 WHERE case_id = $1 AND ended_at IS NULL`, [
    id,
    tx.now,
  ]);
  const allocated = { allocated_by: tx.actor.subject, allocated_at: tx.now };
  await tx.insert('case_allocation', [
    { id: newId(), ...belongingTo(supportCase), to_subject: subject, to_team: team, ...allocated },
  ]);
  await tx.query(
    `UPDATE task SET owner = $2, team = $3, version = version + 1
      WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL AND kind NOT LIKE '%break-glass%'
        AND (owner IS NULL OR owner = $4)`,
    [id, subject, team, from.subject],
  );
  const details = { fromSubject: from.subject, fromTeam: from.team, toSubject: subject, toTeam: team };
  await recordEvent(tx, supportCase, 'case.allocated', details);
}

function shown(row: EntryRow): AllocationEntryResponse {
  return { ...row, allocatedAt: row.allocatedAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null };
}

const HISTORY = `
  SELECT a.id, a.to_subject AS subject, t.display_name AS "displayName", a.to_team AS team,
         a.allocated_by AS "allocatedBy", a.allocated_at AS "allocatedAt", a.ended_at AS "endedAt"
    FROM case_allocation a LEFT JOIN staff_member t ON t.subject = a.to_subject
   WHERE a.case_id = $1 AND ($2::timestamptz IS NULL OR (a.allocated_at, a.id) < ($2, $3::uuid))
   ORDER BY a.allocated_at DESC, a.id DESC LIMIT $4`;
