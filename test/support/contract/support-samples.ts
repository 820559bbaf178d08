import type { ContractWorld, Found } from './world.js';

const ADULTS = `
  SELECT c.id, c.version, c.restricted FROM support_case c JOIN person p ON p.id = c.person_id
   WHERE c.closed_at IS NULL AND p.kind = 'individual' AND p.birth_date_doubt IS NULL AND p.date_of_birth < '1995-01-01'`;

/** Where things lie that come up in support by agencies. */
export const SUPPORT_PLACES: [path: string, rows: string][] = [
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

const ASKED = 40;
const SENT = 15;

/** Asks some of the invented people whether an agency may be told, and sends some of them there. */
export async function sampleSupport(world: ContractWorld): Promise<void> {
  const { rows } = await world.superuser.query<{ id: string }>(`${ADULTS} ORDER BY c.id LIMIT ${ASKED}`);
  for (const [index, { id }] of rows.entries()) {
    await act(world, 'recordAgencyConsent', { id });
    if (index < SENT) await act(world, 'sendAgencyReferral', { id });
  }
}

async function act(world: ContractWorld, operationId: string, found: Found): Promise<void> {
  const operation = world.operations.find(({ id }) => id === operationId)!;
  const { status, text } = await world.send(world.requestOf(operation, found, 'team-leader'));
  if (status >= 300) throw new Error(`${operationId} of a sample was refused: ${text}`);
}
