import { Injectable } from '@nestjs/common';
import { serviceActor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import { Log } from '../platform/logging/log.js';
import { Job } from '../platform/queues/job.decorator.js';
import { taskRow } from './case-opening.js';
import { NextActions } from './next-action.js';
import { belongingTo, caseToChange, recordEvent } from './seen-case.js';
import { leadersOf } from './team-leaders.js';

interface UnreviewedRow {
  grantId: string;
  caseId: string;
}

const AGENT = serviceActor('worker', 'sweep-break-glass');

/** Sees to it that no emergency access stays unreviewed, and that no restricted person has nobody. */
@Injectable()
export class BreakGlassSweep {
  constructor(
    private readonly database: Database,
    private readonly nextActions: NextActions,
    private readonly log: Log,
  ) {}

  @Job('sweep-break-glass')
  async sweep(): Promise<void> {
    const overdue = await this.database.inTransaction(AGENT, (tx) =>
      tx.query<UnreviewedRow>(UNREVIEWED, [tx.now]),
    );
    for (const row of overdue) await this.raise(row);
    const lost = await this.database.inTransaction(AGENT, (tx) =>
      tx.query<{ caseId: string }>(WITHOUT_MEMBERS),
    );
    for (const { caseId } of lost) await this.giveToLeaders(caseId);
  }

  private async raise({ grantId, caseId }: UnreviewedRow): Promise<void> {
    await this.database.inTransaction(AGENT, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      if (!(await isStillUnreviewed(tx, grantId))) return;
      const { personId, restricted, allocatedTeam: team } = supportCase;
      const about = {
        caseId,
        person_id: personId,
        restricted,
        team,
        source: 'access',
        sourceId: grantId,
      } as const;
      const by = { at: tx.now, by: tx.actor.subject };
      await tx.insert('task', [taskRow({ ...about, kind: 'break-glass-unreviewed', dueAt: tx.now, ...by })]);
      await recordEvent(tx, supportCase, 'break-glass.overdue', { grantId });
      if (!supportCase.closedAt) await this.nextActions.settle(tx, supportCase);
      await tx.audit({
        action: 'break-glass.overdue',
        targetType: 'access-grant',
        targetIds: [grantId],
        personIds: [personId],
      });
      this.log.error('break-glass.unreviewed', { grantId, caseId });
    });
  }

  private async giveToLeaders(caseId: string): Promise<void> {
    await this.database.inTransaction(AGENT, async (tx) => {
      const supportCase = await caseToChange(tx, caseId);
      const leaders = await leadersOf(tx);
      if (leaders.length === 0) return this.log.error('restriction.without-members', { caseId });
      const grant = {
        kind: 'member',
        reason_code: 'nobody-else',
        granted_by: tx.actor.subject,
        granted_at: tx.now,
      };
      await tx.insert(
        'access_grant',
        leaders.map((subject) => ({ id: newId(), ...belongingTo(supportCase), subject, ...grant })),
      );
      await recordEvent(tx, supportCase, 'restriction.leaders-added', { members: leaders });
      const about = { targetType: 'case', targetIds: [caseId], personIds: [supportCase.personId] };
      await tx.audit({ action: 'restriction.add-leaders', ...about, reasonCode: 'nobody-else' });
      this.log.warn('restriction.leaders-added', { caseId, leaders: leaders.length });
    });
  }
}

async function isStillUnreviewed(tx: Transaction, grantId: string): Promise<boolean> {
  const rows = await tx.query<UnreviewedRow>(UNREVIEWED, [tx.now]);
  return rows.some((row) => row.grantId === grantId);
}

const UNREVIEWED = `
  SELECT g.id AS "grantId", g.case_id AS "caseId" FROM access_grant g
   WHERE g.kind = 'break-glass' AND g.reviewed_at IS NULL AND g.review_due_at < $1
     AND NOT EXISTS (SELECT FROM task t WHERE t.case_id = g.case_id AND t.source_id = g.id
                        AND t.kind = 'break-glass-unreviewed' AND t.completed_at IS NULL AND t.cancelled_at IS NULL)
   ORDER BY g.review_due_at LIMIT 1000`;

const WITHOUT_MEMBERS = `
  SELECT DISTINCT ON (c.person_id) c.id AS "caseId" FROM support_case c
   WHERE c.restricted AND NOT EXISTS (SELECT FROM access_grant g WHERE g.person_id = c.person_id AND g.kind = 'member'
                                         AND g.withdrawn_at IS NULL)
   ORDER BY c.person_id, c.closed_at IS NULL DESC, c.opened_at DESC LIMIT 1000`;
