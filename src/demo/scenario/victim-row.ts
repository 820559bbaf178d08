import { RECORD } from './assumptions.js';
import { emptyRow } from './columns.js';
import type { AthenaRow, Markers } from './columns.js';
import { asTyped, officerPhone, PLACEHOLDER_EMAILS, PLACEHOLDER_PHONES } from './contact-book.js';
import type { Crime } from './crime.js';
import type { Organisation, Person, Suspect, Victim } from './person.js';
import type { Random } from './random.js';

/** What one row says: the crime, the victim, and what lies between victim and suspects. */
export interface VictimOnCrime {
  crime: Crime;
  victim: Victim;
  victimOnCrimeId: string;
  suspects: readonly Suspect[];
  markers: Markers;
  answers: Pick<
    AthenaRow,
    'relationshipToSuspect' | 'victimSupport' | 'victimAwareReported' | 'safeContactNotes' | 'repeatVictim'
  >;
  lastUpdatedDateTime: string;
}

/** Writes a victim on a crime down as the extract has it, with what officers leave out or get wrong. */
export function writeRow(from: VictimOnCrime, random: Random): AthenaRow {
  const { crime, victim, markers, answers, lastUpdatedDateTime, victimOnCrimeId } = from;
  return {
    ...emptyRow(),
    ...crime.columns,
    ...(victim.kind === 'individual' ? personColumns(victim, crime, random) : organisationColumns(victim)),
    ...keyColumns(victim, victimOnCrimeId, random),
    ...addressColumns(victim, random),
    ...contactColumns(victim, crime, random),
    ...markers,
    ...answers,
    ...suspectColumns(from.suspects, random),
    lastUpdatedDateTime,
  };
}

function keyColumns(
  victim: Victim,
  victimOnCrimeId: string,
  random: Random,
): Pick<AthenaRow, 'victimOnCrimeId' | 'personId'> {
  const isWithoutLink = random.chance(RECORD.noVictimOnCrimeId) && victim.personId !== '';
  const isWithoutPerson = random.chance(RECORD.noPersonId) && !isWithoutLink;
  return {
    victimOnCrimeId: isWithoutLink ? '' : victimOnCrimeId,
    personId: isWithoutPerson ? '' : victim.personId,
  };
}

function personColumns(person: Person, crime: Crime, random: Random): Partial<AthenaRow> {
  const { title, givenName, middleName, surname, alias, gender, nationality } = person;
  const { ethnicitySelfDefined, ethnicityObserved, disability, communicationNeeds } = person;
  return {
    title,
    givenName,
    middleName,
    surname,
    alias,
    gender,
    nationality,
    ethnicitySelfDefined,
    ethnicityObserved,
    disability,
    communicationNeeds,
    dateOfBirth: recordedBirthDate(person, random),
    preferredLanguageSpoken: person.preferredLanguage,
    interpreterRequired: person.needsInterpreter ? 'true' : random.pick(['false', '']),
    dateOfDeath: person.isDeceased ? crime.columns.recordedDateTime.slice(0, 10) : '',
    contactPreference: random.chance(0.15) ? random.pick(['CPNC_0001', 'CPNC_0002', 'CPNC_0003']) : '',
  };
}

function organisationColumns(organisation: Organisation): Partial<AthenaRow> {
  return {
    organisationName: organisation.organisationName,
    givenName: organisation.contactGivenName,
    surname: organisation.contactSurname,
  };
}

function recordedBirthDate(person: Person, random: Random): string {
  return random.weighted([
    ['', RECORD.birthDateBlank],
    ['1900-01-01', RECORD.birthDate1900],
    [person.bornOn, 1 - RECORD.birthDateBlank - RECORD.birthDate1900],
  ]);
}

function addressColumns({ home }: Victim, random: Random): Partial<AthenaRow> {
  const { subBuildingName, buildingName, buildingNumber, street, cityOrTown, county, postcode } = home;
  const isKnown = !random.chance(RECORD.noHomeAddress);
  return {
    localPolicingArea: home.localPolicingArea,
    ...(isKnown
      ? { subBuildingName, buildingName, buildingNumber, street, cityOrTown, county, postcode }
      : {}),
  };
}

function contactColumns(victim: Victim, crime: Crime, random: Random): Partial<AthenaRow> {
  const phone = (number: string): string => {
    if (number) return asTyped(number, random);
    return random.chance(RECORD.placeholderPhone) ? random.pick(PLACEHOLDER_PHONES) : '';
  };
  const isOfficersPhone = random.chance(RECORD.officerPhone);
  const isOfficersEmail = random.chance(RECORD.officerEmail);
  const nothing = random.chance(RECORD.placeholderEmail) ? random.pick(PLACEHOLDER_EMAILS) : '';
  return {
    mobileTelephone: isOfficersPhone ? officerPhone(crime.officer) : phone(victim.mobile),
    homeTelephone: phone(victim.landline),
    workTelephone: victim.workPhone && asTyped(victim.workPhone, random),
    emailAddress: isOfficersEmail
      ? `pc.${1_000 + crime.officer}@westmercia.police.example`
      : victim.email || nothing,
  };
}

function suspectColumns(suspects: readonly Suspect[], random: Random): Partial<AthenaRow> {
  const several = (values: readonly string[]): string => values.filter((value) => value !== '').join('|');
  return {
    suspectPersonIds: several(suspects.map(({ personId }) => personId)),
    suspectTelephones: several(suspects.map(({ phone }) => asTyped(phone, random))),
    suspectEmails: several(suspects.map(({ email }) => email)),
    suspectPostcodes: several(suspects.map(({ postcode }) => postcode)),
  };
}
