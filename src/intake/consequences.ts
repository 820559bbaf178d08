import { restrictPerson } from '../cases/restrict-person.js';
import { leadersOf } from '../cases/team-leaders.js';
import type { Transaction } from '../platform/database/transaction.js';
import { newId } from '../platform/ids.js';
import type { CaseTerms } from './case-opener.js';
import type { KnownPerson } from './known-world.js';
import type { ReferralRecord } from './referral-record.js';

/** A referral that brought news to an open case. */
interface Look {
  caseId: string;
  referralId: string;
  dueAt: Date;
}

/** What follows for people and cases once the rows of a batch stand. */
export class Consequences {
  private readonly created = new Set<string>();
  private readonly changed = new Set<string>();
  private readonly toRestrict = new Map<string, string>();
  private readonly raised = new Map<string, CaseTerms[]>();
  private readonly younger = new Set<string>();
  private readonly changedCases = new Set<string>();
  private readonly toLookAt = new Map<string, Look>();

  /** Notes that something about a person's safety may be new. */
  of(record: ReferralRecord, person: KnownPerson, caseId: string, { isNew = false } = {}): void {
    (isNew ? this.created : this.changed).add(person.id);
    if (record.markers.restrictedRecord === 'yes' && !person.restricted)
      this.toRestrict.set(person.id, caseId);
  }

  /** Something about the safety of somebody else than whom a record is about may be new. */
  touched(personId: string): void {
    this.changed.add(personId);
  }

  /** A case is at least as urgent as the most urgent of its referrals. */
  raisePriority(caseId: string, terms: CaseTerms): void {
    this.raised.set(caseId, [...(this.raised.get(caseId) ?? []), terms]);
  }

  /** Another crime came to an open case: whoever read the case before does not know of it. */
  joined(caseId: string, terms: CaseTerms): void {
    this.raisePriority(caseId, terms);
    this.changedCases.add(caseId);
  }

  /** The person is younger than was known, or may be. */
  ageChanged(personId: string): void {
    this.younger.add(personId);
  }

  /** Somebody looks at what a referral brought; the earliest due time holds, and one open task of it is enough. */
  look(caseId: string, referralId: string, dueAt: Date): void {
    const key = `${caseId} ${referralId}`;
    const due = this.toLookAt.get(key)?.dueAt;
    this.toLookAt.set(key, { caseId, referralId, dueAt: due && due < dueAt ? due : dueAt });
  }

  peopleTouched(): string[] {
    return [...new Set([...this.created, ...this.changed])];
  }

  async write(tx: Transaction): Promise<void> {
    const changed = [...this.changed].filter((id) => !this.created.has(id));
    if (changed.length > 0) {
      await tx.query(`UPDATE person SET safety_version = safety_version + 1 WHERE id = ANY ($1)`, [changed]);
    }
    await this.writePriorities(tx);
    await this.writeLooks(tx);
    await this.writeChanges(tx);
    await tx.announce('birth-date.changed', ...[...this.younger].map((personId) => ({ personId })));
    if (this.toRestrict.size === 0) return;
    const members = await leadersOf(tx);
    for (const [personId, caseId] of this.toRestrict) {
      await restrictPerson(tx, { personId, caseId, reasonCode: 'marked-by-source', members });
    }
  }

  private async writeLooks(tx: Transaction): Promise<void> {
    const looks = [...this.toLookAt.values()];
    if (looks.length === 0) return;
    await tx.query(LOOK, [
      looks.map(() => newId()),
      looks.map(({ caseId }) => caseId),
      looks.map(({ referralId }) => referralId),
      looks.map(({ dueAt }) => dueAt),
      tx.now,
      tx.actor.subject,
    ]);
  }

  private async writeChanges(tx: Transaction): Promise<void> {
    if (this.changedCases.size === 0) return;
    await tx.query(
      `UPDATE support_case SET version = version + 1, updated_at = $2
        WHERE id = ANY ($1::uuid[]) AND closed_at IS NULL`,
      [[...this.changedCases], tx.now],
    );
  }

  private async writePriorities(tx: Transaction): Promise<void> {
    const raised = [...this.raised].map(([id, all]) => ({
      id,
      points: Math.max(...all.map(({ priority }) => priority.points)),
      reasons: [...new Set(all.flatMap(({ priority }) => priority.reasons))],
      cohorts: [...new Set(all.flatMap(({ cohorts }) => cohorts))],
    }));
    if (raised.length === 0) return;
    await tx.query(
      `UPDATE support_case c
          SET priority = greatest(c.priority, g.points),
              priority_reasons = ARRAY(SELECT DISTINCT r FROM unnest(c.priority_reasons || g.reasons::text[]) AS r ORDER BY r),
              cohorts = ARRAY(SELECT DISTINCT k FROM unnest(c.cohorts || g.cohorts::text[]) AS k ORDER BY k),
              version = c.version + 1, updated_at = $5
         FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[]) AS g(id, points, reasons, cohorts)
        WHERE c.id = g.id AND c.closed_at IS NULL
          AND (c.priority < g.points OR NOT c.priority_reasons @> g.reasons::text[] OR NOT c.cohorts @> g.cohorts::text[])`,
      [
        raised.map(({ id }) => id),
        raised.map(({ points }) => points),
        raised.map(({ reasons }) => `{${reasons.join(',')}}`),
        raised.map(({ cohorts }) => `{${cohorts.join(',')}}`),
        tx.now,
      ],
    );
  }
}

/** An open look at the same referral is brought forward and changed: whoever read it has not read of this. */
const LOOK = `
  WITH added AS (
    INSERT INTO task (id, case_id, person_id, restricted, kind, source, source_id, owner, team, due_at,
                      created_at, created_by)
    SELECT g.id, c.id, c.person_id, c.restricted, 'look-at-changed-referral', 'intake', g.referral, c.allocated_to,
           c.allocated_team, g.due, $5::timestamptz, $6
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[]) AS g(id, on_case, referral, due)
      JOIN support_case c ON c.id = g.on_case AND c.closed_at IS NULL
    ON CONFLICT (case_id, kind, source_id) WHERE completed_at IS NULL AND cancelled_at IS NULL AND source <> 'person'
      DO UPDATE SET due_at = least(task.due_at, excluded.due_at), version = task.version + 1
    RETURNING case_id, due_at)
  UPDATE support_case c
     SET next_action_due_at = least(c.next_action_due_at, a.due), version = c.version + 1, updated_at = $5
    FROM (SELECT case_id, min(due_at) AS due FROM added GROUP BY case_id) a
   WHERE c.id = a.case_id AND c.closed_at IS NULL`;
