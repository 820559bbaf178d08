import { AssessmentsModule } from '../../src/assessments/assessments.module.js';
import { DevelopmentIssuer } from '../../src/platform/access/development-issuer.js';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { CaseworkApplication } from './casework-application.js';
import { Api } from './http.js';
import type { Somebody } from './people.js';
import type { Tokens } from './tokens.js';

/** A day on which no test will ever stand. */
export const REVIEW = '2090-04-03';

/** The least that a needs assessment is sent with. */
export const NEEDS = {
  answers: {
    needs: { safety: { isIdentified: true, entryScore: 3 } },
    restorativeJustice: 'not-suitable',
  },
  reviewDueOn: REVIEW,
};

export function openAssessments(): Promise<CaseworkApplication> {
  return CaseworkApplication.open(AssessmentsModule);
}

/** Sets the clock to a day of one's own, and calls the service with tokens of that day. */
export async function standingAt(casework: CaseworkApplication, at: Date): Promise<Api> {
  casework.clock.set(at);
  const issuer = casework.app.get(DevelopmentIssuer, { strict: false });
  const tokens: Tokens = {};
  for (const staff of INVENTED_STAFF) {
    const token = await issuer.tokenFor(staff);
    tokens[staff.subject] = token;
    for (const role of staff.roles) tokens[role] ??= token;
  }
  return new Api(casework.api.service, tokens);
}

/** Completes what every specialist assessment needs first. */
export async function assessNeeds({ api }: { api: Api }, { caseId }: Somebody): Promise<void> {
  await api.as('coordinator').post(`/cases/${caseId}/needs-assessments`, NEEDS).expect(201);
}

/** The open tasks of a case, each as `kind` with the London day on which it is due. */
export async function openTasks(casework: CaseworkApplication, { caseId }: Somebody): Promise<string[]> {
  const rows = await casework.rows<{ task: string }>(
    `SELECT kind || ' ' || (due_at AT TIME ZONE 'Europe/London')::date AS task FROM task
      WHERE case_id = $1 AND completed_at IS NULL AND cancelled_at IS NULL AND kind <> 'first-contact' ORDER BY due_at, kind`,
    caseId,
  );
  return rows.map(({ task }) => task);
}

/** Closes a case as casework does. */
export async function closeCase(casework: CaseworkApplication, { caseId }: Somebody): Promise<void> {
  await casework.rows(
    `UPDATE support_case SET closed_at = opened_at, closure_reason = 'information-given' WHERE id = $1`,
    caseId,
  );
}
