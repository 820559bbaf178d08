import type pg from 'pg';
import type { Got, Sent } from './exchange.js';
import type { Operation } from './operations.js';

/** Whoever has the routes' requests and can send them. */
interface Sender {
  readonly superuser: pg.Client;
  readonly operations: Operation[];
  requestOf(operation: Operation, found: Record<string, string>, who?: string): Sent;
  send(request: Sent): Promise<Got>;
}

const OPEN_ADULTS = `
  FROM support_case c JOIN person p ON p.id = c.person_id
   WHERE c.closed_at IS NULL AND p.kind = 'individual' AND p.birth_date_doubt IS NULL AND p.date_of_birth < '1995-01-01'`;

/** Where things lie that come up in assessments. */
export const ASSESSMENT_PLACES: [path: string, rows: string][] = [
  [
    '/cases/{id}/specialist-assessments',
    `SELECT DISTINCT a.case_id AS id, a.restricted FROM assessment a JOIN support_case c ON c.id = a.case_id
      WHERE a.kind = 'needs' AND c.closed_at IS NULL`,
  ],
  ['/cases/{id}/enhanced-status', `SELECT c.id, c.restricted ${OPEN_ADULTS}`],
  ['/cases/{id}/safeguarding-referrals', `SELECT c.id, c.restricted ${OPEN_ADULTS}`],
  [
    '/cases/{id}/safeguarding-referrals/{referralId}',
    `SELECT case_id AS id, id AS "referralId", version, restricted FROM safeguarding_referral WHERE decision IS NULL`,
  ],
  ['/forms/{code}', `SELECT 'needs' AS code`],
];

const ASSESSED = 40;
const REFERRED = 10;

/** Assesses the needs of some of the invented people, and refers some of them for safeguarding. */
export async function sampleAssessments(world: Sender): Promise<void> {
  const { rows } = await world.superuser.query<{ id: string }>(
    `SELECT c.id ${OPEN_ADULTS} ORDER BY c.id LIMIT ${ASSESSED}`,
  );
  for (const { id } of rows) await act(world, 'completeNeedsAssessment', id);
  for (const { id } of rows.slice(-REFERRED)) await act(world, 'makeSafeguardingReferral', id);
}

async function act(world: Sender, operationId: string, id: string): Promise<void> {
  const operation = world.operations.find((one) => one.id === operationId)!;
  const { status, text } = await world.send(world.requestOf(operation, { id }, 'team-leader'));
  if (status >= 300) throw new Error(`${operationId} of a sample was refused: ${text}`);
}
