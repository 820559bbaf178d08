import { restrictPerson } from '../cases/restrict-person.js';
import { leadersOf } from '../cases/team-leaders.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { CaseTerms } from './case-opener.js';
import type { KnownPerson } from './known-world.js';
import type { ReferralRecord } from './referral-record.js';

/** What follows for people and cases once the rows of a batch stand. */
export class Consequences {
  private readonly created = new Set<string>();
  private readonly changed = new Set<string>();
  private readonly toRestrict = new Map<string, string>();
  private readonly raised = new Map<string, CaseTerms[]>();

  /** Notes that something about a person's safety may be new. */
  of(record: ReferralRecord, person: KnownPerson, caseId: string, { isNew = false } = {}): void {
    (isNew ? this.created : this.changed).add(person.id);
    if (record.markers.restrictedRecord === 'yes' && !person.restricted)
      this.toRestrict.set(person.id, caseId);
  }

  /** A case is at least as urgent as the most urgent of its referrals. */
  raisePriority(caseId: string, terms: CaseTerms): void {
    this.raised.set(caseId, [...(this.raised.get(caseId) ?? []), terms]);
  }

  peopleTouched(): string[] {
    return [...new Set([...this.created, ...this.changed])];
  }

  async write(tx: Transaction): Promise<void> {
    const changed = [...this.changed].filter((id) => !this.created.has(id));
    await tx.query(`UPDATE person SET safety_version = safety_version + 1 WHERE id = ANY ($1)`, [changed]);
    await this.writePriorities(tx);
    if (this.toRestrict.size === 0) return;
    const members = await leadersOf(tx);
    for (const [personId, caseId] of this.toRestrict) {
      await restrictPerson(tx, { personId, caseId, reasonCode: 'marked-by-source', members });
    }
  }

  private async writePriorities(tx: Transaction): Promise<void> {
    const given = [...this.raised].flatMap(([id, all]) =>
      all.map((terms) => ({
        id,
        points: terms.priority.points,
        reasons: terms.priority.reasons,
        cohorts: terms.cohorts,
      })),
    );
    await tx.query(
      `UPDATE support_case c
          SET priority = greatest(c.priority, g.points),
              priority_reasons = ARRAY(SELECT DISTINCT unnest(c.priority_reasons || g.reasons)),
              cohorts = ARRAY(SELECT DISTINCT unnest(c.cohorts || g.cohorts) ORDER BY 1)
         FROM (SELECT id, max(points) AS points,
                      array_agg(DISTINCT reason) FILTER (WHERE reason IS NOT NULL) AS reasons,
                      array_agg(DISTINCT cohort) FILTER (WHERE cohort IS NOT NULL) AS cohorts
                 FROM jsonb_to_recordset($1) AS t(id uuid, points integer, reasons text[], cohorts text[])
                 LEFT JOIN LATERAL unnest(reasons) AS reason ON true
                 LEFT JOIN LATERAL unnest(cohorts) AS cohort ON true
                GROUP BY id) g
        WHERE c.id = g.id AND c.closed_at IS NULL`,
      [JSON.stringify(given)],
    );
  }
}
