import { TRIAGED } from '../../measures/sources/referrals.js';
import { SUPPORTED } from '../../measures/sources/people.js';
import type { SheetRow, Table } from '../definition/sheet-columns.js';
import type { Computing } from './computing.js';
import { KEYED_REFERRALS } from './crime-keys.js';

const DISPOSITIONS = [
  ...['duplicate', 'accepted', 'declined', 'ineligible', 'unsafe', 'unable_to_contact', 'out_of_area'],
  'pending',
] as const;
const NONE = Object.fromEntries(DISPOSITIONS.map((name) => [name, 0]));

/** Referrals by pathway and crime category, each with its disposition. */
export async function referralsSheet(computing: Computing): Promise<Table> {
  const { keys, places, categories, unmapped } = computing.crimes;
  for (const { code, count } of unmapped) computing.unlisted('offences', code, count);
  const counts = await computing.tx.query<Triaged>(
    BY_PATHWAY_AND_CRIME,
    computing.bound([TRIAGED], keys, places),
  );
  const rows = new Map<string, Record<string, number>>();
  for (const { pathway, place, disposition, reason, count } of counts) {
    const key = `${pathway}|${categories[place]!.category}`;
    const row = rows.get(key) ?? { ...NONE, received: 0 };
    row.received! += count;
    // A disposition that no setting names counts nowhere: the row does not add up, and the code is reported.
    if (disposition === null) computing.unlisted('dispositions', reason ?? 'none', count);
    else row[disposition] = (row[disposition] ?? 0) + count;
    rows.set(key, row);
  }
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  return computing.definition.table(
    'Referrals',
    sorted.map(([key, row]) => {
      const [pathway, crime_category] = key.split('|');
      return { ...row, pathway: pathway!, crime_category: crime_category! } as SheetRow<'Referrals'>;
    }),
  );
}

/** Each person once, at the crime of theirs that comes first in the priority table. */
export async function crimeSheet(computing: Computing): Promise<Table> {
  const { keys, places, ranks, categories } = computing.crimes;
  const counts = await computing.tx.query<{ place: number | null; referred: number; supported: number }>(
    BY_PERSON,
    computing.bound([], keys, places, ranks),
  );
  const rows = new Map<string, SheetRow<'Crime'>>();
  for (const { place, referred, supported } of counts) {
    const { group, flag, category } =
      place === null ? { group: 'not-known', flag: 'none', category: 'not-known' } : categories[place]!;
    const key = `${group}|${flag}|${category}`;
    const before = rows.get(key);
    rows.set(key, {
      ...{ hocr_group: group, flag, return_category: category },
      referred_persons: Number(before?.referred_persons ?? 0) + referred,
      supported_persons: Number(before?.supported_persons ?? 0) + supported,
    });
  }
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  return computing.definition.table(
    'Crime',
    sorted.map(([, row]) => row),
  );
}

interface Triaged {
  pathway: string;
  place: number;
  disposition: string | null;
  reason: string | null;
  count: number;
}

const BY_PATHWAY_AND_CRIME = `
  SELECT t.pathway, crime.place, t.disposition,
         CASE WHEN t.disposition IS NULL THEN t.closure_reason END AS reason, count(*)::int AS count
    FROM (${TRIAGED.rows}) t
    JOIN (${KEYED_REFERRALS}) k ON k.id = t.id
    JOIN unnest($4::text[], $5::int[]) AS crime(key, place) ON crime.key = k.key
   GROUP BY 1, 2, 3, 4`;

const BY_PERSON = `
  WITH keyed AS MATERIALIZED (
    SELECT k.person_id, k.id, k.is_of_period, crime.place, crime.rank
      FROM (${KEYED_REFERRALS}) k
      JOIN unnest($3::text[], $4::int[], $5::int[]) AS crime(key, place, rank) ON crime.key = k.key),
  referred AS (
    SELECT DISTINCT ON (person_id) place FROM keyed WHERE is_of_period ORDER BY person_id, rank, id),
  supported AS (
    SELECT DISTINCT ON (s.id) k.place FROM (${SUPPORTED.rows}) s LEFT JOIN keyed k ON k.person_id = s.id
     ORDER BY s.id, k.rank, k.id)
  SELECT place, sum(referred)::int AS referred, sum(supported)::int AS supported
    FROM (SELECT place, 1 AS referred, 0 AS supported FROM referred
          UNION ALL SELECT place, 0, 1 FROM supported) counted
   GROUP BY place`;
