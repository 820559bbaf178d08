import { type AthenaRow, COLUMNS } from '../../src/demo/scenario/columns.js';
import { PLAIN_STYLE, writeCsv } from '../../src/demo/scenario/csv.js';

const BLANK = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as AthenaRow;

/** An adult victim of a theft, invented, to whom nothing is wrong. */
export const ALEX: AthenaRow = {
  ...BLANK,
  forceIdentifier: '22',
  crimeReference: '22/10001/19',
  victimOnCrimeId: 'VOC-1',
  personId: 'P-1',
  reportedDateTime: '2019-04-01T09:00:00',
  recordedDateTime: '2019-04-01T09:30:00',
  incidentStartDateTime: '2019-03-31T22:00:00',
  crimeOffenceCode: 'TH68001',
  offenceTitle: 'Theft from the person',
  crimeStatus: 'New',
  givenName: 'Alex',
  surname: 'Example',
  dateOfBirth: '1985-03-14',
  buildingNumber: '12',
  street: 'Invented Street',
  cityOrTown: 'Worcester',
  postcode: 'WR1 1AA',
  mobileTelephone: '07700 900123',
  emailAddress: 'alex.example@example.org',
  victimSupport: 'true',
  lastUpdatedDateTime: '2019-04-01T18:00:00',
};

/** Another adult at another crime. */
export const SAM: AthenaRow = {
  ...ALEX,
  crimeReference: '22/10002/19',
  victimOnCrimeId: 'VOC-2',
  personId: 'P-2',
  givenName: 'Sam',
  surname: 'Invented',
  dateOfBirth: '1990-11-02',
  mobileTelephone: '07700 900456',
  emailAddress: 'sam.invented@example.org',
};

export function csv(...rows: (AthenaRow | { cells: string[] })[]): string {
  return writeCsv(rows, { ...PLAIN_STYLE, extractId: 'E-1' });
}
