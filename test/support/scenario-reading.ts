import { parse } from 'csv-parse/sync';
import { COLUMNS, type AthenaRow } from '../../src/demo/scenario/columns.js';
import type { PeriodDay } from '../../src/demo/scenario/service-period.js';

/** A file of the feed as a strict reader finds it; a line of the wrong length has no row. */
export interface ReadFile {
  header: string[];
  lines: { cells: string[]; row: AthenaRow | undefined }[];
}

/** Reads a file strictly; only a line's length may be wrong. */
export function readAthenaFile(csv: string): ReadFile {
  const [header = [], ...lines] = parse(csv, { bom: true, relaxColumnCount: true });
  return {
    header,
    lines: lines.map((cells) => ({
      cells,
      row:
        cells.length === header.length
          ? (Object.fromEntries(header.map((column, at) => [column, cells[at]!])) as AthenaRow)
          : undefined,
    })),
  };
}

/** The digits after the country code or the leading 0, however a number was typed. */
export function nationalDigits(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(0044|44|0)/, '');
}

export type Verdict = 'first' | 'updated' | 'unchanged' | 'quarantined' | 'rejected';

interface Someone {
  givenName: string;
  surname: string;
  dateOfBirth: string;
}

interface Referral {
  content: string;
  lastUpdated: string;
  person: Someone;
  crime: string;
  row: AthenaRow;
}

const POLICE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
const CRIME_REFERENCE = /^\d{2}\/\d{1,6}\/\d{2}$/;

/**
 * A second opinion on what ought to become of each row, written from the rules (design: the way of one referral; data
 * quality rules AQ-1 and AQ-4 to AQ-10) and knowing nothing of how the scenario was made.
 */
export class SecondOpinion {
  readonly referrals = new Map<string, Referral>();
  readonly verdicts: Record<Verdict, number> = {
    first: 0,
    updated: 0,
    unchanged: 0,
    quarantined: 0,
    rejected: 0,
  };
  private readonly people = new Map<string, Someone>();

  file(csv: string): Verdict[] {
    return readAthenaFile(csv).lines.map(({ cells, row }) => {
      const isUnusable = !row || cells.some((cell) => cell.includes('\u0000')) || !isComplete(row);
      const verdict = isUnusable ? 'rejected' : this.row(row);
      this.verdicts[verdict] += 1;
      return verdict;
    });
  }

  private row(row: AthenaRow): Verdict {
    if (!CRIME_REFERENCE.test(row.crimeReference)) return 'quarantined';
    const key = row.victimOnCrimeId || `${row.forceIdentifier} ${row.crimeReference} ${row.personId}`;
    const held = this.referrals.get(key);
    const known = this.people.get(row.personId);
    if (!held) return known && areTwoPeople(known, row) ? 'quarantined' : this.open(key, row, known);
    if (known && known !== held.person) return 'quarantined';
    if (areTwoPeople(held.person, row) || held.crime !== row.crimeReference) return 'quarantined';
    return this.again(held, row);
  }

  private open(key: string, row: AthenaRow, known: Someone | undefined): Verdict {
    const person = known ?? { ...someoneIn(row) };
    if (row.personId) this.people.set(row.personId, person);
    learn(person, row);
    const { lastUpdatedDateTime: lastUpdated, crimeReference: crime } = row;
    this.referrals.set(key, { content: contentOf(row), lastUpdated, person, crime, row });
    return 'first';
  }

  private again(held: Referral, row: AthenaRow): Verdict {
    const isNewer = row.lastUpdatedDateTime > held.lastUpdated;
    const content = contentOf(row);
    if (isNewer) held.lastUpdated = row.lastUpdatedDateTime;
    if (content === held.content || !isNewer) return 'unchanged';
    if (row.personId) this.people.set(row.personId, held.person);
    learn(held.person, row);
    Object.assign(held, { content, row });
    return 'updated';
  }
}

/** The days of a run with their files, as one text: equal texts are equal runs. */
export function textOf(days: Iterable<PeriodDay>): string {
  return JSON.stringify([...days]);
}

function isComplete(row: AthenaRow): boolean {
  const at = row.lastUpdatedDateTime;
  const isInstant = POLICE_TIME.test(at) && !Number.isNaN(Date.parse(`${at}Z`)) && isRealDay(at.slice(0, 10));
  const hasKey = row.victimOnCrimeId !== '' || row.personId !== '';
  const hasName = row.surname !== '' || row.organisationName !== '';
  return isInstant && hasKey && hasName && row.crimeReference !== '' && row.forceIdentifier !== '';
}

function isRealDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function contentOf(row: AthenaRow): string {
  const told = COLUMNS.filter((column) => column !== 'extractId' && column !== 'lastUpdatedDateTime');
  return JSON.stringify(told.map((column) => row[column]));
}

function someoneIn({ givenName, surname, organisationName, dateOfBirth }: AthenaRow): Someone {
  const isBelievable = dateOfBirth > '1900-01-01' && isRealDay(dateOfBirth);
  return { givenName, surname: organisationName || surname, dateOfBirth: isBelievable ? dateOfBirth : '' };
}

function learn(person: Someone, row: AthenaRow): void {
  const { dateOfBirth, ...name } = someoneIn(row);
  Object.assign(person, name, dateOfBirth ? { dateOfBirth } : {});
}

function areTwoPeople(held: Someone, row: AthenaRow): boolean {
  const received = someoneIn(row);
  const bothBorn = held.dateOfBirth !== '' && received.dateOfBirth !== '';
  const nameDiffers = held.surname !== received.surname || held.givenName !== received.givenName;
  return bothBorn && held.dateOfBirth !== received.dateOfBirth && nameDiffers;
}
