import { COLUMNS, emptyRow, noDanger, type AthenaRow } from '../../src/demo/scenario/columns.js';
import { PLAIN_STYLE, writeCsv } from '../../src/demo/scenario/csv.js';
import type { DirectReferralBody } from '../../src/demo/scenario/direct-referral.js';
import { STRANGER } from '../../src/demo/scenario/relationships.js';

/**
 * Somebody who does not exist, and of whom every word is so rare that finding it anywhere means finding her. Each is
 * searched for as it is written here, without regard to case.
 */
export const CANARY = {
  givenName: 'Quorvelle',
  surname: 'Zyxandrake',
  alias: 'Mumblefitch',
  bornOn: '1957-11-29',
  bornOnOddly: '29.11.1957',
  postcode: 'WR5 3ZX',
  street: 'Xylophantine Mews',
  house: 'Grimthwaite Lodge',
  mobile: '07700 900987',
  landline: '01632 960987',
  email: 'kanari-postfach@example.org',
  secondEmail: 'kanarienvogel@example.com',
  suspectMobile: '07700 900986',
  suspectEmail: 'verdaechtig-postfach@example.org',
  safeContactNote: 'Ring the neighbour Gwendrafelic after dark',
  communicationNeeds: 'Speaks Lippogramatic only',
  reason: 'Was followed home by Brontofrastic',
  caseNote: 'Hides at the aunt Schnurrpfeiferei',
  taskDetails: 'Ask about the dog Pfifferkram',
  preferences: 'Say that Wolkenkuckuck calls',
  settlement: 'The postman Butterblum saw it',
  officerName: 'PC Plimbrax Invented',
} as const;

/** What to look for, by what it would give away: numbers both as they are typed and as they are stored. */
export const NEEDLES: Record<string, string[]> = {
  'given name': ['quorvelle'],
  surname: ['zyxandrake'],
  alias: ['mumblefitch'],
  'date of birth': [CANARY.bornOn, CANARY.bornOnOddly],
  postcode: [CANARY.postcode, CANARY.postcode.replace(' ', '')],
  address: ['xylophantine', 'grimthwaite'],
  telephone: ['7700 900987', '7700900987', '1632 960987', '1632960987'],
  email: ['kanari-postfach', 'kanarienvogel'],
  'suspect’s telephone': ['7700 900986', '7700900986'],
  'suspect’s email': ['verdaechtig-postfach'],
  'safe contact note': ['gwendrafelic'],
  'communication needs': ['lippogramatic'],
  'reason for referral': ['brontofrastic'],
  'case note': ['schnurrpfeiferei'],
  'task details': ['pfifferkram'],
  preferences: ['wolkenkuckuck'],
  'settlement note': ['butterblum'],
  'officer’s name': ['plimbrax'],
};

/** All of her in one line, for fields that want something else. */
export const ALL_OF_HER = Object.values(CANARY).join(' / ');

const GOOD_ROW: AthenaRow = {
  ...emptyRow(),
  ...noDanger(),
  ...{
    extractId: 'CANARY-1',
    forceIdentifier: '22',
    crimeReference: '22/70001/19',
    victimOnCrimeId: 'VOC-CANARY-1',
  },
  ...{
    personId: '7700001',
    reportedDateTime: '2019-04-01T09:00:00',
    recordedDateTime: '2019-04-01T09:30:00',
  },
  ...{
    crimeOffenceCode: 'TH68007',
    homeOfficeClassification: '045/10',
    offenceTitle: 'Theft from a motor vehicle',
  },
  ...{ officerCollarNumber: '1234', officerName: CANARY.officerName, relationshipToSuspect: STRANGER },
  ...{
    givenName: CANARY.givenName,
    surname: CANARY.surname,
    alias: CANARY.alias,
    dateOfBirth: CANARY.bornOn,
  },
  ...{
    buildingName: CANARY.house,
    street: CANARY.street,
    cityOrTown: 'Worcester',
    postcode: CANARY.postcode,
  },
  ...{ mobileTelephone: CANARY.mobile, homeTelephone: CANARY.landline, emailAddress: CANARY.email },
  ...{ incidentStartDateTime: '2019-03-31T22:00:00', incidentEndDateTime: '2019-04-01T06:00:00' },
  ...{ communicationNeeds: CANARY.communicationNeeds, victimSupport: 'true', victimAwareReported: 'true' },
  ...{ suspectTelephones: CANARY.suspectMobile, suspectEmails: CANARY.suspectEmail },
  lastUpdatedDateTime: '2019-04-01T10:00:00',
};

/** The rows of an extract about her: one that is taken in, one for a person to look at, and two that are unusable. */
export function canaryExtract(): string {
  const held = { victimOnCrimeId: 'VOC-CANARY-2', personId: '7700002', dateOfBirth: CANARY.bornOnOddly };
  const noted = { safeContactNotes: CANARY.safeContactNote };
  const withNul = { ...GOOD_ROW, victimOnCrimeId: 'VOC-CANARY-3', alias: `${CANARY.alias}\0` };
  const rows = [
    GOOD_ROW,
    { ...GOOD_ROW, ...held, ...noted, crimeReference: 'no reference' },
    { ...GOOD_ROW, victimOnCrimeId: 'VOC-CANARY-4', lastUpdatedDateTime: CANARY.bornOnOddly },
    withNul,
    { cells: COLUMNS.slice(0, 40).map((column) => GOOD_ROW[column]) },
  ];
  return writeCsv(rows, { ...PLAIN_STYLE, extractId: 'CANARY-1' });
}

/** Her row once more, changed, so that a version and its changed fields are written. */
export function changedExtract(): string {
  const changes = { crimeStatus: 'Under investigation', lastUpdatedDateTime: '2019-04-02T10:00:00' };
  return writeCsv([{ ...GOOD_ROW, ...changes }], { ...PLAIN_STYLE, extractId: 'CANARY-2' });
}

/** The row of somebody else like her, whose alias has a line that looks like a frame of a stack. */
export function frameLikeExtract(): string {
  const other = { crimeReference: '22/70002/19', victimOnCrimeId: 'VOC-CANARY-9', personId: '7700009' };
  const alias = `Oddly\n    at ${CANARY.alias} (house.js:1:1)`;
  return writeCsv([{ ...GOOD_ROW, ...other, alias }], { ...PLAIN_STYLE, extractId: 'CANARY-3' });
}

/** A file without headings: the first line is somebody. */
export function headlessExtract(): string {
  return canaryExtract().split('\n').slice(1).join('\n');
}

/** What a caller says about her: enough for a machine to write to her. */
export function canaryReferral(changes: Partial<DirectReferralBody> = {}): DirectReferralBody {
  return {
    pathway: 'self',
    role: 'victim',
    person: {
      kind: 'individual',
      givenName: CANARY.givenName,
      surname: CANARY.surname,
      dateOfBirth: CANARY.bornOn,
      communicationNeeds: CANARY.communicationNeeds,
      address: { buildingName: CANARY.house, street: CANARY.street, postcode: CANARY.postcode },
      mobileTelephone: '+447700900987',
      emailAddress: CANARY.secondEmail,
    },
    incident: {
      ...{ forceIdentifier: '22', crimeReference: '22/70009/19', crimeOffenceCode: 'TH68007' },
      incidentStartDateTime: '2019-03-31T21:00:00Z',
    },
    markers: Object.fromEntries(Object.keys(noDanger()).map((marker) => [marker, false])),
    relationshipToSuspect: STRANGER,
    victimSupport: true,
    victimAwareReported: true,
    reasonForReferral: CANARY.reason,
    ...changes,
  };
}
