import { AgencyReferralsModule } from '../../src/agency-referrals/agency-referrals.module.js';
import { AssessmentsModule } from '../../src/assessments/assessments.module.js';
import { ReassessAge } from '../../src/cases/reassess-age.js';
import { CaseworkModule } from '../../src/casework/casework.module.js';
import { ContactModule } from '../../src/contact/contact.module.js';
import { OutcomesModule } from '../../src/outcomes/outcomes.module.js';
import { SupportPlansModule } from '../../src/support-plans/support-plans.module.js';
import { CaseworkApplication } from './casework-application.js';
import { type Operation, operationsOf } from './contract/operations.js';
import { forbiddenStates } from './forbidden-states.js';

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
  /** Of a case that is open it is taken, whatever the list says. */
  isNeverRefused?: boolean;
}

/** A case, and the number of its person. */
export interface LivedCase {
  caseId: string;
  mobileId: string;
}

const CALLS = ['record-first-contact', 'record-agreed-call', 'record-check-in'];

/** Which number is called, and which one an officer called safe. */
function named(action: string, contactPointId: string): object {
  if (CALLS.includes(action)) return { contactPointId };
  if (action === 'check-child-contact') return { safeNumbers: [{ contactPointId, whose: 'child' }] };
  return {};
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
  async live({ caseId, mobileId }: LivedCase, { action, body, who = 'coordinator' }: Verb) {
    const caller = this.casework.api.as(who);
    const listed = (await caller.get(`/cases/${caseId}/actions`).expect(200)).body as {
      items: ShownAction[];
      version: number;
    };
    const told = listed.items.find((item) => item.action === action)!;
    const { path, body: described } = this.operations.get(told.operation)!;
    const sent = { ...described?.example, ...named(action, mobileId), ...body };
    const answer = await caller
      .post(path.replace('{id}', caseId), sent)
      .set('if-match', `"${listed.version}"`);
    return { status: answer.status, body: answer.body as { code?: string; caseId?: string }, told };
  }

  /** Says of every goal of the case how it stands in the end, so that its plan can end. */
  async settleGoals(caseId: string): Promise<void> {
    await this.casework.rows(`UPDATE plan_goal SET state = 'met' WHERE case_id = $1`, caseId);
  }

  /**
   * Somebody finds another birth date of the person, by which they are a child or nobody knows. Answers the case that is
   * open then: the same, or one that continues it.
   */
  async showsBirthDate(personId: string, dateOfBirth: string | null): Promise<string> {
    const caller = this.casework.api.as('coordinator');
    const path = `/victims/${personId}`;
    const { version } = (await caller.get(path).expect(200)).body as { version: number };
    const change = { dateOfBirth, reasonCode: 'seen-a-document' };
    await caller.patch(path, change, `"${version}"`).expect(200);
    await this.relay(personId);
    const [open] = await this.casework.rows<{ id: string }>(
      'SELECT id FROM support_case WHERE person_id = $1 AND closed_at IS NULL',
      personId,
    );
    return open!.id;
  }

  /** What the relay would start for what was announced of somebody; doing it again changes nothing. */
  private async relay(personId: string): Promise<void> {
    const events = await this.casework.rows<{ payload: Record<string, string> }>(
      `SELECT payload FROM outbox_event WHERE name = 'birth-date.changed' AND payload ->> 'personId' = $1 ORDER BY id`,
      personId,
    );
    for (const { payload } of events)
      await this.casework.app.get(ReassessAge, { strict: false }).reassess(payload);
  }

  /** Looks at the news of a case, and says so. */
  async lookAtNews(caseId: string): Promise<void> {
    const caller = this.casework.api.as('coordinator');
    const { tasks } = (await caller.get(`/cases/${caseId}`).expect(200)).body as {
      tasks: { id: string; kind: string }[];
    };
    for (const { id } of tasks.filter(({ kind }) => kind === 'look-at-age')) {
      const { version } = (await caller.get(`/tasks/${id}`).expect(200)).body as { version: number };
      await caller
        .post(`/tasks/${id}/completion`, { outcomeCode: 'done' })
        .set('if-match', `"${version}"`)
        .expect(200);
    }
  }

  /** Agencies end what was sent to them. */
  async agenciesEnd(caseId: string): Promise<void> {
    const caller = this.casework.api.as('coordinator');
    const path = `/cases/${caseId}/agency-referrals`;
    const { items } = (await caller.get(path).expect(200)).body as {
      items: { id: string; state: string; version: number }[];
    };
    for (const { id, version } of items.filter(({ state }) => state === 'sent'))
      await caller
        .post(`${path}/${id}/closure`, { outcomeCode: 'support-completed' })
        .set('if-match', `"${version}"`)
        .expect(200);
  }

  /** Which of the things that no case may be, some case is. */
  forbidden(): Promise<string[]> {
    return forbiddenStates((sql, ...parameters) => this.casework.rows(sql, ...parameters));
  }
}
