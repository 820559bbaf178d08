import { policeDateTime } from './calendar.js';
import type { AthenaRow, Column } from './columns.js';
import type { CrookedLine } from './csv.js';
import type { RejectKind } from './ledger.js';
import type { Random } from './random.js';

const REJECTS: readonly (readonly [RejectKind, number])[] = [
  ['no-name', 4],
  ['no-crime-reference', 3],
  ['no-key', 2],
  ['no-force', 1],
  ['no-last-updated', 2],
  ['unreadable-last-updated', 3],
  ['last-updated-30-february', 2],
  ['too-few-columns', 2],
  ['too-many-columns', 2],
  ['nul-byte', 2],
];
const CORRECTABLE: readonly (readonly [RejectKind, number])[] = [
  ['no-name', 2],
  ['no-last-updated', 1],
  ['unreadable-last-updated', 1],
];
const UNREADABLE_TIMES = ['yesterday', '31.04.2019 17:00', '2019-13-01T10:00:00', '0000-00-00T00:00:00'];

type WrongLength = 'too-few-columns' | 'too-many-columns';

/** A row that cannot be taken in, and why. */
export interface Spoiled {
  row: AthenaRow | CrookedLine;
  kind: RejectKind;
}

/** Breaks a good row so that it must be rejected. */
export function spoiled(row: AthenaRow, columns: readonly Column[], random: Random): Spoiled {
  const kind = random.weighted(REJECTS);
  return { kind, row: brokenBy(kind, row, columns, random) };
}

/** Breaks a good row in a way that the police notice and put right. */
export function spoiledForADay(row: AthenaRow, columns: readonly Column[], random: Random): Spoiled {
  const kind = random.weighted(CORRECTABLE);
  return { kind, row: brokenBy(kind, row, columns, random) };
}

/** The same row with a crime reference of no known form: a person must look. */
export function withBadCrimeReference(row: AthenaRow, random: Random): AthenaRow {
  const [force, serial, year] = row.crimeReference.split('/');
  const crimeReference = random.pick([
    `${force}-${serial}-${year}`,
    `${force}/${serial}`,
    `WM/${serial}/${year}`,
    `${force}/${serial}/20${year}`,
    `${force}/O${serial}/${year}`,
  ]);
  return { ...row, crimeReference };
}

/** The same row with a date of birth that never was: a changed row, whose date of birth is unknown. */
export function withImpossibleBirthDate(row: AthenaRow, day: number): AthenaRow {
  return { ...row, dateOfBirth: '2019-02-30', lastUpdatedDateTime: policeDateTime(day, 11 * 60) };
}

function brokenBy(
  kind: RejectKind,
  row: AthenaRow,
  columns: readonly Column[],
  random: Random,
): AthenaRow | CrookedLine {
  const cells = columns.map((column) => row[column]);
  if (kind === 'too-few-columns') return { cells: cells.slice(0, -random.between(1, 30)) };
  if (kind === 'too-many-columns')
    return { cells: [...cells, ...Array<string>(random.between(1, 3)).fill('')] };
  return { ...row, ...missingOrWrong(kind, row, random) };
}

function missingOrWrong(
  kind: Exclude<RejectKind, WrongLength>,
  row: AthenaRow,
  random: Random,
): Partial<AthenaRow> {
  switch (kind) {
    case 'no-name':
      return { surname: '', organisationName: '' };
    case 'no-crime-reference':
      return { crimeReference: '' };
    case 'no-key':
      return { victimOnCrimeId: '', personId: '' };
    case 'no-force':
      return { forceIdentifier: '' };
    case 'no-last-updated':
      return { lastUpdatedDateTime: '' };
    case 'unreadable-last-updated':
      return { lastUpdatedDateTime: random.pick(UNREADABLE_TIMES) };
    case 'last-updated-30-february':
      return { lastUpdatedDateTime: '2019-02-30T10:15:00' };
    case 'nul-byte':
      return { surname: `${row.surname}\u0000` };
  }
}
