import type { AthenaRow } from './columns.js';
import { DANGER_MARKERS } from './columns.js';
import { PLACEHOLDER_EMAILS, PLACEHOLDER_PHONES } from './contact-book.js';
import type { FirstRow } from './crimes-maker.js';
import { UNKNOWN_OFFENCES } from './offences.js';
import { UNKNOWN_RELATIONSHIPS } from './relationships.js';

const UNKNOWN_CODES = UNKNOWN_OFFENCES.map(({ code }) => code);
const hasPlaceholder = (placeholders: readonly string[], ...cells: string[]): boolean =>
  cells.some((cell) => placeholders.includes(cell));

const SHOWN: Record<string, (row: AthenaRow, first: FirstRow) => boolean> = {
  'no-phone': (row) => row.mobileTelephone === '' && row.homeTelephone === '' && row.workTelephone === '',
  'no-email': (row) => row.emailAddress === '',
  'placeholder-phone': (row) => hasPlaceholder(PLACEHOLDER_PHONES, row.mobileTelephone, row.homeTelephone),
  'placeholder-email': (row) => hasPlaceholder(PLACEHOLDER_EMAILS, row.emailAddress),
  'officer-phone': (row) => row.mobileTelephone.startsWith('+443069990'),
  'officer-email': (row) => row.emailAddress.includes('@westmercia.'),
  'birth-date-blank': (row) => row.organisationName === '' && row.dateOfBirth === '',
  'birth-date-1900': (row) => row.dateOfBirth === '1900-01-01',
  child: (_, { victim }) => victim.kind === 'individual' && victim.isChild,
  organisation: (_, { victim }) => victim.kind === 'organisation',
  'organisation-with-contact': (row) => row.organisationName !== '' && row.surname !== '',
  'no-victim-on-crime-id': (row) => row.victimOnCrimeId === '',
  'no-person-id': (row) => row.personId === '',
  'no-address': (row) => row.postcode === '',
  'unknown-offence': (row) => UNKNOWN_CODES.includes(row.crimeOffenceCode),
  'unknown-relationship': (row) => UNKNOWN_RELATIONSHIPS.includes(row.relationshipToSuspect),
  'marker-blank': (row) => DANGER_MARKERS.some((marker) => row[marker] === ''),
  'every-marker-blank': (row) => DANGER_MARKERS.every((marker) => row[marker] === ''),
  'support-refused': (row) => row.victimSupport === 'false',
  'support-not-asked': (row) => row.victimSupport === '',
  'not-aware': (row) => row.victimAwareReported === 'false',
  'safe-contact-note': (row) => row.safeContactNotes !== '',
  deceased: (row) => row.dateOfDeath !== '',
  cancelled: (row) => ['Cancelled', 'No crime', 'Transferred to another force'].includes(row.crimeStatus),
  'unknown-status': (row) => row.crimeStatus === 'Awaiting district review',
  'burglary-unresourced': (row) => row.unresourced === 'true',
  burglary: (_, { crime }) => crime.nature === 'burglary',
  sexual: (_, { crime }) => crime.nature === 'sexual',
  fraud: (_, { crime }) => crime.nature === 'fraud',
  bereavement: (_, { crime }) => crime.nature === 'bereavement',
  interpreter: (row) => row.interpreterRequired === 'true',
};

/** The kinds of mess and the cohorts that a row shows by itself, with a kind for every danger marker set. */
export function kindsShownBy(first: FirstRow): string[] {
  const shown = Object.entries(SHOWN).filter(([, shows]) => shows(first.row, first));
  const markers = DANGER_MARKERS.filter((marker) => first.row[marker] === 'true');
  return [...shown.map(([kind]) => kind), ...markers.map((marker) => `marker ${marker}`)];
}
