import { instantOf } from './calendar.js';
import type { AthenaRow } from './columns.js';
import { DANGER_MARKERS } from './columns.js';
import type { CrimeColumns } from './crime.js';
import type {
  DirectReferralBody,
  ReferredIncident,
  ReferredPerson,
  ReferredSuspects,
} from './direct-referral.js';
import type { Organisation, Person, Victim } from './person.js';

/** The person as somebody who has spoken with them would enter it. */
export function referredPerson(victim: Victim, personIdIsGiven: boolean): ReferredPerson {
  const person = victim.kind === 'individual' ? individual(victim) : organisation(victim);
  const { localPolicingArea: _area, ...address } = victim.home;
  return {
    kind: victim.kind,
    ...answered({ ...person, personId: personIdIsGiven ? victim.personId : '' }),
    address: answered(address),
    ...answered({
      mobileTelephone: victim.mobile,
      homeTelephone: victim.landline,
      workTelephone: victim.workPhone,
      emailAddress: victim.email,
    }),
  };
}

/** The crime as a form has it. */
export function referredIncident(crime: CrimeColumns): ReferredIncident {
  const { forceIdentifier, crimeReference, incidentReference, incidentStartDateTime, reportedDateTime } =
    crime;
  const { crimeOffenceCode, homeOfficeClassification, nfibCode, offenceTitle } = crime;
  return {
    forceIdentifier,
    ...answered({ crimeReference, incidentReference }),
    ...answered({ crimeOffenceCode, homeOfficeClassification, nfibCode, offenceTitle }),
    ...answered({
      incidentStartDateTime: utc(incidentStartDateTime),
      reportedDateTime: utc(reportedDateTime),
    }),
  };
}

/** What an officer's form says about danger, suspects and wishes: the same as the row of the crime. */
export function referredDanger(row: AthenaRow): Partial<DirectReferralBody> {
  const suspects = referredSuspects(row);
  const safeContactNotes = oneLine(row.safeContactNotes);
  return {
    markers: Object.fromEntries(
      DANGER_MARKERS.filter((marker) => row[marker] !== '').map((marker) => [marker, row[marker] === 'true']),
    ),
    ...answered({ relationshipToSuspect: row.relationshipToSuspect, safeContactNotes }),
    ...(Object.keys(suspects).length > 0 ? { suspects: [suspects] } : {}),
    ...(row.victimSupport === 'true' ? { victimSupport: true } : {}),
    ...(row.victimAwareReported === '' ? {} : { victimAwareReported: row.victimAwareReported === 'true' }),
  };
}

function individual(person: Person): Omit<ReferredPerson, 'kind'> {
  const { title, givenName, middleName, surname, bornOn, gender, ethnicitySelfDefined, nationality } = person;
  return {
    title,
    givenName,
    middleName,
    surname,
    gender,
    ethnicitySelfDefined,
    nationality,
    dateOfBirth: bornOn,
    preferredLanguageSpoken: person.preferredLanguage,
    interpreterRequired: person.needsInterpreter,
    disability: person.disability,
    communicationNeeds: oneLine(person.communicationNeeds),
  };
}

function organisation({
  organisationName,
  contactGivenName,
  contactSurname,
}: Organisation): Omit<ReferredPerson, 'kind'> {
  return { organisationName, namedContact: `${contactGivenName} ${contactSurname}`.trim() };
}

function referredSuspects(row: AthenaRow): ReferredSuspects {
  const several = (cell: string): string[] | undefined => (cell === '' ? undefined : cell.split('|'));
  return answered({
    personIds: several(row.suspectPersonIds),
    telephones: several(row.suspectTelephones)?.map(asDialled),
    emails: several(row.suspectEmails),
    postcodes: several(row.suspectPostcodes),
    sameAddress: row.suspectSameAddress === 'true' ? true : undefined,
  });
}

/** Without what is blank: in this API a blank string is an error, not an answer. */
function answered<T extends object>(fields: T): T {
  const kept = Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined);
  return Object.fromEntries(kept) as T;
}

function asDialled(typed: string): string {
  return typed.replaceAll(' ', '').replace(/^00/, '+').replace(/^0/, '+44');
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

function utc(policeTime: string): string {
  return policeTime && instantOf(policeTime).toISOString();
}
