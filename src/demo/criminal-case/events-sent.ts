import { isoDayOf, policeDateTime } from '../scenario/calendar.js';
import { FORCE } from '../scenario/crime.js';
import { Random, type Seed } from '../scenario/random.js';
import { FILE_ROWS } from './assumptions.js';
import type { CaseEvent } from './case-event.js';
import { type EventRow, rowOf } from './event-rows.js';

/** A row with the number of the day whose file brings it. */
export interface SentRow {
  on: number;
  row: EventRow;
}

/** How a case's events reach the service: most once and right, some again, put right later, too early, or broken. */
export function sentRows(seed: Seed, events: readonly CaseEvent[]): SentRow[] {
  const [first] = events;
  if (!first) return [];
  const random = Random.stream(seed, 'events-sent', first.crime.reference);
  const answered = new Set(events.map(({ answers }) => answers));
  return events.flatMap((event) => {
    const mayVanish = event.answers === '' && !answered.has(event.reference);
    return [...sent(event, mayVanish, random), ...broken(event, random)];
  });
}

function sent(event: CaseEvent, mayVanish: boolean, random: Random): SentRow[] {
  const { sentOn } = event;
  const right = { on: sentOn, row: rowOf(event) };
  const later = { ...right.row, lastUpdatedDateTime: policeDateTime(sentOn + 1, 20 * 60) };
  const draw = random.next();
  const below = (...shares: number[]) => draw < shares.reduce((sum, share) => sum + share, 0);
  const { twiceInOneFile, againLater, corrected, withdrawn, beforeWhatItAnswers } = FILE_ROWS;
  if (below(twiceInOneFile)) return [right, right];
  if (below(twiceInOneFile, againLater))
    return [right, { on: sentOn + 2, row: random.chance(0.5) ? right.row : later }];
  if (below(twiceInOneFile, againLater, corrected))
    return [
      { ...right, row: before(right.row) },
      { on: sentOn + 2, row: later },
    ];
  if (below(twiceInOneFile, againLater, corrected, withdrawn))
    return mayVanish ? [right, { on: sentOn + 2, row: { ...later, eventWithdrawn: 'true' } }] : [right];
  const isTooLate = below(twiceInOneFile, againLater, corrected, withdrawn, beforeWhatItAnswers);
  // What answers it comes first, and has to wait for it.
  return isTooLate && !mayVanish ? [{ ...right, on: sentOn + 3 }] : [right];
}

/** The first version of a row that is corrected later: the time was wrong, and words were missing. */
function before(row: EventRow): EventRow {
  const isDayAlone = row.occurredDateTime.length === 10;
  const occurredDateTime = isDayAlone ? row.occurredDateTime : `${row.occurredDateTime.slice(0, 14)}59:00`;
  return { ...row, occurredDateTime, channel: '', reasonsGiven: '', understood: '' };
}

/** Rows that nobody can take in as they are, beside the right one. */
function broken(event: CaseEvent, random: Random): SentRow[] {
  const rows: [share: number, suffix: string, spoil: () => Partial<EventRow>][] = [
    [
      FILE_ROWS.unknownCrime,
      'C',
      () => ({ crimeReference: `${FORCE}/${random.between(900_000, 999_999)}/19` }),
    ],
    [FILE_ROWS.unknownKind, 'K', () => ({ eventKind: 'suspect.vanished' })],
    [FILE_ROWS.unknownOutcome, 'O', () => ({ eventOutcome: 'perhaps' })],
    [FILE_ROWS.unknownVictim, 'V', () => unknownVictim(event, random)],
    [FILE_ROWS.impossibleTime, 'T', () => impossibleTime(event, random)],
    [FILE_ROWS.unreadable, 'U', () => ({ lastUpdatedDateTime: '31/02/2019' })],
  ];
  return rows
    .filter(([share]) => random.chance(share))
    .map(([, suffix, spoil]) => {
      const right = rowOf(event);
      const row = { ...right, eventReference: `${right.eventReference}-${suffix}`, ...spoil() };
      return { on: event.sentOn, row };
    });
}

function unknownVictim({ victim }: CaseEvent, random: Random): Partial<EventRow> {
  const victimOnCrimeId = `V99${random.between(100_000, 999_999)}`;
  return victim ? { victimOnCrimeId, personId: '' } : { eventKind: 'victim.informed', victimOnCrimeId };
}

/** After the day of the file, or long before the offence. */
function impossibleTime({ sentOn, crime }: CaseEvent, random: Random): Partial<EventRow> {
  const day = random.chance(0.5) ? sentOn + random.between(5, 300) : crime.reportedOn - 12_000;
  return { occurredDateTime: isoDayOf(day), receivedDateTime: '' };
}
