import { COLUMNS, emptyRow, noDanger } from '../../src/demo/scenario/columns.js';
import { PLAIN_STYLE, writeCsv } from '../../src/demo/scenario/csv.js';
import type { DirectReferralBody } from '../../src/demo/scenario/direct-referral.js';
import { STRANGER } from '../../src/demo/scenario/relationships.js';

/** What happened long ago is told to nobody by a machine. */
const YESTERDAY = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
const CRIME = { forceIdentifier: '22', crimeOffenceCode: 'TH68007', homeOfficeClassification: '045/10' };

/** Invented people to whom a machine may write, each the victim of a theft from a car of their own. */
export function writablePeople(count: number, from = 1): DirectReferralBody[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return {
      pathway: 'self',
      role: 'victim',
      senderReference: `INVENTED-${number}`,
      person: {
        kind: 'individual',
        givenName: 'Ada',
        surname: `Invented ${letters(number)}`,
        dateOfBirth: '1984-02-28',
        emailAddress: `person-${number}@example.org`,
      },
      incident: {
        ...CRIME,
        crimeReference: `22/${10_000 + number}/19`,
        incidentStartDateTime: `${YESTERDAY}T02:00:00Z`,
      },
      markers: Object.fromEntries(Object.keys(noDanger()).map((marker) => [marker, false])),
      relationshipToSuspect: STRANGER,
      victimSupport: true,
      victimAwareReported: true,
    };
  });
}

/** The same people as an extract has them. */
export function writableExtract(count: number, from = 1): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return {
      ...emptyRow(),
      ...noDanger(),
      ...CRIME,
      crimeReference: `22/${10_000 + number}/19`,
      victimOnCrimeId: `VOC-${number}`,
      personId: String(1_000_000 + number),
      incidentStartDateTime: `${YESTERDAY}T02:00:00`,
      reportedDateTime: `${YESTERDAY}T04:00:00`,
      offenceTitle: 'Theft from a motor vehicle',
      givenName: 'Ada',
      surname: `Invented ${letters(number)}`,
      dateOfBirth: '1984-02-28',
      emailAddress: `person-${number}@example.org`,
      relationshipToSuspect: STRANGER,
      victimSupport: 'true',
      victimAwareReported: 'true',
      lastUpdatedDateTime: `${YESTERDAY}T05:00:00`,
    };
  });
  return writeCsv(rows, { ...PLAIN_STYLE, columns: COLUMNS, extractId: `FAULT-${from}` });
}

/** A name has no digits. */
function letters(number: number): string {
  return String(number).replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
}
