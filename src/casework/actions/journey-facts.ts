import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { childCallFacts } from '../../cases/calls/child-contact-rule.js';
import { londonDayOf } from '../../platform/working-days/london-days.js';
import { Thresholds } from '../../reference-data/thresholds.js';
import { ClosureFactsOf } from '../closure/closure-facts.js';
import type { JourneyFacts } from './journey-actions.js';

type ReadFacts = Omit<
  JourneyFacts,
  keyof Awaited<ReturnType<ClosureFactsOf['read']>> | 'isTeamLeader' | 'mostAttempts'
>;

/** Reads what bears on what can be done in a case now, from the rows of every room. */
@Injectable()
export class JourneyFactsOf {
  constructor(
    private readonly closure: ClosureFactsOf,
    private readonly thresholds: Thresholds,
  ) {}

  async read(tx: Transaction, caseId: string): Promise<JourneyFacts> {
    const { subject, roles }: Actor = tx.actor;
    const closure = await this.closure.read(tx, caseId, subject);
    const today = londonDayOf(tx.now);
    const adultAge = this.thresholds.at('adultAge', today);
    const [row] = await tx.prepared<ReadFacts>(FACTS, [caseId, today, adultAge]);
    return {
      ...closure,
      ...row!,
      isTeamLeader: roles.includes('team-leader'),
      mostAttempts: this.thresholds.at('contactAttemptsMost', today),
    };
  }
}

const FACTS_TEXT = `
  SELECT p.kind = 'organisation' AS "isOrganisation",
         ${childCallFacts('$2', '$3')},
         p.objected_at IS NOT NULL OR coalesce((SELECT d.decision = 'DO_NOT_CONTACT' FROM contact_decision d WHERE d.person_id = c.person_id
                    ORDER BY d.decided_at DESC, d.id DESC LIMIT 1), false) AS "isDoNotContact",
         EXISTS (SELECT FROM contact_attempt t WHERE t.case_id = c.id AND t.is_reached)
           OR EXISTS (SELECT FROM inbound_contact i WHERE i.case_id = c.id) AS "hasSpoken",
         (SELECT count(t.number)::int FROM contact_attempt t WHERE t.case_id = c.id) AS "countedAttempts",
         EXISTS (SELECT FROM assessment a WHERE a.case_id = c.id AND a.kind <> 'needs') AS "hasSpecialistAssessment",
         plan.state AS "planState",
         EXISTS (SELECT FROM plan_goal g WHERE g.plan_id = plan.id AND g.state = 'open') AS "hasOpenGoal",
         EXISTS (SELECT FROM support_case l WHERE l.reopened_from = c.id) AS "isReopened",
         EXISTS (SELECT FROM support_case o WHERE o.person_id = c.person_id AND o.closed_at IS NULL) AS "hasOpenCase"
    FROM support_case c
    JOIN person p ON p.id = c.person_id
    LEFT JOIN LATERAL (SELECT s.id, s.state FROM support_plan s WHERE s.case_id = c.id
                        ORDER BY s.created_at DESC, s.id DESC LIMIT 1) plan ON true
   WHERE c.id = $1`;

const FACTS = { name: 'actions.facts', text: FACTS_TEXT, isPlannedOnce: true };
