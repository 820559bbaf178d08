import { withClient } from '../../src/platform/database/cluster-roles.js';

/** The columns of a file of justice events that the rows fill. */
export const EVENT_COLUMNS = [
  ...['eventReference', 'forceIdentifier', 'crimeReference', 'eventKind', 'eventOutcome', 'occurredDateTime'],
  ...['eventSource', 'suspectKey', 'victimOnCrimeId', 'answersReference', 'channel', 'reasonsGiven'],
  'lastUpdatedDateTime',
];

/** What happens in each crime, with the event of the same crime that a telling answers. */
const COURSE: { kind: string; outcome?: string; on: string; answers?: number }[] = [
  { kind: 'suspect.arrested', on: '2019-08-05T10:00:00' },
  { kind: 'victim.informed', on: '2019-08-06T11:00:00', answers: 0 },
  { kind: 'bail.released', on: '2019-08-06T16:00:00' },
  { kind: 'victim.informed', on: '2019-08-08T09:30:00', answers: 2 },
  { kind: 'prosecution.decided', outcome: 'charged', on: '2019-08-12T14:00:00' },
];

interface KnownCrime {
  force: string;
  reference: string;
  victim: string;
}

/** A file of what happened in the crimes that a database knows: one suspect and one victim of each. */
export interface EventFile {
  rows: string[][];
  csv: string;
  /** For `COPY`. */
  csvWithoutHeader: string;
}

/** @param most crimes at most */
export async function eventFileFor(superuserUrl: string, most: number): Promise<EventFile> {
  const crimes = await withClient(
    superuserUrl,
    async (client) => (await client.query<KnownCrime>(KNOWN, [most])).rows,
  );
  const rows = crimes.flatMap((crime, at) => COURSE.map((_, step) => rowOf(crime, at, step)));
  // no cell has anything to quote
  const text = rows.map((cells) => `${cells.join(',')}\n`).join('');
  return { rows, csv: `${EVENT_COLUMNS.join(',')}\n${text}`, csvWithoutHeader: text };
}

function rowOf({ force, reference, victim }: KnownCrime, crime: number, step: number): string[] {
  const { kind, outcome = '', on, answers } = COURSE[step]!;
  const isTelling = answers !== undefined;
  return [
    ...[`INVENTED-${crime}-${step}`, force, reference, kind, outcome, on, 'police'],
    isTelling ? '' : `S-${crime}`,
    ...(isTelling ? [victim, `INVENTED-${crime}-${answers}`, 'phone', 'true'] : ['', '', '', '']),
    '2019-08-13T08:00:00',
  ];
}

const KNOWN = `
  SELECT DISTINCT ON (i.force, i.crime_reference) i.force, i.crime_reference AS reference,
         split_part(r.source_key, ':', 3) AS victim
    FROM referral r JOIN incident i ON i.id = r.incident_id
   WHERE r.source_key LIKE 'voc:%' AND i.crime_reference ~ '^[0-9]{2}/[0-9]{1,6}/[0-9]{2}$'
     AND coalesce(i.occurred_from, i.reported_at) < '2019-08-01'
   ORDER BY i.force, i.crime_reference, r.id LIMIT $1`;
