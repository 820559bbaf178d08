import { EPISODES } from '../../measures/sources/casework.js';
import { COUNTED_OUTCOMES } from '../../measures/sources/outcomes.js';
import { REFERRED, SUPPORTED } from '../../measures/sources/people.js';
import type { Dimension } from '../definition/return-definition.js';
import type { SheetRow, Table } from '../definition/sheet-columns.js';
import type { Computing } from './computing.js';

/** People who are alike in everything that a dimension asks, and how many of them count as what. */
export interface AlikePeople {
  isOrganisation: boolean;
  gender: string | null;
  ethnicity: string | null;
  disability: string | null;
  role: string | null;
  /** Whole years at the referral; below 0 where the day of birth is after it, null also where that day is in doubt. */
  age: number | null;
  referred: number;
  supported: number;
  eligible: number;
  paired: number;
  improved: number;
}

type Counts = Pick<AlikePeople, 'referred' | 'supported' | 'eligible' | 'paired' | 'improved'>;

export function alikePeople(computing: Computing): Promise<AlikePeople[]> {
  return computing.tx.query<AlikePeople>(ALIKE, computing.bound([]));
}

/** Each dimension over the same people. */
export function demographicsSheet(computing: Computing, people: readonly AlikePeople[]): Table {
  const { dimensions } = computing.definition.file.demographics;
  const ageMost = computing.definition.setting('ageMost');
  const outside = people.filter(({ age }) => age !== null && (age < 0 || age > ageMost));
  computing.facts.agesOutside = outside.reduce(
    (sum, { referred, supported }) => sum + Math.max(referred, supported),
    0,
  );
  const rows = dimensions.flatMap((dimension) => rowsOf(computing, dimension, people));
  return computing.definition.table('Demographics', rows);
}

function rowsOf(
  computing: Computing,
  dimension: Dimension,
  people: readonly AlikePeople[],
): SheetRow<'Demographics'>[] {
  const counts = new Map(codesOf(computing, dimension).map((code) => [code, { ...NONE }]));
  for (const alike of people) {
    const code = codeOf(computing, dimension, alike);
    const sum = counts.get(code) ?? { ...NONE };
    for (const name of Object.keys(NONE) as (keyof Counts)[]) sum[name] += alike[name];
    counts.set(code, sum);
  }
  return [...counts].map(([code, { referred, supported, eligible, paired, improved }]) => {
    computing.facts.eligible[`${dimension.dimension}|${code}`] = eligible;
    return {
      ...{ dimension: dimension.dimension, code, referred_persons: referred, supported_persons: supported },
      ...{ outcome_paired: paired, outcome_improved: improved },
    };
  });
}

const NONE: Counts = { referred: 0, supported: 0, eligible: 0, paired: 0, improved: 0 };

/** Every code of a dimension, so that a zero is seen to be one. */
function codesOf({ definition }: Computing, { of, bandsFrom }: Dimension): string[] {
  const { nonValues, organisation } = definition.file.demographics;
  const bands = (bandsFrom ?? []).map((_, index) => bandName(bandsFrom!, index));
  return [...new Set([...Object.values(of ?? {}), ...bands, ...nonValues, organisation])];
}

/** What somebody counts as: what is not recorded is `not_asked`, what no list has is reported. */
export function codeOf(computing: Computing, dimension: Dimension, alike: AlikePeople): string {
  const { organisation } = computing.definition.file.demographics;
  if (alike.isOrganisation) return organisation;
  if (dimension.from === 'nothing') return 'not_asked';
  if (dimension.from === 'age')
    return ageBand(dimension.bandsFrom!, alike.age, computing.definition.setting('ageMost'));
  const recorded = alike[dimension.from];
  if (recorded === null) return 'not_asked';
  const count = Math.max(alike.referred, alike.supported, alike.paired);
  return dimension.of![recorded] ?? computing.unlisted(dimension.dimension, recorded, count);
}

function ageBand(bandsFrom: readonly number[], age: number | null, most: number): string {
  if (age === null || age < 0 || age > most) return 'not_known';
  return bandName(
    bandsFrom,
    bandsFrom.findLastIndex((from) => from <= age),
  );
}

function bandName(bandsFrom: readonly number[], index: number): string {
  const next = bandsFrom[index + 1];
  return next === undefined ? `${bandsFrom[index]}+` : `${bandsFrom[index]}-${next - 1}`;
}

/** How complete the records of the people referred are. */
export async function dataQualitySheet(computing: Computing, people: readonly AlikePeople[]): Promise<Table> {
  const individuals = people.filter(({ isOrganisation }) => !isOrganisation);
  const { dimensions } = computing.definition.file.demographics;
  const asked = dimensions.filter(
    ({ from, dimension }) => from !== 'nothing' && dimension !== 'ethnicity-group',
  );
  const rows = asked.map((dimension): SheetRow<'DataQuality'> => {
    const counts = new Map<string, number>();
    for (const alike of individuals) {
      const code = qualityOf(computing, dimension, alike);
      counts.set(code, (counts.get(code) ?? 0) + alike.referred);
    }
    return qualityRow(dimension.dimension, counts);
  });
  const recorded = await computing.tx.query<{ field: string; complete: number; not_asked: number }>(
    RECORDED,
    computing.bound([]),
  );
  const others = recorded.map(({ field, complete, not_asked }) =>
    qualityRow(field, new Map(Object.entries({ complete, not_asked }))),
  );
  return computing.definition.table('DataQuality', [...rows, ...others]);
}

function qualityOf(computing: Computing, dimension: Dimension, alike: AlikePeople): string {
  if (dimension.from === 'age') return alike.age === null ? 'not_known' : 'complete';
  const recorded = alike[dimension.from as 'gender'];
  const code = recorded === null ? 'not_asked' : (dimension.of![recorded] ?? 'not_known');
  return computing.definition.file.demographics.nonValues.includes(code) ? code : 'complete';
}

function qualityRow(field: string, counts: ReadonlyMap<string, number>): SheetRow<'DataQuality'> {
  const [complete, prefer_not, not_asked, not_known] = [
    ...['complete', 'prefer_not_to_say', 'not_asked', 'not_known'],
  ].map((code) => counts.get(code) ?? 0) as [number, number, number, number];
  const records = complete + prefer_not + not_asked + not_known;
  return { field, records, complete, prefer_not, not_asked, not_known };
}

const ALIKE = `
  WITH referred AS (SELECT id, first_accepted_at AS at FROM (${REFERRED.rows}) r),
  supported AS (SELECT id FROM (${SUPPORTED.rows}) s),
  eligible AS (SELECT person_id AS id, min(opened_at) AS at FROM (${EPISODES.rows}) e GROUP BY person_id),
  compared AS (
    SELECT person_id AS id, bool_or(result <> 'not-assessable') AS paired, bool_or(result = 'improved') AS improved
      FROM (${COUNTED_OUTCOMES.rows}) o WHERE framework = 'MOJ-2018' GROUP BY person_id),
  everyone AS (
    SELECT id FROM referred UNION SELECT id FROM supported UNION SELECT id FROM eligible UNION SELECT id FROM compared)
  SELECT p.kind = 'organisation' AS "isOrganisation", p.gender, p.ethnicity_self_defined AS ethnicity, p.disability,
         (SELECT (array['victim', 'witness', 'family-member'])[min(array_position(
                   array['victim', 'witness', 'family-member'], y.role))]
            FROM party y WHERE y.person_id = p.id) AS role,
         CASE WHEN p.birth_date_doubt IS NOT NULL THEN NULL WHEN p.date_of_birth > asked.day THEN -1
              ELSE extract(year FROM age(asked.day, p.date_of_birth))::int END AS age,
         count(r.id)::int AS referred, count(s.id)::int AS supported, count(e.id)::int AS eligible,
         count(*) FILTER (WHERE c.paired)::int AS paired, count(*) FILTER (WHERE c.improved)::int AS improved
    FROM everyone n JOIN person p ON p.id = n.id
    LEFT JOIN referred r ON r.id = n.id LEFT JOIN supported s ON s.id = n.id
    LEFT JOIN eligible e ON e.id = n.id LEFT JOIN compared c ON c.id = n.id
    CROSS JOIN LATERAL (
      SELECT (coalesce(r.at, e.at, $2) AT TIME ZONE 'Europe/London')::date AS day) asked
   GROUP BY 1, 2, 3, 4, 5, 6`;

const RECORDED = `
  SELECT field, count(*) FILTER (WHERE is_there)::int AS complete, count(*) FILTER (WHERE NOT is_there)::int AS not_asked
    FROM (${REFERRED.rows}) r JOIN person p ON p.id = r.id AND p.kind = 'individual'
    CROSS JOIN LATERAL (VALUES ('postcode', p.postcode IS NOT NULL),
                               ('preferred-language', p.preferred_language IS NOT NULL)) AS asked(field, is_there)
   GROUP BY field ORDER BY field`;
