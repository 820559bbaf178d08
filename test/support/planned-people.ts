import { randomUUID } from 'node:crypto';
import { SupportPlansModule } from '../../src/support-plans/support-plans.module.js';
import { CaseworkApplication } from './casework-application.js';
import type { Somebody, Wanted } from './people.js';

/** A plan as a test opens it. */
export const PLAN = {
  nextCheckInAt: '2090-01-05T10:00:00Z',
  reviewDueOn: '2090-02-01',
  riskLevel: 'standard',
};

/** What a test reads of a plan. */
export interface ShownPlan {
  id: string;
  owner: string;
  version: number;
  nextCheckInAt: string | null;
  steps: { kind: string; aboutId: string; owner: string; dueAt: string; explanation: string }[];
}

/** The room of support plans over HTTP, with people whose needs were assessed. */
export class PlannedPeople {
  private constructor(readonly casework: CaseworkApplication) {}

  static async open(...besides: Parameters<typeof CaseworkApplication.open>): Promise<PlannedPeople> {
    return new PlannedPeople(await CaseworkApplication.open(SupportPlansModule, ...besides));
  }

  get coordinator() {
    return this.casework.api.as('coordinator');
  }

  close(): Promise<void> {
    return this.casework.close();
  }

  /** Somebody with a specialist assessment. */
  async assessed(wanted: Wanted = {}, kind = 'general'): Promise<Somebody & { assessmentId: string }> {
    const somebody = await this.casework.people.add(wanted);
    return { ...somebody, assessmentId: await this.assess(somebody, kind) };
  }

  async assess(
    { caseId, personId }: Somebody,
    kind: string,
    supersedes: string | null = null,
  ): Promise<string> {
    const id = randomUUID();
    await this.casework.rows(
      `INSERT INTO assessment (id, case_id, person_id, kind, form_code, form_version, answers, completed_at, completed_by,
                               recorded_at, review_due_on, supersedes)
       VALUES ($1, $2, $3, $4, 'invented', 1, '{}', $5, 'dev-coordinator-1', $5, '2090-01-01', $6)`,
      ...[id, caseId, personId, kind, this.casework.clock.now(), supersedes],
    );
    return id;
  }

  /** Somebody with an active plan. */
  async planned(wanted: Wanted = {}): Promise<Somebody & { plan: ShownPlan }> {
    const somebody = await this.assessed(wanted);
    const { body } = await this.coordinator.post(this.path(somebody), PLAN).expect(201);
    return { ...somebody, plan: body as ShownPlan };
  }

  path({ caseId }: Somebody, ...parts: string[]): string {
    return ['', 'cases', caseId, 'support-plan', ...parts].join('/');
  }

  async plan(somebody: Somebody): Promise<ShownPlan> {
    const { body } = await this.coordinator.get(this.path(somebody)).expect(200);
    return body as ShownPlan;
  }

  /** Kinds of the open tasks of a case that plans lead to. */
  async openSteps({ caseId }: Somebody): Promise<string[]> {
    const rows = await this.casework.rows<{ kind: string }>(
      `SELECT kind FROM task WHERE case_id = $1 AND source = 'support-plan' AND completed_at IS NULL ORDER BY due_at`,
      caseId,
    );
    return rows.map(({ kind }) => kind);
  }
}
