import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { addDays } from '../../platform/working-days/calendar-days.js';
import { endOfDayLondon, londonDayOf } from '../../platform/working-days/london-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { cohortsFlagged, GRAVE_REASONS } from './closure-facts.js';

/** A case in which information was sent and nothing else happened. */
export interface QuietCase {
  caseId: string;
  personId: string;
  /** The rule by which it closes, and the message that it counts from. */
  explanation: string;
}

/**
 * Finds the cases that close by themselves: only automatic messages left, nobody was called, answered or asked, nothing
 * is open but the standing review, and a set number of days has passed. Never one of serious and organised crime, of an
 * enhanced status (given, or likely and not yet assessed), of a child or somebody of unknown age, or of high harm; nor
 * one that somebody has, that was referred directly, or that is restricted.
 */
@Injectable()
export class InformationOnly {
  constructor(
    private readonly codeLists: CodeLists,
    private readonly thresholds: Thresholds,
  ) {}

  /** Those that wait longest first. @param among only of these; null: of all */
  async find(tx: Transaction, atMost: number, among: readonly string[] | null = null): Promise<QuietCase[]> {
    const today = londonDayOf(tx.now);
    const { value: days } = this.thresholds.explain('informationOnlyClosureDays', today);
    const never = [
      ...cohortsFlagged(this.codeLists, 'soc', today),
      ...cohortsFlagged(this.codeLists, 'secondPersonToClose', today),
    ];
    const sentBy = endOfDayLondon(addDays(today, -days));
    const age = this.thresholds.at('adultAge', today);
    const rows = await tx.query<{ caseId: string; personId: string; lastSentAt: Date }>(QUIET, [
      ...[never, GRAVE_REASONS, today, age, sentBy, among, atMost],
    ]);
    return rows.map(({ caseId, personId, lastSentAt }) => ({
      ...{ caseId, personId },
      explanation: `informationOnlyClosureDays: ${days} days after the last message, of ${londonDayOf(lastSentAt)}`,
    }));
  }
}

const WORKED_ON = [
  'contact_attempt',
  'inbound_contact',
  'assessment',
  'agency_consent',
  'agency_referral',
  'safeguarding_referral',
  'outcome_assessment',
  'feedback',
  'case_note',
]
  .map((table) => `AND NOT EXISTS (SELECT FROM ${table} w WHERE w.case_id = c.id)`)
  .join('\n     ');

const QUIET = `
  SELECT c.id AS "caseId", c.person_id AS "personId", m.last_sent_at AS "lastSentAt"
    FROM support_case c
    JOIN person p ON p.id = c.person_id
    JOIN LATERAL (
      SELECT max(x.sent_at) AS last_sent_at,
             bool_and(x.origin <> 'coordinator' AND x.state IN ('sent', 'delivered', 'recalled', 'failed')) AS is_plain
        FROM message x WHERE x.case_id = c.id) m ON m.is_plain AND m.last_sent_at < $5
   WHERE c.closed_at IS NULL AND c.allocated_to IS NULL AND NOT c.restricted AND c.reopened_from IS NULL
     AND ($6::uuid[] IS NULL OR c.id = ANY ($6))
     AND NOT c.cohorts && $1::text[] AND NOT c.priority_reasons && $2::text[]
     AND (p.kind = 'organisation' OR p.date_of_birth <= $3::date - make_interval(years => $4))
     AND p.objected_at IS NULL AND p.checked_version = p.safety_version
     AND 'AUTO_OK' = (SELECT d.decision FROM contact_decision d WHERE d.person_id = c.person_id
                       ORDER BY d.decided_at DESC, d.id DESC LIMIT 1)
     AND NOT EXISTS (SELECT FROM referral r WHERE r.case_id = c.id AND r.pathway <> 'athena')
     AND NOT EXISTS (SELECT FROM task t WHERE t.case_id = c.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL
                        AND NOT (t.kind = 'follow-up-review' AND t.source = 'casework'))
     AND NOT EXISTS (
       SELECT FROM enhanced_status e
        WHERE e.id = (SELECT n.id FROM enhanced_status n WHERE n.case_id = c.id
                       ORDER BY n.recorded_at DESC, n.id DESC LIMIT 1)
          AND (e.status = 'yes' OR (e.status = 'not-assessed' AND cardinality(e.bases) > 0)))
     ${WORKED_ON}
   ORDER BY c.opened_at, c.id LIMIT $7`;
