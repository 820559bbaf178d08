import { Injectable } from '@nestjs/common';
import type { TaskKind } from '../../cases/case-opening.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Day } from '../../platform/working-days/calendar-days.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { CodeLists } from '../../reference-data/code-lists.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import type { ClosureFacts } from './closure-rules.js';

/** What was found of a case that bears on its closure, with the rows that it rests on. */
export interface FoundClosureFacts extends ClosureFacts {
  /** The exit outcome assessment that the closure rests on. */
  outcomeAssessmentId: string | null;
  approvalId: string | null;
  approvedBy: string | null;
  approvedAt: Date | null;
  isReached: boolean;
  /** A call reached the person, or somebody answered theirs. */
  wasSpokenWith: boolean;
}

/** Priority reasons under which nobody closes a case alone whose person was never reached. */
export const GRAVE_REASONS = ['high-harm', 'risk-of-self-harm', 'welfare-risk'];

/** The cohorts with a flag of `config/reference-data/cohorts.yaml` on a day. */
export function cohortsFlagged(codeLists: CodeLists, flag: string, on: Day): string[] {
  const flagged = codeLists.codesOn('cohorts', on).filter(({ attributes }) => attributes?.[flag] === true);
  return flagged.map(({ code }) => code);
}

/** Reads what bears on the closure of cases, in one statement. */
@Injectable()
export class ClosureFactsOf {
  constructor(
    private readonly codeLists: CodeLists,
    private readonly thresholds: Thresholds,
  ) {}

  /** @param closer who would close it: their own approval does not count */
  async read(tx: Transaction, caseId: string, closer: string): Promise<FoundClosureFacts> {
    const today = londonDayOf(tx.now);
    const cohorts = cohortsFlagged(this.codeLists, 'secondPersonToClose', today);
    const adultAge = this.thresholds.at('adultAge', today);
    const [row] = await tx.prepared<FoundClosureFacts & { isGrave: boolean }>(FACTS, [
      ...[caseId, cohorts, GRAVE_REASONS, closer, today, adultAge, LOOKS],
    ]);
    const { isGrave, ...facts } = row!;
    return { ...facts, needsSecondPerson: isGrave && !facts.isReached };
  }
}

/** Tasks by which somebody looks at what came. */
const LOOKS: readonly TaskKind[] = ['look-at-changed-referral', 'look-at-joined-referral', 'look-at-age'];

const OPEN_REFERRAL = `state IN ('sent', 'acknowledged', 'accepted')`;

const FACTS_TEXT = `
  SELECT c.closed_at IS NOT NULL AS "isClosed",
         EXISTS (SELECT FROM support_plan WHERE case_id = c.id AND state = 'active') AS "hasActivePlan",
         EXISTS (SELECT FROM message WHERE case_id = c.id AND state IN ('claimed', 'unknown')) AS "hasUnsettledMessage",
         EXISTS (SELECT FROM agency_referral WHERE case_id = c.id AND ${OPEN_REFERRAL}) AS "hasOpenAgencyReferral",
         EXISTS (SELECT FROM task WHERE case_id = c.id AND kind = 'make-safeguarding-referral'
                    AND completed_at IS NULL AND cancelled_at IS NULL) AS "hasUnmadeSafeguardingReferral",
         EXISTS (SELECT FROM safeguarding_referral WHERE case_id = c.id
                    AND acknowledged_at IS NULL) AS "hasOpenSafeguardingReferral",
         EXISTS (SELECT FROM task WHERE case_id = c.id AND kind = 'call-back' AND completed_at IS NULL
                    AND cancelled_at IS NULL) AS "hasOpenCallBack",
         EXISTS (SELECT FROM task WHERE case_id = c.id AND kind = ANY ($7::text[]) AND completed_at IS NULL
                    AND cancelled_at IS NULL) AS "hasNewsNotLookedAt",
         EXISTS (SELECT FROM assessment WHERE case_id = c.id AND kind = 'needs') AS "isSupported",
         o.id IS NOT NULL AS "hasExitOutcome", o.id AS "outcomeAssessmentId",
         EXISTS (SELECT FROM contact_attempt WHERE case_id = c.id AND is_reached) AS "isReached",
         EXISTS (SELECT FROM contact_attempt WHERE case_id = c.id AND is_reached)
           OR EXISTS (SELECT FROM inbound_contact WHERE case_id = c.id AND answered_at IS NOT NULL) AS "wasSpokenWith",
         c.cohorts && $2::text[] OR c.priority_reasons && $3::text[]
           OR (p.kind = 'individual' AND (p.date_of_birth IS NULL OR p.date_of_birth > $5::date - make_interval(years => $6))) AS "isGrave",
         a.id IS NOT NULL AS "isApproved", a.id AS "approvalId", a.approved_by AS "approvedBy",
         a.approved_at AS "approvedAt"
    FROM support_case c
    JOIN person p ON p.id = c.person_id
    LEFT JOIN LATERAL (
      SELECT x.id FROM outcome_assessment x
       WHERE x.case_id = c.id AND x.moment = 'exit'
         AND NOT EXISTS (SELECT FROM outcome_assessment l WHERE l.supersedes = x.id)
       ORDER BY x.assessed_at DESC, x.id DESC LIMIT 1) o ON true
    -- an approval is of what was known then: contact that came later needs another word
    LEFT JOIN LATERAL (
      SELECT y.id, y.approved_by, y.approved_at FROM case_closure_approval y
       WHERE y.case_id = c.id AND y.case_version = c.version AND y.approved_by <> $4
         AND NOT EXISTS (SELECT FROM contact_attempt t WHERE t.case_id = c.id AND t.recorded_at > y.approved_at)
         AND NOT EXISTS (SELECT FROM inbound_contact i WHERE i.case_id = c.id AND i.recorded_at > y.approved_at)
         AND NOT EXISTS (SELECT FROM referral r WHERE r.case_id = c.id AND r.last_received_at > y.approved_at)
       ORDER BY y.approved_at DESC, y.id DESC LIMIT 1) a ON true
   WHERE c.id = $1`;

const FACTS = { name: 'closure.facts', text: FACTS_TEXT, isPlannedOnce: true };
