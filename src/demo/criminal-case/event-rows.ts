import { FORCE } from '../scenario/crime.js';
import type { CaseEvent } from './case-event.js';

/** Columns of a file of justice events, in the order of its layout. */
const COLUMNS = [
  'extractId',
  'eventReference',
  'forceIdentifier',
  'crimeReference',
  'eventKind',
  'eventOutcome',
  'occurredDateTime',
  'receivedDateTime',
  'eventSource',
  'suspectKey',
  'victimOnCrimeId',
  'personId',
  'answersReference',
  'answersRule',
  'channel',
  'eventWithdrawn',
  'lastUpdatedDateTime',
  'reasonsGiven',
  'understood',
] as const;

/** One row by column. */
export type EventRow = Record<Exclude<(typeof COLUMNS)[number], 'extractId'>, string>;

/** An event as its row says it. */
export function rowOf(event: CaseEvent): EventRow {
  const { reference, crime, kind, outcome, occurred, received, source, suspectKey, victim } = event;
  const { answers, rule, channel, isWithdrawn, lastUpdated, reasonsGiven, understood } = event;
  return {
    ...{ eventReference: reference, forceIdentifier: FORCE, crimeReference: crime.reference },
    ...{ eventKind: kind, eventOutcome: outcome, occurredDateTime: occurred, receivedDateTime: received },
    ...{ eventSource: source, suspectKey, victimOnCrimeId: victim?.victimOnCrimeId ?? '' },
    ...{ personId: victim?.personId ?? '', answersReference: answers, answersRule: rule, channel },
    ...{ eventWithdrawn: isWithdrawn ? 'true' : '', lastUpdatedDateTime: lastUpdated },
    ...{ reasonsGiven, understood },
  };
}

/** The text of a file: none of the values has a comma, a quote or a line end. */
export function writeEvents(rows: readonly EventRow[], extractId: string): string {
  const lines = rows.map((row) =>
    COLUMNS.map((column) => (column === 'extractId' ? extractId : row[column])).join(','),
  );
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}
