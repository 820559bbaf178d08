import type { Transaction } from '../../../platform/database/transaction.js';
import type { Day } from '../../../platform/working-days/calendar-days.js';
import type { OffenceRules } from '../../../reference-data/offence-rules.js';
import type { Period } from '../../measures/period.js';
import { SUPPORTED } from '../../measures/sources/people.js';
import { REFERRALS } from '../../measures/sources/referrals.js';
import {
  type AgeKind,
  CRIME_FLAGS,
  type CrimeCategories,
  type CrimeCategory,
} from '../definition/crime-categories.js';

/** A birth date that is in doubt proves nobody a child, nor an adult. */
function ageKind(at: string): string {
  return `
  CASE WHEN p.date_of_birth IS NULL OR p.birth_date_doubt IS NOT NULL OR (${at}) IS NULL THEN 'unknown'
       WHEN ((${at}) AT TIME ZONE 'Europe/London')::date < p.date_of_birth + interval '18 years' THEN 'child'
       ELSE 'adult' END`;
}

/** Raised, and not lifted by a person since. */
function isMarked(marker: string): string {
  return `(r.markers ->> '${marker}' = 'yes' AND NOT EXISTS (
      SELECT FROM marker_lift l WHERE l.referral_id = r.id AND l.marker = '${marker}'
         AND l.at_version >= coalesce((r.markers_raised ->> '${marker}')::int, 1)))`;
}

/** Everything that decides the category of a referral's crime, as one text. */
const KEY = `
  jsonb_build_array(i.offence_code, i.home_office_class, i.nfib_code,
    ${ageKind('coalesce(i.occurred_from, i.reported_at)')}, ${ageKind('r.first_accepted_at')},
    ${isMarked('domesticAbuse')}, ${isMarked('hateCrime')},
    ${isMarked('childSexualExploitation')}, ${isMarked('modernSlavery')})::text`;

/** Referrals of the period and those of the supported people, each with the key of its crime. */
export const KEYED_REFERRALS = `
  SELECT r.id, r.person_id, r.first_accepted_at >= $1 AND r.first_accepted_at < $2 AS is_of_period, ${KEY} AS key
    FROM (SELECT id FROM (${REFERRALS.rows}) of_period
          UNION SELECT o.id FROM (${SUPPORTED.rows}) s JOIN referral o ON o.person_id = s.id
                 WHERE o.first_accepted_at < $2) asked
    JOIN referral r ON r.id = asked.id
    JOIN incident i ON i.id = r.incident_id
    JOIN person p ON p.id = r.person_id`;

type Key = [
  offence: string | null,
  homeOffice: string | null,
  nfib: string | null,
  ageAtOffence: AgeKind,
  ageNow: AgeKind,
  ...flags: boolean[],
];

/** The crimes that a return meets, each distinct key with its category, for joining in SQL. */
export interface CrimeKeys {
  keys: string[];
  /** For each key the place of its category in `categories`. */
  places: number[];
  ranks: number[];
  categories: CrimeCategory[];
  /** Offence codes that no rule knows, with how many referrals of the period have them. */
  unmapped: { code: string; count: number }[];
}

/**
 * Reads the distinct crimes of a return and decides the category of each once.
 * @param on the day whose offence rules hold: the last of the period
 */
export async function crimeKeysOf(
  tx: Transaction,
  { start, end }: Period,
  on: Day,
  rules: { offences: OffenceRules; categories: CrimeCategories; explained: ReadonlySet<string> },
): Promise<CrimeKeys> {
  const rows = await tx.query<{ key: string; count: number }>(
    `SELECT key, count(*) FILTER (WHERE is_of_period)::int AS count FROM (${KEYED_REFERRALS}) keyed GROUP BY key ORDER BY key`,
    [start, end],
  );
  const found: CrimeKeys = { keys: [], places: [], ranks: [], categories: [], unmapped: [] };
  for (const { key, count } of rows) {
    const category = categoryOf(key, count, on, rules, found.unmapped);
    const at = found.categories.findIndex((one) => isSame(one, category));
    found.keys.push(key);
    found.places.push(at < 0 ? found.categories.push(category) - 1 : at);
    found.ranks.push(category.rank);
  }
  return found;
}

function categoryOf(
  key: string,
  count: number,
  on: Day,
  { offences, categories, explained }: Parameters<typeof crimeKeysOf>[3],
  unmapped: CrimeKeys['unmapped'],
): CrimeCategory {
  const [crimeOffenceCode, homeOfficeClassification, nfibCode, ageAtOffence, ageNow, ...set] = JSON.parse(
    key,
  ) as Key;
  const codes = [crimeOffenceCode, homeOfficeClassification, nfibCode].filter(
    (code) => code !== null && code !== '',
  );
  const rule = offences.ruleFor({ crimeOffenceCode, homeOfficeClassification, nfibCode }, on);
  const flags = CRIME_FLAGS.filter((_, index) => set[index] === true);
  const category = categories.of({ offence: rule?.category ?? null, flags, ageAtOffence, ageNow });
  if (rule !== null || codes.length === 0) return category;
  const code = codes[0]!;
  const met = unmapped.find((one) => one.code === code);
  if (met) met.count += count;
  else unmapped.push({ code, count });
  if (category.flag !== 'none' || explained.has(`offences:${code}`)) return category;
  return { ...category, category: 'unmapped', group: 'unmapped' };
}

function isSame(one: CrimeCategory, other: CrimeCategory): boolean {
  return (
    one.category === other.category &&
    one.group === other.group &&
    one.flag === other.flag &&
    one.rank === other.rank
  );
}
