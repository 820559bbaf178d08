import type pg from 'pg';
import type { Got, Sent } from './exchange.js';
import type { Operation } from './operations.js';

type Found = Record<string, string>;

/** Whoever has the routes' requests and can send them. */
interface Sender {
  readonly superuser: pg.Client;
  readonly operations: Operation[];
  requestOf(operation: Operation, found: Found, who?: string): Sent;
  send(request: Sent): Promise<Got>;
}

const ADULTS = `
  SELECT c.id, c.version, c.restricted FROM support_case c JOIN person p ON p.id = c.person_id
   WHERE c.closed_at IS NULL AND p.kind = 'individual' AND p.birth_date_doubt IS NULL AND p.date_of_birth < '1995-01-01'`;

/** Where things lie that come up in support by plans and agencies. */
export const SUPPORT_PLACES: [path: string, rows: string][] = [
  [
    '/cases/{id}/support-plan',
    `SELECT case_id AS id, version, restricted FROM support_plan ended WHERE state = 'ended'
        AND NOT EXISTS (SELECT FROM support_plan a WHERE a.case_id = ended.case_id AND a.state = 'active')`,
  ],
  ['/cases/{id}/support-plan/', `SELECT case_id AS id, restricted FROM support_plan WHERE state = 'active'`],
  [
    '/cases/{id}/support-plan/goals/{goalId}',
    `SELECT g.case_id AS id, g.id AS "goalId", g.version, g.restricted FROM plan_goal g
       JOIN support_plan p ON p.id = g.plan_id WHERE p.state = 'active'`,
  ],
  [
    '/cases/{id}/support-plan/actions/{actionId}',
    `SELECT a.case_id AS id, a.id AS "actionId", a.version, a.restricted FROM plan_action a
       JOIN support_plan p ON p.id = a.plan_id WHERE p.state = 'active' AND a.state = 'open'`,
  ],
  [
    '/cases/{id}/support-plan/exit-strategy',
    `SELECT case_id AS id, restricted FROM support_plan p WHERE state = 'active'
        AND NOT EXISTS (SELECT FROM plan_goal g WHERE g.plan_id = p.id AND g.state = 'open')`,
  ],
  [
    '/cases/{id}/support-plan/check-ins',
    `SELECT p.case_id AS id, p.restricted FROM support_plan p JOIN person o ON o.id = p.person_id
      WHERE p.state = 'active' AND o.objected_at IS NULL
        AND o.id NOT IN (SELECT person_id FROM contact_decision WHERE decision = 'DO_NOT_CONTACT')`,
  ],
  ['/cases/{id}/agency-consents', ADULTS],
  [
    '/cases/{id}/agency-consents/{consentId}',
    `SELECT case_id AS id, id AS "consentId", restricted FROM agency_consent WHERE is_given AND withdrawn_at IS NULL`,
  ],
  [
    '/cases/{id}/agency-referrals',
    `SELECT case_id AS id, restricted FROM agency_consent c WHERE withdrawn_at IS NULL
        AND NOT EXISTS (SELECT FROM agency_referral r WHERE r.case_id = c.case_id)
        AND NOT EXISTS (SELECT FROM agency_consent o WHERE o.case_id = c.case_id AND o.id <> c.id)`,
  ],
  [
    '/cases/{id}/agency-referrals/{referralId}',
    `SELECT case_id AS id, id AS "referralId", version, restricted FROM agency_referral WHERE state = 'sent'`,
  ],
];

const CONSENTED = 40;
/** How many of them go through all of this, from the first of them on. */
const STEPS: [operationId: string, from: number, to: number][] = [
  ['sendAgencyReferral', 0, 15],
  ['completeNeedsAssessment', 0, 30],
  ['completeSpecialistAssessment', 0, 30],
  ['openSupportPlan', 0, 30],
  ['setPlanGoal', 0, 6],
  ['agreePlanAction', 0, 6],
  ['writeExitStrategy', 18, 30],
];

/** Asks some of the invented people whether an agency may be told, sends some of them there, and plans support. */
export async function sampleSupport(world: Sender): Promise<void> {
  const { rows } = await world.superuser.query<{ id: string }>(
    `${ADULTS} AND NOT c.restricted ORDER BY c.id LIMIT ${CONSENTED}`,
  );
  for (const { id } of rows) await act(world, 'recordAgencyConsent', { id });
  for (const [operationId, from, to] of STEPS)
    for (const { id } of rows.slice(from, to)) await act(world, operationId, { id });
}

async function act(world: Sender, operationId: string, found: Found): Promise<void> {
  const operation = world.operations.find(({ id }) => id === operationId)!;
  const { status, text } = await world.send(world.requestOf(operation, found, 'team-leader'));
  if (status >= 300) throw new Error(`${operationId} of a sample was refused: ${text}`);
}
