import type pg from 'pg';
import { INVENTED_STAFF } from '../../src/platform/access/development-staff.js';
import { withClient } from '../../src/platform/database/cluster-roles.js';
import type { BenchDatabase } from './bench-cluster.js';

/** How many of a hundred cases are open, and how many people are hidden from all but their members. */
const OPEN_PERCENT = 40;
const RESTRICTED_PERCENT = 1;

/** Fills a database with invented people, one case each, over five years; the same for the same seed. */
export async function seedCases({ superuserUrl }: BenchDatabase, count: number, seed: number): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    // Keys are not checked one by one: each row is made from the same number as the row that it refers to.
    await client.query(`SET synchronous_commit = off; SET session_replication_role = replica`);
    await addStaff(client);
    await client.query(PEOPLE, [count, seed]);
    await client.query(CASES, [count, seed]);
    await client.query('VACUUM ANALYZE person, support_case, staff_member');
  });
}

async function addStaff(client: pg.Client): Promise<void> {
  const staff = INVENTED_STAFF.filter(({ roles }) => roles.includes('coordinator'));
  await client.query(
    `INSERT INTO staff_member (subject, display_name, roles, team, first_seen_at, last_seen_at)
     SELECT subject, name, ARRAY['coordinator'], team, '2019-01-01Z', '2019-01-01Z'
       FROM unnest($1::text[], $2::text[], $3::text[]) AS given(subject, name, team)`,
    [
      staff.map(({ subject }) => subject),
      staff.map(({ displayName }) => displayName),
      staff.map(({ team }) => team),
    ],
  );
}

/** A number from 0 to 99 that depends on the row, the seed and what it is for. */
const chance = (salt: number) => `abs(hashint8extended(n, $2::bigint + ${salt}) % 100)`;
const idOf = (kind: number) => `('0193a5b${kind}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const IS_RESTRICTED = `${chance(1)} < ${RESTRICTED_PERCENT}`;
const OPENED_AT = `timestamptz '2019-04-01Z' + interval '1 minute' * ((n * 7919) % 2629000)`;

const PEOPLE = `
  INSERT INTO person (id, restricted, kind, given_name, surname, date_of_birth, retention_class, checked_version,
                      created_at, updated_at)
  SELECT ${idOf(0)}, ${IS_RESTRICTED}, 'individual', (ARRAY['Ada', 'Ben', 'Cerys', 'Dev', 'Elin'])[1 + n % 5],
         'Invented-' || n, date '1940-01-01' + (n % 25000)::int, 'case', 1, ${OPENED_AT}, ${OPENED_AT}
    FROM generate_series(1, $1::bigint) AS n`;

const CASES = `
  INSERT INTO support_case (id, reference, person_id, restricted, opened_at, closed_at, closure_reason, priority,
                            priority_reasons, cohorts, allocated_to, allocated_team, next_action_due_at,
                            retention_class, updated_at)
  SELECT ${idOf(1)}, regexp_replace(upper(lpad(to_hex(n), 8, '0')), '(....)(....)', 'VAL-\\1-\\2'), ${idOf(0)},
         ${IS_RESTRICTED}, opened_at, CASE WHEN NOT is_open THEN opened_at + interval '30 days' END,
         CASE WHEN NOT is_open THEN 'needs-met' END, ${chance(2)}, ARRAY['high-harm', 'repeat-victim'],
         ARRAY[(ARRAY['burglary', 'theft', 'fraud', 'violence', 'domestic'])[1 + ${chance(3)} % 5]],
         CASE WHEN ${chance(4)} < 40 THEN 'dev-coordinator-' || 1 + ${chance(5)} % 3 END,
         CASE WHEN ${chance(6)} < 80 THEN 'central' ELSE 'specialist' END,
         CASE WHEN is_open THEN opened_at + interval '1 hour' * ${chance(7)} END, 'case', opened_at
    FROM (SELECT n, ${OPENED_AT} AS opened_at, ${chance(8)} < ${OPEN_PERCENT} AS is_open
            FROM generate_series(1, $1::bigint) AS n) AS row`;
