import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { AssessmentsModule } from '../../src/assessments/assessments.module.js';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { OutcomesModule } from '../../src/outcomes/outcomes.module.js';
import { SupportPlansModule } from '../../src/support-plans/support-plans.module.js';
import { CaseworkApplication } from './casework-application.js';
import { type Operation, operationsOf } from './contract/operations.js';

/** What no case may ever be, each as a statement that finds those that are. */
const FORBIDDEN: Record<string, string> = {
  'open, and nobody’s': `SELECT id FROM support_case c WHERE closed_at IS NULL AND (next_action_due_at IS NULL OR NOT EXISTS
    (SELECT FROM task t WHERE t.case_id = c.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL AND t.due_at IS NOT NULL
        AND (t.owner IS NOT NULL OR t.team IS NOT NULL)))`,
  'closed, with something open': `SELECT c.id FROM support_case c WHERE c.closed_at IS NOT NULL AND (
    NOT EXISTS (SELECT FROM case_closure x WHERE x.case_id = c.id AND x.reason = c.closure_reason)
    OR EXISTS (SELECT FROM task t JOIN case_closure x ON x.case_id = t.case_id
                WHERE t.case_id = c.id AND t.completed_at IS NULL AND t.cancelled_at IS NULL
                  AND NOT (t.kind IN ('chase-safeguarding', 'escalate-safeguarding')
                           AND 'safeguarding-referrals' = ANY (x.handed_over)))
    OR EXISTS (SELECT FROM case_allocation a WHERE a.case_id = c.id AND a.ended_at IS NULL)
    OR EXISTS (SELECT FROM support_plan p WHERE p.case_id = c.id AND p.state = 'active'))`,
  'closed, with a referral that nobody goes on with': `SELECT c.case_id FROM case_closure c JOIN agency_referral r ON r.case_id = c.case_id
    WHERE r.state IN ('sent', 'acknowledged', 'accepted') AND NOT 'agency-referrals' = ANY (c.handed_over)`,
  'supported, and closed without outcome or reason': `SELECT c.case_id FROM case_closure c JOIN assessment a ON a.case_id = c.case_id
    WHERE a.kind = 'needs' AND c.outcome_assessment_id IS NULL AND c.no_outcome_reason IS NULL`,
  'unreached, in danger, and closed by one alone': `SELECT c.id FROM support_case c JOIN case_closure x ON x.case_id = c.id
    WHERE c.cohorts @> '{msht}' AND x.approved_by IS NULL
      AND NOT EXISTS (SELECT FROM contact_attempt t WHERE t.case_id = c.id AND t.is_reached)`,
  'open twice for one person': `SELECT person_id FROM support_case WHERE closed_at IS NULL GROUP BY 1 HAVING count(*) > 1`,
  'called too often': `SELECT case_id FROM contact_attempt GROUP BY 1 HAVING count(number) > 3`,
  'with a plan that answers nothing': `SELECT p.id FROM support_plan p JOIN assessment a ON a.id = p.assessment_id
    WHERE a.kind = 'needs' OR a.case_id <> p.case_id`,
};

interface ShownAction {
  action: string;
  operation: string;
  isAvailable: boolean;
  reasonCode: string | null;
}

/** A verb of a case's life: what is sent beside the route's example, by whom, and the answers that it may get. */
export interface Verb {
  action: string;
  body?: object;
  who?: 'coordinator' | 'team-leader';
  /** Codes that depend on the body, and so stand in no list. */
  mayRefuse?: string[];
}

/** One case over HTTP, with every room of its journey. */
export class CaseLife {
  private constructor(
    readonly casework: CaseworkApplication,
    private readonly operations: Map<string, Operation>,
  ) {}

  static async open(): Promise<CaseLife> {
    const support = [AssessmentsModule, SupportPlansModule, AgencyReferralsModule];
    const casework = await CaseworkApplication.open(
      ContactModule,
      ...support,
      OutcomesModule,
      CaseworkModule,
    );
    const operations = operationsOf(casework.description);
    return new CaseLife(casework, new Map(operations.map((operation) => [operation.id, operation])));
  }

  /** Does what a verb says. Answers what was done, and what the list of actions had told. */
  async live(caseId: string, { action, body, who = 'coordinator' }: Verb) {
    const caller = this.casework.api.as(who);
    const listed = (await caller.get(`/cases/${caseId}/actions`).expect(200)).body as {
      items: ShownAction[];
      version: number;
    };
    const told = listed.items.find((item) => item.action === action)!;
    const { path, body: described } = this.operations.get(told.operation)!;
    const sent = { ...described?.example, ...body };
    const answer = await caller
      .post(path.replace('{id}', caseId), sent)
      .set('if-match', `"${listed.version}"`);
    return { status: answer.status, body: answer.body as { code?: string; caseId?: string }, told };
  }

  /** Says of every goal of the case how it stands in the end, so that its plan can end. */
  async settleGoals(caseId: string): Promise<void> {
    await this.casework.rows(`UPDATE plan_goal SET state = 'met' WHERE case_id = $1`, caseId);
  }

  /** Which of the things that no case may be, some case is. */
  async forbidden(): Promise<string[]> {
    const found: string[] = [];
    for (const [what, sql] of Object.entries(FORBIDDEN)) {
      if ((await this.casework.rows(sql)).length > 0) found.push(what);
    }
    return found;
  }
}
