import type { ImportDetailResponse } from '../../src/intake/imports.responses.js';
import type { IntakeApplication } from './intake-application.js';

const COLUMNS = [
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
  'eventWithdrawn',
  'reasonsGiven',
  'lastUpdatedDateTime',
] as const;

export type EventRow = Partial<Record<(typeof COLUMNS)[number], string>>;

/** An arrest in the crime of ALEX, invented. */
export const ARRESTED: EventRow = {
  eventReference: 'EV-1',
  forceIdentifier: '22',
  crimeReference: '22/10001/19',
  eventKind: 'suspect.arrested',
  occurredDateTime: '2019-04-01T14:00:00',
  eventSource: 'police',
  lastUpdatedDateTime: '2019-04-01T15:00:00',
};

/** That Alex was told of it. */
export const INFORMED: EventRow = {
  ...ARRESTED,
  eventReference: 'EV-2',
  eventKind: 'victim.informed',
  occurredDateTime: '2019-04-01T16:00:00',
  answersReference: 'EV-1',
};

export function eventsCsv(...rows: EventRow[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? '').join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

/** Takes a file of justice events in and works it through. */
export function feedEvents(intake: IntakeApplication, ...rows: EventRow[]): Promise<ImportDetailResponse> {
  return intake.feed(eventsCsv(...rows), 'justice-events.csv', 'justice-events');
}
