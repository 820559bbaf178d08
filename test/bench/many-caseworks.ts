import type pg from 'pg';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import type { BenchDatabase } from './bench-cluster.js';
import { seedCases } from './many-cases.js';

/** Fills a database with invented cases over five years and with what a return counts of them; the same for the same seed. */
export async function seedCaseworks(database: BenchDatabase, count: number, seed: number): Promise<void> {
  await seedCases(database, count, seed);
  await withClient(database.superuserUrl, async (client) => {
    await client.query(`SET synchronous_commit = off; SET session_replication_role = replica`);
    for (const [table, sql] of Object.entries(ROWS)) await fill(client, table, sql, seed);
    await client.query(
      `UPDATE person p SET gender = (ARRAY['GNDR_0001', 'GNDR_0003', 'GNDR_0005', NULL])[1 + n % 4],
                           ethnicity_self_defined = (ARRAY['ESDD_W1', 'ESDD_A1', 'ESDD_B2', NULL])[1 + n % 4]
         FROM (SELECT id, ${NUMBER} AS n FROM person) numbered WHERE numbered.id = p.id`,
    );
    await client.query('VACUUM ANALYZE');
  });
}

async function fill(client: pg.Client, table: string, sql: string, seed: number): Promise<void> {
  const cases = `WITH c AS MATERIALIZED (SELECT ${NUMBER} AS n, k.* FROM support_case k)`;
  await client.query(`INSERT INTO ${table} ${cases} ${sql.replaceAll('$seed', String(seed))}`);
}

const NUMBER = `('x' || right(id::text, 12))::bit(48)::bigint`;
/** A number from 0 to 99 that depends on the row, the seed and what it is for. */
const chance = (salt: number) => `abs(hashint8extended(n, $seed::bigint + ${salt}) % 100)`;
const idOf = (kind: string) => `('0193a5b${kind}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const later = (days: number) => `opened_at + interval '${days} days'`;

const OFFENCES = `ARRAY['028/01', '030/01', '008/06', '053/01', '105/01', '058/01', '039/00', '045/10', '017/02', '125/09']`;
const [IS_CALLED, IS_REACHED, IS_ASSESSED, IS_PLANNED] = [
  ...[`${chance(31)} < 20`, `${chance(31)} < 10`, `${chance(31)} < 7`, `${chance(31)} < 2`],
];

/** Of each table the rows, one for each case `c` that they are about. */
const ROWS: Record<string, string> = {
  'incident (id, force, crime_reference, home_office_class, occurred_from, reported_at, created_at, updated_at)': `
    SELECT ${idOf('2')}, '22', '22/' || n || '/19', (${OFFENCES})[1 + ${chance(21)} % 10], ${later(-2)}, opened_at,
           opened_at, opened_at FROM c`,
  'party (id, incident_id, person_id, restricted, role, created_at)': `
    SELECT ${idOf('3')}, ${idOf('2')}, person_id, restricted, 'victim', opened_at FROM c`,
  [`referral (id, person_id, restricted, case_id, incident_id, party_id, pathway, feed, source_key, sent_by,
              first_accepted_at, last_received_at, last_updated_at, latest_version, content_sha256, markers,
              markers_raised, offences_seen)`]: `
    SELECT ${idOf('4')}, person_id, restricted, id, ${idOf('2')}, ${idOf('3')},
           CASE WHEN ${chance(22)} < 95 THEN 'athena' ELSE 'self' END, 'athena', n::text, 'service:bench', opened_at,
           opened_at, opened_at, 1, '', jsonb_build_object('domesticAbuse', CASE WHEN ${chance(23)} < 15 THEN 'yes' ELSE 'no' END,
             'hateCrime', CASE WHEN ${chance(24)} < 3 THEN 'yes' ELSE 'no' END, 'childSexualExploitation', 'no',
             'modernSlavery', 'no'), '{}', '[]' FROM c`,
  [`contact_decision (id, person_id, restricted, safety_version, decision, reasons, contact_points, decided_at,
                      decided_by)`]: `
    SELECT ${idOf('5')}, person_id, restricted, 1, CASE WHEN ${chance(25)} < 40 THEN 'AUTO_OK' ELSE 'HUMAN_ONLY' END, '[]',
           '[]', opened_at, 'service:bench' FROM c`,
  [`message (id, person_id, restricted, case_id, referral_id, origin, channel, template_code, template_version, language,
             contact_point_id, decision_id, safety_version, state, planned_at, claimed_at, sent_at, updated_at)`]:
    `
    SELECT ${idOf('6')}, person_id, restricted, id, ${idOf('4')}, 'automatic', 'email', 'email-acknowledgement', 1, 'en',
           ${idOf('6')}, ${idOf('5')}, 1, 'sent', opened_at, opened_at, opened_at, opened_at FROM c WHERE ${chance(25)} < 40`,
  'contact_plan (referral_id, person_id, restricted, case_id, decision_id, result, reasons, message_id, planned_at)': `
    SELECT ${idOf('4')}, person_id, restricted, id, ${idOf('5')},
           CASE WHEN ${chance(25)} < 40 THEN 'email' ELSE 'held' END,
           CASE WHEN ${chance(25)} < 40 THEN '{}' ELSE '{MARKER_SET:vulnerable}' END::text[],
           CASE WHEN ${chance(25)} < 40 THEN ${idOf('6')} END, opened_at FROM c`,
  'task (id, case_id, person_id, restricted, kind, source, team, due_at, created_at, created_by, completed_at, completed_by)': `
    SELECT ${idOf('7')}, id, person_id, restricted, 'call-person', 'intake', 'central', ${later(2)}, opened_at, 'service:bench',
           ${later(2)}, 'dev-coordinator-1' FROM c`,
  [`contact_attempt (id, case_id, person_id, restricted, referral_id, purpose, number, safe_to_talk, result, wants_support,
                     occurred_at, recorded_at, recorded_by)`]: `
    SELECT ${idOf('8')}, id, person_id, restricted, ${idOf('4')}, 'first-contact', 1,
           CASE WHEN ${IS_REACHED} THEN 'yes' ELSE 'not-asked-no-answer' END,
           CASE WHEN ${IS_REACHED} THEN 'answered-victim' ELSE 'no-answer' END, CASE WHEN ${IS_REACHED} THEN ${IS_ASSESSED} END,
           ${later(2)}, ${later(2)}, 'dev-coordinator-1' FROM c WHERE ${IS_CALLED}`,
  [`assessment (id, case_id, person_id, restricted, kind, form_code, form_version, answers, completed_at, completed_by,
                recorded_at, review_due_on)`]: `
    SELECT ${idOf('9')}, id, person_id, restricted, 'needs', 'needs', 1, '{}', ${later(5)}, 'dev-coordinator-1', ${later(5)},
           '2031-01-01' FROM c WHERE ${IS_ASSESSED}`,
  'assessed_need (assessment_id, case_id, person_id, restricted, category, is_identified)': `
    SELECT ${idOf('9')}, id, person_id, restricted, category, ${chance(26)} % 2 = 0
      FROM c, unnest(ARRAY['mental-and-physical-health', 'finance-and-benefits', 'safety']) AS category WHERE ${IS_ASSESSED}`,
  [`support_plan (id, case_id, person_id, restricted, owner, state, assessment_id, created_at, created_by,
                  next_check_in_at, review_due_on, risk_level, updated_at)`]: `
    SELECT ${idOf('a')}, id, person_id, restricted, 'dev-coordinator-1', 'active', ${idOf('9')}, ${later(7)},
           'dev-coordinator-1', ${later(14)}, '2031-01-01', 'standard', ${later(7)} FROM c WHERE ${IS_PLANNED}`,
  [`agency_referral (id, case_id, person_id, restricted, kind, agency_code, purpose, lawful_basis, protects, sent_at,
                     sent_by, recorded_at, state, acknowledgement_due_at, acknowledged_at, decided_at, updated_at)`]:
    `
    SELECT ${idOf('b')}, id, person_id, restricted, 'referral', 'axis', 'advocacy', 'x', 'adult-at-risk', ${later(8)},
           'dev-coordinator-1', ${later(8)}, 'accepted', ${later(9)}, ${later(10)}, ${later(12)}, ${later(12)}
      FROM c WHERE ${IS_PLANNED}`,
  [`outcome_assessment (id, case_id, person_id, restricted, framework, moment, reported_by, assessed_at, recorded_at,
                        recorded_by)`]: `
    SELECT ${idOf('c')}, id, person_id, restricted, 'MOJ-2018', 'exit', 'victim', closed_at, closed_at, 'dev-coordinator-1'
      FROM c WHERE ${IS_ASSESSED} AND closed_at IS NOT NULL`,
  [`outcome_result (assessment_id, case_id, person_id, restricted, outcome, result, entry_score, exit_score, is_ceiling)`]: `
    SELECT ${idOf('c')}, id, person_id, restricted, outcome, 'improved', 2, 4, false
      FROM c, unnest(ARRAY['M1_HEALTH', 'M2_COPE', 'M3_SAFETY', 'M4_INFORMED']) AS outcome
     WHERE ${IS_ASSESSED} AND closed_at IS NOT NULL`,
  'case_closure (case_id, person_id, restricted, reason, closed_at, closed_by, is_automatic)': `
    SELECT id, person_id, restricted, closure_reason, closed_at, 'dev-coordinator-1', false FROM c
     WHERE closed_at IS NOT NULL`,
};
