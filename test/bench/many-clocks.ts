import { withClient } from '../../src/platform/database/cluster-roles.js';
import type { BenchDatabase } from './bench-cluster.js';
import { seedCases } from './many-cases.js';

/** Of each case: three events that start clocks and two tellings, and five clocks. */
export const PER_CASE = 5;

/** Fills a database with invented cases over five years, with what happened in their criminal cases and their clocks. */
export async function seedClocks(database: BenchDatabase, cases: number, seed: number): Promise<void> {
  await seedCases(database, cases, seed);
  await withClient(database.superuserUrl, async (client) => {
    // Keys are not checked one by one: each row is made from the same number as the row that it refers to.
    await client.query(`SET synchronous_commit = off; SET session_replication_role = replica`);
    for (const sql of [VICTIMS, EVENTS, CLOCKS]) await client.query(sql, [seed]);
    await client.query('VACUUM ANALYZE entitlement_victim, justice_event, entitlement_clock');
  });
}

const CASES = `(SELECT ('x' || right(id::text, 12))::bit(48)::bigint AS n, * FROM support_case) c`;
/** A number from 0 to 99 that depends on the row, the seed and what it is for. */
const chance = (of: string, salt: number) => `abs(hashint8extended(${of}, $1::bigint + ${salt}) % 100)`;
const ID_OF_CASE = `lpad(to_hex(c.n), 12, '0')`;
const INCIDENT = `('0193a5b2-0000-7000-8000-' || ${ID_OF_CASE})::uuid`;
const PARTY = `('0193a5b3-0000-7000-8000-' || ${ID_OF_CASE})::uuid`;
const event = (number: string) => `('0193a5b4-000' || ${number} || '-7000-8000-' || ${ID_OF_CASE})::uuid`;

const VICTIMS = `
  INSERT INTO entitlement_victim (party_id, person_id, restricted, incident_id, case_id, is_organisation, groups, cohorts,
                                  age_at_offence)
  SELECT ${PARTY}, c.person_id, c.restricted, ${INCIDENT}, c.id, false, '{everyone}',
         CASE WHEN ${chance('c.n', 51)} < 3 THEN '{msht}' WHEN ${chance('c.n', 51)} < 6 THEN '{cse,sexual}'
              ELSE c.cohorts END, nullif(${chance('c.n', 52)}, 99)
    FROM ${CASES}`;

const EVENTS = `
  INSERT INTO justice_event (id, incident_id, original_id, party_id, person_id, restricted, kind, occurred_at, precision,
                             recorded_at, source, recorded_by, quality)
  SELECT ${event('k')}, ${INCIDENT}, ${event('k')}, CASE WHEN k > 3 THEN ${PARTY} END, CASE WHEN k > 3 THEN c.person_id END,
         k > 3 AND c.restricted, (ARRAY['crime.reported', 'suspect.arrested', 'bail.released', 'victim.informed', 'victim.informed'])[k],
         c.opened_at + interval '1 day' * k, 'instant', c.opened_at + interval '1 day' * k, 'police', 'bench',
         CASE WHEN k > 3 AND ${chance('c.n', 53)} < 50 THEN
           jsonb_build_object('reasonsGiven', (ARRAY['yes', 'no', 'unknown'])[1 + ${chance('c.n', 54)} % 3]) END
    FROM ${CASES} CROSS JOIN generate_series(1, ${PER_CASE}) k`;

const RULES = `ARRAY['20-6A1', '20-6A2', '20-6A4', '20-6C', '20-6F', '20-8A', '20-8C', '20-9A', '20-4B', '20-3A', '20-7A', '20-11A']`;
const HOLDERS = `ARRAY['POLICE', 'POLICE', 'POLICE', 'POLICE', 'CPS', 'WCU', 'WCU', 'WCU', 'POLICE', 'POLICE', 'POLICE', 'WCU']`;
const BASES = `ARRAY['domestic-abuse', 'sexual-offence', 'hate-crime', 'under-18', 'vulnerable-by-police', 'modern-slavery']`;

const CLOCKS = `
  INSERT INTO entitlement_clock (id, person_id, restricted, party_id, incident_id, case_id, rule_id, rule_from, limit_code,
    code_version, right_no, duty_holder, feed, is_counted, start_kind, start_event_id, started_at, started_on,
    is_start_known, status_at_start, bases_at_start, status_now, bases_now, unit, limit_standard, limit_enhanced,
    due_standard_on, due_enhanced_on, soon_standard_on, soon_enhanced_on, due_on, satisfied_at, satisfied_on, satisfied_by,
    satisfied_event_id, victim_reported, victim_reported_at, victim_report_event_id, excluded_reason, feed_covers,
    calendar_version, counted_at)
  SELECT ('0193a5b5-000' || k || '-7000-8000-' || ${ID_OF_CASE})::uuid, c.person_id, c.restricted, ${PARTY}, ${INCIDENT}, c.id,
         (${RULES})[rule], '2021-04-01', 'main', '2020', 'R' || rule % 7, (${HOLDERS})[rule],
         lower((${HOLDERS})[rule]), ${chance('h', 61)} < 97, 'suspect.arrested', ${event('1 + k % 3')}, c.opened_at,
         c.opened_at::date, ${chance('h', 62)} < 98, status, bases, CASE WHEN ${chance('h', 63)} < 3 THEN 'yes' ELSE status END,
         CASE WHEN ${chance('h', 63)} < 3 THEN ARRAY['under-18'] ELSE bases END,
         CASE WHEN has_limit THEN 'working-day' END, CASE WHEN has_limit THEN 5 END, CASE WHEN has_limit THEN 1 END,
         CASE WHEN has_limit THEN c.opened_at::date + 7 END, CASE WHEN has_limit THEN c.opened_at::date + 1 END,
         CASE WHEN has_limit THEN c.opened_at::date + 6 END, CASE WHEN has_limit THEN c.opened_at::date END,
         CASE WHEN has_limit THEN c.opened_at::date + 1 END,
         CASE WHEN is_told THEN c.opened_at + interval '1 day' * told END, CASE WHEN is_told THEN c.opened_at::date + told END,
         CASE WHEN is_told THEN 'victim.informed' END, CASE WHEN is_told THEN ${event('4 + k % 2')} END,
         CASE WHEN is_asked THEN 'told' END, CASE WHEN is_asked THEN c.opened_at END,
         CASE WHEN is_asked THEN ${event('4')} END, CASE WHEN ${chance('h', 64)} < 2 THEN 'declined' END,
         ${chance('h', 65)} < 50, 0, c.opened_at
    FROM ${CASES} CROSS JOIN generate_series(1, ${PER_CASE}) k CROSS JOIN LATERAL (SELECT c.n * 8 + k AS h) hashed
   CROSS JOIN LATERAL (
     SELECT (1 + (${chance('c.n', 55)} + k) % 12)::int AS rule, (${chance('c.n', 55)} + k) % 12 NOT IN (9, 10) AS has_limit,
            ${chance('h', 56)} < 60 AS is_told, (${chance('h', 57)} % 10)::int AS told, ${chance('h', 58)} < 8 AS is_asked,
            CASE WHEN ${chance('c.n', 59)} < 40 THEN 'yes' WHEN ${chance('c.n', 59)} < 60 THEN 'not-assessed' ELSE 'no' END
              AS status,
            CASE WHEN ${chance('c.n', 59)} < 40 THEN (${BASES})[1 + ${chance('c.n', 60)} % 6 : 2 + ${chance('c.n', 60)} % 6]
                 ELSE '{}' END AS bases) made`;
